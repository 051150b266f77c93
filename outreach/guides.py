"""Where pages and mails send people on to read more."""

from typing import NamedTuple

from django.conf import settings

from telecentres.models import Guide

NEWCOMERS = "arriver-dans-le-cantal"


class Reading(NamedTuple):
    """A guide as a mail names it: `url` is absolute."""

    title: str
    url: str


def for_newcomers() -> Reading | None:
    """The guide for who arrives; None where staff have taken it away or keep it between centres."""
    guide = Guide.objects.public().filter(slug=NEWCOMERS).first()
    return guide and Reading(guide.title, settings.PUBLIC_URL + guide.get_absolute_url())
