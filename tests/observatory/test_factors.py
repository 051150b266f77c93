"""Editions of emission factors: loaded once, and frozen as soon as a figure rests on them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from observatory import actions
from observatory.models import Factor, FactorSet
from tests.observatory.conftest import make_fact
from tests.signing_in import sign_in


@pytest.fixture
def used(murat) -> FactorSet:
    """An edition with one factor, and a fact that was computed with it."""
    edition = FactorSet.objects.create(version="essai", published_on="2020-01-01", source="Exemple")
    edition.factors.create(mode="car", kg_per_km="0.2")
    make_fact(murat, "a", km=1, minutes=1, co2_low="0.14", co2_high="0.2", factors=edition)
    return edition


def test_the_file_is_loaded_once(db):
    first, second = actions.load_factors(), actions.load_factors()

    newest = FactorSet.objects.newest()
    assert (first, second) == (2, 0)
    assert newest.version == "impact-co2-2025"
    assert newest.factors.get(mode="car").kg_per_km == Decimal("0.1423")
    assert Factor.objects.count() == 10
    assert not Factor.objects.filter(note="").exists()


def test_a_change_in_the_file_does_not_reach_an_edition_that_is_there(db):
    actions.load_factors()
    Factor.objects.filter(mode="car").delete()

    actions.load_factors()

    assert not Factor.objects.filter(mode="car").exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda edition: FactorSet.objects.filter(pk=edition.pk).update(source="autre"),
        lambda edition: Factor.objects.filter(edition=edition).update(kg_per_km=1),
        lambda edition: Factor.objects.filter(edition=edition).delete(),
        lambda edition: Factor.objects.create(edition=edition, mode="bus", kg_per_km=1),
        lambda edition: edition.factors.create(mode="walk", kg_per_km=0),
    ],
)
def test_the_database_keeps_an_edition_that_was_used(used, change):
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        change(used)


def test_an_edition_that_nobody_used_may_change(db):
    edition = FactorSet.objects.create(version="essai", published_on="2020-01-01", source="Exemple")

    edition.factors.create(mode="car", kg_per_km="0.2")
    FactorSet.objects.update(source="autre")
    Factor.objects.all().delete()
    edition.delete()

    assert not FactorSet.objects.exists()


def test_a_factor_does_not_move_into_an_edition_that_was_used(used):
    other = FactorSet.objects.create(version="autre", published_on="2021-01-01", source="Exemple")
    factor = other.factors.create(mode="bus", kg_per_km="0.1")

    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Factor.objects.filter(pk=factor.pk).update(edition=used)


def test_forms_say_it_in_words(used):
    for one in (used, used.factors.get()):
        with pytest.raises(ValidationError, match="nouvelle édition"):
            one.full_clean()


def test_staff_add_an_edition_and_change_none(client, agency_officer, used):
    own = sign_in(client, agency_officer)
    lines = {"factors-0-mode": "car", "factors-0-kg_per_km": "0.12", "factors-0-note": "essence"}
    management = {"factors-TOTAL_FORMS": 1, "factors-INITIAL_FORMS": 0, "factors-MIN_NUM_FORMS": 0, "factors-MAX_NUM_FORMS": 7}
    told = {"version": "2027", "published_on": "2027-01-01", "source": "ADEME", "note": ""}

    added = own.post(reverse("admin:observatory_factorset_add"), told | lines | management)
    changed = own.post(reverse("admin:observatory_factorset_change", args=[used.pk]), told | lines | management)
    page = own.get(reverse("admin:observatory_factorset_changelist")).content.decode()

    assert (added.status_code, changed.status_code) == (302, 403)
    assert FactorSet.objects.get(version="2027").factors.get().kg_per_km == Decimal("0.12")
    assert "2027" in page
