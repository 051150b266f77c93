"""A person signed in books for a guest: beside their own desk, within their quota, and the guest's name where it is needed."""

import uuid
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from bookings import actions, calendars, invariants
from bookings.models import Booking
from dispatch.actions import send_due
from telecentres.models import Policy
from tests.factories import make_booking
from tests.signing_in import sign_in

ANSWERS = {"jour": "2026-11-26", "creneau": "matin", "bureau": "1"}


@pytest.fixture
def signed_in(client, remote_worker):
    return sign_in(client, remote_worker)


def send(client, **changes):
    return client.post(reverse("bookings:verify", args=["murat"]), ANSWERS | {"key": str(uuid.uuid4())} | changes)


def test_the_second_screen_asks_it_of_who_is_signed_in_alone(client, signed_in, murat, now):
    page = reverse("bookings:verify", args=["murat"])

    assert "guest" in signed_in.get(page, ANSWERS).context["form"].fields
    client.logout()
    assert "guest" not in client.get(page, ANSWERS).context["form"].fields


def test_a_guest_comes_beside_the_host(signed_in, murat, remote_worker, now):
    send(signed_in)
    answer = send(signed_in, bureau="2", guest="  Paule   Invitée ")

    booking = Booking.objects.get(reference=answer["Location"].split("/")[2])
    assert (booking.for_name, booking.is_personal, booking.booked_by) == ("Paule Invitée", False, remote_worker)
    assert list(invariants.find(now)) == []
    page = signed_in.get(booking.get_absolute_url()).content.decode()
    assert "Paule Invitée, sur l’invitation de Camille Exemple" in page
    assert "Paule Invitée" in signed_in.get(reverse("bookings:list")).content.decode()


def test_a_name_too_long_is_said_and_nothing_is_booked(signed_in, murat, now):
    answer = send(signed_in, guest="x" * 121)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["guest"])
    assert Booking.objects.count() == 0


def test_what_was_typed_survives_a_desk_that_is_taken(signed_in, desk, thursday, now):
    make_booking("a@exemple.fr", desk, thursday, "morning", now=now)

    answer = send(signed_in, guest="Paule Invitée")

    assert answer.status_code == 409
    assert 'value="Paule Invitée"' in answer.content.decode()


def test_guests_count_in_the_quota_of_the_host(murat, remote_worker, desk, thursday, now):
    Policy.objects.create(telecentre=murat, kind="desk", weekly_quota=1)
    make_booking(remote_worker, desk, thursday, now=now, guest="Paule Invitée")

    with pytest.raises(ValidationError) as refused:
        make_booking(remote_worker, murat.workspaces.get(code="2"), date(2026, 11, 27), now=now)

    assert refused.value.code == "weekly_quota"


def test_the_guest_stands_in_mail_calendar_day_sheet_and_tablet(client, murat, murat_manager, remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now, guest="Paule Invitée")
    send_due(now)

    assert mail.outbox[0].to == [remote_worker.email]
    assert "Paule Invitée" in mail.outbox[0].body
    assert "Paule Invitée" in calendars.entry(booking).summary
    assert "Paule" not in calendars.entry(booking, for_centre=True).summary
    assert booking.name_at_the_door == "Paule I."
    sheet = sign_in(client, murat_manager).get(reverse("admin:bookings_booking_day", args=["murat", "2026-11-26"]))
    assert "Paule Invitée, sur l’invitation de Camille Exemple" in sheet.content.decode()


def test_a_booking_for_a_guest_that_moves_stays_one(murat, remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now, guest="Paule Invitée")

    moved = actions.move(booking, workspace=murat.workspaces.get(code="2"), day=thursday, part="morning", now=now)

    assert (moved.for_name, moved.is_personal) == ("Paule Invitée", False)


def test_the_name_goes_with_the_account_and_after_a_year_in_any_case(murat, remote_worker, other_worker, desk, thursday, now):
    mine = make_booking(remote_worker, desk, thursday, now=now, guest="Paule Invitée")
    other = make_booking(other_worker, murat.workspaces.get(code="2"), thursday, now=now, guest="Jean Invité")

    actions.forget_person(remote_worker, now=now)
    mine.refresh_from_db()
    assert (mine.state, mine.for_name) == ("cancelled", "")

    actions.forget_visitors(now + timedelta(days=300))
    other.refresh_from_db()
    assert other.for_name == "Jean Invité"
    actions.forget_visitors(now + timedelta(days=370))
    other.refresh_from_db()
    assert (other.for_name, other.booked_by) == ("", other_worker)
