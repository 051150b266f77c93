"""The public form, and the page by which a person keeps their project in their own hands."""

import uuid

import pytest
from django.urls import reverse

from dispatch import registry
from dispatch.models import Message
from outreach import actions
from outreach.models import Interaction, Lead
from telecentres.models import Telecentre, Territory
from tests.factories import make_lead, make_offer, make_telecentre

PAGE = "/venir-vivre-ici/"


@pytest.fixture
def lead(agency_officer, now):
    return make_lead(owner=agency_officer, now=now, message="Une maison avec jardin", news_consent_at=now)


def answers(**changes) -> dict:
    said = {
        "key": str(uuid.uuid4()),
        "name": "Zoé Exemple",
        "email": "zoe@exemple.fr",
        "project": "salaried",
        "horizon": "soon",
        "home": "",
        "agrees": "on",
    }
    return {name: value for name, value in (said | changes).items() if value is not None}


def mail_of(kind: str):
    message = Message.objects.get(kind=kind)
    return registry.kind(kind).build(message)


def test_the_page_promises_only_what_is_kept(client, db):
    page = client.get(PAGE).content.decode()

    assert "Ce que nous ne pouvons pas promettre" in page
    assert "checked" not in page


@pytest.mark.parametrize("query", ["", "?centre=murat&offre=rien", "?centre=%00&offre=" + "x" * 3000])
def test_whatever_the_address_says_the_page_opens(client, murat, query):
    assert client.get(PAGE + query).status_code == 200


def test_who_sends_the_form_becomes_a_lead_with_a_mail(client, agency_officer, now):
    Territory.objects.create(kind=Territory.Kind.DEPARTEMENT, code="69", name="Rhône")

    answer = client.post(PAGE, answers(home="rhone", household_size="3", wants_news="on"))

    assert answer["Location"] == reverse("outreach:come_thanks")
    lead = Lead.objects.get()
    assert (lead.name, lead.home.name, lead.household_size, lead.gets_news, lead.source) == (
        "Zoé Exemple",
        "Rhône",
        3,
        False,
        Lead.Source.FORM,
    )
    body = mail_of("outreach.lead_received").body
    assert lead.get_absolute_url() in body
    assert "dites oui sur cette page" in body
    assert "Zoé" not in mail_of("outreach.lead_arrived").body


def test_where_somebody_comes_from_is_kept(client, agency_officer, murat, now):
    offer = make_offer(today=now.date())

    client.post(f"{PAGE}?centre=murat&offre={offer.slug}", answers())

    lead = Lead.objects.get()
    assert (lead.source, lead.telecentre, lead.offer) == (Lead.Source.OFFER, murat, offer)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"agrees": None}, "agrees"),
        ({"email": "zoe@exemple"}, "email"),
        ({"name": " "}, "name"),
        ({"household_size": "0"}, "household_size"),
        ({"household_size": "beaucoup"}, "household_size"),
        ({"home": "Atlantide"}, "home"),
        ({"project": "rien"}, "project"),
        ({"key": "rien"}, "key"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, agency_officer, now, wrong, field):
    answer = client.post(PAGE, answers(message="Mes mots restent", **wrong))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Mes mots restent" in answer.content.decode()
    assert not Lead.objects.exists()


def test_without_staff_the_person_is_told(client, db, now):
    answer = client.post(PAGE, answers())

    assert (answer.status_code, Lead.objects.exists()) == (422, False)
    assert "écrivez-nous" in answer.content.decode()


def test_the_answer_is_the_same_for_a_known_address(client, lead, now):
    known, unknown = client.post(PAGE, answers(email="lou@exemple.fr")), client.post(PAGE, answers())

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert Lead.objects.count() == 2


def test_a_form_cannot_be_sent_without_end(client, agency_officer, now):
    statuses = [client.post(PAGE, answers(email=f"zoe{number}@exemple.fr")).status_code for number in range(6)]

    assert statuses == [302] * 5 + [429]


# --- the person's own page ---------------------------------------------------------------------------------------


