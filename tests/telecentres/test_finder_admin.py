"""Needs, guides and gaps in the administration: managers write for their own centre, the network for all."""

import pytest
from django.test import Client
from django.urls import reverse

from telecentres.models import Gap, Guide, Need, NeedPhrase, Speciality
from tests.signing_in import sign_in


@pytest.fixture(autouse=True)
def on_a_wednesday_morning(now, time_machine):
    time_machine.move_to(now, tick=False)


@pytest.fixture
def need(db):
    speciality = Speciality.objects.create(name="Comptabilité", slug="comptabilite")
    return Need.objects.create(name="Tenir mes comptes", short_name="Comptes", slug="comptes", speciality=speciality)


@pytest.fixture
def manager_client(murat_manager):
    return sign_in(Client(), murat_manager)


@pytest.fixture
def agency_client(agency_officer):
    return sign_in(Client(), agency_officer)


def page(model, name: str, *args) -> str:
    return reverse(f"admin:telecentres_{model._meta.model_name}_{name}", args=args)


def guide(**changes) -> dict[str, str]:
    empty = dict.fromkeys(["telecentre", "need", "speciality", "link", "source_url"], "")
    return empty | {"kind": "guide", "title": "Tenir ses comptes", "audience": "public", "body": "Chaque semaine."} | changes


def test_the_agency_adds_words_to_a_need(agency_client, need):
    inline = {"phrases-TOTAL_FORMS": "1", "phrases-INITIAL_FORMS": "0", "phrases-0-text": "Faire ma compta"}
    form = {"name": need.name, "short_name": "Compta", "speciality": need.speciality.pk, "is_active": "on"}

    response = agency_client.post(page(Need, "change", need.pk), form | inline)

    assert response.status_code == 302
    assert NeedPhrase.objects.values_list("need", "text", "plain").get() == (need.pk, "Faire ma compta", "faire ma compta")


def test_a_manager_writes_a_guide_for_their_own_centre(manager_client, murat, need):
    response = manager_client.post(page(Guide, "add"), guide(telecentre=murat.pk, need=need.pk))

    assert response.status_code == 302
    assert Guide.objects.values_list("telecentre", "need").get() == (murat.pk, need.pk)


@pytest.mark.parametrize("whose", ["another centre", "the network"])
def test_a_manager_writes_no_guide_in_the_name_of_others(manager_client, allanche, need, whose):
    telecentre = allanche.pk if whose == "another centre" else ""

    response = manager_client.post(page(Guide, "add"), guide(telecentre=telecentre, need=need.pk))

    assert response.status_code == 200
    assert "telecentre" in response.context_data["adminform"].form.errors
    assert not Guide.objects.exists()


def test_a_manager_sees_only_the_guides_of_their_centre(manager_client, murat, allanche, need):
    for centre in (murat, allanche, None):
        Guide.objects.create(title=f"Guide de {centre}", need=need, telecentre=centre, body="…")

    shown = manager_client.get(page(Guide, "changelist")).context_data["cl"].queryset

    assert [one.title for one in shown] == ["Guide de Murat"]


def test_the_agency_writes_in_the_name_of_the_network(agency_client, need):
    response = agency_client.post(page(Guide, "add"), guide(need=need.pk))

    assert response.status_code == 302
    assert Guide.objects.get().telecentre is None


@pytest.mark.parametrize("fault", ["no subject", "two subjects", "no content"])
def test_a_guide_has_one_subject_and_something_to_read(agency_client, need, fault):
    form = {
        "no subject": guide(),
        "two subjects": guide(need=need.pk, speciality=need.speciality.pk),
        "no content": guide(need=need.pk, body=""),
    }[fault]

    response = agency_client.post(page(Guide, "add"), form)

    assert response.context_data["adminform"].form.non_field_errors()
    assert not Guide.objects.exists()


def test_gaps_are_filtered_by_why_there_was_no_answer(agency_client, need):
    for text, kind in (("dentiste", Gap.Kind.NOT_UNDERSTOOD), ("anglais", Gap.Kind.NO_CENTRE)):
        Gap.objects.create(text=text, kind=kind)

    shown = agency_client.get(page(Gap, "changelist"), {"kind__exact": "no_centre"}).context_data["cl"].queryset

    assert [gap.text for gap in shown] == ["anglais"]


def test_gaps_are_marked_as_handled_and_nothing_else_of_them_is_written(agency_client, db):
    gap = Gap.objects.create(text="dentiste", kind=Gap.Kind.NOT_UNDERSTOOD, count=3)

    agency_client.post(page(Gap, "changelist"), {"action": "mark_as_handled", "_selected_action": [gap.pk]})
    agency_client.post(page(Gap, "change", gap.pk), {"state": "handled", "text": "autre", "count": "99"})

    gap.refresh_from_db()
    assert (gap.state, gap.text, gap.count) == (Gap.State.HANDLED, "dentiste", 3)


def test_a_manager_reads_gaps_without_changing_them(manager_client, db):
    gap = Gap.objects.create(text="dentiste", kind=Gap.Kind.NOT_UNDERSTOOD)

    manager_client.post(page(Gap, "changelist"), {"action": "mark_as_handled", "_selected_action": [gap.pk]})

    gap.refresh_from_db()
    assert manager_client.get(page(Gap, "changelist")).status_code == 200
    assert gap.state == Gap.State.NEW


def test_needs_without_a_centre_are_listed(agency_client, places):
    shown = agency_client.get(page(Need, "changelist"), {"centre": "none"}).context_data["cl"].queryset

    assert {need.speciality.slug for need in shown} == {"langues"}


@pytest.mark.parametrize("model", [Need, Guide, Gap])
def test_the_lists_ask_the_same_queries_however_long(agency_client, places, model, django_assert_max_num_queries):
    for number in range(20):
        Gap.objects.create(text=f"{number}", kind=Gap.Kind.NOT_UNDERSTOOD)

    with django_assert_max_num_queries(20):
        agency_client.get(page(model, "changelist"))


# --- the address on the site ---------------------------------------------------------------------------------


def new_need(client, name: str, speciality) -> str:
    form = {"name": name, "short_name": "Salle", "speciality": speciality.pk, "is_active": "on"}
    prefix = "phrases"
    form |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return client.post("/admin/telecentres/need/add/", form, follow=True).content.decode()


def test_a_new_need_gets_its_address_from_its_name_and_keeps_it(agency_client, need):
    new_need(agency_client, "Répondre à l’appel d’offres", need.speciality)

    made = Need.objects.exclude(pk=need.pk).get()
    assert made.slug == "repondre-a-lappel-doffres"


@pytest.mark.parametrize(("name", "said"), [("Comptes", "Il y en a déjà un de ce nom"), ("!!!", "au moins une lettre")])
def test_a_name_that_gives_no_address_of_its_own_is_refused(agency_client, need, name, said):
    assert said in new_need(agency_client, name, need.speciality)
    assert Need.objects.count() == 1
