"""A manager books and moves for somebody: each rule that may give way, each that may not, and the closure around a desk."""

import uuid
from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from bookings import actions, invariants
from bookings.actions.allowances import Word
from bookings.models import Booker, Booking, Occupancy, Override
from dispatch.actions import send_due
from telecentres import hours
from telecentres.models import Closure, Policy, Workspace
from tests.factories import make_booking, make_desk, make_user
from tests.signing_in import sign_in

SATURDAY = date(2026, 11, 28)


def book_for(who, desk, day, part="day", *, now, by=None, allowing=(), reason="accord", **changes) -> Booking:
    booker = Booker("Visiteur Exemple", who) if isinstance(who, str) else Booker.of(who)
    answers = {"booker": booker, "workspace": desk, "day": day, "part": part, "key": uuid.uuid4(), "language": "fr", "now": now}
    return actions.book(**answers | changes, word=Word(by, frozenset(allowing), reason))


def close(centre, day, *, now, desk=None) -> Closure:
    span = hours.whole_day(day)
    return actions.close(
        telecentre=centre, workspace=desk, starts_at=span.starts_at, ends_at=span.ends_at, reason="neige", now=now
    )


def policy(centre, **fields) -> Policy:
    return Policy.objects.create(telecentre=centre, kind=Workspace.Kind.DESK, **fields)


# Each rule that may give way: its code, what makes it speak, what is asked for, and how it is recorded.
GIVES_WAY = {
    "notice": ({"notice_minutes": 3000}, {}, Override.Rule.NOTICE),
    "horizon": ({"horizon_days": 1}, {"day": date(2026, 12, 10)}, Override.Rule.HORIZON),
    "granularity": ({"granularity": "day"}, {"part": "morning"}, Override.Rule.GRANULARITY),
    "longest_stay": ({"longest_hours": 2}, {}, Override.Rule.LONGEST),
    "hours": ({}, {"day": SATURDAY, "part": "10:00-12:00"}, Override.Rule.HOURS),
    "weekly_quota": ({"weekly_quota": 1}, {}, Override.Rule.QUOTA),
    "closed": ({}, {}, Override.Rule.CLOSURE),
    "barred": ({}, {}, Override.Rule.BARRED),
    "seats": ({}, {"places": 5}, Override.Rule.SEATS),
}


@pytest.mark.parametrize("code", GIVES_WAY)
def test_each_rule_gives_way_to_a_word_with_a_reason_and_to_nothing_else(
    murat, murat_manager, desk, remote_worker, thursday, now, code
):
    rules, asked, recorded = GIVES_WAY[code]
    if rules:
        policy(murat, **rules)
    if code == "weekly_quota":
        make_booking(remote_worker, murat.workspaces.get(code="2"), date(2026, 11, 27), now=now)
    if code == "closed":
        close(murat, thursday, now=now)
    if code == "barred":
        actions.bar(
            telecentre=murat, email=remote_worker.email, starts_on=thursday, ends_on=thursday, reason="x", told="x", now=now
        )
    if code == "seats":
        desk = make_desk(murat, "salle", kind=Workspace.Kind.MEETING_ROOM, seats=2)
    said = {"day": thursday, "part": "day", "places": 1} | asked
    day, part, places = said["day"], said["part"], said["places"]

    with pytest.raises(ValidationError) as refused:
        book_for(remote_worker, desk, day, part, places=places, now=now, by=murat_manager)
    assert refused.value.code == code

    booking = book_for(remote_worker, desk, day, part, places=places, now=now, by=murat_manager, allowing=[code], reason="vu")

    assert [(one.rule, one.reason, one.made_by) for one in booking.overrides.all()] == [(recorded, "vu", murat_manager)]
    assert (booking.state, booking.by_centre) == ("confirmed", True)
    assert list(invariants.find(now)) == []


def test_a_rule_that_does_not_speak_leaves_no_record(desk, remote_worker, murat_manager, thursday, now):
    booking = book_for(remote_worker, desk, thursday, now=now, by=murat_manager, allowing=GIVES_WAY)

    assert booking.overrides.count() == 0


EVERYTHING = [*GIVES_WAY, "over", "not_open", "retired", "one_desk", "taken", "open_limit"]


