"""What a person is told about themselves: every field or a reason, nothing of anybody else, and the way without an account."""

import csv
import io
import json
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.test.utils import isolate_apps

from accounts import actions, data_files, data_links, disclosing, personal_data
from accounts.disclosing import Disclosure, Person, holdings_of
from bookings import actions as booking_actions
from bookings.models import Booking, Referral, Statement
from dispatch import actions as dispatch
from dispatch.models import Message
from jobs.models import Alert, Application
from notices.models import Question
from outreach.models import Registration
from telecentres.models import Fault, Interest
from tests.factories import make_booking, make_event, make_lead, make_offer
from tests.signing_in import sign_in

PAGE, ADMIN = "/compte/mes-donnees/", "/admin/accounts/user/address/"
VISITOR, CANARY = "visite@exemple.fr", "canari"


def fill(email: str, mark: str, *, user, centre, other, desk, owner, day, now) -> Booking:
    """Something in every app under the address; everything written bears the mark."""
    booking = make_booking(user or email, desk, day, now=now)
    Booking.objects.filter(pk=booking.pk).update(cancel_reason=mark)
    Fault.objects.create(telecentre=centre, text=mark, reported_at=now, reporter=user, reporter_email="" if user else email)
    Interest.objects.create(telecentre=centre, email=email, asked_at=now)
    Question.objects.create(key=uuid4(), name=mark, email=email, text=mark, written_at=now)
    offer = make_offer(f"Poste {mark}", today=now.date(), telecentres=[centre])
    cv = ContentFile(b"%PDF-1.4 " + mark.encode(), name=f"{mark}.pdf")
    told = {
        "reference": uuid4().hex[:8],
        "name": mark,
        "email": email,
        "message": mark,
        "key": uuid4(),
        "received_at": now,
        "waits_since": now,
    }
    Application.objects.create(offer=offer, cv=cv, cv_kind="pdf", **told)
    Alert.objects.create(email=email, query=f"q={mark}", asked_at=now)
    event = make_event(f"Forum {mark}", starts_at=now + timedelta(days=9))
    told = {"reference": uuid4().hex[:8], "name": mark, "email": email, "need": mark, "state": "registered", "asked_at": now}
    Registration.objects.create(event=event, **told)
    lead = make_lead(email, owner=owner, now=now, name=mark, message=mark)
    lead.interactions.create(kind="call", direction="person", happened_on=now.date(), text=mark, by=owner, noted_at=now)
    Referral.objects.create(
        giver=other, receiver=centre, reason="full", name=mark, email=email, note=mark, decide_by=now, created_at=now
    )
    booking_actions.bar(telecentre=other, email=email, reason=f"secret {mark}", told=mark, starts_on=day, ends_on=day, now=now)
    return booking


@pytest.fixture
def world(remote_worker, other_worker, agency_officer, murat, allanche, thursday, now):
    """Camille with an account, a visitor without one, and somebody whose every word is the canary."""
    desks = list(murat.workspaces.all()[:3])
    rows = [
        (remote_worker.email, "camille", remote_worker),
        (VISITOR, "visite", None),
        (other_worker.email, CANARY, other_worker),
    ]
    for desk, (email, mark, user) in zip(desks, rows, strict=True):
        fill(email, mark, user=user, centre=murat, other=allanche, desk=desk, owner=agency_officer, day=thursday, now=now)
    return remote_worker


def words_of(archive: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(archive)) as folder:
        return "\n".join(f"{name}\n{folder.read(name).decode('utf-8-sig')}" for name in folder.namelist())


def counts(person: Person) -> dict[str, int]:
    return {holding.treatment.name: holding.count for holding in holdings_of(person) if holding.count}


# --- the registry ----------------------------------------------------------------------------------------


def test_every_personal_field_is_disclosed_or_withheld_with_a_reason():
    """A new personal field fails here until its app tells it to the person, or says why not."""
    reasons = [reason for one in disclosing.disclosures() for reason in one.withheld.values()]

    assert (disclosing.undisclosed(), disclosing.unknown()) == ([], [])
    assert [reason for reason in reasons if not str(reason).strip()] == []


def test_control_a_field_that_nobody_discloses_is_seen(monkeypatch):
    told = {name: one for name, one in disclosing._disclosures.items() if one.table != "jobs.Alert"}
    monkeypatch.setattr(disclosing, "_disclosures", told)

    assert "jobs.Alert.query" in disclosing.undisclosed()


