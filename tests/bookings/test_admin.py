"""What managers do with bookings, hours and closures of their centre, and cannot do with others'."""

from datetime import date

import pytest
from django.urls import reverse

from bookings import invariants
from bookings.models import Booking, Occupancy, Override
from dispatch.models import Message
from telecentres.models import Closure, OpeningHours
from tests.factories import BEGINNING, make_booking, make_desk
from tests.signing_in import sign_in

CLOSURE = {
    "starts_at_0": "26/11/2026",
    "starts_at_1": "00:00",
    "ends_at_0": "27/11/2026",
    "ends_at_1": "00:00",
    "reason": "neige",
    "workspace": "",
}


@pytest.fixture
def manager_client(client, murat_manager):
    return sign_in(client, murat_manager)


def test_a_manager_sees_only_the_bookings_of_the_centre(manager_client, murat, allanche, thursday, now):
    own = make_booking("a@exemple.fr", murat.workspaces.first(), thursday, now=now)
    make_booking("b@exemple.fr", allanche.workspaces.first(), thursday, now=now)

    response = manager_client.get(reverse("admin:bookings_booking_changelist"))

    assert list(response.context["cl"].queryset) == [own]


def test_a_manager_cancels_with_a_reason_that_the_person_reads(manager_client, desk, thursday, now):
    booking = make_booking("a@exemple.fr", desk, thursday, now=now)

    manager_client.post(reverse("admin:bookings_booking_cancel", args=[booking.pk]), {"reason": "panne de chauffage"})

    booking.refresh_from_db()
    assert (booking.state, booking.cancel_reason) == (Booking.State.CANCELLED, "panne de chauffage")
    assert Message.objects.filter(kind="bookings.cancelled").exists()


def test_a_manager_cannot_cancel_in_another_centre(manager_client, allanche, thursday, now):
    booking = make_booking("a@exemple.fr", allanche.workspaces.first(), thursday, now=now)

    response = manager_client.post(reverse("admin:bookings_booking_cancel", args=[booking.pk]), {"reason": "x"})

    assert response.status_code == 404
    booking.refresh_from_db()
    assert booking.state == Booking.State.CONFIRMED


def test_a_closure_lists_the_bookings_it_meets_before_saving(manager_client, murat, desk, thursday, now):
    booking = make_booking("a@exemple.fr", desk, thursday, now=now)
    page = reverse("admin:telecentres_closure_add")

    listed = manager_client.post(page, CLOSURE | {"telecentre": murat.pk})
    assert (listed.status_code, listed.context["bookings"], Closure.objects.count()) == (409, [booking], 0)

    manager_client.post(page, dict(listed.context["typed"]) | {"touched": "cancel"})
    booking.refresh_from_db()
    assert (booking.state, Closure.objects.get().reason) == (Booking.State.CANCELLED, "neige")


def test_whoever_booked_after_the_list_was_shown_is_asked_about_anew(manager_client, murat, thursday, now):
    first, second = murat.workspaces.get(code="1"), murat.workspaces.get(code="2")
    shown = make_booking("a@exemple.fr", first, thursday, now=now)
    page = reverse("admin:telecentres_closure_add")
    listed = manager_client.post(page, CLOSURE | {"telecentre": murat.pk})
    late = make_booking("b@exemple.fr", second, thursday, now=now)
    said = {
        "touched": "cancel",
        "listed": shown.reference,
        f"choice-{shown.reference}": "keep",
    }

    again = manager_client.post(page, dict(listed.context["typed"]) | said)

    assert (again.status_code, set(again.context["bookings"]), Closure.objects.count()) == (409, {shown, late}, 0)
    assert {booking: chosen for booking, _choices, chosen in again.context["rows"]} == {shown: "keep", late: ""}
    late.refresh_from_db()
    assert late.state == Booking.State.CONFIRMED


def test_kept_bookings_keep_their_desks(manager_client, murat, desk, thursday, now):
    booking = make_booking("a@exemple.fr", desk, thursday, now=now)

    manager_client.post(reverse("admin:telecentres_closure_add"), CLOSURE | {"telecentre": murat.pk, "touched": "keep"})

    booking.refresh_from_db()
    assert booking.state == Booking.State.CONFIRMED
    assert Closure.objects.get().closed_by.email == "gerance.murat@exemple.fr"


