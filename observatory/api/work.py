"""The job offers that are published now."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router

from jobs import exports, links, markup
from jobs.models import JobOffer
from observatory.api import answers
from observatory.api.asked import OffersAsked
from observatory.api.delivery import changed
from observatory.api.paging import page_of
from observatory.api.places import centre_named, since_today

router = Router(tags=["offers"])


@router.get(
    "offers",
    response=answers.OfferPage,
    url_name="api_offers",
    operation_id="offers",
    summary=gettext_noop("The job offers"),
    description=gettext_noop("Those published now, the newest first, that meet everything asked for."),
)
def offers(request: HttpRequest, response: HttpResponse, asked: Query[OffersAsked]):
    now = timezone.now()
    changed(response, since_today(exports.changed_at(now), now))
    found = JobOffer.objects.published()
    words = " ".join(asked.q.replace("\x00", " ").split())
    if words:
        found = found.with_words(words)
    if asked.work_mode:
        found = found.filter(work_mode=asked.work_mode)
    if asked.centre:
        found = found.doable_at(centre_named(asked.centre))
    if asked.feature:
        found = found.filter(features__contains=asked.feature)
    return page_of(request, asked, found.for_pages().order_by("-published_at", "-pk"), _offer)


def _offer(offer: JobOffer) -> dict:
    """How to apply is on the page alone: no telephone number and no e-mail address of anybody is given away."""
    return {
        "slug": offer.slug,
        "title": offer.title,
        "employer": offer.employer.name,
        "description": "\n\n".join(part for part in (offer.description, offer.profile) if part),
        "rome_code": offer.rome_code or None,
        "contract": offer.contract,
        "work_mode": offer.work_mode,
        "telecentres": [centre.slug for centre in markup.open_telecentres(offer)],
        "commune": offer.commune.name if offer.commune else None,
        "features": offer.features,
        "weekly_hours": offer.weekly_hours,
        "pay_min": offer.pay_min,
        "pay_max": offer.pay_max,
        "pay_unit": offer.pay_unit,
        "positions": offer.open_positions,
        "published_at": offer.published_at,
        "last_day": offer.valid_through,
        "is_example": offer.is_example,
        "url": links.public_url(offer),
    }
