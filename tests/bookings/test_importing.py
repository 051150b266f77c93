"""Desks and hours from a file: shown first, then saved all or nothing; nobody's booking falls out of it unasked."""

from datetime import date, time

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts import exporting
from accounts.models import Sheet
from accounts.reading import bare
from bookings.admin import import_hours, import_workspaces, importing
from bookings.models import Booking, Override
from telecentres import hours
from telecentres.models import OpeningHours, Workspace
from tests.factories import make_booking, make_desk
from tests.signing_in import sign_in

MONDAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _quiet_clock(now):
    """Pages read the clock themselves."""


@pytest.fixture
def manager(murat_manager) -> Client:
    return sign_in(Client(), murat_manager)


@pytest.fixture
def network(network_admin) -> Client:
    return sign_in(Client(), network_admin)


def at(model, name: str, *args) -> str:
    return reverse(f"admin:telecentres_{model._meta.model_name}_{name}", args=args)


def send(client: Client, model, content: bytes | str, name: str = "liste.csv"):
    content = content.encode() if isinstance(content, str) else content
    return client.post(at(model, "import"), {"file": SimpleUploadedFile(name, content)})


def preview(client: Client, model, content: bytes | str):
    return client.get(send(client, model, content)["Location"])


def confirm(client: Client, shown, **more):
    return client.post(shown.request["PATH_INFO"], {"digest": shown.context["digest"], "confirm": "1", **more})


def states(shown) -> list[tuple[int | None, str]]:
    return [(line.number, line.state) for line in shown.context["outcome"].lines]


def faults(shown) -> list[str]:
    return [column for line in shown.context["outcome"].lines for column, _message in line.faults]


def contents(model) -> list:
    return list(model.objects.order_by("pk").values_list())


# --- files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("model", [Workspace, OpeningHours])
def test_what_was_exported_is_imported_unchanged(network, murat, allanche, model, kind):
    room = make_desk(murat, "S", kind="meeting_room", seats=8, equipment="=cmd|' /C calc'!A0")
    make_desk(murat, "-9", parent=room, is_quiet=True, parking_metres=20, active_until=date(2027, 1, 31))
    OpeningHours.objects.create(
        telecentre=murat, workspace=room, weekday=6, opens_at=time(9), closes_at=time(12), valid_from=MONDAY
    )
    exported = network.get(at(model, "changelist"), {"_export": kind}).content
    before = contents(model)

    shown = preview(network, model, exported)

    assert {state for _number, state in states(shown)} == {"unchanged"}
    assert len(states(shown)) == model.objects.count()
    assert not shown.context["may_save"]
    assert contents(model) == before


def test_the_names_of_columns_and_kinds_are_understood_in_both_languages(manager, murat):
    with translation.override("en"):
        head = exporting.as_csv([["Code", "Name", "Kind", "Seats", "In service from", "Quiet"]])
    shown = preview(manager, Workspace, head + b"20;Salle;Meeting Room;6;01/12/2026;yes\r\n21;Cabine;Bureau;1;2026-12-01;oui")

    assert states(shown) == [(2, "new"), (3, "new")]


@pytest.mark.parametrize(
    "content",
    ["Code;Places;Inconnue\n1;2;3\n", "Places\n1\n", "Code;Code\n1;1\n", "Code\n", b"\x00", "Code;\n1;2\n"],
)
def test_a_file_that_is_not_understood_is_refused_on_the_page(manager, murat, content):
    response = send(manager, Workspace, content)

    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not Sheet.objects.exists()


# --- desks and rooms ---------------------------------------------------------------------------------------


def room_file() -> str:
    titles = [str(column.title) for column in columns()]
    return ";".join(titles) + "\n12;Bureau 12;bureau;1;S;2026-12-01\nS;Salle;salle de réunion;6;;2026-12-01\n"


def columns():
    return [import_workspaces.TITLES[name] for name in ("code", "name", "kind", "seats", "stands_in", "active_from")]


def test_a_desk_and_its_room_come_from_one_file_and_each_is_noted(manager, murat, murat_manager):
    shown = preview(manager, Workspace, room_file())
    assert states(shown) == [(2, "new"), (3, "new")]
    assert Workspace.objects.filter(telecentre=murat).count() == 4

    assert confirm(manager, shown).status_code == 302

    desk = Workspace.objects.get(telecentre=murat, code="12")
    assert (desk.parent.code, desk.parent.seats) == ("S", 6)
    noted = LogEntry.objects.filter(user=murat_manager)
    assert {one.object_id for one in noted} == {str(desk.pk), str(desk.parent.pk), None}
    assert all("liste.csv" in one.change_message for one in noted)
    assert not Sheet.objects.exists()


