"""The telecentres, and what is free in them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router

from bookings import rules
from bookings.availability import Calendar, Slot
from bookings.models import Ask
from observatory.api import answers
from observatory.api.asked import AvailabilityAsked, Paging, Slug
from observatory.api.delivery import changed
from observatory.api.paging import page_of
from telecentres import hours, open_data
from telecentres.models import Telecentre
from telecentres.open_data import Place

LONGEST = timedelta(days=30)  # after the first day
USUAL = timedelta(days=6)
FRESH = 60  # seconds: desks are taken at any moment, and a program that asks again is served by what lies between

router = Router(tags=["telecentres"])


@router.get(
    "telecentres",
    response=answers.TelecentrePage,
    url_name="api_telecentres",
    operation_id="telecentres",
    summary=gettext_noop("The telecentres"),
    description=gettext_noop("Those open, suspended and in preparation, by their address on the site."),
)
def telecentres(request: HttpRequest, response: HttpResponse, asked: Query[Paging]):
    now = timezone.now()
    changed(response, since_today(open_data.changed_at(now), now))
    return page_of(request, asked, open_data.public_places(now), _place)


@router.get(
    "telecentres/{slug}",
    response=answers.Telecentre,
    url_name="api_telecentre",
    operation_id="telecentre",
    summary=gettext_noop("One telecentre"),
    description=gettext_noop("By its address on the site."),
)
def telecentre(request: HttpRequest, response: HttpResponse, slug: Slug):
    now = timezone.now()
    changed(response, since_today(open_data.changed_at(now), now))
    found = next((one for one in open_data.public_places(now) if one.id == slug), None)
    if found is None:
        raise Http404(_("No telecentre has the address %(slug)s.") % {"slug": slug})
    return _place(found)


@router.get(
    "telecentres/{slug}/availability",
    response=answers.Availability,
    url_name="api_availability",
    operation_id="availability",
    summary=gettext_noop("What is free at a telecentre"),
    description=gettext_noop(
        "The days and half-days that can still be booked, each with the number of free workspaces. Nothing tells who comes."
    ),
)
def availability(request: HttpRequest, response: HttpResponse, slug: Slug, asked: Query[AvailabilityAsked]):
    now = timezone.now()
    changed(response, now, keep=FRESH)
    centre = centre_named(slug)
    first, last, notes = _days(centre, asked, now)
    found: Iterable[Slot] = []
    if first and last:
        calendar = Calendar.load([centre], first, last, now=now, ask=Ask(kind=asked.kind))
        found = [slot for day in calendar.days() for slot in calendar.slots(centre, day).values()]
    return {
        "telecentre": centre.slug,
        "kind": asked.kind,
        "first": first,
        "last": last,
        "slots": [_slot(one) for one in found],
        "notes": notes,
        "is_example": settings.DEMONSTRATION,
        "url": settings.PUBLIC_URL + reverse("bookings:pick", args=[centre.slug]),
    }


def centre_named(slug: str) -> Telecentre:
    """A public one; Http404 in words where there is none."""
    found = Telecentre.objects.public().select_related("commune").filter(slug=slug).first()
    if found is None:
        raise Http404(_("No telecentre has the address %(slug)s.") % {"slug": slug})
    return found


def since_today(moment: datetime, now: datetime) -> datetime:
    """When something last changed, at the earliest this morning: with a new day other records are shown."""
    return max(moment, hours.whole_day(hours.civil_day(now)).starts_at)


def _days(centre: Telecentre, asked: AvailabilityAsked, now: datetime):
    """
    The first and the last day that can be told of, both included, or None twice; and in words what was cut.

    Any two days are a question that can be answered, if only with nothing: no order of them is refused.
    """
    if not centre.is_open:
        return None, None, [_("This telecentre takes no bookings now.")]
    today = hours.civil_day(now)
    horizon = rules.last_bookable_day(centre.policy_for(asked.kind), now=now)
    first, notes = max(asked.first or today, today), []
    if asked.first and asked.first < today:
        notes.append(_("Days that are past are left out."))
    if first > horizon or (asked.last and asked.last > horizon):
        notes.append(_("Bookings open until %(day)s: later days are left out.") % {"day": horizon.isoformat()})
    if asked.last and asked.last < first:
        notes.append(_("No day lies between these two: the last one comes before the first one."))
    if first > horizon:
        return None, None, notes
    last = min(asked.last or first + USUAL, horizon)
    if last > first + LONGEST:
        last = first + LONGEST
        notes.append(_("One answer is about 31 days at most: ask for the later ones in another one."))
    return (first, last, notes) if first <= last else (None, None, notes)


def _slot(slot: Slot) -> dict:
    starts_at, ends_at = (moment.astimezone(hours.LOCAL) for moment in slot.period)
    return {"day": slot.day, "part": slot.part, "starts_at": starts_at, "ends_at": ends_at, "free": slot.free}


def _place(place: Place) -> dict:
    """Nothing that the demonstration made up, as in the files: what is not known is null."""
    return {
        "slug": place.id,
        "name": place.name,
        "state": place.state,
        "address": place.address or None,
        "postal_code": place.postal_code or None,
        "commune": place.commune,
        "insee_code": place.insee_code,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "is_at_door": place.is_at_door,
        "phone": place.phone or None,
        "email": place.email or None,
        "opening_hours": place.opening_hours or None,
        "url": place.page,
        "updated_on": place.updated_on,
    }
