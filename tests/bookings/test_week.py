"""The usual week of a centre, edited on one page: the past stays true, and nobody's booking falls out of it unasked."""

from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse

from bookings.models import Booking
from telecentres import hours
from telecentres.models import Closure, OpeningHours
from tests.factories import make_booking
from tests.signing_in import sign_in

MONDAY = date(2026, 11, 30)


@pytest.fixture
def manager(murat_manager) -> Client:
    return sign_in(Client(), murat_manager)


@pytest.fixture(autouse=True)
def _quiet_clock(now):
    """Pages read the clock themselves."""


def typed(**changes) -> dict:
    """The week as it is, valid from the next Monday."""
    week = {"valid_from": str(MONDAY), "save": "1"}
    for day in range(1, 8):
        ranges = [("8h30", "12:30"), ("13 h 30", "18 h")] if day <= 5 else [("", ""), ("", "")]
        for number, (start, end) in enumerate(ranges):
            week |= {f"d{day}_{number}a": start, f"d{day}_{number}b": end}
    return week | changes


def address(slug: str = "murat") -> str:
    return reverse("admin:telecentres_openinghours_week", args=[slug])


def ranges(centre, day: date) -> list[tuple[time, time]]:
    return [tuple(one) for one in hours.ranges_on(day, centre.opening_hours.valid_between(day, day).as_rows())]


def test_the_page_shows_the_week_in_force_and_the_next_fortnight(manager, murat):
    page = manager.get(address()).content.decode()

    assert page.count('8\u00a0h\u00a030"') == 5
    assert page.count("<strong>") >= 14
    assert "Noël" in page


def test_a_new_week_holds_from_its_day_and_the_past_stays_true(manager, murat):
    manager.post(address(), typed(d1_0a="9 h", d3_0a="", d3_0b="", d3_1a="", d3_1b="", d6_0a="10", d6_0b="12"))

    assert ranges(murat, date(2026, 11, 23))[0] == (time(8, 30), time(12, 30))
    assert ranges(murat, MONDAY) == [(time(9), time(12, 30)), (time(13, 30), time(18))]
    assert ranges(murat, date(2026, 12, 2)) == []
    assert ranges(murat, date(2026, 12, 5)) == [(time(10), time(12))]


def test_monday_is_copied_and_nothing_is_saved_yet(manager, murat):
    response = manager.post(address(), typed(d1_0a="9h", copy="1"))

    assert response.content.decode().count('value="9h"') == 5
    assert OpeningHours.objects.filter(valid_from=MONDAY).count() == 0


@pytest.mark.parametrize(
    "mistake",
    [
        {"d1_0a": "huit heures"},
        {"d1_0a": "25h"},
        {"d1_0b": ""},
        {"d1_0a": "13 h", "d1_0b": "12 h"},
        {"d1_1a": "12 h"},
        {"valid_from": "2026-11-24"},
        {"valid_from": ""},
    ],
)
def test_a_mistake_is_marked_and_everything_typed_stays(manager, murat, mistake):
    response = manager.post(address(), typed(d2_0a="9h15", **mistake))

    assert response.status_code == 422
    assert 'value="9h15"' in response.content.decode()
    assert OpeningHours.objects.filter(valid_from=MONDAY).count() == 0


def test_bookings_that_would_fall_out_are_asked_about_first(manager, remote_worker, murat, desk):
    booking = make_booking(remote_worker, desk, MONDAY, "afternoon", now=_now())
    earlier = typed(d1_1b="17 h")

    asked = manager.post(address(), earlier)
    assert (asked.status_code, asked.context["bookings"]) == (409, [booking])
    assert OpeningHours.objects.filter(valid_from=MONDAY).count() == 0

    manager.post(address(), dict(asked.context["typed"]) | {"touched": "cancel"})
    booking.refresh_from_db()
    assert booking.state == Booking.State.CANCELLED
    assert ranges(murat, MONDAY)[1] == (time(13, 30), time(17))


def _now():
    from django.utils import timezone

    return timezone.now()


def test_a_desk_with_hours_of_its_own_keeps_them(manager, murat, desk):
    OpeningHours.objects.create(
        telecentre=murat, workspace=desk, weekday=1, opens_at=time(6), closes_at=time(20), valid_from=date(2026, 1, 1)
    )

    manager.post(address(), typed(d1_0a="9h"))

    rows = murat.opening_hours.valid_between(MONDAY, MONDAY).as_rows()
    assert hours.ranges_on(MONDAY, rows, desk.pk) == [(time(6), time(20))]


def test_holidays_are_accepted_one_by_one_or_all(manager, murat):
    manager.post(address(), {"holiday": "2026-12-25"})
    assert [closure.reason for closure in Closure.objects.all()] == ["Noël"]
    assert "2026-12-25" not in manager.get(address()).content.decode()

    manager.post(address(), {"holiday": "all"})
    assert Closure.objects.count() > 5


def test_a_holiday_on_which_people_booked_asks_first(manager, remote_worker, murat, desk):
    murat.policies.create(kind="desk", horizon_days=60)
    booking = make_booking(remote_worker, desk, date(2026, 12, 25), now=_now())

    asked = manager.post(address(), {"holiday": "2026-12-25"})
    assert (asked.status_code, Closure.objects.count()) == (409, 0)
    manager.post(address(), dict(asked.context["typed"]) | {"touched": "keep"})

    booking.refresh_from_db()
    assert (booking.state, Closure.objects.count()) == ("confirmed", 1)


def test_all_holidays_are_closed_or_none_and_everybody_is_listed(manager, remote_worker, other_worker, murat, desk):
    murat.policies.create(kind="desk", horizon_days=60)
    christmas = make_booking(remote_worker, desk, date(2026, 12, 25), now=_now())
    new_year = make_booking(other_worker, desk, date(2027, 1, 1), now=_now())

    asked = manager.post(address(), {"holiday": "all"})

    assert (asked.status_code, Closure.objects.count()) == (409, 0)
    assert asked.context["bookings"] == [christmas, new_year]


def test_a_foreign_centre_is_not_there(manager, murat, allanche):
    assert manager.get(address("allanche")).status_code == 404
    assert manager.post(address("allanche"), typed()).status_code == 404
