"""Moves that people declare: the form, the mail, the person's own page, and how all of it is forgotten. No script runs here."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation

from accounts.disclosing import Person, holdings_of
from accounts.personal_data import forgettings
from dispatch import actions as dispatch
from dispatch.models import Message
from observatory import actions
from observatory.models import MovePledge, UsageFact
from observatory.pledge_forms import DeclareForm
from telecentres.models import Territory
from tests.factories import make_booking, make_lead

PAGE, EMAIL = "/observatoire/j-ai-demenage/", "camille@exemple.fr"


@pytest.fixture
def rhone(db):
    return Territory.objects.create(kind="departement", code="69", name="Rhône")


@pytest.fixture
def answers(rhone, murat, now) -> dict:
    return {
        "direction": "in",
        "outside": "Lyon",
        "inside": murat.commune.pk,
        "month": "09/2026",
        "persons": "3",
        "telecentre": murat.pk,
        "email": EMAIL,
        "agrees": "on",
        "key": str(uuid4()),
    }


@pytest.fixture
def pledge(answers, now) -> MovePledge:
    return declared(answers, now)


def declared(answers: dict, now, **more) -> MovePledge:
    form = DeclareForm(answers | more)
    assert form.is_valid(), form.errors
    clean = form.cleaned_data
    return actions.declare(form.said, email=clean["email"], language="fr", key=clean["key"], now=now)


def own_page(pledge: MovePledge) -> str:
    return f"/observatoire/ma-declaration/{pledge.token}/"


def mails() -> list[Message]:
    return list(Message.objects.filter(kind="observatory.pledge").order_by("pk"))


def test_a_move_is_declared_confirmed_by_the_link_of_the_mail_corrected_and_taken_back(client, answers, murat, now, mailoutbox):
    assert client.get(PAGE).status_code == 200

    sent = client.post(PAGE, answers)
    dispatch.send_due(now)
    [mail] = mailoutbox
    link = re.search(r"https?://[^/\s]+(/observatoire/ma-declaration/\S+)", mail.body)[1]
    opened = client.get(link)
    assert (sent.status_code, opened.status_code) == (200, 200)
    assert not MovePledge.objects.confirmed().exists()

    client.post(link, {"confirm": "1"})
    said = MovePledge.objects.confirmed().get()
    assert (said.previous.name, said.new.name, said.is_urban, said.month, said.persons) == (
        "Rhône",
        "Murat",
        True,
        date(2026, 9, 1),
        3,
    )
    assert (said.telecentre, said.consent_text, said.email) == (murat, "2026-11", EMAIL)

    corrected = {**answers, "outside": "", "persons": "2", "month": "2026-08", "correct": ""}
    assert client.post(link, corrected).status_code == 302
    said.refresh_from_db()
    assert (said.persons, said.month, said.is_urban, said.previous.name) == (2, date(2026, 8, 1), True, "Rhône")

    client.post(link, {"withdraw": "1"})
    assert not MovePledge.objects.exists()
    assert client.get(link).status_code == 404
    assert all(message.is_forgotten for message in mails())


def test_opening_the_page_changes_nothing(client, pledge):
    client.get(own_page(pledge))
    client.head(own_page(pledge))

    assert MovePledge.objects.get().confirmed_at is None


def test_the_box_is_empty_and_without_it_nothing_is_kept(client, answers):
    page = client.get(PAGE).content.decode()
    refused = client.post(PAGE, {name: value for name, value in answers.items() if name != "agrees"})

    assert re.search(r'<input[^>]*name="agrees"[^>]*>', page)
    assert not re.search(r'name="agrees"[^>]*checked', page)
    assert refused.status_code == 422
    assert not MovePledge.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"outside": "Aurillac"}, "outside"),
        ({"outside": "Nullepart-sur-Rien"}, "outside"),
        ({"outside": "Saint-Denis"}, "outside"),
        ({"month": "12/2026"}, "month"),
        ({"month": "09/2020"}, "month"),
        ({"month": "13/2026"}, "month"),
        ({"month": "hier"}, "month"),
        ({"month": "99999-99"}, "month"),
        ({"persons": "21"}, "persons"),
        ({"persons": "0"}, "persons"),
        ({"email": "camille"}, "email"),
        ({"direction": "up"}, "direction"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(answers, changed, field):
    assert list(DeclareForm(answers | changed).errors) == [field]


@pytest.mark.parametrize(
    ("typed", "is_urban"),
    [("Lyon", True), ("Lyon (69)", True), ("lyon", True), ("Ampuis", True), ("Affoux", False), ("Rhône", None)],
)
def test_a_commune_of_two_thousand_is_a_town_and_only_that_is_kept(answers, typed, is_urban):
    form = DeclareForm(answers | {"outside": typed})

    assert form.is_valid(), form.errors
    assert form.said["is_urban"] is is_urban
    assert form.said["previous"].code == "69"


def test_who_leaves_goes_the_other_way(answers, now):
    gone = declared(answers, now, direction="out")

    assert (gone.previous.name, gone.new.name) == ("Murat", "Rhône")


def test_the_same_form_twice_is_one_declaration_and_one_mail(client, answers):
    client.post(PAGE, answers)
    client.post(PAGE, answers)

    assert (MovePledge.objects.count(), len(mails())) == (1, 1)


def test_what_was_said_last_holds_as_long_as_nothing_is_confirmed(answers, now):
    declared(answers, now)
    declared(answers, now, persons="1", key=str(uuid4()))

    assert MovePledge.objects.get().persons == 1


def test_a_stranger_who_types_the_address_changes_nothing_that_was_confirmed(client, answers, pledge, now):
    actions.confirm(pledge, now=now)
    first = client.post(PAGE, answers | {"persons": "20", "key": str(uuid4())})
    other = client.post(PAGE, answers | {"email": "autre@exemple.fr", "key": str(uuid4())})

    def without_address(response) -> str:
        text = re.sub(r'value="[^"]*"|nonce="[^"]*"', "", response.content.decode())
        return text.replace(EMAIL, "").replace("autre@exemple.fr", "")

    assert without_address(first) == without_address(other)
    assert MovePledge.objects.of(EMAIL).get().persons == 3


def test_too_many_declarations_from_one_address_are_refused(client, answers):
    cache.clear()
    codes = [client.post(PAGE, answers | {"key": str(uuid4())}).status_code for _ in range(6)]

    assert codes == [200] * 5 + [429]


def test_what_nobody_confirms_is_erased_after_seven_days(pledge, now):
    assert actions.forget_unconfirmed(now=now + timedelta(days=7) - timedelta(minutes=1)) == 0
    assert actions.forget_unconfirmed(now=now + timedelta(days=7)) == 1
    assert not MovePledge.objects.exists()


def test_the_address_is_erased_after_thirteen_months_and_the_number_stays(client, pledge, now):
    actions.confirm(pledge, now=now)
    link = own_page(pledge)

    assert actions.forget_addresses(now=now + settings.OBSERVATORY_KEEP_PERSON - timedelta(minutes=1)) == 0
    assert actions.forget_addresses(now=now + settings.OBSERVATORY_KEEP_PERSON) == 1

    pledge.refresh_from_db()
    assert (pledge.email, pledge.persons) == ("", 3)
    assert client.get(link).status_code == 404
    assert EMAIL not in {message.recipient for message in mails()}


def test_the_mail_is_not_sent_once_the_declaration_is_gone(pledge, now, mailoutbox):
    actions.withdraw(pledge)
    dispatch.send_due(now)

    assert mailoutbox == []


def test_the_mail_is_written_in_the_language_of_the_page(client, answers, now, mailoutbox):
    with translation.override("en"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        client.post(PAGE, answers)
    dispatch.send_due(now)

    assert mailoutbox[0].subject == "Confirm your move"


def test_who_has_settled_is_asked_on_the_page_of_the_project(client, agency_officer, now):
    settled = make_lead("lou@exemple.fr", owner=agency_officer, now=now, stage="resident", settled_on=now.date())
    coming = make_lead("sacha@exemple.fr", owner=agency_officer, now=now)

    pages = [client.get(lead.get_absolute_url()).content.decode() for lead in (settled, coming)]

    assert [PAGE in page for page in pages] == [True, False]


def test_the_end_of_an_account_erases_moves_and_unlinks_days(remote_worker, pledge, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    fact = UsageFact.objects.create(
        booking=booking, person="x" * 64, month=date(2026, 11, 1), telecentre=desk.telecentre, kind="desk", hours=4
    )
    mine = {one.treatment.name: one.count for one in holdings_of(Person.of(remote_worker)) if one.count}
    [own] = [one for one in forgettings() if one.name == "observatory"]

    assert (mine["usage"], mine["moves"]) == (1, 1)
    assert len(own.consequences(remote_worker, now=now)) == 1
    own.forget(remote_worker, now=now)

    fact.refresh_from_db()
    assert (fact.person, MovePledge.objects.count()) == ("", 0)


def test_an_address_without_account_is_forgotten_too(pledge, now):
    [own] = [one for one in forgettings() if one.name == "observatory"]

    own.forget_address(EMAIL.upper(), now=now)

    assert not MovePledge.objects.exists()