def test_a_manager_cannot_close_another_centre(manager_client, allanche, now):
    response = manager_client.post(reverse("admin:telecentres_closure_add"), CLOSURE | {"telecentre": allanche.pk})

    assert response.status_code == 200
    assert Closure.objects.count() == 0


def test_a_closure_that_ends_before_it_begins_is_a_form_error(manager_client, murat, now):
    response = manager_client.post(
        reverse("admin:telecentres_closure_add"), CLOSURE | {"telecentre": murat.pk, "ends_at_0": "25/11/2026"}
    )

    assert response.status_code == 200
    assert response.context["errors"]


def test_taking_a_closure_back_frees_the_desks(manager_client, murat, now):
    manager_client.post(reverse("admin:telecentres_closure_add"), CLOSURE | {"telecentre": murat.pk})
    closure = Closure.objects.get()

    manager_client.post(reverse("admin:telecentres_closure_delete", args=[closure.pk]), {"post": "yes"})

    assert Occupancy.objects.live().count() == 0


def test_saving_hours_names_the_bookings_that_no_longer_fit(manager_client, murat, desk, thursday, now):
    booking = make_booking("a@exemple.fr", desk, thursday, "afternoon", now=now)
    row = OpeningHours.objects.get(telecentre=murat, weekday=4, opens_at__hour=13)
    typed = {
        "telecentre": murat.pk,
        "workspace": "",
        "weekday": 4,
        "opens_at": "13:30",
        "closes_at": "17:00",
        "valid_from": BEGINNING.strftime("%d/%m/%Y"),
        "valid_until": "",
    }

    address = reverse("admin:telecentres_openinghours_change", args=[row.pk])

    asked = manager_client.post(address, typed)
    row.refresh_from_db()
    assert (asked.status_code, asked.context["bookings"], row.closes_at.hour) == (409, [booking], 18)

    manager_client.post(address, typed | {"touched": "keep"})
    row.refresh_from_db()
    assert row.closes_at.hour == 17
    assert [(one.rule, one.made_by.email) for one in booking.overrides.all()] == [("hours", "gerance.murat@exemple.fr")]
    assert manager_client.post(address, typed | {"closes_at": "16:00"}).status_code == 302, "it has been settled already"


def test_removing_hours_asks_as_well(manager_client, murat, desk, thursday, now):
    booking = make_booking("a@exemple.fr", desk, thursday, "afternoon", now=now)
    row = OpeningHours.objects.get(telecentre=murat, weekday=4, opens_at__hour=13)
    address = reverse("admin:telecentres_openinghours_delete", args=[row.pk])

    assert manager_client.post(address, {"post": "yes"}).status_code == 409
    assert OpeningHours.objects.filter(pk=row.pk).exists()
    manager_client.post(address, {"post": "yes", "touched": "cancel"})
    booking.refresh_from_db()
    assert (booking.state, OpeningHours.objects.filter(pk=row.pk).exists()) == (Booking.State.CANCELLED, False)


def choices_for(booking, response):
    """What the page offers to do with one of the bookings in the way."""
    return next(choices for one, choices, _chosen in response.context["rows"] if one == booking)


# --- each booking its own answer -------------------------------------------------------------------------------------


def test_each_booking_is_kept_moved_or_cancelled(manager_client, murat, allanche, thursday, now):
    desks = [murat.workspaces.get(code=code) for code in "123"]
    kept, moved, gone = (make_booking(f"{n}@exemple.fr", desk, thursday, now=now) for n, desk in enumerate(desks))
    page = reverse("admin:telecentres_closure_add")

    listed = manager_client.post(page, CLOSURE | {"telecentre": murat.pk})
    offered = choices_for(moved, listed)
    away = next(value for value, label in offered if "Allanche" in label)
    own = {f"choice-{kept.reference}": "keep", f"choice-{moved.reference}": away}
    manager_client.post(page, dict(listed.context["typed"]) | {"touched": "cancel"} | own)

    for booking in (kept, moved, gone):
        booking.refresh_from_db()
    assert (kept.state, kept.workspace) == ("confirmed", desks[0])
    assert (moved.state, moved.telecentre, moved.day) == ("confirmed", allanche, thursday)
    assert gone.state == "cancelled"
    assert [(one.booking, one.rule) for one in Override.objects.all()] == [(kept, "closure")]
    kinds = dict(Message.objects.filter(version=2).values_list("key", "kind"))
    assert kinds == {moved.reference: "bookings.moved", gone.reference: "bookings.cancelled"}
    assert list(invariants.find(now)) == []


