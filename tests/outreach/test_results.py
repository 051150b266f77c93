"""The figures of the communication plan, worked out by hand on a small world; and who reads them."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from outreach import plan, results
from outreach.models import Campaign, Indicator, Mailing, Registration
from telecentres import words
from tests.factories import make_campaign, make_event, make_lead
from tests.signing_in import sign_in

REPORT, CALENDAR = "/admin/outreach/campaign/report/", "/admin/outreach/campaign/calendar/"
Kind, State = Indicator.Kind, Registration.State


def register(event, number: int, state: str, *, confirmed=True) -> Registration:
    now = timezone.now()
    waits = {"entry": number, "waiting_since": now} if state == State.WAITING else {}
    return Registration.objects.create(
        reference=f"{event.pk}-{number}",
        event=event,
        email=f"p{number}@exemple.fr",
        state=state,
        asked_at=now,
        confirmed_at=now if confirmed else None,
        **waits,
    )


@pytest.fixture
def forum(agency_officer, now) -> Campaign:
    """
    Two events held and one to come; of seven who asked, six proved their address, and three came: one is noted by the door alone.

    Four leads: two by name, one by an event, one of another campaign who came by our event. One has settled. 1,000 euros spent.
    """
    plan_line, other = make_campaign(budget_spent=Decimal(1000)), make_campaign("Autre")
    week = timedelta(days=7)
    held = make_event("Forum", starts_at=now - week, state="held", campaign=plan_line)
    make_event("Atelier", starts_at=now - 2 * week, state="held", campaign=plan_line)
    make_event("Visite", starts_at=now + week, campaign=plan_line)
    for number, state in enumerate([State.ATTENDED, State.ATTENDED, State.NO_SHOW, State.CANCELLED, State.REGISTERED], 1):
        register(held, number, state)
    register(held, 6, State.PENDING, confirmed=False)
    at_the_door = register(held, 7, State.REGISTERED, confirmed=False)
    at_the_door.attendances.create(session=held.sessions.get(), arrived_at=now)
    make_lead("a@exemple.fr", owner=agency_officer, now=now, campaign=plan_line, event=held)
    make_lead("b@exemple.fr", owner=agency_officer, now=now, campaign=plan_line, stage="resident", settled_on=now.date())
    make_lead("c@exemple.fr", owner=agency_officer, now=now, event=held)
    make_lead("d@exemple.fr", owner=agency_officer, now=now, event=held, campaign=other)
    Mailing.objects.create(campaign=plan_line, subject="Bienvenue", text="…", state="sent", sent_at=now)
    Mailing.objects.create(campaign=plan_line, subject="Brouillon", text="…")
    return plan_line


def test_figures_are_those_worked_out_by_hand(forum):
    [found] = results.of([forum])

    assert found.figures == {
        Kind.EVENTS: 2,
        Kind.REGISTRATIONS: 6,
        Kind.ATTENDANCES: 3,
        Kind.LEADS: 3,
        Kind.SETTLED: 1,
        Kind.MAILINGS: 1,
    }
    assert [(cost.kind, cost.amount) for cost in found.costs] == [
        (Kind.REGISTRATIONS, Decimal("166.67")),
        (Kind.LEADS, Decimal("333.33")),
        (Kind.SETTLED, Decimal("1000.00")),
    ]
    assert found.left == Decimal(2000)
    assert results.stages(forum) == [("nouveau", 2), ("installation faite", 1)]


def test_each_event_says_how_many_registered_and_came(forum):
    assert [(event.title, event.registered, event.came) for event in results.events_of(forum)] == [
        ("Atelier", 0, 0),
        ("Forum", 6, 3),
        ("Visite", 0, 0),
    ]


def test_an_indicator_stands_beside_what_was_reached(forum):
    forum.indicators.create(kind=Kind.REGISTRATIONS, planned=8)
    forum.indicators.create(kind=Kind.SETTLED, planned=0)
    forum.indicators.create(kind=Kind.OTHER, name="Articles de presse", planned=4)
    forum.indicators.create(kind=Kind.OTHER, name="Visites de la page", planned=4, counted=0)

    [found] = results.of([forum])

    assert [(one.name, one.planned, one.reached, one.share) for one in found.measures if one.kind == Kind.OTHER] == [
        ("Articles de presse", 4, None, None),
        ("Visites de la page", 4, 0, 0),
    ]
    assert {(one.kind, one.reached, one.share) for one in found.measures if one.kind != Kind.OTHER} == {
        (Kind.REGISTRATIONS, 6, 75),
        (Kind.SETTLED, 1, None),
    }


def test_nothing_is_divided_by_nought_and_unknown_spending_is_not_nought(db):
    free, unknown = results.of([make_campaign("Gratuite", budget_spent=Decimal(0)), make_campaign("Inconnue")])

    assert {cost.amount for cost in (*free.costs, *unknown.costs)} == {None}
    assert free.costs[0].why != unknown.costs[0].why
    assert (free.left, unknown.left) == (Decimal(3000), None)


def test_examples_and_real_records_are_never_counted_together(forum, agency_officer, now):
    example = make_campaign("Exemple", is_example=True, budget_spent=Decimal(5))
    make_event("Exemple", starts_at=now - timedelta(days=1), state="held", campaign=example, is_example=True)
    make_event("Vrai", starts_at=now - timedelta(days=1), state="held", campaign=example)

    found = results.of_year(2026)
    sums = results.totals(found)

    assert {one.campaign.title: one.figures[Kind.EVENTS] for one in found} == {"Autre": 0, "Exemple": 1, "Venir vivre ici": 2}
    assert (sums.number, sums.spent, sums.unknown, sums.figures[Kind.EVENTS]) == (2, Decimal(1000), 1, 2)
    assert results.totals([one for one in found if one.campaign.is_example]).of_examples


def test_figures_cost_the_same_queries_however_many_campaigns(forum, django_assert_num_queries):
    with django_assert_num_queries(8):
        assert len(results.of_year(2026)) == 2
    for number in range(10):
        make_campaign(f"Ligne {number}")
    with django_assert_num_queries(8):
        assert len(results.of_year(2026)) == 12


def test_a_year_shows_each_campaign_in_the_months_it_runs(forum):
    months = plan.months_of(2026, results.of_year(2026))

    assert [len(month.campaigns) for month in months] == [0] * 8 + [2] * 4
    assert [begins for _one, begins, _ends in months[8].campaigns] == [True, True]
    assert not any(ends for month in months for _one, _begins, ends in month.campaigns)
    assert [event.title for month in months for event in month.events] == ["Atelier", "Forum", "Visite"]


@pytest.mark.parametrize("typed", ["", "1999", "x", "20266", "²⁰²⁶", "9999"])
def test_a_year_that_is_none_shows_the_current_one(typed):
    assert plan.year_named(typed, date(2026, 11, 27)) == 2026


@pytest.mark.parametrize("address", [REPORT, CALENDAR])
def test_pages_filter_by_year_and_territory(client, forum, murat, agency_officer, address):
    make_campaign("À Murat", territory=murat.commune)
    sign_in(client, agency_officer)

    def shown(query: str) -> list[str]:
        return [one.campaign.title for one in client.get(address + query).context["results"]]

    assert shown("?annee=2026") == ["Autre", "Venir vivre ici", "À Murat"]
    assert shown(f"?annee=2027&territoire={murat.commune.pk}") == ["À Murat"]
    assert shown("?annee=2031") == []
    assert len(shown("?annee=zz&territoire=-1")) == 3


def test_the_report_names_its_sources_and_its_day(client, forum, agency_officer, now):
    text = sign_in(client, agency_officer).get(REPORT).content.decode()

    assert f"Relevé du {words.day_words(now, year=True)}, " in text
    assert text.count("<dt>") == len(results.SOURCES)


def test_the_report_as_a_file_has_a_line_for_each_indicator(client, forum, agency_officer):
    forum.indicators.create(kind=Kind.LEADS, planned=10)
    forum.indicators.create(kind=Kind.OTHER, name="=1+1", planned=4)

    answer = sign_in(client, agency_officer).get(REPORT + "?annee=2026&_export=csv")

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row[0], row[9], row[10], row[11]) for row in rows[1:]] == [
        ("Autre", "", "", ""),
        ("Venir vivre ici", "contacts", "10", "3"),
        ("Venir vivre ici", "'=1+1", "4", ""),
    ]


def test_the_page_of_a_campaign_names_nobody(client, forum, agency_officer):
    text = sign_in(client, agency_officer).get(f"/admin/outreach/campaign/{forum.pk}/results/").content.decode()

    assert "Forum" in text
    assert "exemple.fr" not in text.replace(agency_officer.email, "")
    assert "Lou Exemple" not in text


def test_the_network_reads_the_plan_and_changes_nothing(client, forum, network_admin):
    sign_in(client, network_admin)

    assert client.get(REPORT).status_code == 200
    assert client.get(f"/admin/outreach/campaign/{forum.pk}/change/").status_code == 200
    assert client.get("/admin/outreach/campaign/add/").status_code == 403
    assert client.post(f"/admin/outreach/campaign/{forum.pk}/change/", {"title": "Autre"}).status_code == 403


def test_a_manager_does_not_see_the_plan(client, forum, murat_manager):
    sign_in(client, murat_manager)

    answers = [client.get(address).status_code for address in (REPORT, CALENDAR, f"/admin/outreach/campaign/{forum.pk}/results/")]

    assert answers == [403, 403, 403]


def test_the_agency_writes_a_campaign_with_its_indicators(client, agency_officer):
    rows = {
        "indicators-TOTAL_FORMS": "1",
        "indicators-INITIAL_FORMS": "0",
        "indicators-0-kind": "leads",
        "indicators-0-planned": "12",
    }
    told = {"title": "Salon", "objective": "…", "audience": "Familles", "begins_on": "2027-01-01", "ends_on": "2027-02-01"}

    answer = sign_in(client, agency_officer).post("/admin/outreach/campaign/add/", told | rows | {"budget_planned": "100"})

    assert answer.status_code == 302
    assert Indicator.objects.values_list("campaign__title", "kind", "planned").get() == ("Salon", "leads", 12)