def test_opening_the_page_changes_nothing_and_shows_all(client, lead, agency_officer, now):
    actions.note_interaction(lead, kind="call", direction="network", text="Rappelé pour la maison", by=agency_officer, now=now)
    before = Lead.objects.values().get()

    page = client.get(lead.get_absolute_url())

    assert Lead.objects.values().get() == before
    shown = page.content.decode()
    assert all(words in shown for words in ("Une maison avec jardin", "Rappelé pour la maison", "lou@exemple.fr"))
    assert page["Referrer-Policy"] == "same-origin"
    assert "noindex" in shown


@pytest.mark.parametrize("token", ["rien", "WzEsIngiXQ:1:x", "%00"])
def test_a_forged_link_opens_nothing(client, lead, token):
    assert client.get(f"/mon-projet/{token}/").status_code == 404
    assert client.post(f"/mon-projet/{token}/arret/").status_code == 404


def test_one_kind_of_link_does_not_open_the_other(client, lead):
    assert client.get(reverse("outreach:project", args=[lead.news_token])).status_code == 404
    assert client.post(reverse("outreach:end_news", args=[lead.token])).status_code == 404


def test_the_person_corrects_what_staff_noted(client, lead, now):
    said = {"correct": "", "name": "Lou Martin Exemple", "project": "takeover", "horizon": "later", "household_size": "2"}

    answer = client.post(lead.get_absolute_url(), said)

    assert answer.status_code == 302
    lead.refresh_from_db()
    assert (lead.name, lead.project, lead.household_size) == ("Lou Martin Exemple", Lead.Project.TAKEOVER, 2)
    assert Interaction.objects.get().direction == Interaction.Direction.PERSON


def test_a_wrong_correction_is_said(client, lead):
    answer = client.post(lead.get_absolute_url(), {"correct": "", "name": "", "project": "takeover", "horizon": "later"})

    assert answer.status_code == 422
    assert Lead.objects.get().name == "Lou Exemple"


def test_news_end_and_begin_by_a_button(client, lead):
    client.post(lead.get_absolute_url(), {"end_news": ""})
    assert not Lead.objects.get().gets_news
    client.post(lead.get_absolute_url(), {"news": ""})
    assert Lead.objects.get().gets_news


def test_one_click_in_the_mail_program_ends_the_news(client, lead):
    address = reverse("outreach:end_news", args=[lead.news_token])

    assert client.get(address).status_code == 200
    assert Lead.objects.get().gets_news
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Lead.objects.get().gets_news


def test_taking_the_consent_back_erases_at_once(client, lead, agency_officer, now):
    actions.note_interaction(lead, kind="call", direction="network", text="Rappelé", by=agency_officer, now=now)
    address = lead.get_absolute_url()

    client.post(address, {"withdraw": ""})

    gone = Lead.objects.get()
    assert (gone.name, gone.email, gone.message, gone.owner, gone.stage, gone.gets_news) == (
        "",
        "",
        "",
        None,
        Lead.Stage.NEW,
        False,
    )
    assert not Interaction.objects.exists()
    assert client.get(address).status_code == 404
    assert gone.history.count() == 1


def test_a_pipeline_centre_and_an_offer_lead_to_the_form(client, db, now):
    make_telecentre("Allanche", stage=Telecentre.Stage.FUNDED)
    offer = make_offer(today=now.date())

    assert f"{PAGE}?centre=allanche" in client.get("/telecentres/allanche/").content.decode()
    assert f"{PAGE}?offre={offer.slug}" in client.get(offer.get_absolute_url()).content.decode()


def test_the_form_asks_few_queries(client, db, now, django_assert_num_queries):
    client.get(PAGE)
    with django_assert_num_queries(1):
        client.get(PAGE)


def test_a_mail_about_who_is_forgotten_does_not_leave(lead, agency_officer, now):
    actions.take_up(actions.Contact(email="lou@exemple.fr", source=Lead.Source.FORM), now=now)
    messages = {message.kind: message for message in Message.objects.all()}
    Lead.objects.update(email="")

    assert sorted(messages) == ["outreach.lead_arrived", "outreach.lead_received"]
    assert [registry.kind(kind).build(message) for kind, message in messages.items()] == [None, None]
