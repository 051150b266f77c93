"""The data that the project carries, and the examples of the demonstration."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from telecentres import demonstration, hours
from telecentres import places as loading
from telecentres.models import OpeningHours, StageEvent, Tariff, Telecentre, TelecentreSpeciality, Territory, Workspace


@pytest.fixture
def loaded(db):
    call_command("load_places", verbosity=0)


def counted() -> list[int]:
    models = [Territory, Territory.parents.through, Telecentre, StageEvent, TelecentreSpeciality, Workspace, OpeningHours, Tariff]
    return [model.objects.count() for model in models]


def test_every_commune_of_the_cantal_belongs_to_its_intercommunality_and_departement(loaded):
    communes = Territory.objects.filter(kind="commune")

    assert communes.count() == 250
    assert sum(communes.values_list("population", flat=True)) == 144_196
    murat = communes.get(name="Murat")
    assert set(murat.parents.values_list("kind", "name")) == {("epci", "CC Hautes Terres"), ("departement", "Cantal")}
    assert Territory.objects.get(kind="departement", code="15").parents.get().name == "Auvergne-Rhône-Alpes"


def test_five_centres_are_open_and_two_in_preparation_as_of_2009(loaded):
    assert set(Telecentre.objects.open().values_list("name", flat=True)) == {
        "Murat",
        "Saint-Flour",
        "Chaudes-Aigues",
        "Montmurat",
        "Allanche",
    }
    assert set(Telecentre.objects.in_pipeline().values_list("name", flat=True)) == {"Ydes", "Aurillac"}
    assert all("2009" in telecentre.stage_note and telecentre.source_url for telecentre in Telecentre.objects.all())


def test_two_specialities_are_facts_with_their_source(loaded):
    found = {one.telecentre.name: one.speciality.name for one in TelecentreSpeciality.objects.exclude(source_url="")}

    assert found == {"Chaudes-Aigues": "Santé et travail", "Aurillac": "Télémarketing"}
    assert TelecentreSpeciality.objects.count() == 2


def test_what_is_not_known_stays_empty(loaded):
    allanche = Telecentre.objects.get(slug="allanche")

    assert [allanche.phone, allanche.email, allanche.address, allanche.access, allanche.arrival] == [""] * 5
    assert not Workspace.objects.exists()
    assert not OpeningHours.objects.exists()
    assert not Tariff.objects.exists()


def test_loading_again_adds_nothing_and_leaves_what_was_edited(loaded):
    before = counted()
    Telecentre.objects.filter(slug="murat").update(stage_note="Vérifié.", name="Murat centre")

    call_command("load_places", verbosity=0)

    assert counted() == before
    assert Telecentre.objects.get(slug="murat").stage_note == "Vérifié."


def test_loading_again_brings_official_data_up_to_date(loaded):
    Territory.objects.filter(code="15138").update(name="Old name")

    loading.load()

    assert Territory.objects.get(kind="commune", code="15138").name == "Murat"


def test_every_example_says_so(places):
    assert not Workspace.objects.filter(is_example=False).exists()
    assert not OpeningHours.objects.filter(is_example=False).exists()
    assert set(Tariff.objects.filter(is_example=False).values_list("telecentre__slug", flat=True)) == {"murat"}
    assert not Tariff.objects.filter(is_example=False, source_url="").exists()
    assert all(telecentre.has_example_details for telecentre in places.values())


def test_numbers_and_addresses_are_fictitious(places):
    assert all(one.phone.startswith("04 65 71 ") for one in places.values() if one.phone)
    assert all(one.email.endswith("@cantal-network.example") for one in places.values() if one.email)


def test_murat_has_six_workspaces_with_their_places_on_the_plan(places):
    workspaces = places["murat"].workspaces.all()

    assert sorted(workspace.kind for workspace in workspaces) == ["booth", "desk", "desk", "desk", "desk", "meeting_room"]
    assert len({(workspace.row, workspace.column) for workspace in workspaces}) == 6


def test_making_the_examples_again_adds_nothing_and_leaves_what_was_edited(places, now):
    before = counted()
    Telecentre.objects.filter(slug="murat").update(phone="04 65 71 99 99")

    demonstration.create_places(now.date())

    assert counted() == before
    assert Telecentre.objects.get(slug="murat").phone == "04 65 71 99 99"


def test_examples_are_refused_in_production(db, settings, now):
    settings.PRODUCTION = True

    with pytest.raises(ImproperlyConfigured, match="stay out of production"):
        demonstration.create_places(now.date())
    assert not Telecentre.objects.exists()


def test_holidays_close_only_centres_that_would_be_open(places, now):
    closures = demonstration.holiday_closures(now.date())

    christmas = {one.telecentre.slug for one in closures if one.reason == "Noël"}
    assert christmas == {"murat", "saint-flour", "chaudes-aigues", "montmurat", "allanche"}
    assert not [one for one in closures if hours.civil_day(one.starts_at).isoweekday() == 7]
    assert all((one.starts_at, one.ends_at) == hours.whole_day(hours.civil_day(one.starts_at)) for one in closures)


def test_a_holiday_that_is_closed_already_is_not_proposed_again(places, now):
    first = demonstration.holiday_closures(now.date())[0]
    first.telecentre.closures.create(starts_at=first.starts_at, ends_at=first.ends_at, reason=first.reason)

    again = [(one.telecentre, one.starts_at) for one in demonstration.holiday_closures(now.date())]
    assert (first.telecentre, first.starts_at) not in again
