"""Example bookings for a trial of the portal: guests on some desks of each open centre, so that no plan is empty."""

import uuid
from datetime import date, datetime, time, timedelta
from itertools import islice

from accounts.models import User
from bookings import actions, availability, referring
from bookings.models import Booker, Booking, MonthPlan, Referral, Statement
from telecentres import demonstration as places
from telecentres import hours
from telecentres.models import Telecentre, Workspace

# The same key for the same slot: loading twice books once.
NAMESPACE = uuid.UUID("c0b1a5e5-0000-4000-8000-00000015cafe")


def close_on_holidays(today: date, *, now: datetime) -> None:
    """Every open centre on the holidays of the coming year; bookings that are there stay."""
    for closure in places.holiday_closures(today):
        actions.close(**closure._asdict(), now=now, touched=actions.Answers("keep"))


def book_examples(worker: User, today: date, *, now: datetime) -> None:
    """One coming booking of the remote worker, and guests on some desks; nothing where somebody has booked already."""
    places.require_trial()
    if Booking.objects.exists():
        return
    for centre in Telecentre.objects.open():
        soon = availability.Calendar.load([centre], today + timedelta(days=1), today + timedelta(days=8), now=now)
        for number, slot in enumerate(islice(soon.free_halves(centre), 5)):
            guest = Booker(f"Visiteur Exemple {number}", f"visiteur{number}.{centre.slug}@exemple.fr")
            is_mine = number == 2 and centre.slug == "murat"
            actions.book(
                booker=Booker.of(worker) if is_mine else guest,
                workspace=Workspace.objects.select_related("telecentre").get(pk=slot.desks[number % len(slot.desks)]),
                day=slot.day,
                part=slot.part,
                language="fr",
                now=now,
                key=uuid.uuid5(NAMESPACE, f"{centre.slug}/{slot.day}/{slot.part}"),
            )


def owe_examples(worker: User, today: date, *, now: datetime) -> None:
    """Statements of last month at Murat: the remote worker pays by the month, a guest was new for a week, then came every day."""
    places.require_trial()
    centre, month = Telecentre.objects.filter(slug="murat").first(), hours.month_before(today)
    if centre is None or Statement.objects.exists():
        return
    plan = {"telecentre": centre, "user": worker, "month": month}
    MonthPlan.objects.get_or_create(**plan, defaults={"price": 100, "made_at": now})
    monday = hours.monday_of(month + timedelta(days=13))
    for day in [monday - timedelta(days=7), *(monday + timedelta(days=number) for number in range(5))]:
        morning = hours.instant(day, time(7))
        calendar = availability.Calendar.load([centre], day, day, now=morning)
        slot = calendar.slots(centre, day).get(Booking.Part.DAY)
        if slot and slot.desks:
            actions.book(
                booker=Booker("Visiteuse Exemple", "visiteuse.murat@exemple.fr"),
                workspace=Workspace.objects.select_related("telecentre").get(pk=slot.desks[0]),
                day=day,
                part=slot.part,
                language="fr",
                now=morning,
                key=uuid.uuid5(NAMESPACE, f"{centre.slug}/{day}"),
            )
            Booking.objects.filter(visitor_email="visiteuse.murat@exemple.fr").update(proved_at=now)
    actions.make_statements(month, now=now)


def send_on_examples(manager: User, *, now: datetime) -> None:
    """People sent on between open centres, one in each state; nothing where somebody has been sent on already."""
    places.require_trial()
    if Referral.objects.exists():
        return
    murat = Telecentre.objects.get(slug="murat")
    others = [one.centre for one in referring.proposals(murat, now=now)]
    if len(others) < 3:
        return
    first, second, third = others[:3]
    month_ago, week_ago, today = now - timedelta(days=40), now - timedelta(days=7), now - timedelta(hours=2)
    _send_on(first, murat, 1, Referral.Reason.FULL, by=manager, now=today, note="Bureau au calme, si possible.")
    _send_on(second, murat, 2, Referral.Reason.DISTANCE, by=manager, now=today)
    taken = _send_on(murat, first, 3, Referral.Reason.CLOSED, by=manager, now=week_ago)
    actions.accept_referral(taken, by=manager, now=week_ago)
    refused = _send_on(murat, second, 4, Referral.Reason.FULL, by=manager, now=week_ago)
    actions.decline_referral(refused, reason="Travaux dans la salle cette semaine", by=manager, now=week_ago)
    for number, (giver, receiver) in enumerate([(murat, first), (first, third), (third, murat)], start=5):
        never_came = _send_on(giver, receiver, number, Referral.Reason.ACCESSIBILITY, by=manager, now=month_ago)
        actions.accept_referral(never_came, by=manager, now=month_ago)
    _send_on(murat, third, 8, Referral.Reason.FULL, by=manager, now=month_ago)
    actions.settle_referrals(now=now)
    _book_by_link(murat, third, now=now)


def _send_on(giver: Telecentre, receiver: Telecentre, number: int, reason: str, *, by: User, now: datetime, note: str = ""):
    return actions.refer(
        giver=giver,
        receiver=receiver,
        reason=reason,
        name=f"Personne Exemple {number}",
        email=f"orientation{number}@exemple.fr",
        note=note,
        by=by,
        key=uuid.uuid5(NAMESPACE, f"orientation/{number}"),
        now=now,
    )


def _book_by_link(giver: Telecentre, receiver: Telecentre, *, now: datetime) -> None:
    """Somebody found the page of a full day and booked elsewhere; the desk is held, so nobody has to answer."""
    free = availability.next_free_halves([receiver], now=now, number=1)[receiver.pk]
    if not free:
        return
    actions.book(
        booker=Booker("Personne Exemple 9", "orientation9@exemple.fr"),
        workspace=Workspace.objects.select_related("telecentre").get(pk=free[0].desks[-1]),
        day=free[0].day,
        part=free[0].part,
        language="fr",
        now=now,
        key=uuid.uuid5(NAMESPACE, "orientation/9"),
        introduction=referring.Introduction(giver, Referral.Reason.FULL),
    )