def test_nothing_is_offered_that_the_closure_covers(manager_client, murat, thursday, now):
    booking = make_booking("a@exemple.fr", murat.workspaces.get(code="1"), thursday, now=now)

    listed = manager_client.post(reverse("admin:telecentres_closure_add"), CLOSURE | {"telecentre": murat.pk})

    values = [value for value, _label in choices_for(booking, listed)]
    assert [value for value in values if "2026-11-26" in value] == []
    assert any(value.startswith("move/") for value in values)


def test_a_place_taken_meanwhile_saves_nothing_and_says_so(manager_client, murat, allanche, thursday, now):
    booking = make_booking("a@exemple.fr", murat.workspaces.get(code="1"), thursday, now=now)
    page = reverse("admin:telecentres_closure_add")
    listed = manager_client.post(page, CLOSURE | {"telecentre": murat.pk})
    away = next(value for value, label in choices_for(booking, listed) if "Allanche" in label)
    make_booking("b@exemple.fr", allanche.workspaces.get(pk=away.split("/")[1]), thursday, now=now)

    response = manager_client.post(page, dict(listed.context["typed"]) | {f"choice-{booking.reference}": away}, follow=True)

    assert "prise entre-temps" in " ".join(str(message) for message in response.context["messages"])
    assert (Closure.objects.count(), Booking.objects.get(pk=booking.pk).telecentre) == (0, murat)


@pytest.mark.parametrize("word", ["move/x/y/z", "move/1", "move/999999/2026-11-26/day", "autre"])
def test_an_answer_nobody_offered_saves_nothing(manager_client, murat, thursday, now, word):
    booking = make_booking("a@exemple.fr", murat.workspaces.get(code="1"), thursday, now=now)

    typed = CLOSURE | {"telecentre": murat.pk, f"choice-{booking.reference}": word}
    response = manager_client.post(reverse("admin:telecentres_closure_add"), typed)

    assert response.status_code == 302
    assert Closure.objects.count() == 0


def test_overlapping_hours_are_a_form_error(manager_client, murat):
    typed = {
        "telecentre": murat.pk,
        "workspace": "",
        "weekday": 4,
        "opens_at": "08:00",
        "closes_at": "10:00",
        "valid_from": "01/01/2026",
    }

    response = manager_client.post(reverse("admin:telecentres_openinghours_add"), typed)

    assert response.status_code == 200
    assert response.context["errors"]
    assert OpeningHours.objects.filter(opens_at__hour=8, opens_at__minute=0).count() == 0


def test_history_names_who_changed_a_booking(manager_client, murat_manager, desk, thursday, now):
    booking = make_booking("a@exemple.fr", desk, date(2026, 11, 26), now=now)

    manager_client.post(reverse("admin:bookings_booking_cancel", args=[booking.pk]), {"reason": "panne"})

    assert booking.history.last().pgh_context.metadata["user"] == murat_manager.pk


HOURS = {"workspace": "", "weekday": 6, "opens_at": "08:30", "closes_at": "12:00", "valid_from": "01/01/2026", "valid_until": ""}


@pytest.mark.parametrize("mistake", [{"closes_at": "08:00"}, {"valid_until": "31/12/2025"}], ids=["hours", "days"])
def test_hours_the_wrong_way_round_are_a_form_error(manager_client, murat, mistake):
    response = manager_client.post(reverse("admin:telecentres_openinghours_add"), HOURS | {"telecentre": murat.pk} | mistake)

    assert response.status_code == 200
    assert response.context["errors"]


@pytest.mark.parametrize("page", ["closure", "openinghours"])
def test_a_desk_of_another_centre_is_a_form_error(client, network_admin, murat, allanche, now, page):
    sign_in(client, network_admin)
    typed = (CLOSURE if page == "closure" else HOURS) | {"telecentre": murat.pk, "workspace": allanche.workspaces.first().pk}

    response = client.post(reverse(f"admin:telecentres_{page}_add"), typed)

    assert response.status_code == 200
    assert response.context["errors"]