def test_control_a_field_that_is_gone_is_seen(monkeypatch):
    more = {"x": Disclosure("jobs.Alert", "alerts", None, "surname"), "y": Disclosure("jobs.Alert", "nothing", None)}
    monkeypatch.setattr(disclosing, "_disclosures", disclosing._disclosures | more)

    assert disclosing.unknown() == ["jobs.Alert.surname", "nothing: jobs.Alert"]


@isolate_apps("notices")
def test_another_account_is_never_named_whatever_is_declared(remote_worker, other_worker):
    class Note(models.Model):
        by = models.ForeignKey("accounts.User", models.CASCADE)

        class Meta:
            app_label = "notices"

        def __str__(self) -> str:
            return str(self.by)

    column, person = Note._meta.get_field("by"), Person.of(remote_worker)

    said = [disclosing._related(one, person) for one in (remote_worker, other_worker, None)]
    assert (said, column.is_relation) == ([remote_worker.email, "", ""], True)


# --- with an account ---------------------------------------------------------------------------------------


def test_the_files_hold_everything_of_the_person_and_nothing_of_others(client, world, other_worker):
    sign_in(client, world)

    told = json.loads(client.get(f"{PAGE}json/").content)
    archive = words_of(client.get(f"{PAGE}csv/").content)

    filled = {one["name"] for one in told["treatments"] if any(table["rows"] for table in one["tables"])}
    wanted = {"bookings", "faults", "interests", "questions", "applications", "alerts", "registrations", "leads", "referrals"}
    assert wanted | {"account", "bars", "mails"} <= filled
    assert "%PDF-1.4 camille" in archive
    for text in (json.dumps(told), archive):
        assert [word for word in (CANARY, other_worker.email, VISITOR, "secret camille") if word in text] == []


def test_staff_are_not_named_in_what_they_noted(client, world, agency_officer):
    text = json.dumps(json.loads(sign_in(client, world).get(f"{PAGE}json/").content))

    assert [word for word in (agency_officer.email, agency_officer.name) if word in text] == []


def test_a_manager_does_not_take_the_people_of_the_centre_away(world, murat_manager, murat):
    """Mails to staff quote who booked: the export of who got them does not."""
    Message.objects.create(
        kind="bookings.day_sheet", key="x", recipient=murat_manager.email, due_at=murat.updated_at, subject=CANARY, source=CANARY
    )

    text = words_of(data_files.as_zip(Person.of(murat_manager)))

    assert murat_manager.email in text
    assert [word for word in (CANARY, "camille@", VISITOR) if word in text] == []


def test_the_tables_are_harmless_in_a_spreadsheet(client, world, now):
    Fault.objects.filter(reporter=world).update(text="=1+1")

    archive = zipfile.ZipFile(io.BytesIO(sign_in(client, world).get(f"{PAGE}csv/").content))

    [_head, row] = csv.reader(io.StringIO(archive.read("telecentres.fault.csv").decode("utf-8-sig")), delimiter=";")
    assert "'=1+1" in row


def test_the_page_says_each_treatment_and_where_to_decide(client, world):
    page = sign_in(client, world).get(PAGE)

    text = page.content.decode()
    wanted = [str(treatment.title) for treatment in personal_data.treatments()]
    assert [title for title in wanted if title not in text] == []
    assert [
        address for address in ("/compte/fin/", "/mes-reservations/", f"{PAGE}json/") if f'href="{address}"' not in text
    ] == []
    assert "no-store" in page["Cache-Control"]


def test_nobody_takes_the_data_away_from_an_open_session(client, world, time_machine, now):
    sign_in(client, world)
    time_machine.move_to(now + timedelta(hours=1))

    answers = [client.get(address) for address in (PAGE, f"{PAGE}json/", f"{PAGE}csv/")]

    assert [answer.status_code for answer in answers] == [302, 302, 302]


def test_another_kind_of_file_is_not_there(client, world):
    assert sign_in(client, world).get(f"{PAGE}xml/").status_code == 404


# --- without an account --------------------------------------------------------------------------------------


def look(client, email: str, act: str = "look", **more):
    return client.post(ADMIN, {"email": email, "act": act, "key": str(uuid4())} | more)