@pytest.mark.parametrize("code", ["taken", "one_desk", "not_open", "retired", "over"])
def test_what_nobody_can_allow(murat, murat_manager, desk, remote_worker, thursday, now, code):
    day, part = thursday, "day"
    if code == "taken":
        make_booking("a@exemple.fr", desk, thursday, now=now)
    if code == "one_desk":
        make_booking(remote_worker, murat.workspaces.get(code="2"), thursday, now=now)
    if code == "not_open":
        murat.stage = "suspended"
        murat.save()
        desk.telecentre.refresh_from_db()
    if code == "retired":
        desk.active_until = now.date()
        desk.save()
    if code == "over":
        day, part = date(2026, 11, 24), "day"
    count = Booking.objects.count()

    with pytest.raises(ValidationError) as refused:
        book_for(remote_worker, desk, day, part, now=now, by=murat_manager, allowing=EVERYTHING)

    assert refused.value.code == code
    assert (Booking.objects.count(), Override.objects.count()) == (count, 0)


def test_half_days_outside_the_hours_are_refused_hours_are_not(desk, remote_worker, now):
    with pytest.raises(ValidationError) as refused:
        book_for(remote_worker, desk, SATURDAY, "morning", now=now, allowing=["hours"])
    assert refused.value.code == "hours"

    booking = book_for(remote_worker, desk, SATURDAY, "06:15-07:45", now=now, allowing=["hours"])

    assert hours.Period(booking.starts_at, booking.ends_at) == hours.Period(
        hours.instant(SATURDAY, time(6, 15)), hours.instant(SATURDAY, time(7, 45))
    )


def test_a_group_outside_the_hours_gets_its_desks(murat, desk, now):
    booking = book_for("a@exemple.fr", desk, SATURDAY, "10:00-12:00", places=3, now=now, allowing=["hours"])

    assert booking.occupancies.live().count() == 3
    assert list(invariants.find(now)) == []


# --- inside a closure ------------------------------------------------------------------------------------


def test_the_closure_is_split_around_the_booking_and_whole_again_after_it(murat, desk, remote_worker, thursday, now):
    closure = close(murat, thursday, now=now)
    booking = book_for(remote_worker, desk, thursday, "morning", now=now, allowing=["closed"])

    rows = Occupancy.objects.live().filter(workspace=desk).order_by("starts_at")
    assert [(row.closure_id, row.booking_id) for row in rows] == [(closure.pk, None), (None, booking.pk), (closure.pk, None)]
    for other in murat.workspaces.exclude(pk=desk.pk):
        assert list(other.occupancies.live().values_list("starts_at", "ends_at")) == [(closure.starts_at, closure.ends_at)]
    for desk_ in murat.workspaces.all():
        with pytest.raises(ValidationError):
            make_booking("b@exemple.fr", desk_, thursday, "afternoon", now=now)

    actions.cancel(booking, now=now, as_staff=True)

    assert list(invariants.find(now)) == []
    assert {row.closure_id for row in Occupancy.objects.live().filter(workspace=desk)} == {closure.pk}


def test_a_group_and_a_room_are_booked_inside_a_closure(murat, desk, thursday, now):
    room = make_desk(murat, "salle", kind=Workspace.Kind.TRAINING_ROOM, seats=8)
    inside = make_desk(murat, "5", parent=room)
    close(murat, thursday, now=now)

    group = book_for("a@exemple.fr", desk, thursday, places=3, now=now, allowing=["closed"])
    whole = book_for("b@exemple.fr", room, thursday, places=6, now=now, allowing=["closed"])

    assert (group.occupancies.live().count(), whole.occupancies.live().count()) == (3, 2)
    assert inside.occupancies.live().get(closure=None).booking == whole
    assert list(invariants.find(now)) == []


def test_reopening_leaves_the_booking_and_frees_the_rest(murat, desk, thursday, now):
    closure = close(murat, thursday, now=now)
    booking = book_for("a@exemple.fr", desk, thursday, "morning", now=now, allowing=["closed"])

    actions.reopen(closure)

    assert Occupancy.objects.live().get().booking == booking
    assert make_booking("b@exemple.fr", desk, thursday, "afternoon", now=now).is_live


def test_another_closure_over_it_asks_about_the_booking(murat, desk, thursday, now):
    close(murat, thursday, now=now, desk=desk)
    booking = book_for("a@exemple.fr", desk, thursday, now=now, allowing=["closed"])

    with pytest.raises(actions.Touched) as touched:
        close(murat, thursday, now=now)

    assert touched.value.bookings == [booking]