def test_a_closure_in_the_past_is_refused_in_words(manager_client, murat, now):
    past = CLOSURE | {"telecentre": murat.pk, "starts_at_0": "01/11/2026", "ends_at_0": "02/11/2026"}

    response = manager_client.post(reverse("admin:telecentres_closure_add"), past, follow=True)

    assert [str(message) for message in response.context["messages"]]
    assert Closure.objects.count() == 0


def test_suspending_a_centre_first_asks_about_its_bookings(client, network_admin, murat, desk, thursday, now):
    booking = make_booking("a@exemple.fr", desk, thursday, now=now)
    sign_in(client, network_admin)
    typed = {"telecentre": murat.pk, "stage": "suspended", "planned_on": "", "reached_on": "25/11/2026", "note": "travaux"}

    asked = client.post(reverse("admin:telecentres_stageevent_add"), typed)
    murat.refresh_from_db()
    assert (asked.status_code, asked.context["bookings"], murat.stage) == (409, [booking], "open")

    client.post(reverse("admin:telecentres_stageevent_add"), typed | {"touched": "cancel"})
    murat.refresh_from_db()
    booking.refresh_from_db()
    assert (murat.stage, booking.state, booking.cancel_reason) == ("suspended", Booking.State.CANCELLED, "travaux")


def test_the_list_of_bookings_begins_with_what_comes_next(manager_client, murat, desk, thursday, now):
    later = make_booking("a@exemple.fr", desk, date(2026, 11, 30), now=now)
    sooner = make_booking("b@exemple.fr", desk, thursday, now=now)

    response = manager_client.get(reverse("admin:bookings_booking_changelist"))

    assert list(response.context["cl"].result_list) == [sooner, later]


# --- a desk that goes out of service ---------------------------------------------------------------------------------


def workspace_form(desk, **changes) -> dict:
    fields = {name: getattr(desk, name) for name in ("name", "code", "kind", "seats", "row", "column", "equipment")}
    return fields | {"active_from": "01/01/2026", "active_until": "", "parking_metres": ""} | changes


def test_a_desk_goes_out_of_service_after_its_bookings_are_settled(manager_client, murat, desk, thursday, now):
    booking = make_booking("a@exemple.fr", desk, thursday, now=now)
    address = reverse("admin:telecentres_workspace_change", args=[desk.pk])
    typed = workspace_form(desk, active_until="25/11/2026")

    asked = manager_client.post(address, typed)
    desk.refresh_from_db()
    assert (asked.status_code, asked.context["bookings"], desk.active_until) == (409, [booking], None)
    values = [value for value, _label in choices_for(booking, asked) if value.startswith("move/")]
    assert values
    assert not [value for value in values if value.startswith(f"move/{desk.pk}/")]

    manager_client.post(address, typed | {f"choice-{booking.reference}": values[0]})
    desk.refresh_from_db()
    booking.refresh_from_db()
    assert desk.active_until == date(2026, 11, 25)
    assert (booking.state, booking.workspace.code) == ("confirmed", "2")
    assert list(invariants.find(now)) == []


def test_a_desk_nobody_booked_goes_at_once(manager_client, murat, desk, thursday, now):
    address = reverse("admin:telecentres_workspace_change", args=[desk.pk])

    assert manager_client.post(address, workspace_form(desk, active_until="25/11/2026")).status_code == 302
    desk.refresh_from_db()
    assert desk.active_until == date(2026, 11, 25)
    assert manager_client.post(address, workspace_form(desk)).status_code == 302
    desk.refresh_from_db()
    assert desk.active_until is None


def test_a_room_whose_desk_goes_is_asked_about(manager_client, murat, desk, thursday, now):
    room = make_desk(murat, "salle", kind="training_room", seats=6)
    murat.workspaces.filter(pk=desk.pk).update(parent=room)
    booking = make_booking("a@exemple.fr", room, thursday, now=now)

    asked = manager_client.post(
        reverse("admin:telecentres_workspace_change", args=[desk.pk]), workspace_form(desk, active_until="25/11/2026")
    )

    assert asked.context["bookings"] == [booking]
