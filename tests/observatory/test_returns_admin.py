"""Who enters public money and benefits, who reads them, and what is said of a mistake."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from observatory.models import Benefit, Investment
from tests.factories import make_benefit, make_epci, make_investment
from tests.signing_in import sign_in


@pytest.fixture(autouse=True)
def _quiet_clock(now):
    """Pages read the clock themselves."""


@pytest.fixture
def here(murat):
    return make_epci("200066637", "CC Hautes Terres", murat.commune)


@pytest.fixture
def elsewhere(db):
    return make_epci("200066660", "CC de Saint-Flour")


@pytest.fixture
def agency(agency_officer) -> Client:
    return sign_in(Client(), agency_officer)


def at(model, name: str, *args) -> str:
    return reverse(f"admin:observatory_{model._meta.model_name}_{name}", args=args)


def money(territory, **fields) -> dict:
    told = {"kind": "capital", "purpose": "Travaux", "payer": "Commune", "amount": "1000", "spent_on": "2025-03-15"}
    return {"territory": territory.pk, "source": "Facture 12"} | told | fields


def gain(territory, **fields) -> dict:
    told = {"kind": "rent", "nature": "observed", "low": "1", "central": "2", "high": "3", "begins_on": "2025-07-01"}
    more = {"formula": "Loyers", "source": "Comptes", "starts_at_percent": "100", "full_after_months": "0"}
    return {"territory": territory.pk} | told | more | fields


def errors_of(client: Client, model, form: dict) -> dict[str, list[str]]:
    answer = client.post(at(model, "add"), form)
    assert answer.status_code == 200
    return dict(answer.context["adminform"].form.errors)


def test_the_agency_enters_money_and_benefits(agency, here):
    assert agency.post(at(Investment, "add"), money(here)).status_code == 302
    assert agency.post(at(Benefit, "add"), gain(here, is_monthly="on")).status_code == 302

    assert (Investment.objects.get().amount, Benefit.objects.get().central) == (1000, 2)


def test_a_manager_reads_what_concerns_their_territory_and_changes_nothing(murat_manager, here, elsewhere):
    own, foreign = make_investment(here), make_investment(elsewhere, purpose="Ailleurs")
    client = sign_in(Client(), murat_manager)

    page = client.get(at(Investment, "changelist")).content.decode()

    assert "Travaux" in page
    assert "Ailleurs" not in page
    assert client.get(at(Investment, "change", foreign.pk)).status_code == 404
    assert client.get(at(Investment, "change", own.pk)).status_code == 200
    assert client.post(at(Investment, "change", own.pk), money(here, amount="5")).status_code == 403
    assert client.post(at(Investment, "add"), money(here)).status_code == 403
    own.refresh_from_db()
    assert own.amount == 1000


def test_a_territory_is_an_intercommunality(agency, here, murat):
    assert list(errors_of(agency, Investment, money(murat.commune))) == ["territory"]


def test_a_telecentre_stands_in_its_territory(agency, here, elsewhere, murat):
    assert list(errors_of(agency, Investment, money(elsewhere, telecentre=murat.pk))) == ["telecentre"]
    assert agency.post(at(Investment, "add"), money(here, telecentre=murat.pk)).status_code == 302


@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        ({"amount": "0"}, "amount", "Écrivez ce qui a été payé, en euros\u00a0: plus de zéro."),
        ({"amount": "mille"}, "amount", "Saisissez un nombre."),
        ({"ends_on": "2025-01-01"}, "__all__", "Le dernier jour vient avant le premier\u00a0: échangez-les."),
    ],
)
def test_a_mistake_about_money_is_said_in_words(agency, here, form, field, said):
    assert errors_of(agency, Investment, money(here, **form)) == {field: [said]}


@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        ({"low": "5"}, "__all__", "Bas, central et haut se suivent dans cet ordre, à partir de zéro."),
        ({"low": "-1"}, "low", "Cette valeur ne peut pas être inférieure à zéro."),
        (
            {"full_after_months": "18"},
            "__all__",
            "Seul un retour mensuel peut grandir\u00a0: donnez la part à l’ouverture et le mois du plein régime, "
            "ou bien 100 et 0.",
        ),
        (
            {"kind": "people", "is_monthly": "on"},
            "is_monthly",
            "Personnes, élèves et emplois se comptent une fois, pas chaque mois.",
        ),
    ],
)
def test_a_mistake_about_a_benefit_is_said_in_words(agency, here, form, field, said):
    found = errors_of(agency, Benefit, gain(here, **form))

    assert said in found[field]


def test_the_history_says_who_changed_what(agency, here):
    row = make_investment(here)

    agency.post(at(Investment, "change", row.pk), money(here, amount="1500"))

    page = agency.get(at(Investment, "history", row.pk)).content.decode()
    assert "Andrea Exemple" in page
    assert "1000" in page
    assert "1500" in page


def test_the_list_is_exported_with_every_assumption(agency, here):
    make_benefit(here, left_out_because="Compté ailleurs")

    file = agency.get(at(Benefit, "changelist"), {"_export": "csv"}).content.decode("utf-8-sig")

    head, row = csv.reader(io.StringIO(file), delimiter=";")
    told = dict(zip(head, row, strict=True))
    assert told["Non additionné, parce que"] == "Compté ailleurs"
    assert (told["Bas"], told["Central"], told["Haut"]) == ("100.00", "200.00", "300.00")
    assert told["Plein régime au mois"] == "0"
    assert agency.get(at(Investment, "changelist"), {"_export": "xlsx"}).status_code == 200


def test_the_lists_ask_the_database_no_more_for_many_rows(agency, here, elsewhere, django_assert_max_num_queries):
    for number in range(12):
        make_benefit(here if number % 2 else elsewhere, begins_on=date(2025, number + 1, 1))
        make_investment(here if number % 2 else elsewhere)

    for model in (Benefit, Investment):
        with django_assert_max_num_queries(16):
            assert agency.get(at(model, "changelist")).status_code == 200