def test_two_closures_one_over_the_other_are_both_split(murat, desk, thursday, now):
    close(murat, thursday, now=now, desk=desk)
    close(murat, thursday, now=now)

    book_for("a@exemple.fr", desk, thursday, now=now, allowing=["closed"])

    assert list(invariants.find(now)) == []


# --- the person ------------------------------------------------------------------------------------------


def test_a_visitor_is_told_and_needs_no_proof_but_stays_unproved_elsewhere(desk, murat, thursday, now):
    days = [thursday, date(2026, 11, 27), date(2026, 11, 30)]
    bookings = [book_for("a@exemple.fr", desk, day, now=now) for day in days]
    send_due(now)

    assert not any(booking.is_unproved for booking in bookings)
    assert len(mail.outbox) == 3
    body = mail.outbox[0].body
    assert "Le télécentre a réservé pour vous" in body
    assert "confirmer votre adresse" not in body
    assert "/lien/" in body
    assert any(part.get_content_type() == "text/calendar" for part in mail.outbox[0].message().walk())
    own = [make_booking("a@exemple.fr", desk, day + timedelta(days=7), now=now) for day in days[:2]]
    assert all(booking.is_unproved for booking in own)
    with pytest.raises(ValidationError) as refused:
        make_booking("a@exemple.fr", desk, date(2026, 12, 7), now=now)
    assert refused.value.code == "open_limit"


def test_the_host_may_have_a_desk_beside_the_one_of_a_guest(murat, desk, remote_worker, thursday, now):
    make_booking(remote_worker, murat.workspaces.get(code="2"), thursday, now=now)

    booking = book_for(remote_worker, desk, thursday, guest="Paule Invitée", now=now)

    assert (booking.is_personal, booking.who_comes, booking.name_at_the_door) == (False, "Paule Invitée", "Paule I.")
    assert list(invariants.find(now)) == []


def test_the_same_key_books_once(desk, remote_worker, thursday, now):
    key = uuid.uuid4()

    first, second = (book_for(remote_worker, desk, thursday, now=now, key=key) for _ in range(2))

    assert first == second
    with pytest.raises(actions.KeyReused):
        book_for(remote_worker, desk, thursday, now=now, key=key, guest="Autre")


# --- moving ----------------------------------------------------------------------------------------------


def test_staff_moves_past_the_deadline_and_into_a_closure(murat, desk, remote_worker, murat_manager, thursday, now):
    policy(murat, cancel_days_before=20)
    booking = make_booking(remote_worker, desk, thursday, now=now)
    friday = thursday + timedelta(days=1)
    close(murat, friday, now=now)
    with pytest.raises(ValidationError):
        actions.move(booking, workspace=desk, day=thursday, part="morning", now=now)

    with pytest.raises(ValidationError) as refused:
        actions.move(booking, workspace=desk, day=friday, part="morning", now=now, word=Word(murat_manager))
    assert refused.value.code == "closed"
    word = Word(murat_manager, frozenset({"closed"}), "clé remise")
    moved = actions.move(booking, workspace=desk, day=friday, part="morning", now=now, word=word)

    assert (moved.day, moved.version, moved.by_centre) == (friday, 2, False)
    assert moved.overrides.get().reason == "clé remise"
    assert list(invariants.find(now)) == []


# --- the pages -------------------------------------------------------------------------------------------


@pytest.fixture
def manager_client(client, murat_manager):
    return sign_in(client, murat_manager)


@pytest.fixture
def form(murat):
    return {
        "who": "nouveau@exemple.fr",
        "name": "Noé Exemple",
        "day": "26/11/2026",
        "part": "day",
        "place": "first-desk",
        "places": "1",
        "key": str(uuid.uuid4()),
    }


PAGE = "/admin/bookings/booking/planning/murat/book/"


def test_a_manager_books_in_two_pages_and_twice_clicked_is_once(manager_client, form, murat, now):
    assert manager_client.get(PAGE).status_code == 200
    checked = manager_client.post(PAGE, form)
    assert (checked.status_code, Booking.objects.count()) == (200, 0)
    assert "Noé Exemple" in checked.content.decode()

    answers = [manager_client.post(PAGE, form | {"step": "book"}) for _ in range(2)]

    booking = Booking.objects.get()
    assert [answer["Location"] for answer in answers] == [reverse("admin:bookings_booking_change", args=[booking.pk])] * 2
    assert (booking.visitor_email, booking.by_centre, booking.workspace.code) == ("nouveau@exemple.fr", True, "1")


