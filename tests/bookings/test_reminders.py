"""When reminders fall due, across the year and both clock changes."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from bookings import actions
from bookings.models import Booking
from bookings.tasks import send_due_reminders
from dispatch.models import Message
from dispatch.registry import kind
from telecentres.models import OpeningHours
from tests.factories import BEGINNING, make_booking

PARIS = timezone.get_default_timezone()


def due(moment: datetime) -> list[str]:
    return list(Booking.objects.due_for_reminder(moment).values_list("reference", flat=True))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 11, 26),
        pytest.param(date(2026, 10, 25), id="the clocks go back that night"),
        pytest.param(date(2026, 10, 26), id="the day after they went back"),
        pytest.param(date(2027, 3, 28), id="the clocks go forward that night"),
        pytest.param(date(2027, 3, 29), id="the day after they went forward"),
    ],
)
def test_the_reminder_falls_due_at_six_in_the_evening_before(remote_worker, desk, day):
    if day.isoweekday() > 5:
        OpeningHours.objects.create(
            telecentre=desk.telecentre, weekday=7, opens_at=time(8, 30), closes_at=time(12), valid_from=BEGINNING
        )
    part = "morning"
    booking = make_booking(remote_worker, desk, day, part, now=datetime.combine(day - timedelta(days=9), time(9), PARIS))
    eve = day - timedelta(days=1)

    assert due(datetime.combine(eve, time(17, 59), PARIS)) == []
    assert due(datetime.combine(eve, time(18), PARIS)) == [booking.reference]
    assert due(datetime.combine(day, time(8, 29), PARIS)) == [booking.reference]
    assert due(datetime.combine(day, time(8, 30), PARIS)) == []


def test_the_hour_is_the_centres(remote_worker, desk, thursday, now):
    desk.telecentre.reminder_at = time(12)
    desk.telecentre.save()
    booking = make_booking(remote_worker, desk, thursday, now=now)

    assert due(datetime(2026, 11, 25, 12, tzinfo=PARIS)) == [booking.reference]


def test_whoever_books_after_the_hour_is_left_in_peace(remote_worker, desk, thursday):
    make_booking(remote_worker, desk, thursday, now=datetime(2026, 11, 25, 18, 1, tzinfo=PARIS))

    assert due(datetime(2026, 11, 25, 19, tzinfo=PARIS)) == []
    assert due(datetime(2026, 11, 26, 7, tzinfo=PARIS)) == []


def test_a_reminder_is_written_once(remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    evening = datetime(2026, 11, 25, 18, 5, tzinfo=PARIS)

    first, second = actions.remind(booking, now=evening), actions.remind(booking, now=evening)

    assert (first, second) == (True, False)
    assert due(evening) == []
    reminder = Message.objects.get(kind="bookings.reminder")
    assert reminder.expires_at == booking.starts_at


def test_a_moved_booking_is_reminded_of_its_new_day(remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    actions.remind(booking, now=datetime(2026, 11, 25, 18, tzinfo=PARIS))

    actions.move(booking, workspace=desk, day=date(2026, 11, 30), part="day", now=datetime(2026, 11, 25, 18, 30, tzinfo=PARIS))

    assert due(datetime(2026, 11, 29, 18, tzinfo=PARIS)) == [booking.reference]


def test_a_cancelled_booking_is_not_reminded(remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    actions.cancel(booking, now=now)

    assert due(datetime(2026, 11, 25, 18, tzinfo=PARIS)) == []


@pytest.mark.django_db(transaction=True)
def test_the_task_reminds_people_and_visitors_once_and_their_mails_can_leave(remote_worker, murat, thursday, now, time_machine):
    """The rows themselves, not their references: what a query brings must fit the model."""
    first, second = murat.workspaces.get(code="1"), murat.workspaces.get(code="2")
    make_booking(remote_worker, first, thursday, now=now)
    make_booking("zoe@exemple.fr", second, thursday, "09:00-11:00", now=now)
    time_machine.move_to(now.replace(hour=18, minute=5), tick=False)

    written = [send_due_reminders(), send_due_reminders()]

    reminders = Message.objects.filter(kind="bookings.reminder").order_by("recipient")
    mails = [kind(reminder.kind).build(reminder) for reminder in reminders]
    assert written == [2, None]  # the second finds the period done
    assert [mail.to for mail in mails] == [[remote_worker.email], ["zoe@exemple.fr"]]
