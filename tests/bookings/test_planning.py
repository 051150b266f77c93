"""The week of a centre as its manager sees it: who sits where, what is free, what is closed and why."""

import uuid
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bookings import actions, planning
from dispatch import registry
from dispatch.models import Message
from telecentres.models import Workspace
from tests.factories import make_booking, make_desk
from tests.signing_in import sign_in

MONDAY = date(2026, 11, 23)


def local(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())


def week(centre, now):
    return planning.week_of(centre, MONDAY, today=now.date())


def cells(centre, now, code: str, day: date) -> list[tuple[str, str]]:
    [row] = [row for row in week(centre, now).rows if row.workspace.code == code]
    return [(cell.kind, cell.part) for cell in dict(row.cells)[day]]


def test_a_week_shows_the_days_on_which_the_centre_opens(murat, now):
    shown = week(murat, now)

    assert [day.date.isoweekday() for day in shown.days] == [1, 2, 3, 4, 5]
    assert [day.is_today for day in shown.days] == [False, False, True, False, False]
    assert shown.days[0].words == "8\u00a0h\u00a030\u00a0– 12\u00a0h\u00a030, 13\u00a0h\u00a030\u00a0– 18\u00a0h"
    assert {len(row.cells) for row in shown.rows} == {5}
    assert shown.days[0].free == {"morning": 4, "afternoon": 4}


def test_a_booking_kept_outside_the_hours_is_shown(remote_worker, murat, desk, thursday, now):
    murat.opening_hours.all().delete()
    murat.opening_hours.create(weekday=4, opens_at=time(7), closes_at=time(12), valid_from=MONDAY)
    murat.opening_hours.create(weekday=4, opens_at=time(13, 30), closes_at=time(18), valid_from=MONDAY)
    early = make_booking(remote_worker, desk, thursday, "07:00-08:00", now=now)
    murat.opening_hours.filter(opens_at=time(7)).update(opens_at=time(8))

    shown, _free = planning.day_of(murat, thursday, today=now.date())

    assert cells(murat, now, "1", thursday) == [("booked", "morning"), ("free", "afternoon")]
    assert shown.bookings == [early]


def test_what_is_free_or_booked_all_day_is_one_cell(remote_worker, other_worker, murat, desk, thursday, now):
    make_booking(remote_worker, desk, thursday, now=now)
    make_booking(other_worker, murat.workspaces.get(code="2"), thursday, "morning", now=now)

    assert cells(murat, now, "1", thursday) == [("booked", "day")]
    assert cells(murat, now, "2", thursday) == [("booked", "morning"), ("free", "afternoon")]
    assert cells(murat, now, "3", thursday) == [("free", "day")]
    assert [day.free for day in week(murat, now).days if day.date == thursday] == [{"morning": 2, "afternoon": 3}]


def test_hours_may_put_several_people_into_a_half_day(remote_worker, other_worker, murat, desk, thursday, now):
    first = make_booking(remote_worker, desk, thursday, "08:30-10:00", now=now)
    second = make_booking(other_worker, desk, thursday, "10:00-12:00", now=now)

    [row] = [row for row in week(murat, now).rows if row.workspace == desk]
    [morning, afternoon] = dict(row.cells)[thursday]

    assert (morning.bookings, afternoon.kind) == ((first, second), "free")


def test_a_closure_says_why_and_a_booking_kept_in_it_stays_in_sight(remote_worker, murat, desk, thursday, now):
    make_booking(remote_worker, desk, thursday, now=now)
    day = {"starts_at": local(thursday, 0), "ends_at": local(thursday, 23)}
    actions.close(telecentre=murat, reason="neige", now=now, touched=actions.Answers("keep"), **day)

    [shut] = [one for one in week(murat, now).days if one.date == thursday]

    assert cells(murat, now, "1", thursday) == [("booked", "day")]
    assert cells(murat, now, "2", thursday) == [("shut", "day")]
    assert (shut.words, shut.free) == ("neige", {"morning": 0, "afternoon": 0})


def test_a_room_is_booked_with_its_desks(remote_worker, murat, thursday, now):
    room = make_desk(murat, "salle", kind=Workspace.Kind.TRAINING_ROOM, seats=8)
    murat.workspaces.filter(code="1").update(parent=room)
    make_booking(remote_worker, room, thursday, now=now, places=6)

    assert cells(murat, now, "salle", thursday) == cells(murat, now, "1", thursday) == [("booked", "day")]
    assert [len(day.bookings) for day in week(murat, now).days if day.date == thursday] == [1]


def test_a_desk_out_of_service_is_not_offered(murat, thursday, now):
    murat.workspaces.filter(code="4").update(active_until=thursday - timedelta(days=1))

    assert cells(murat, now, "4", thursday) == [("none", "day")]
    assert cells(murat, now, "4", thursday - timedelta(days=1)) == [("free", "day")]


def test_somebody_who_comes_on_a_closed_day_has_a_day(remote_worker, murat, desk, now):
    saturday = date(2026, 11, 28)
    booking = make_booking(remote_worker, desk, date(2026, 11, 27), now=now)
    booking.occupancies.update(starts_at=local(saturday, 9), ends_at=local(saturday, 12))

    assert [day.date for day in week(murat, now).days][-1] == saturday