def test_the_check_page_names_each_rule_and_asks_for_the_reason(manager_client, form, murat, thursday, now):
    close(murat, thursday, now=now)
    policy(murat, notice_minutes=3000)

    checked = manager_client.post(PAGE, form)
    assert [code for code, _words in checked.context["word"].fields["allow"].choices] == ["notice", "closed"]
    send = form | {"step": "book"}
    assert manager_client.post(PAGE, send).status_code == 409
    assert manager_client.post(PAGE, send | {"allow": ["notice"], "reason": "x"}).status_code == 409
    without_reason = manager_client.post(PAGE, send | {"allow": ["notice", "closed"]})
    assert (without_reason.status_code, list(without_reason.context["word"].errors)) == (422, ["reason"])
    assert Booking.objects.count() == 0

    assert manager_client.post(PAGE, send | {"allow": ["notice", "closed"], "reason": "clé remise"}).status_code == 302

    overrides = Booking.objects.get().overrides.order_by("rule")
    assert [(one.rule, one.reason) for one in overrides] == [("closure", "clé remise"), ("notice", "clé remise")]


def test_a_rule_that_cannot_give_way_has_no_box_and_no_button(manager_client, form, murat, remote_worker, thursday, now):
    make_booking(remote_worker, murat.workspaces.get(code="2"), thursday, now=now)

    page = manager_client.post(PAGE, form | {"who": remote_worker.email})

    assert (len(page.context["final"]), 'value="book"' in page.content.decode()) == (1, False)
    assert (
        manager_client.post(PAGE, form | {"who": remote_worker.email, "step": "book", "allow": ["one_desk"]}).status_code == 409
    )
    assert Booking.objects.count() == 1


def test_a_desk_taken_meanwhile_is_said_with_those_that_are_free(manager_client, form, desk, thursday, now):
    make_booking("a@exemple.fr", desk, thursday, now=now)

    page = manager_client.post(PAGE, form | {"place": "1", "step": "book"})

    assert page.status_code == 409
    assert "Bureau 2" in page.content.decode()
    assert Booking.objects.count() == 1


def test_the_first_free_place_has_the_features_and_prefers_what_no_closure_holds(manager_client, form, murat, thursday, now):
    make_booking("a@exemple.fr", murat.workspaces.get(code="1"), thursday, now=now)
    close(murat, thursday, now=now, desk=murat.workspaces.get(code="2"))
    murat.workspaces.exclude(code="3").update(is_quiet=True)

    assert manager_client.post(PAGE, form).context["tried"].workspace.code == "3"
    assert manager_client.post(PAGE, form | {"features": ["is_quiet"]}).context["tried"].workspace.code == "4"
    none = manager_client.post(PAGE, form | {"features": ["has_hearing_loop"]})
    assert (none.status_code, list(none.context["form"].errors)) == (422, ["place"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"who": ""}, "who"),
        ({"who": "pas@une adresse"}, "who"),
        ({"who": "Personne"}, "who"),
        ({"name": ""}, "name"),
        ({"day": "hier soir"}, "day"),
        ({"part": "nuit"}, "part"),
        ({"part": "hours"}, "begins"),
        ({"part": "hours", "begins": "11:00", "ends": "9:00"}, "begins"),
        ({"part": "hours", "begins": "xx", "ends": "9:00"}, "begins"),
        ({"place": "99"}, "place"),
        ({"places": "0"}, "places"),
        ({"features": ["x"]}, "features"),
        ({"key": "x"}, "key"),
        ({"day": "28/11/2026"}, "part"),
    ],
)
def test_bad_input_is_said_beside_its_field_and_keeps_what_was_typed(manager_client, form, now, changes, field):
    page = manager_client.post(PAGE, form | changes | {"step": "book"})

    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    if field != "key":
        assert all(page.context["form"].data[name] == value for name, value in changes.items() if isinstance(value, str))
    assert Booking.objects.count() == 0