def test_only_named_columns_change(manager, murat, desk):
    shown = preview(manager, Workspace, "Code;Équipement\n1;fenêtre\n2;\n")
    [line, _other] = shown.context["outcome"].lines
    assert (line.state, line.changes) == ("changed", [("Équipement", "–", "fenêtre")])

    confirm(manager, shown)

    desk.refresh_from_db()
    assert (desk.equipment, desk.name) == ("fenêtre", "Bureau 1")


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("Allanche;1;x;1;", "Télécentre"),
        ("Ailleurs;1;x;1;", "Télécentre"),
        ("Murat;;x;1;", "Code"),
        ("Murat;1;x;beaucoup;", "Places"),
        ("Murat;1;x;0;", "Places"),
        ("Murat;1;;1;", "Nom"),
        ("Murat;1;x;1;demain", "En service jusqu’au"),
        ("Murat;30;x;1;", "En service à partir du"),
    ],
)
def test_a_wrong_line_names_its_column_and_nothing_can_be_saved(manager, murat, allanche, line, column):
    before = contents(Workspace)

    shown = preview(manager, Workspace, f"Télécentre;Code;Nom;Places;En service jusqu’au\n{line}\nMurat;2;Autre;1;\n")

    assert next(said for said in shown.context["outcome"].lines if said.state == "wrong").number == 2
    assert bare(column) in [bare(one) for one in faults(shown)]
    assert not shown.context["may_save"]
    confirm(manager, shown)
    assert contents(Workspace) == before


def test_the_same_code_twice_is_wrong(manager, murat):
    assert states(preview(manager, Workspace, "Code;Nom\n1;a\n1;b\n"))[1] == (3, "wrong")


def test_a_desk_that_goes_asks_about_its_bookings_first(manager, murat, desk, remote_worker, now):
    booking = make_booking(remote_worker, desk, MONDAY, now=now)
    shown = preview(manager, Workspace, "Code;En service jusqu’au\n1;2026-11-27\n")
    assert shown.context["bookings"] == [booking]

    asked = confirm(manager, shown)
    assert asked.status_code == 409
    desk.refresh_from_db()
    assert desk.active_until is None

    answer = dict(asked.context["typed"]) | {"touched": "keep", "listed": booking.reference}
    assert manager.post(shown.request["PATH_INFO"], answer).status_code == 302
    desk.refresh_from_db()
    assert desk.active_until == date(2026, 11, 27)
    assert Override.objects.get().booking == booking


def test_a_form_sent_twice_imports_once(manager, murat):
    shown = preview(manager, Workspace, room_file())

    assert [confirm(manager, shown).status_code for _time in range(2)] == [302, 302]

    assert LogEntry.objects.filter(change_message__startswith="import liste.csv").count() == 1


def test_the_file_that_another_hand_has_just_imported_is_not_imported_again(manager, murat, monkeypatch):
    """Between the look and the lock: the row that holds the file is gone by then."""
    shown = preview(manager, Workspace, room_file())
    saved = importing.Imports._saved

    def late(self, request, sheet, table):
        Sheet.objects.all().delete()
        return saved(self, request, sheet, table)

    monkeypatch.setattr(importing.Imports, "_saved", late)

    assert confirm(manager, shown)["Location"] == at(Workspace, "changelist")
    assert Workspace.objects.filter(telecentre=murat).count() == 4


def test_what_was_not_shown_is_not_saved(manager, murat, desk):
    shown = preview(manager, Workspace, "Code;Équipement\n1;fenêtre\n")
    Workspace.objects.filter(pk=desk.pk).update(equipment="deux écrans")

    assert confirm(manager, shown).status_code == 200

    desk.refresh_from_db()
    assert desk.equipment == "deux écrans"


def test_a_file_is_its_owners_for_an_hour_and_for_its_list(manager, network, murat, time_machine, now):
    address = send(manager, Workspace, room_file())["Location"]

    assert network.get(address).status_code == 302
    assert manager.get(address.replace("workspace", "openinghours")).status_code == 302
    assert manager.get(address).status_code == 200
    time_machine.move_to(now.replace(hour=10, minute=1), tick=False)
    assert manager.get(address).status_code == 302


def test_giving_up_forgets_the_file(manager, murat):
    shown = preview(manager, Workspace, room_file())

    manager.post(shown.request["PATH_INFO"], {"give_up": "1", "digest": shown.context["digest"]})

    assert not Sheet.objects.exists()
    assert Workspace.objects.filter(telecentre=murat).count() == 4


def test_a_manager_of_nothing_imports_nothing(manager, murat, allanche, murat_manager):
    murat_manager.memberships.update(until=date(2026, 11, 1))
    before = contents(Workspace)

    shown = preview(manager, Workspace, "Télécentre;Code;Nom\nMurat;1;pris\nAllanche;1;pris\n")

    assert [state for _number, state in states(shown)] == ["wrong", "wrong"]
    confirm(manager, shown)
    assert contents(Workspace) == before


# --- hours -----------------------------------------------------------------------------------------------


def hours_file(*lines: str) -> str:
    names = ("telecentre", "weekday", "opens_at", "closes_at", "desk_code", "valid_from", "valid_until")
    return "\n".join([";".join(import_hours.TITLES[name].title for name in names), *lines])


