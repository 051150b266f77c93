"""The themes of the public pages, in their order: where each is found, what it asks, and which indicators answer."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Theme(NamedTuple):
    """`slug` is its address; `keys` are the themes that indicators name for it."""

    slug: str
    keys: tuple[str, ...]
    title: Promise
    question: Promise

    @property
    def url(self) -> str:
        return reverse("observatory:theme", args=[self.slug])


ACCESS = Theme("acces", ("access",), pgettext_lazy("theme", "Access"), _("Who has a telecentre near home?"))
MOVES = Theme("arrivees-et-departs", ("moves",), _("Arrivals and departures"), _("Who comes to live here, and who leaves?"))
THEMES = [
    ACCESS,
    Theme("usage", ("usage",), pgettext_lazy("theme", "Use"), _("Are the desks used, and by how many people?")),
    Theme(
        "trajets", ("ways",), pgettext_lazy("theme", "Ways to work"), _("How many kilometres and minutes are spared, or added?")
    ),
    MOVES,
    Theme("emplois", ("work",), _("Jobs"), _("Which jobs are offered here, and do people stay in them?")),
    Theme("rencontres", ("outreach",), _("Events"), _("Of those who make contact, how many come to live here?")),
    Theme("entraide", ("network",), _("Mutual help"), _("Do the centres send people to each other, and what is still missing?")),
]
EUROS = "/observatoire/euros/"  # the page of the returns on public money, which is no list of indicators
ELSEWHERE = {"euros": _("Euros")}  # themes of indicators that have a page of their own


def named(slug: str) -> Theme | None:
    return next((theme for theme in THEMES if theme.slug == slug), None)


def title_of(key: str) -> Promise | None:
    """Of the theme that an indicator names; None for a key that no theme has."""
    return next((theme.title for theme in THEMES if key in theme.keys), ELSEWHERE.get(key))