def test_people_of_the_centre_are_found_by_name_and_nobody_else(manager_client, form, murat, allanche, desk, thursday, now):
    known, namesake = make_user("une@exemple.fr", "Marie Un"), make_user("deux@exemple.fr", "Marie Deux")
    elsewhere = make_user("trois@exemple.fr", "Zoé Trois")
    make_booking(known, desk, thursday, now=now)
    make_booking(elsewhere, allanche.workspaces.first(), thursday, now=now)
    friday = form | {"day": "27/11/2026", "name": ""}

    assert manager_client.post(PAGE, friday | {"who": "marie"}).context["tried"].booked_by == known
    assert list(manager_client.post(PAGE, friday | {"who": "Zoé"}).context["form"].errors) == ["who"]
    assert manager_client.post(PAGE, friday | {"who": "TROIS@exemple.fr"}).context["tried"].booked_by == elsewhere

    make_booking(namesake, murat.workspaces.get(code="2"), thursday, now=now)
    several = manager_client.post(PAGE, friday | {"who": "marie"})
    assert {person.email for person in several.context["form"].people_found} == {"une@exemple.fr", "deux@exemple.fr"}
    chosen = manager_client.post(PAGE, friday | {"who": "marie", "person": "deux@exemple.fr"})
    assert chosen.context["tried"].booked_by == namesake


def test_the_words_about_a_person_tell_nothing_of_other_centres(manager_client, form, allanche, remote_worker, thursday, now):
    make_booking(remote_worker, allanche.workspaces.first(), thursday, now=now)

    page = manager_client.post(PAGE, form | {"who": remote_worker.email})

    assert page.context["final"]
    assert "Allanche" not in page.content.decode()


def test_a_manager_moves_in_two_pages(manager_client, desk, remote_worker, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    page = reverse("admin:bookings_booking_move_for", args=[booking.pk])
    answers = {"day": "28/11/2026", "part": "hours", "begins": "10:00", "ends": "12:00", "place": "2"}
    assert manager_client.get(page).status_code == 200

    checked = manager_client.post(page, answers)
    assert [code for code, _words in checked.context["word"].fields["allow"].choices] == ["hours"]
    send = answers | {"step": "book", "allow": ["hours"], "reason": "portes ouvertes"}
    assert [manager_client.post(page, send).status_code for _ in range(2)] == [302, 302]

    booking.refresh_from_db()
    assert (booking.day, booking.workspace.code, booking.version) == (SATURDAY, "2", 2)


def test_a_request_is_not_moved_before_it_is_granted(manager_client, murat, desk, remote_worker, thursday, now):
    murat.policies.update_or_create(kind=desk.kind, defaults={"needs_approval": True})
    booking = make_booking(remote_worker, desk, thursday, now=now)

    answer = manager_client.get(reverse("admin:bookings_booking_move_for", args=[booking.pk]), follow=True)

    said = "Personne n’a encore accordé cette réservation\xa0: elle pourra être déplacée ensuite."
    assert [str(message) for message in answer.context["messages"]] == [said]


def test_nobody_books_or_moves_in_a_foreign_centre(manager_client, form, allanche, thursday, now):
    foreign = make_booking("a@exemple.fr", allanche.workspaces.first(), thursday, now=now)

    assert manager_client.post(PAGE.replace("murat", "allanche"), form | {"step": "book"}).status_code == 404
    assert manager_client.post(reverse("admin:bookings_booking_move_for", args=[foreign.pk]), form).status_code == 404
    foreign.refresh_from_db()
    assert (Booking.objects.count(), foreign.version) == (1, 1)


def test_nobody_moves_to_a_foreign_centre(manager_client, allanche, desk, thursday, now):
    booking = make_booking("a@exemple.fr", desk, thursday, now=now)
    page = reverse("admin:bookings_booking_move_for", args=[booking.pk])

    answer = manager_client.get(f"{page}?centre=allanche")

    assert answer.context["centre"] == booking.telecentre


def test_a_free_cell_of_the_week_leads_to_the_form_filled_in(manager_client, murat, now):
    week = manager_client.get("/admin/bookings/booking/planning/murat/?jour=2026-11-26").content.decode()
    assert f"{PAGE}?jour=2026-11-26&amp;creneau=journee&amp;bureau=1" in week

    page = manager_client.get(f"{PAGE}?jour=2026-11-26&creneau=matin&bureau=2")

    initial = page.context["form"].initial
    assert (initial["day"], initial["part"], initial["place"]) == ("2026-11-26", "morning", "2")


def test_no_word_books_an_hour_that_is_over_today(desk, remote_worker, now):
    with pytest.raises(ValidationError):
        book_for(remote_worker, desk, now.date(), "08:30-09:00", now=now + timedelta(hours=1), allowing=EVERYTHING)
