"""Bookings that wait for approval hold their desk, and are settled like the others where a centre stops or closes."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from bookings import actions, calendars
from bookings.models import Booking, Override
from dispatch.models import Message
from telecentres.models import Telecentre
from tests.factories import make_booking, make_user
from tests.signing_in import sign_in


@pytest.fixture
def request_for_a_desk(desk, thursday, now) -> Booking:
    booking = make_booking("a@exemple.fr", desk, thursday, now=now)
    booking.state = Booking.State.REQUESTED
    booking.save(update_fields=["state"])
    return booking


@pytest.fixture
def network_client(client, network_admin):
    return sign_in(client, network_admin)


def stopping(murat: Telecentre, stage: str) -> dict:
    return {"telecentre": murat.pk, "stage": stage, "planned_on": "", "reached_on": "25/11/2026", "note": "travaux"}


ADDRESS = "admin:telecentres_stageevent_add"


@pytest.mark.parametrize("stage", ["suspended", "closed"])
def test_a_centre_that_stops_asks_about_requests_and_bookings(network_client, murat, request_for_a_desk, thursday, now, stage):
    confirmed = make_booking("b@exemple.fr", murat.workspaces.last(), thursday, now=now)

    asked = network_client.post(reverse(ADDRESS), stopping(murat, stage))

    murat.refresh_from_db()
    assert (asked.status_code, murat.stage) == (409, "open")
    assert set(asked.context["bookings"]) == {request_for_a_desk, confirmed}


def test_a_request_is_cancelled_with_the_centre(network_client, murat, request_for_a_desk, now):
    network_client.post(reverse(ADDRESS), stopping(murat, "closed") | {"touched": "cancel"})

    request_for_a_desk.refresh_from_db()
    assert (request_for_a_desk.state, request_for_a_desk.cancel_reason) == (Booking.State.CANCELLED, "travaux")
    assert not request_for_a_desk.occupancies.live().exists()
    assert Message.objects.filter(kind="bookings.cancelled", key=request_for_a_desk.reference).exists()


def test_a_kept_request_still_waits_and_keeps_its_desk(network_client, murat, request_for_a_desk, now):
    network_client.post(reverse(ADDRESS), stopping(murat, "suspended") | {"touched": "keep"})

    murat.refresh_from_db()
    request_for_a_desk.refresh_from_db()
    assert (murat.stage, request_for_a_desk.state) == ("suspended", Booking.State.REQUESTED)
    assert request_for_a_desk.occupancies.live().exists()
    assert Override.objects.get().rule == Override.Rule.STAGE


def test_a_request_that_is_moved_elsewhere_is_granted(network_client, murat, allanche, request_for_a_desk, thursday, now):
    elsewhere = allanche.workspaces.first()
    choice = f"choice-{request_for_a_desk.reference}"
    way = {choice: f"move/{elsewhere.pk}/{thursday}/day"}

    typed = stopping(murat, "suspended") | {"touched": "cancel"} | way
    network_client.post(reverse(ADDRESS), typed)

    request_for_a_desk.refresh_from_db()
    assert (request_for_a_desk.workspace, request_for_a_desk.state) == (elsewhere, Booking.State.CONFIRMED)
    assert Message.objects.filter(kind="bookings.moved", key=request_for_a_desk.reference).exists()


def test_a_request_can_be_withdrawn_until_it_is_over(request_for_a_desk, now):
    with pytest.raises(ValidationError) as refusal:
        actions.cancel(request_for_a_desk, now=request_for_a_desk.ends_at, as_staff=True)
    assert refusal.value.code == "over"

    assert actions.cancel(request_for_a_desk, now=now).state == Booking.State.CANCELLED


def test_a_calendar_calls_a_request_tentative(request_for_a_desk, now):
    assert b"STATUS:TENTATIVE" in calendars.invitation(request_for_a_desk, method="PUBLISH")


def test_the_person_withdraws_a_request_from_its_page(client, desk, thursday, now):
    person = make_user("zoe@exemple.fr", "Zoé")
    booking = make_booking(person, desk, thursday, now=now)
    Booking.objects.filter(pk=booking.pk).update(state=Booking.State.REQUESTED)
    sign_in(client, person)
    button = reverse("bookings:cancel", args=[booking.reference])

    page = client.get(booking.get_absolute_url()).content.decode()
    assert button in page
    assert reverse("bookings:move", args=[booking.reference]) not in page

    client.post(button)
    booking.refresh_from_db()
    assert booking.state == Booking.State.CANCELLED


def test_a_manager_cancels_a_request(client, murat_manager, request_for_a_desk, now):
    sign_in(client, murat_manager)
    button = reverse("admin:bookings_booking_cancel", args=[request_for_a_desk.pk])

    assert button in client.get(reverse("admin:bookings_booking_change", args=[request_for_a_desk.pk])).content.decode()
    client.post(button, {"reason": "salle réservée"})

    request_for_a_desk.refresh_from_db()
    assert (request_for_a_desk.state, request_for_a_desk.cancel_reason) == (Booking.State.CANCELLED, "salle réservée")


def test_the_planning_and_the_sheet_of_the_day_mark_a_request(client, murat_manager, murat, request_for_a_desk, thursday, now):
    sign_in(client, murat_manager)
    said = str(Booking.State.REQUESTED.label)
    pages = [
        reverse("admin:bookings_booking_day", args=[murat.slug, thursday]),
        reverse("admin:bookings_booking_planning", args=[murat.slug]),
    ]

    assert all(said in client.get(page).content.decode() for page in pages)

    Booking.objects.filter(pk=request_for_a_desk.pk).update(state=Booking.State.CONFIRMED)
    assert not any(said in client.get(page).content.decode() for page in pages)


def test_no_booking_moves_within_the_centre_that_stops(network_client, murat, allanche, request_for_a_desk, thursday, now):
    asked = network_client.post(reverse(ADDRESS), stopping(murat, "suspended"))
    [choices] = [choices for booking, choices, _chosen in asked.context["rows"] if booking == request_for_a_desk]
    offered = [value for value, _label in choices if value.startswith("move/")]
    own = {str(key) for key in murat.workspaces.values_list("pk", flat=True)}
    assert offered
    assert not own & {value.split("/")[1] for value in offered}

    way = {f"choice-{request_for_a_desk.reference}": f"move/{murat.workspaces.last().pk}/{thursday}/day"}
    network_client.post(reverse(ADDRESS), stopping(murat, "suspended") | {"touched": "cancel"} | way)

    murat.refresh_from_db()
    request_for_a_desk.refresh_from_db()
    assert (murat.stage, request_for_a_desk.state) == ("open", Booking.State.REQUESTED)