def ranges(centre, day: date) -> list[tuple[time, time]]:
    return [tuple(one) for one in hours.ranges_on(day, centre.opening_hours.valid_between(day, day).as_rows())]


def test_a_new_week_holds_from_its_day_and_the_past_stays_true(manager, murat):
    shown = preview(
        manager, OpeningHours, hours_file("Murat;lundi;9h;12 h 30;;2026-11-30;", "Murat;samedi;10:00;12:00;;30/11/2026;")
    )
    assert states(shown) == [(2, "new"), (3, "new")]
    assert len(shown.context["outcome"].notes) == 1

    confirm(manager, shown)

    assert ranges(murat, date(2026, 11, 23))[0] == (time(8, 30), time(12, 30))
    assert ranges(murat, MONDAY) == [(time(9), time(12, 30))]
    assert ranges(murat, date(2026, 12, 1)) == []
    assert ranges(murat, date(2026, 12, 5)) == [(time(10), time(12))]


def test_weeks_that_follow_each_other_are_looked_at_together(manager, murat, desk, remote_worker, now):
    """Closed on one Monday, open again on the next: a booking of then is in nobody's way."""
    make_booking(remote_worker, desk, date(2026, 12, 7), "morning", now=now)
    later = "Murat;lundi;8:30;12:30;;2026-12-07;"

    shown = preview(manager, OpeningHours, hours_file("Murat;mardi;9:00;12:00;;2026-11-30;2026-12-06", later))

    assert shown.context["bookings"] == []
    assert confirm(manager, shown).status_code == 302
    assert ranges(murat, MONDAY) == []
    assert ranges(murat, date(2026, 12, 7)) == [(time(8, 30), time(12, 30))]


def test_hours_that_go_are_named_first(manager, murat):
    OpeningHours.objects.create(telecentre=murat, weekday=6, opens_at=time(9), closes_at=time(12), valid_from=date(2027, 1, 1))

    shown = preview(manager, OpeningHours, hours_file("Murat;lundi;9h;12h;;2026-11-30;"))

    assert states(shown) == [(2, "new"), (None, "removed")]
    assert OpeningHours.objects.filter(weekday=6).exists()


def test_bookings_out_of_the_new_hours_are_asked_about_and_kept_until_then(manager, murat, desk, remote_worker, now):
    booking = make_booking(remote_worker, desk, MONDAY, "afternoon", now=now)
    before = contents(OpeningHours)
    shown = preview(manager, OpeningHours, hours_file("Murat;lundi;8:30;12:30;;2026-11-30;"))

    asked = confirm(manager, shown)
    assert (asked.status_code, asked.context["bookings"]) == (409, [booking])
    assert contents(OpeningHours) == before

    manager.post(shown.request["PATH_INFO"], dict(asked.context["typed"]) | {"touched": "cancel", "listed": booking.reference})
    booking.refresh_from_db()
    assert booking.state == Booking.State.CANCELLED
    assert ranges(murat, MONDAY) == [(time(8, 30), time(12, 30))]


def test_hours_of_one_room_are_added(manager, murat, desk):
    confirm(manager, preview(manager, OpeningHours, hours_file("Murat;6;9:00;12:00;1;2026-12-01;")))

    assert OpeningHours.objects.get(workspace=desk).weekday == 6
    assert ranges(murat, date(2026, 12, 1)) != []


@pytest.mark.parametrize(
    "line",
    [
        "Allanche;lundi;9h;12h;;2026-11-30;",
        "Murat;lundredi;9h;12h;;2026-11-30;",
        "Murat;lundi;neuf heures;12h;;2026-11-30;",
        "Murat;lundi;25h;12h;;2026-11-30;",
        "Murat;lundi;12h;9h;;2026-11-30;",
        "Murat;lundi;;9h;;2026-11-30;",
        "Murat;lundi;9h;12h;99;2026-11-30;",
        "Murat;lundi;9h;12h;;2026-11-20;",
        "Murat;lundi;9h;12h;1;2026-11-20;",
        "Murat;lundi;9h;12h;;2026-11-30;2026-12-30",
        "Murat;lundi;9h;12h;;2026-11-30;2026-11-29",
        "Murat;lundi;9h;12h;;;",
        "Murat;mardi;9h;12h;;2026-11-30;\nMurat;mardi;11h;13h;;2026-11-30;",
        "Murat;mardi;9h;12h;;2026-11-30;\nMurat;mardi;9h;12h;;2026-11-30;",
    ],
)
def test_wrong_hours_are_said_and_nothing_can_be_saved(manager, murat, allanche, line):
    before = contents(OpeningHours)

    shown = preview(manager, OpeningHours, hours_file(line))

    assert shown.context["outcome"].count("wrong") >= 1
    confirm(manager, shown)
    assert contents(OpeningHours) == before
