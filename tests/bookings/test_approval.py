"""Bookings granted by hand: the request holds the place, and one answer wins."""

import uuid
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from bookings import actions, invariants
from bookings.models import Booker, Booking
from bookings.regular_days import Pattern
from dispatch.actions import send_due
from dispatch.models import Message
from telecentres.models import Policy
from tests.factories import make_booking
from tests.signing_in import sign_in


@pytest.fixture
def by_hand(murat):
    return Policy.objects.create(telecentre=murat, needs_approval=True, approval_hours=24)


@pytest.fixture
def asked(by_hand, murat_manager, remote_worker, desk, thursday, now) -> Booking:
    return make_booking(remote_worker, desk, thursday + timedelta(days=4), now=now)


def kinds() -> list[str]:
    return sorted(Message.objects.values_list("kind", flat=True))


def test_a_request_holds_the_place_until_the_answer(asked, desk, other_worker, now):
    assert (asked.state, asked.decide_by) == (Booking.State.REQUESTED, now + timedelta(hours=24))
    assert kinds() == ["bookings.requested", "bookings.to_decide"]
    with pytest.raises(actions.Clash):
        make_booking(other_worker, desk, asked.day, now=now)
    assert list(invariants.find(now)) == []


def test_the_answer_is_due_before_the_start(by_hand, remote_worker, desk, thursday, now):
    by_hand.approval_hours = 72
    by_hand.save()
    booking = make_booking(remote_worker, desk, thursday, now=now)
    assert booking.decide_by == booking.starts_at


def test_granting_confirms_and_tells(asked, now):
    actions.approve(asked)
    actions.approve(asked)
    assert (asked.state, asked.decide_by) == (Booking.State.CONFIRMED, None)
    send_due(now=now)
    subjects = [sent.subject for sent in mail.outbox]
    assert [subject for subject in subjects if "Réservé" in subject]
    assert not [subject for subject in subjects if "Demand" in subject]  # nobody is told to wait any more
    assert list(invariants.find(now)) == []


def test_a_refusal_gives_its_reason_and_what_is_free(asked, now):
    actions.refuse(asked, reason="La salle sert aux élections.", now=now)
    assert asked.state == Booking.State.REJECTED
    assert not asked.occupancies.live().exists()
    send_due(now=now)
    body = mail.outbox[-1].body
    assert "La salle sert aux élections." in body
    assert "/reserver/murat/?jour=" in body
    assert list(invariants.find(now)) == []


def test_without_an_answer_it_lapses(asked, now):
    assert actions.lapse_requests(now=now + timedelta(hours=23)) == 0
    assert actions.lapse_requests(now=now + timedelta(hours=24)) == 1
    asked.refresh_from_db()
    assert asked.state == Booking.State.EXPIRED
    assert not asked.occupancies.live().exists()
    assert "bookings.unanswered" in kinds()
    assert actions.lapse_requests(now=now + timedelta(hours=25)) == 0


@pytest.mark.parametrize("answer", ["approve", "refuse"])
def test_what_has_lapsed_is_answered_no_more(asked, now, answer):
    actions.lapse(asked, now=now + timedelta(hours=24))
    with pytest.raises(ValidationError) as refused:
        actions.approve(asked) if answer == "approve" else actions.refuse(asked, reason="Non", now=now)
    assert refused.value.code == "decided"


def test_the_person_withdraws_a_request(asked, now):
    actions.cancel(asked, now=now)
    with pytest.raises(ValidationError):
        actions.approve(asked)
    assert Booking.objects.get().state == Booking.State.CANCELLED


def test_a_confirmed_booking_does_not_become_a_request_by_moving(by_hand, murat, allanche, remote_worker, thursday, now):
    booking = make_booking(remote_worker, allanche.workspaces.first(), thursday, now=now)
    with pytest.raises(ValidationError) as refused:
        actions.move(booking, workspace=murat.workspaces.first(), day=thursday, part="day", now=now)
    assert refused.value.code == "approval"


def test_regular_days_are_asked_for_with_one_mail_to_the_managers(by_hand, murat, murat_manager, remote_worker, now):
    days = [date(2026, 12, 1), date(2026, 12, 8)]
    actions.book_series(
        booker=Booker.of(remote_worker),
        pattern=Pattern(murat, (2,), days[0], days[-1], "day"),
        chosen=dict.fromkeys(days, "1"),
        key=uuid.uuid4(),
        language="fr",
        now=now,
    )
    assert kinds() == ["bookings.series_booked", "bookings.to_decide"]
    send_due(now=now)
    asked = next(sent for sent in mail.outbox if "Maxime" not in sent.body and "2 dates" in sent.subject)
    assert "state__exact=requested" in asked.body
    assert set(Booking.objects.values_list("state", flat=True)) == {"requested"}


def test_the_second_screen_and_the_page_say_so(client, by_hand, remote_worker, desk, thursday, now):
    client.force_login(remote_worker)
    query = f"jour={thursday}&creneau=journee&bureau=1"
    assert "Envoyer la demande" in client.get(f"/reserver/murat/verifier/?{query}").content.decode()
    booking = make_booking(remote_worker, desk, thursday, now=now)
    assert "répond par courriel" in client.get(booking.get_absolute_url()).content.decode()


def test_a_manager_answers_in_the_administration(client, asked, murat_manager, now):
    sign_in(client, murat_manager)
    assert "1 demande à traiter" in client.get("/admin/").content.decode()
    address = reverse("admin:bookings_booking_decide", args=[asked.pk])
    assert client.get(address).status_code == 200
    silent = client.post(address, {"answer": "refuse", "reason": ""})
    assert (silent.status_code, Booking.objects.get().state) == (422, "requested")
    client.post(address, {"answer": "grant"})
    assert Booking.objects.get().state == "confirmed"
    late = client.post(address, {"answer": "refuse", "reason": "Trop tard"}, follow=True)
    assert "déjà" in late.content.decode()


def test_many_are_granted_at_once(client, asked, by_hand, murat, other_worker, murat_manager, now):
    make_booking(other_worker, murat.workspaces.get(code="2"), asked.day, now=now)
    sign_in(client, murat_manager)
    chosen = list(Booking.objects.values_list("pk", flat=True))
    client.post("/admin/bookings/booking/", {"action": "grant", "_selected_action": chosen})
    assert set(Booking.objects.values_list("state", flat=True)) == {"confirmed"}