def test_the_network_sees_numbers_alone(client, world, network_admin):
    answer = look(sign_in(client, network_admin), VISITOR.upper())

    text = answer.content.decode().replace(VISITOR, "")
    assert {holding.treatment.name for holding in answer.context["holdings"]} >= {"bookings", "leads", "applications"}
    assert "visite" not in text


def test_the_link_goes_to_the_address_once_and_shows_what_is_held(client, world, network_admin, now):
    sign_in(client, network_admin)
    form = {"email": VISITOR, "act": "send", "asked": "on", "key": str(uuid4())}
    for _twice in range(2):
        assert client.post(ADMIN, form).status_code == 302

    mail = Message.objects.get(kind="accounts.my_data")
    dispatch.send_due(now)
    mail.refresh_from_db()
    assert (mail.recipient, mail.state) == (VISITOR, Message.State.SENT)
    assert VISITOR not in LogEntry.objects.latest("pk").change_message + LogEntry.objects.latest("pk").object_repr

    address = f"/compte/donnees/{data_links.token_for(VISITOR, until=now + data_links.LIFE)}/"
    client.logout()
    page, file = client.get(address), client.get(f"{address}csv/")
    assert (page.status_code, file.status_code, page["Referrer-Policy"]) == (200, 200, "no-referrer")
    assert "%PDF-1.4 visite" in words_of(file.content)
    assert [word for word in (CANARY, "camille") if word in words_of(file.content)] == []


def test_a_link_ends_and_a_forged_one_opens_nothing(client, world, now, time_machine):
    address = f"/compte/donnees/{data_links.token_for(VISITOR, until=now + data_links.LIFE)}/"
    time_machine.move_to(now + data_links.LIFE)

    assert [client.get(one).status_code for one in (address, f"{address}json/", "/compte/donnees/faux/")] == [410, 410, 404]


def test_a_link_never_opens_an_account_made_since(client, remote_worker, desk, thursday, now):
    make_booking(remote_worker, desk, thursday, now=now)

    assert "bookings" not in counts(Person(remote_worker.email))
    assert counts(Person.of(remote_worker))["bookings"] > 0


@pytest.mark.parametrize("act", ["send", "erase"])
def test_an_address_with_an_account_is_sent_to_its_own_page(client, world, network_admin, act):
    answer = look(sign_in(client, network_admin), world.email, act, asked="on")

    assert answer.status_code == 422
    assert Booking.objects.filter(booked_by=world).exists()


@pytest.mark.parametrize("act", ["send", "erase"])
def test_nothing_happens_without_the_word_that_the_person_asked(client, world, network_admin, act):
    answer = look(sign_in(client, network_admin), VISITOR, act)

    assert answer.status_code == 422
    assert not Message.objects.filter(kind__startswith="accounts.").exists()
    assert counts(Person(VISITOR))["bookings"] > 0


def test_there_is_nothing_to_send_to_a_stranger(db, now):
    with pytest.raises(ValidationError) as refusal:
        actions.send_data_link("personne@exemple.fr", key=uuid4(), now=now)

    assert refusal.value.code == "nothing"


def test_a_manager_does_not_answer_for_the_network(client, murat_manager):
    sign_in(client, murat_manager)

    assert [client.get(ADMIN).status_code, look(client, VISITOR).status_code] == [403, 403]


def test_erasing_an_address_leaves_what_the_law_keeps(world, murat, now):
    """The others keep theirs; a statement keeps name and amount, without the address."""
    owed = Statement.objects.create(
        telecentre=murat, name="Visite", email=VISITOR, month=(now - timedelta(days=40)).date().replace(day=1), **statement(now)
    )
    others = counts(Person.of(world))

    actions.forget_address(VISITOR, key=uuid4(), now=now)

    left = counts(Person(VISITOR))
    owed.refresh_from_db()
    assert left.keys() - {"registrations", "leads", "bars"} == {"mails"}
    assert (owed.name, owed.email) == ("Visite", "")
    assert counts(Person.of(world)) == others
    assert not Booking.objects.filter(visitor_email=VISITOR).exists()
    told = sorted(Message.objects.to(VISITOR).values_list("kind", flat=True))
    assert told == ["accounts.address_forgotten", "bookings.cancelled"]


def statement(now) -> dict:
    return {
        "reference": "MUR-2026-9",
        "year": 2026,
        "number": 9,
        "total": 10,
        "issued_at": now,
        "issuer": "Murat",
        "key": uuid4(),
    }