def test_a_day_names_who_comes_and_what_is_free(remote_worker, murat, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, "morning", now=now)

    day, free = planning.day_of(murat, thursday, today=now.date())

    assert day.bookings == [booking]
    assert [(half, [one.code for one in desks]) for half, desks in free] == [
        ("morning", ["2", "3", "4"]),
        ("afternoon", ["1", "2", "3", "4"]),
    ]


@pytest.mark.parametrize("monday", [date(2026, 10, 19), date(2027, 3, 22)])
def test_the_weeks_in_which_the_clocks_change_are_whole(murat, monday):
    shown = planning.week_of(murat, monday, today=monday)

    assert [cell.kind for row in shown.rows for _day, some in row.cells for cell in some] == ["free"] * 20


def test_a_week_asks_the_same_queries_however_many_come(remote_worker, other_worker, murat, now, django_assert_num_queries):
    for number, user in enumerate([remote_worker, other_worker]):
        for day in (26, 27):
            make_booking(user, murat.workspaces.all()[number], date(2026, 11, day), now=now)

    with django_assert_num_queries(4):
        week(murat, now)


# --- the pages of the administration ---------------------------------------------------------------------------------


@pytest.fixture
def manager(murat_manager) -> Client:
    return sign_in(Client(), murat_manager)


def test_the_week_says_everything_in_words_and_leads_on(manager, remote_worker, murat, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)

    page = manager.get("/admin/bookings/booking/planning/").content.decode()

    assert f"/admin/bookings/booking/{booking.pk}/change/" in page
    assert "/admin/bookings/booking/planning/murat/book/?jour=2026-11-26&amp;creneau=journee&amp;bureau=2" in page
    assert "Camille" in page
    assert "/admin/bookings/booking/planning/murat/2026-11-26/" in page


@pytest.mark.parametrize("query", ["?jour=2026-12-03", "?jour=hier", "?jour=9999-12-31", "?jour=0001-01-01"])
def test_any_week_opens(manager, murat, now, query):
    assert manager.get(f"/admin/bookings/booking/planning/{query}").status_code == 200


def test_the_day_sheet_names_who_comes(manager, remote_worker, murat, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)

    page = manager.get(f"/admin/bookings/booking/planning/murat/{thursday}/").content.decode()

    assert booking.reference in page
    assert manager.get("/admin/bookings/booking/planning/murat/demain/").status_code == 404


# --- writing to everybody of a day -----------------------------------------------------------------------------------


def write(client: Client, day, text: str = "Il a neigé : la porte du nord est fermée.", **changes):
    address = f"/admin/bookings/booking/planning/murat/{day}/write/"
    return client.post(address, {"text": text, "key": str(uuid.uuid4())} | changes)


def told() -> list[str]:
    return sorted(Message.objects.filter(kind="bookings.announcement").values_list("recipient", flat=True))


def test_everybody_of_the_day_gets_the_words_once(manager, remote_worker, murat, desk, thursday, now):
    make_booking(remote_worker, desk, thursday, "morning", now=now)
    make_booking(remote_worker, desk, thursday, "afternoon", now=now)
    make_booking("zoe@exemple.fr", murat.workspaces.get(code="2"), thursday, now=now)
    make_booking("lou@exemple.fr", murat.workspaces.get(code="3"), thursday + timedelta(days=1), now=now)
    key = str(uuid.uuid4())

    answers = [write(manager, thursday, key=key).status_code for _ in range(2)]

    assert (answers, told()) == ([302, 302], ["camille@exemple.fr", "zoe@exemple.fr"])
    mail = registry.kind("bookings.announcement").build(Message.objects.filter(recipient="zoe@exemple.fr").latest("pk"))
    assert "la porte du nord" in mail.body
    assert "camille" not in mail.body


def test_whoever_cancels_meanwhile_gets_no_words(manager, remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    write(manager, thursday)
    actions.cancel(booking, now=now)

    message = Message.objects.get(kind="bookings.announcement")

    assert registry.kind(message.kind).build(message) is None


def test_words_without_readers_or_too_late_are_refused_and_kept(manager, murat, thursday, now):
    for day in (thursday, thursday - timedelta(days=7)):
        answer = write(manager, day, "Bonjour")
        assert (answer.status_code, "Bonjour" in answer.content.decode()) == (422, True)
    assert write(manager, thursday, "").status_code == 422
    assert told() == []


# --- the morning mail ------------------------------------------------------------------------------------------------


def test_managers_get_the_list_of_the_day_once(remote_worker, murat_manager, murat, desk, now):
    make_booking(remote_worker, desk, now.date(), "afternoon", now=now)

    assert [actions.mail_days(now=now) for _ in range(2)] == [1, 0]
    message = Message.objects.get(kind="bookings.day_sheet")
    mail = registry.kind(message.kind).build(message)
    assert message.recipient == murat_manager.email
    assert "Camille" in mail.body
    assert mail.subject.startswith("Murat, mercredi 25")


def test_where_nobody_comes_no_mail_leaves(murat_manager, murat, now):
    assert actions.mail_days(now=now) == 0


def test_a_list_that_is_empty_by_then_does_not_leave(remote_worker, murat_manager, desk, now):
    booking = make_booking(remote_worker, desk, now.date(), "afternoon", now=now)
    actions.mail_days(now=now)
    actions.cancel(booking, now=now, as_staff=True)

    message = Message.objects.get(kind="bookings.day_sheet")

    assert registry.kind(message.kind).build(message) is None
