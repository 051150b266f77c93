"""The story of telework: every figure from the data with its source, and none that cannot be checked."""

import csv
from decimal import Decimal

import pytest

from telecentres import story
from telecentres.places import DATA

STORY = "/telecentres/histoire/"
SHOWN = ["murat_people_settled", "murat_training_retained", "mauriac_teleworkers", "cantal_project_holders_settled"]


def test_every_figure_has_an_address_where_it_can_be_read():
    addresses = [address for fact in story.facts().values() for address in fact.sources]
    addresses += [address for addresses in story.sources().values() for address in addresses]

    assert [address for address in addresses if not address.startswith(("https://", "http://")) or " " in address] == []
    assert all(fact.sources for fact in story.facts().values())


def test_a_figure_whose_computation_was_not_seen_is_not_carried():
    assert "murat_multiplier_claim" not in story.facts()


def test_the_quotient_is_computed_from_both_sums():
    facts = story.facts()

    assert (facts["murat_spent_locally"].value, facts["murat_public_cost_declared"].value) == (1_200_000, 500_000)
    assert story.spent_locally_per_public_euro() == Decimal("2.4")


def test_the_fractions_that_the_text_says_in_words_are_those_of_the_data():
    """“A third”, “15%”, “that leaves half”, “one in four”, “fewer than eight a year”."""
    value = {key: fact.value for key, fact in story.facts().items()}

    third, creating = value["murat_training_created_business"], value["murat_training_creating_business"]
    assert (third, value["murat_training_origin_auvergne"], creating) == (Decimal("0.33"), Decimal("0.33"), Decimal("0.15"))
    assert round(1 - third - creating, 1) == Decimal("0.5")
    assert value["cantal_project_holders_settled"] == Decimal("0.25")
    assert value["mauriac_teleworkers"] / 3 < 8


def test_the_count_of_2023_is_the_sum_of_the_communes():
    with (DATA / "cantal-communes.csv").open(encoding="utf-8", newline="") as file:
        communes = sum(int(row["population"]) for row in csv.DictReader(file))

    assert story.population()[2023].inhabitants == communes


@pytest.mark.django_db
def test_the_page_shows_figures_and_sources_without_a_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get(STORY).content.decode()

    assert "144\u202f399" in page
    assert "2,4\u00a0€" in page
    assert [key for key in SHOWN if story.facts()[key].sources[0] not in page] == []


@pytest.mark.django_db
def test_the_home_page_leads_to_the_story(client):
    assert f'href="{STORY}"' in client.get("/").content.decode()
