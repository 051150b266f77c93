"""Something is broken: anybody says so, the manager deals with it, and only the manager's words are published."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from dispatch.models import Message
from dispatch.registry import kind
from telecentres import actions
from telecentres.models import Fault, Telecentre
from tests.factories import make_booking, make_desk
from tests.signing_in import sign_in

SAID = "L’écran du bureau 3 est cassé, c’est la faute de Jean"
TOLD = "un des deux écrans est en panne"


@pytest.fixture(autouse=True)
def nobody_has_written(db):
    cache.clear()


def answers(**changes) -> dict:
    return {"workspace": "1", "text": SAID, "email": "zoe@exemple.fr", "key": str(uuid.uuid4())} | changes


def report(desk, now, **changes) -> Fault:
    given = {"telecentre": desk.telecentre, "workspace": desk, "text": SAID, "key": uuid.uuid4(), "language": "fr", "now": now}
    return actions.report_fault(**given | changes)


def show(fault: Fault, note: str = TOLD) -> None:
    Fault.objects.filter(pk=fault.pk).update(is_shown=True, public_note=note)


def text_of(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


# --- reporting ------------------------------------------------------------------------------------------------


def test_a_visitor_reports_and_may_leave_an_address(client, desk, now):
    response = client.post("/telecentres/murat/signaler/", answers())

    assert (response.status_code, response["Location"]) == (302, "/telecentres/murat/")
    fault = Fault.objects.get()
    assert (fault.telecentre, fault.workspace, fault.text) == (desk.telecentre, desk, SAID)
    assert (fault.reporter, fault.answers_to, fault.reported_at) == (None, "zoe@exemple.fr", now)


def test_without_desk_and_address_it_is_about_the_whole_centre(client, murat, now):
    client.post("/telecentres/murat/signaler/", answers(workspace="", email=""))

    fault = Fault.objects.get()
    assert (fault.workspace, fault.answers_to) == (None, "")


def test_somebody_signed_in_is_not_asked_for_an_address(client, remote_worker, desk, now):
    client.force_login(remote_worker)

    client.post("/telecentres/murat/signaler/", answers(email="ailleurs@exemple.fr"))

    fault = Fault.objects.get()
    assert (fault.reporter, fault.reporter_email, fault.answers_to) == (remote_worker, "", remote_worker.email)


def test_the_link_of_a_desk_chooses_it(client, desk, now):
    page = text_of(client.get("/telecentres/murat/signaler/?bureau=2"))

    assert '<option value="2" selected>' in page


def test_the_same_form_sent_twice_is_one_fault(client, desk, now):
    twice = answers()

    for _ in range(2):
        client.post("/telecentres/murat/signaler/", twice)

    assert Fault.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "id_text"),
        ({"text": "a\x00b"}, "id_text"),
        ({"text": "x" * 1001}, "id_text"),
        ({"workspace": "\x00"}, "id_workspace"),
        ({"workspace": "99"}, "id_workspace"),
        ({"email": "zoe"}, "id_email"),
    ],
)
def test_a_mistake_is_said_and_what_was_typed_is_kept(client, desk, now, wrong, field):
    response = client.post("/telecentres/murat/signaler/", answers() | wrong)

    page = text_of(response)
    assert (response.status_code, Fault.objects.count()) == (422, 0)
    assert f'href="#{field}"' in page
    assert "zoe" in page


def test_a_form_without_its_key_is_refused(client, desk, now):
    assert client.post("/telecentres/murat/signaler/", answers(key="nothing")).status_code == 422


def test_the_desk_of_another_centre_is_refused(client, murat, allanche, now):
    make_desk(allanche, "loin")

    assert client.post("/telecentres/murat/signaler/", answers(workspace="loin")).status_code == 422


def test_a_centre_in_preparation_has_nothing_to_break(client, murat, now):
    Telecentre.objects.update(stage=Telecentre.Stage.WORKS)

    assert client.get("/telecentres/murat/signaler/").status_code == 404


def test_too_many_reports_are_held_back(client, desk, now):
    codes = [client.post("/telecentres/murat/signaler/", answers()).status_code for _ in range(6)]

    assert codes == [302] * 5 + [429]


# --- what is published -----------------------------------------------------------------------------------------


def pages(client, desk) -> list[str]:
    addresses = ["/telecentres/murat/", "/telecentres/murat/signaler/", f"/reserver/murat/?jour=2026-11-26&bureau={desk.code}"]
    return [text_of(client.get(address)) for address in addresses]


def test_nothing_is_published_before_the_manager_says_so(client, desk, now):
    report(desk, now)

    assert [page for page in pages(client, desk) if "Jean" in page or TOLD in page] == []


def test_the_words_of_the_manager_stand_where_the_desk_is_chosen(client, desk, now):
    show(report(desk, now))

    assert [(TOLD in page, "Jean" in page) for page in pages(client, desk)] == [(True, False)] * 3


def test_closed_it_is_no_longer_shown(client, desk, now):
    fault = report(desk, now)
    show(fault)
    actions.close_fault(fault, outcome="Écran changé", now=now)

    assert [page for page in pages(client, desk) if TOLD in page] == []


def test_the_page_of_a_booking_tells_it_on_the_day_alone(client, remote_worker, desk, thursday, now, time_machine):
    show(report(desk, now))
    booking = make_booking(remote_worker, desk, thursday, now=now)
    client.force_login(remote_worker)

    before = text_of(client.get(booking.get_absolute_url()))
    time_machine.move_to(now + timedelta(days=1), tick=False)
    on_the_day = text_of(client.get(booking.get_absolute_url()))

    assert (TOLD in before, TOLD in on_the_day) == (False, True)
    assert "/telecentres/murat/signaler/?bureau=1" in before


def test_a_fault_of_another_desk_does_not_concern_the_booking(client, remote_worker, murat, desk, thursday, now, time_machine):
    show(report(murat.workspaces.get(code="2"), now))
    booking = make_booking(remote_worker, desk, thursday, now=now)
    client.force_login(remote_worker)
    time_machine.move_to(now + timedelta(days=1), tick=False)

    assert TOLD not in text_of(client.get(booking.get_absolute_url()))


def test_the_database_shows_nothing_without_words(desk, now):
    fault = report(desk, now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Fault.objects.filter(pk=fault.pk).update(is_shown=True)


# --- dealing with it -----------------------------------------------------------------------------------------------


def test_whoever_left_an_address_learns_what_was_done(desk, now):
    fault = report(desk, now, email="zoe@exemple.fr")

    actions.close_fault(fault, outcome=" Écran changé ", now=now)

    message = Message.objects.get()
    mail = kind(message.kind).build(message)
    assert (mail.to, fault.outcome, fault.closed_at) == (["zoe@exemple.fr"], "Écran changé", now)
    assert SAID in mail.body
    assert "Écran changé" in mail.body


def test_without_an_address_no_mail_leaves(desk, now):
    actions.close_fault(report(desk, now), outcome="Fait", now=now)

    assert not Message.objects.exists()


def test_it_is_closed_once_and_with_a_word(desk, now):
    fault = report(desk, now, email="zoe@exemple.fr")

    with pytest.raises(ValidationError, match="Say what was done"):
        actions.close_fault(fault, outcome="  ", now=now)
    actions.close_fault(fault, outcome="Fait", now=now)
    with pytest.raises(ValidationError, match="already"):
        actions.close_fault(fault, outcome="Encore", now=now)

    assert (Fault.objects.get().outcome, Message.objects.count()) == ("Fait", 1)


def test_the_mail_is_dropped_once_the_fault_is_forgotten(desk, now):
    fault = report(desk, now, email="zoe@exemple.fr")
    actions.close_fault(fault, outcome="Fait", now=now)
    fault.delete()

    message = Message.objects.get()
    assert kind(message.kind).build(message) is None


def test_the_manager_finds_it_on_the_start_page_and_only_at_home(client, murat_manager, desk, allanche, now):
    report(desk, now)
    report(allanche.workspaces.first(), now, text="Clavier d’Allanche")
    sign_in(client, murat_manager)

    page = text_of(client.get("/admin/"))

    assert ("L’écran du bureau 3" in page, "Clavier d’Allanche" in page) == (True, False)


def test_the_manager_shows_it_then_closes_it(client, murat_manager, desk, now):
    fault = report(desk, now, email="zoe@exemple.fr")
    sign_in(client, murat_manager)
    address = f"/admin/telecentres/fault/{fault.pk}/change/"

    client.post(address, {"is_shown": "on", "public_note": TOLD, "outcome": ""})
    fault.refresh_from_db()
    shown = (fault.is_shown, fault.public_note, fault.closed_at)
    client.post(address, {"is_shown": "on", "public_note": TOLD, "outcome": "Écran changé"})
    fault.refresh_from_db()

    assert shown == (True, TOLD, None)
    assert (fault.is_shown, fault.outcome, fault.closed_at) == (False, "Écran changé", now)
    assert Message.objects.filter(kind="telecentres.fault_closed").count() == 1


def test_the_form_asks_for_words_before_it_shows(client, murat_manager, desk, now):
    fault = report(desk, now)
    sign_in(client, murat_manager)

    response = client.post(f"/admin/telecentres/fault/{fault.pk}/change/", {"is_shown": "on", "public_note": "", "outcome": ""})

    assert response.status_code == 200
    assert "Écrivez ce que tout le monde lit, ou ne l’affichez pas." in text_of(response)
    assert not Fault.objects.get().is_shown


def test_what_was_dealt_with_is_forgotten_after_a_year(desk, now):
    closed, open_one = report(desk, now), report(desk, now)
    actions.close_fault(closed, outcome="Fait", now=now)
    a_year = settings.TELECENTRES_KEEP_FAULTS

    counted = [actions.forget_faults(now=now + a_year), actions.forget_faults(now=now + a_year + timedelta(seconds=1))]

    assert counted == [0, 1]
    assert list(Fault.objects.all()) == [open_one]
