"""How far people come, counted from the history: cohorts, shares, stays, and what others published."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from outreach import conversion
from outreach.models import Lead
from tests.factories import make_event, make_lead
from tests.signing_in import sign_in

Stage = Lead.Stage
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def brought(owner, now, *way: tuple[str, int], number: int = 1, **fields) -> Lead:
    """A lead whose history is written by the trigger, each stage so many days after the first contact."""
    lead = make_lead(f"{number}-{Lead.objects.count()}@exemple.fr", owner=owner, now=now, **fields)
    for stage, days in way:
        more = {"lost_reason": "housing"} if stage == Stage.LOST else {}
        more |= {"settled_on": now.date()} if stage in Stage.settled() else {}
        Lead.objects.filter(pk=lead.pk).update(stage=stage, stage_since=now + timedelta(days=days), **more)
    return lead


def counts(funnel) -> list[int]:
    return [step.count for step in funnel.steps]


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        (["new"], 0),
        (["new", "qualified", "new"], 1),
        (["new", "visited"], 3),
        (["new", "qualified", "lost"], 1),
        (["new", "resident"], 6),
        (["dormant"], 0),
        ([], 0),
    ],
)
def test_the_last_step_is_the_furthest_ever_reached(stages, expected):
    assert conversion.furthest(stages) == expected


def test_a_funnel_counts_who_reached_a_step_or_a_later_one(agency_officer, now):
    for _number in range(4):
        brought(agency_officer, now)
    brought(agency_officer, now, (Stage.QUALIFIED, 2), (Stage.LOST, 9))
    brought(agency_officer, now, (Stage.QUALIFIED, 4), (Stage.VISITED, 20), (Stage.RESIDENT, 90))

    whole = conversion.Conversion(FIRST, LAST).whole()

    assert counts(whole) == [6, 2, 1, 1, 1, 1, 1]
    assert [step.whole_rate for step in whole.steps] == [100, 33, 17, 17, 17, 17, 17]
    assert [step.rate for step in whole.steps] == [100, 33, None, None, None, None, None]


def test_no_share_is_told_of_fewer_than_five(agency_officer, now):
    for _number in range(4):
        brought(agency_officer, now, (Stage.QUALIFIED, 1))

    assert {step.rate for step in conversion.Conversion(FIRST, LAST).whole().steps} == {None}


def test_cohorts_are_those_of_the_first_contact_in_local_days(agency_officer, now):
    brought(agency_officer, now.replace(month=9, day=30, hour=23, minute=30))
    brought(agency_officer, now.replace(month=10, day=1, hour=0, minute=30))

    found = conversion.Conversion(FIRST, LAST)

    assert [(one.name, one.size) for one in found.by_quarter()] == [("2026-T4", 1), ("2026-T3", 1)]
    assert [one.name for one in found.by_month()] == ["2026-10", "2026-09"]


def test_the_period_includes_both_its_days(agency_officer, now):
    brought(agency_officer, now)

    sizes = [
        conversion.Conversion(*days).whole().size for days in [(now.date(), now.date()), (FIRST, now.date() - timedelta(days=1))]
    ]

    assert sizes == [1, 0]


def test_sources_and_campaigns_have_funnels_of_their_own(agency_officer, now):
    brought(agency_officer, now, (Stage.QUALIFIED, 1), source=Lead.Source.EVENT, event=make_event(starts_at=now))
    brought(agency_officer, now)

    found = conversion.Conversion(FIRST, LAST)

    assert [(one.name, counts(one)[:2]) for one in found.by_source()] == [("event", [1, 1]), ("form", [1, 0])]
    assert conversion.Conversion(FIRST, LAST, source="event").whole().size == 1


def test_the_time_at_a_stage_is_a_median_of_those_who_left_it(agency_officer, now):
    for days in (1, 2, 3, 10, 90):
        brought(agency_officer, now, (Stage.QUALIFIED, days))

    stays = {one.stage: (one.number, one.days) for one in conversion.Conversion(FIRST, LAST).stays()}

    assert stays["new"] == (5, 3)
    assert stays["qualified"] == (0, None)


def test_reasons_are_counted_and_the_forgotten_stay_in_the_numbers(agency_officer, now):
    lost = brought(agency_officer, now, (Stage.LOST, 5))
    Lead.objects.filter(pk=lost.pk).update(email="", name="")

    found = conversion.Conversion(FIRST, LAST)

    assert (found.lost_reasons(), found.whole().size) == ([("housing", 1)], 1)


def test_the_figures_cost_two_queries(agency_officer, now, django_assert_num_queries):
    for _number in range(6):
        brought(agency_officer, now, (Stage.QUALIFIED, 1))

    with django_assert_num_queries(2):
        found = conversion.Conversion(FIRST, LAST)
        found.whole(), found.by_quarter(), found.by_source(), found.by_campaign(), found.stays(), found.lost_reasons()


def test_what_others_published_carries_its_source():
    found = {one.place: (one.percent, one.source.startswith("http")) for one in conversion.benchmarks()}

    assert found == {"Cantal": (25, True), "Vosges": (25, True), "Auvergne": (3, True)}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        ("?first=2026-01-01&last=2026-12-31&source=form&by=month", 200),
        ("?first=hier&last=", 422),
        ("?first=2026-12-31&last=2026-01-01", 422),
        ("?source=rien", 422),
        ("?first=0001-01-01&last=9999-12-31", 422),
    ],
)
def test_the_page_opens_whatever_is_asked(client, agency_officer, now, query, status):
    brought(agency_officer, now, (Stage.LOST, 1))

    answer = sign_in(client, agency_officer).get(reverse("admin:outreach_lead_conversion") + query)

    assert answer.status_code == status
