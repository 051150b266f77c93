"""What the mails say, and that they say what is true when they leave."""

from datetime import date, datetime

import icalendar
import pytest
from django.utils import timezone

from bookings import actions, emails, links
from bookings.models import Booking
from dispatch.models import Message
from tests.factories import make_booking

PARIS = timezone.get_default_timezone()


def written(kind: str) -> Message:
    return Message.objects.get(kind=f"bookings.{kind}")


def calendar_of(mail) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(next(part[1] for part in mail.attachments if part[0] == "reservation.ics"))


@pytest.fixture
def booking(remote_worker, desk, thursday, now):
    return make_booking(remote_worker, desk, thursday, now=now)


def test_the_confirmation_says_all_in_its_subject(booking):
    mail = emails.confirmed(written("confirmed"))

    assert mail.to == [booking.booked_by.email]
    assert mail.reply_to == ["murat@cantal-network.example"]
    for word in ("Murat", "jeudi 26", "8\xa0h\xa030"):
        assert word in mail.subject
    assert booking.reference in mail.body
    assert links.address(booking) in mail.body


def test_the_confirmation_carries_a_request_for_the_calendar(booking):
    calendar = calendar_of(emails.confirmed(written("confirmed")))

    [event] = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "REQUEST"
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (booking.starts_at, booking.ends_at)
    assert event["SEQUENCE"] == 0
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert event["ORGANIZER"] == "mailto:murat@cantal-network.example"


def test_a_move_updates_the_same_event_and_names_the_old_place(booking, murat, now):
    uid = calendar_of(emails.confirmed(written("confirmed"))).walk("VEVENT")[0]["UID"]
    actions.move(booking, workspace=murat.workspaces.get(code="2"), day=date(2026, 11, 30), part="morning", now=now)

    mail = emails.moved(written("moved"))

    [event] = calendar_of(mail).walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"]) == (uid, 1)
    assert "Bureau 1" in mail.body
    assert "Bureau 2" in mail.body
    assert emails.confirmed(written("confirmed")) is None


def test_a_cancellation_cancels_the_event(booking, now):
    actions.cancel(booking, now=now)

    mail = emails.cancelled(written("cancelled"))

    calendar = calendar_of(mail)
    [event] = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert emails.confirmed(written("confirmed")) is None


def test_the_centres_reason_stands_in_the_mail(booking, now):
    actions.cancel(booking, now=now, as_staff=True, reason="panne de chauffage")

    assert "panne de chauffage" in emails.cancelled(written("cancelled")).body


def test_the_reminder_says_tomorrow_as_long_as_it_is(booking, time_machine, now):
    actions.remind(booking, now=now)
    reminder = written("reminder")

    on_the_eve = emails.reminder(reminder).body
    time_machine.move_to(now.replace(day=26, hour=7), tick=False)
    on_the_day = emails.reminder(reminder).body

    assert on_the_eve.startswith("Demain, jeudi 26\xa0novembre, de 8\xa0h\xa030")
    assert on_the_day.startswith("Aujourd’hui, jeudi 26\xa0novembre, de 8\xa0h\xa030")


def test_no_reminder_leaves_for_a_booking_cancelled_or_moved_meanwhile(booking, murat, now):
    actions.remind(booking, now=now)
    reminder = written("reminder")
    assert emails.reminder(reminder) is not None

    actions.move(booking, workspace=murat.workspaces.get(code="2"), day=booking.day, part="day", now=now)

    assert emails.reminder(reminder) is None


def test_a_visitors_mail_carries_the_secret_link(desk, thursday, now):
    booking = make_booking("visiteur@exemple.fr", desk, thursday, now=now)

    mail = emails.confirmed(written("confirmed"))

    assert links.token(booking) in mail.body
    html = mail.alternatives[0][0]
    assert links.token(booking) in html


def test_the_link_of_one_booking_does_not_open_another(desk, thursday, now):
    one = make_booking("visiteur@exemple.fr", desk, thursday, "morning", now=now)
    other = make_booking("visiteur@exemple.fr", desk, thursday, "afternoon", now=now)

    assert not links.opens(other, links.token(one))


def test_a_booking_made_in_english_is_confirmed_in_english(remote_worker, desk, thursday, now):
    make_booking(remote_worker, desk, thursday, now=now, language="en")

    assert "Thursday 26" in emails.confirmed(written("confirmed")).subject


def test_a_refusal_tells_the_owner_of_the_address_why(desk, thursday, now):
    booker = make_booking("visiteur@exemple.fr", desk, thursday, now=now).booker
    actions.explain_by_mail(booker, desk, thursday, "day", "one_desk", language="en")

    mail = emails.refused(written("refused"))

    assert mail.to == ["visiteur@exemple.fr"]
    assert "already holds a desk at that time" in mail.body


def test_line_breaks_in_a_name_add_no_header(desk, thursday, now):
    booking = make_booking("visiteur@exemple.fr", desk, thursday, now=now)
    Booking.objects.filter(pk=booking.pk).update(visitor_name="Eve\r\nBcc: toutes@exemple.fr")

    mail = emails.confirmed(written("confirmed"))

    assert b"\nBcc:" not in mail.message().as_bytes()


def test_the_calendar_file_folds_lines_by_bytes(booking):
    Booking.objects.filter(pk=booking.pk).update(language="fr")
    content = emails.confirmed(written("confirmed")).attachments[0][1]
    content = content if isinstance(content, bytes) else content.encode()

    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_the_hours_in_a_calendar_are_right_on_both_sides_of_the_clock_change(remote_worker, desk):
    for day, utc_hour in ((date(2026, 10, 23), 6), (date(2026, 10, 26), 7), (date(2027, 3, 26), 7), (date(2027, 3, 29), 6)):
        booked_at = datetime(day.year, day.month, day.day, 7, tzinfo=PARIS)
        booking = make_booking(remote_worker, desk, day, now=booked_at)
        assert (booking.starts_at.hour, booking.starts_at.minute) == (utc_hour, 30)
