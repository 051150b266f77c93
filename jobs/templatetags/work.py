"""Work for templates: how an offer reads, and the parts of it that other pages show."""

from django import template
from django.utils import timezone
from django.utils.html import format_html

from accounts.models import User
from jobs import desk
from jobs.models import JobOffer
from jobs.search import Search
from telecentres import prose, words
from telecentres.models import Telecentre

register = template.Library()

register.filter("prose", prose.as_html)
register.simple_tag(words.duration_words, name="duration")
MOST_AT_A_CENTRE = 3


@register.filter
def centre_names(offer: JobOffer) -> str:
    """ "à Allanche, à Murat et au Rouget", where the work can be done."""
    return words.series_words(words.at_place_words(centre.name) for centre in offer.open_telecentres)


@register.filter
def in_french(title: str) -> str:
    """A title inside a translated sentence, marked so that it is read aloud in its own language."""
    return format_html('<span lang="fr">{}</span>', title)


@register.simple_tag
def sorted_by(search: Search, order: str) -> str:
    """The address of the same search in another order."""
    return search.sorted_by(order)


@register.inclusion_tag("jobs/_offers_at.html")
def offers_at(telecentre: Telecentre) -> dict:
    """The latest offers that can be done at a centre; nothing where there is none."""
    offers = JobOffer.objects.published().doable_at(telecentre).order_by("-published_at")
    found = list(offers.for_pages()[: MOST_AT_A_CENTRE + 1])
    return {"telecentre": telecentre, "offers": found[:MOST_AT_A_CENTRE], "has_more": len(found) > MOST_AT_A_CENTRE}


@register.inclusion_tag("jobs/_latest_offers.html")
def latest_offers() -> dict:
    """For the home page: the three latest offers, and how many there are."""
    published = JobOffer.objects.published()
    offers = list(published.order_by("-published_at").for_pages()[:3])
    return {"offers": offers, "number": published.count() if offers else 0}


@register.inclusion_tag("jobs/_desk.html")
def work_to_do(user: User) -> dict:
    """What waits for the agency's staff today; nothing for others."""
    return {"desk": desk.of_today(timezone.now()) if user.has_perm("jobs.change_joboffer") else None}
