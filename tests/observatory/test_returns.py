"""What public money brought back: worked by hand, the benchmark of Murat as published, and the pages that tell it."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from observatory import returns, returns_demonstration
from observatory.balance import HORIZON, Amounts, Payback, all_balances
from observatory.indicators import NETWORK, Scope, Span
from observatory.models import Benefit, Investment
from observatory.publishing import publish as public
from telecentres.models import Territory
from tests.factories import make_benefit, make_epci, make_investment

MURAT, SAINT_FLOUR = "200066637", "200066660"
TODAY = date(2026, 11, 25)


@pytest.fixture
def place(db) -> Territory:
    return make_epci(MURAT, "CC Hautes Terres")


@pytest.fixture
def published(db):
    call_command("load_places", verbosity=0)
    call_command("load_returns", verbosity=0)
    return Territory.objects.get(kind="epci", code=MURAT)


def only(place: Territory):
    [found] = all_balances(today=TODAY, territory=place)
    return found


# --- worked by hand --------------------------------------------------------------------------------------------


def test_what_is_over_is_summed_and_divided(place):
    make_investment(place, 1000, spent_on=date(2025, 3, 15))
    make_investment(place, 100, is_monthly=True, spent_on=date(2025, 7, 1), ends_on=date(2025, 9, 30))
    make_benefit(place, 200, 500, 700, begins_on=date(2025, 7, 1), ends_on=date(2025, 9, 30))
    make_benefit(place, 0, 50, 400, kind="works", is_monthly=False, begins_on=date(2025, 8, 10))

    found = only(place)

    # Paid: 1,000 + 3 × 100. Back: 3 × (200, 500, 700) + (0, 50, 400) = (600, 1,550, 2,500).
    assert found.cost == 1300
    assert found.benefit == Amounts(600, 1550, 2500)
    assert found.per_euro == Amounts(Decimal("0.46"), Decimal("1.19"), Decimal("1.92"))
    assert found.last == date(2025, 9, 1)


def test_the_balance_is_told_month_by_month_from_the_opening(place):
    make_investment(place, 1000, spent_on=date(2025, 3, 15))
    make_investment(place, 100, is_monthly=True, spent_on=date(2025, 7, 1))
    make_benefit(place, 100, 350, 600, begins_on=date(2025, 7, 1))

    found = only(place)

    # On the eve −1,000 is out. Each month brings 0, 250 or 500 more than it costs: after 2 months 0 at most, after 4 months 0
    # in the central case; in the low case −1,000 stays for ever.
    assert (found.opening, found.points[0].month, len(found.points)) == (date(2025, 7, 1), date(2025, 6, 1), HORIZON + 1)
    assert [point.balance for point in found.points[:3]] == [
        Amounts(-1000, -1000, -1000),
        Amounts(-1000, -750, -500),
        Amounts(-1000, -500, 0),
    ]
    assert found.payback == Payback(low=None, central=4, high=2)


def test_what_goes_on_is_projected_to_the_horizon(place):
    make_investment(place, 10, is_monthly=True, spent_on=date(2025, 7, 1))
    make_benefit(place, 1, 2, 3, begins_on=date(2025, 7, 1))

    found = only(place)

    assert (found.cost, found.benefit) == (720, Amounts(72, 144, 216))
    assert found.last == date(2031, 6, 1)


def test_a_benefit_that_grows_is_full_in_its_month(place):
    make_investment(place, 100)
    benefit = make_benefit(
        place, 100, 100, 100, ends_on=date(2025, 10, 31), starts_at_percent=40, full_after_months=3, begins_on=date(2025, 7, 1)
    )

    found = only(place)

    # 40 % + 60 % × n ÷ 3: 60, 80 and 100, then 100.
    assert [benefit.share_in(month) for month in (1, 2, 3, 4)] == [Decimal("0.6"), Decimal("0.8"), 1, 1]
    assert found.benefit.central == 340


def test_people_and_pupils_are_never_turned_into_money(place):
    make_investment(place, 1000)
    for kind, count in (("people", 8), ("jobs", 7), ("school_places", 6)):
        make_benefit(place, count, count, count, kind=kind, is_monthly=False)

    found = only(place)

    assert (found.added, found.benefit, found.per_euro, found.payback) == ((), Amounts(0, 0, 0), None, None)
    assert found.per_person == 125


def test_what_a_source_forbids_to_add_stands_beside(place):
    make_investment(place, 100)
    make_benefit(place, 1, 1, 1, is_monthly=False)
    make_benefit(place, 50, 50, 50, is_monthly=False, kind="works", left_out_because="Compté dans l’autre somme")

    found = only(place)

    assert found.benefit == Amounts(1, 1, 1)
    assert [one.total.central for one in found.beside] == [50]


def test_a_sum_of_several_years_has_no_month_of_payback(place):
    make_investment(place, 100, ends_on=date(2025, 12, 31))
    make_benefit(place, 500, 500, 500, is_monthly=False)

    found = only(place)

    assert found.payback is None
    assert found.per_euro.central == 5


def test_nothing_is_divided_by_nought(place):
    make_benefit(place, is_monthly=False)
    make_benefit(place, 0, 0, 0, kind="people", is_monthly=False)

    found = only(place)

    assert (found.cost, found.per_euro, found.per_person, found.payback) == (0, None, None, None)


def test_examples_are_never_counted_with_real_rows(place, now):
    make_investment(place, 1000)
    make_investment(place, 5, is_example=True)
    make_benefit(place, 7, 7, 7, is_example=True, is_monthly=False)

    real, example = returns.of(place)

    assert (real.is_example, real.cost, real.benefit.central) == (False, 1000, 0)
    assert (example.is_example, example.cost, example.benefit.central) == (True, 5, 7)
    assert public("return_on_investment", NETWORK, Span.month(date(2026, 10, 1))).rows == ()


def test_a_month_that_is_past_knows_nothing_of_later_ones(place):
    make_investment(place, 100, spent_on=date(2025, 3, 15))
    make_investment(place, 900, spent_on=date(2025, 9, 15))
    make_benefit(place, 50, 50, 50, begins_on=date(2025, 7, 1))

    figure = public("return_on_investment", Scope("territory", MURAT), Span.month(date(2025, 8, 1)))

    # July and August: 2 × 50 for 100 paid.
    assert [(row.keys, row.value) for row in figure.rows] == [((MURAT,), Decimal("1.00"))]


# --- too few people ----------------------------------------------------------------------------------------------


def test_a_count_of_few_people_is_hidden_and_so_is_their_quotient(place, now, client):
    make_investment(place, 1000)
    make_benefit(place, 4, 40, 40, kind="people", is_monthly=False, formula="Première arrivée")
    make_benefit(place, 50, 50, 50, kind="people", is_monthly=False, formula="Deuxième arrivée")

    [found] = returns.of(place)
    figure = public("cost_per_person", NETWORK, Span.month(date(2026, 10, 1)))
    page = client.get(f"/observatoire/euros/{MURAT}/").content.decode()

    assert [one.amounts for one in found.counts] == [None, Amounts(50, 50, 50)]
    assert found.per_person is None
    assert [(row.is_hidden, row.value) for row in figure.rows] == [(True, None)]
    assert "masqué" in page
    assert "par personne installée, à" not in page


def test_nought_people_is_shown_as_nought(place, now):
    make_investment(place, 1000)
    make_benefit(place, 0, 0, 0, kind="people", is_monthly=False)

    [found] = returns.of(place)

    assert [one.amounts for one in found.counts] == [Amounts(0, 0, 0)]
    assert found.per_person is None


# --- Murat as published ----------------------------------------------------------------------------------------------


def test_the_published_benchmark_of_murat_is_reproduced(published, now):
    [found] = returns.of(published)

    # 500,000 € of public money, 52 people, 1.2 M€ spent in the territory; the works are counted by one source inside it.
    assert (found.cost, found.benefit.central) == (500_000, 1_200_000)
    assert found.per_euro.central == Decimal("2.40")
    assert found.per_person == Decimal("9615.38")
    assert found.rounded_per_person == 9_600
    assert [(one.row.kind, one.total.central) for one in found.beside] == [("works", 660_000)]
    assert {one.row.kind: one.amounts.central for one in found.counts} == {"people": 52, "school_places": 16, "jobs": 25}
    assert (found.payback, found.is_projected) == (None, False)
    assert all(row.row.sources[0][1].startswith("https://") for row in (*found.spent, *found.added, *found.beside))


def test_the_benchmark_beside_every_territory_is_the_same():
    murat = returns.benchmark()

    assert (murat.cost, murat.people, murat.spent_locally) == (500_000, 52, 1_200_000)
    assert (murat.per_euro, murat.per_person) == (Decimal("2.4"), 9_600)


def test_the_indicators_tell_murat_as_published(published):
    month = Span.month(date(2026, 10, 1))

    assert public("return_on_investment", NETWORK, month).row(MURAT).value == Decimal("2.40")
    assert public("cost_per_person", Scope("territory", MURAT), month).row(MURAT).value == Decimal("9615.38")
    assert public("payback_month", NETWORK, month).rows == ()


def test_loading_again_changes_nothing_that_staff_have_put_right(published):
    Investment.objects.update(amount=510_000)

    call_command("load_returns", verbosity=0)

    assert [Investment.objects.count(), Benefit.objects.count()] == [1, 5]
    assert Investment.objects.get().amount == 510_000


# --- the example ---------------------------------------------------------------------------------------------------------


def test_the_example_is_paid_back_as_it_was_drawn(published, now):
    returns_demonstration.create_returns()
    returns_demonstration.create_returns()

    [found] = returns.of(Territory.objects.get(code=SAINT_FLOUR))

    # 184,000 € at the opening, 2,650 € a month; at full speed 4,300, 7,150 or 9,400 € come back each month.
    assert found.is_example
    assert found.points[0].balance.central == -184_000
    assert sum(one.row.central for one in found.added) == 7_150
    assert found.payback == Payback(low=None, central=49, high=35)
    assert found.is_projected


# --- the pages -----------------------------------------------------------------------------------------------------------


def test_the_page_tells_each_euro_with_its_source(published, client, now, django_assert_num_queries):
    with django_assert_num_queries(3):
        page = client.get(f"/observatoire/euros/{MURAT}/").content.decode()

    assert "500\u202f000\u00a0€" in page
    assert "2,40\u00a0€" in page
    assert "9\u202f600\u00a0€" in page
    assert "660\u202f000\u00a0€" in page
    assert "on ne les additionne pas" in page
    assert 'href="https://zevillage.net/teletravail/evaluation-politique-daccueil-teletravail-du-pays-murat/"' in page
    assert "multiplié" not in page
    assert "Exemple" not in page


def test_the_list_keeps_examples_apart(published, client, now, django_assert_num_queries):
    returns_demonstration.create_returns()

    with django_assert_num_queries(2):
        page = client.get("/observatoire/euros/").content.decode()

    real, _heading, examples = page.partition("Exemple\u00a0: mesures inventées")
    assert "CC Hautes Terres" in real.partition("Territoire par territoire")[2]
    assert "CC de Saint-Flour" not in real
    assert "CC de Saint-Flour" in examples


def test_the_page_of_the_example_draws_its_balance(published, client, now):
    returns_demonstration.create_returns()

    page = client.get(f"/observatoire/euros/{SAINT_FLOUR}/").content.decode()

    assert "mois\u00a035" in page
    assert "mois\u00a049" in page
    assert "jamais en 72\u00a0mois" in page
    assert "\u2212184\u202f000\u00a0€" in page
    assert " style=" not in page


def test_the_pages_open_with_one_row_and_in_english(place, client, now):
    make_benefit(place)
    client.cookies["django_language"] = "en"

    page = client.get(f"/observatoire/euros/{MURAT}/").content.decode()

    assert "No cost has been entered." in page
    assert client.get("/observatoire/euros/").status_code == 200


@pytest.mark.parametrize("code", ["999999999", "15138", "nulle-part", "200066660"])
def test_a_territory_without_rows_is_not_found(place, client, now, code):
    make_epci(SAINT_FLOUR, "CC de Saint-Flour")

    assert client.get(f"/observatoire/euros/{code}/").status_code == 404


def test_only_addresses_of_pages_become_links(place, client, now):
    make_investment(place, source="javascript:alert(1) | https://exemple.fr/a | http://[ | Délibération du 3 mars")

    page = client.get(f"/observatoire/euros/{MURAT}/").content.decode()

    assert 'href="javascript' not in page
    assert '<a href="https://exemple.fr/a" rel="noreferrer">exemple.fr</a>' in page
    assert "Délibération du 3 mars" in page


def test_every_row_is_given_as_a_file(place, client, now):
    make_investment(place, 1000, purpose="=2+3")
    make_benefit(place, 1, 2, 3, begins_on=date(2025, 7, 1), ends_on=date(2025, 8, 31))
    make_benefit(place, 3, 3, 3, kind="people", is_monthly=False)

    answer = client.get(f"/observatoire/euros/{MURAT}/lignes.csv")

    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(row["total, bas"], row["total, central"], row["total, haut"]) for row in told] == [
        ("-1000.00", "-1000.00", "-1000.00"),
        ("2.00", "4.00", "6.00"),
        ("", "", ""),
    ]
    assert told[0]["quoi"] == "'=2+3"
    assert [row["est un exemple"] for row in told] == ["non", "non", "non"]
