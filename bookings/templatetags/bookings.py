"""What bookings add to the pages of other apps, and to the start page of the administration."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from django import template
from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import User
from bookings import availability
from bookings.models import Booking, Referral
from telecentres import hours, timetable
from telecentres.models import Closure, Telecentre

register = template.Library()


@register.inclusion_tag("bookings/_slots.html")
def next_half_days(telecentre: Telecentre) -> dict:
    """The next half-days with a free desk, as links to the booking page."""
    now = timezone.now()
    found = availability.next_free_halves([telecentre], now=now)
    return {"centre": telecentre, "slots": found[telecentre.pk], "today": hours.civil_day(now)}


MOST_REFERRALS = 10  # on the start page; the list of the administration has them all


@register.inclusion_tag("bookings/_referrals_to_do.html")
def referrals_to_do(user: User) -> dict:
    """
    Who was sent to the person's centres and waits for a word, the next deadline first; what was given and received this month.

    Two queries. Who looks after the whole network sees how many wait, and nobody's name.
    """
    if not user.has_perm("bookings.change_referral"):
        return {"may_see": False}
    today = hours.civil_day(timezone.now())
    waiting = Referral.objects.received_by(user, today=today).undecided().with_places().order_by("decide_by", "pk")
    month = Referral.objects.credited().filter(created_at__gte=hours.whole_day(today.replace(day=1)).starts_at)
    centres = Telecentre.objects.managed_by(user, today=today)
    given, received = Count("pk", filter=Q(giver__in=centres)), Count("pk", filter=Q(receiver__in=centres))
    found = list(waiting)
    return {
        "may_see": True,
        "is_network_wide": user.has_perm("telecentres.manage_every_telecentre"),
        "waiting": found[:MOST_REFERRALS],
        "count": len(found),
        "month": month.aggregate(given=given, received=received),
    }


class CentreToday(NamedTuple):
    """A centre, whether its door is open at this moment, and who comes today; no bookings for those who may not read them."""

    telecentre: Telecentre
    state: timetable.State
    bookings: list[Booking]
    requests: int = 0


@register.inclusion_tag("bookings/_admin_today.html")
def admin_today(user: User) -> dict:
    """
    The day of the open centres that a person manages: whether they are open, who comes, what is closed in the next weeks.

    Who looks after the whole network sees numbers rather than names, and who may not read bookings sees neither.
    """
    now = timezone.now()
    day = hours.whole_day(hours.civil_day(now))
    may_read = user.has_perm("bookings.view_booking")
    return {
        "centres": _centres_today(user, now, day, _bookings_of(user, day) if may_read else [], may_read),
        "day_today": hours.civil_day(now),
        "may_read": may_read,
        "is_network_wide": user.has_perm("telecentres.manage_every_telecentre"),
        "may_book": user.has_perm("bookings.add_booking"),
        "may_close": user.has_perm("telecentres.add_closure"),
        "closures": _closures_ahead(user, day) if user.has_perm("telecentres.view_closure") else [],
    }


def _bookings_of(user: User, day: hours.Period) -> list[Booking]:
    today = hours.civil_day(day.starts_at)
    found = Booking.objects.managed_by(user, today=today).live().overlapping(*day).with_place()
    return list(found.order_by("starts_at", "workspace__code"))


def _centres_today(user: User, now: datetime, day: hours.Period, bookings: list[Booking], may_read: bool) -> list[CentreToday]:
    centres = Telecentre.objects.managed_by(user, today=hours.civil_day(now)).open()
    by_centre: dict[int, list[Booking]] = {}
    waiting = Booking.objects.managed_by(user, today=hours.civil_day(now)).filter(state=Booking.State.REQUESTED)
    requests = Counter(waiting.values_list("workspace__telecentre", flat=True)) if may_read else Counter()
    for booking in bookings:
        by_centre.setdefault(booking.workspace.telecentre_id, []).append(booking)
    return [
        CentreToday(centre, timetable.state_at(centre, now), by_centre.get(centre.pk, []), requests[centre.pk])
        for centre in centres.with_timetable(day.starts_at, now + timetable.OPENING_HORIZON)
    ]


def _closures_ahead(user: User, day: hours.Period) -> list[tuple[Closure, str]]:
    """Those that touch the coming four weeks, today included, each in a sentence."""
    closures = Closure.objects.managed_by(user, today=hours.civil_day(day.starts_at))
    ahead = closures.overlapping(day.starts_at, day.starts_at + timetable.NEWS_HORIZON).select_related("telecentre", "workspace")
    return [(closure, timetable.closure_words(closure)) for closure in ahead]
