"""Each indicator on a small set of data, worked by hand; and what all of them owe their readers."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command

from bookings.models import Referral
from jobs.models import JobOutcome
from observatory import indicators
from observatory.indicators import ALL, NETWORK, Row, Scope, Span, description
from observatory.models import FactorSet, MovePledge
from telecentres.models import Closure, Gap, Interest, Need, OpeningHours, Speciality, Telecentre, Territory
from tests.factories import make_desk, make_lead, make_offer
from tests.observatory.conftest import NOVEMBER, OCTOBER, attend, make_commune, make_fact, rows_of

MURAT, ALLANCHE = Scope("centre", "murat"), Scope("centre", "allanche")
AUTUMN = Span(OCTOBER, NOVEMBER)
TUESDAY = date(2026, 11, 24)


def figure_of(name: str, scope: Scope = NETWORK, span: Span | None = None):
    return indicators.named(name).compute(scope, span or Span.month(NOVEMBER))


# --- occupancy ---------------------------------------------------------------------------------------------


def open_only_on_sundays(centre: Telecentre, *walls: tuple[time, time]) -> None:
    centre.opening_hours.all().delete()
    for opens, closes in walls:
        OpeningHours.objects.create(telecentre=centre, weekday=7, opens_at=opens, closes_at=closes, valid_from=date(2026, 1, 1))


def test_occupancy_is_the_share_of_open_hours(murat, now):
    """
    To 25 November (today) there are 18 weekdays: 2 to 6, 9 to 13, 16 to 20, 23 to 25. A day is 8.5 hours, of 4 desks 34;
    18 × 34 = 612. Attended: 8.5 for one, 4 hours for a group of three at three desks = 20.5; 20.5 / 612 = 3.35 %.
    """
    make_fact(murat, "a", hours="8.5")
    make_fact(murat, "b", hours=4, places=3)
    make_fact(murat, "c", hours=9, kind="meeting_room")

    assert figure_of("occupancy", MURAT).rows == (Row((), Decimal("3.3"), persons=2),)


def test_closures_and_desks_out_of_service_are_taken_away(murat, now):
    """18 days × 4 desks × 8.5 h = 612, less a day of all desks (34), a morning of one (4), and 8.5 × 8 days of desk 4."""
    Closure.objects.create(telecentre=murat, starts_at="2026-11-03T00:00+01:00", ends_at="2026-11-04T00:00+01:00", reason="neige")
    Closure.objects.create(
        telecentre=murat,
        workspace=murat.workspaces.get(code="1"),
        starts_at="2026-11-05T08:30+01:00",
        ends_at="2026-11-05T12:30+01:00",
        reason="panne",
    )
    murat.workspaces.filter(code="4").update(active_until=date(2026, 11, 13))  # 16 to 20 and 23 to 25 go
    make_fact(murat, "a", hours="50.6")  # a tenth of 612 − 34 − 4 − 68 = 506

    assert figure_of("occupancy", MURAT).total.value == Decimal("10.0")


def test_a_desk_with_hours_of_its_own_follows_them(murat, now):
    """Three desks at 18 × 8.5 = 459 and one open on Mondays from 8 to 10: the 2nd, 9th, 16th, 23rd make 8; in all 467."""
    OpeningHours.objects.create(
        telecentre=murat,
        workspace=murat.workspaces.get(code="1"),
        weekday=1,
        opens_at=time(8),
        closes_at=time(10),
        valid_from=date(2026, 1, 1),
    )
    make_fact(murat, "a", hours="46.7")

    assert figure_of("occupancy", MURAT).total.value == Decimal("10.0")


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (date(2026, 10, 1), 33),  # Sundays 4, 11, 18, 25: 4 × 8 hours, and one more when 2:00 to 3:00 comes twice on the 25th
        (date(2026, 3, 1), 39),  # Sundays 1, 8, 15, 22, 29: 5 × 8 hours, less the hour that does not exist on the 29th
        (date(2026, 9, 1), 32),  # four Sundays and nothing of the kind
    ],
)
def test_open_hours_are_those_of_the_clock(murat, now, month, expected):
    open_only_on_sundays(murat, (time(0), time(8)))
    murat.workspaces.exclude(code="1").delete()
    make_fact(murat, "a", month, hours=Decimal(expected) / 2)

    assert figure_of("occupancy", MURAT, Span.month(month)).total.value == Decimal("50.0")


def test_nobody_there_is_nought_and_nothing_open_is_not_known(murat, allanche, now):
    allanche.opening_hours.all().delete()

    figure = figure_of("occupancy")

    assert figure.dimensions == ("centre",)
    assert rows_of(figure) == {"allanche": None, "murat": Decimal("0.0"), ALL: Decimal("0.0")}


def test_a_centre_to_come_is_no_part_of_it(murat, allanche, now):
    Telecentre.objects.filter(pk=allanche.pk).update(stage="study")

    assert rows_of(figure_of("occupancy")) == {"murat": Decimal("0.0"), ALL: Decimal("0.0")}


def test_booked_hours_count_who_did_not_come(murat, desk, remote_worker, now):
    """8.5 hours of a day without the pause, 4 of a morning nobody came for; 12.5 / 612 = 2.04 %. Tomorrow is not over."""
    attend(remote_worker, desk, TUESDAY)
    attend("a@exemple.fr", murat.workspaces.get(code="2"), TUESDAY, "08:30", "12:30", state="released")
    attend("b@exemple.fr", murat.workspaces.get(code="2"), date(2026, 11, 26), state="confirmed")
    attend("c@exemple.fr", murat.workspaces.get(code="3"), TUESDAY, state="cancelled")

    assert figure_of("booked", MURAT).total == Row((), Decimal("2.0"), persons=2)


def test_no_shows_are_a_share_of_what_was_noted(murat, desk, remote_worker, now):
    """One released, two attended, one that nobody noted: 1 of 3."""
    attend(remote_worker, desk, TUESDAY)
    attend(remote_worker, desk, date(2026, 11, 23))
    attend("a@exemple.fr", murat.workspaces.get(code="2"), TUESDAY, state="released")
    attend("b@exemple.fr", murat.workspaces.get(code="3"), TUESDAY, state="confirmed")

    assert figure_of("no_shows", MURAT).total == Row((), Decimal("33.3"), persons=2, answered=3, attended=4)


def test_no_shows_of_nothing_are_not_known(murat, now):
    assert figure_of("no_shows", MURAT).total == Row((), None, persons=0, answered=0, attended=0)


# --- people --------------------------------------------------------------------------------------------------


def test_people_are_counted_once_in_each_sum(murat, allanche, now):
    """a in both months at Murat and once at Allanche, b in October alone: 2 people and not 4."""
    for centre, person, month in [
        (murat, "a", OCTOBER),
        (murat, "a", NOVEMBER),
        (murat, "a", NOVEMBER),
        (allanche, "a", NOVEMBER),
        (murat, "b", OCTOBER),
    ]:
        make_fact(centre, person, month)

    figure = figure_of("people", span=AUTUMN)

    assert figure.dimensions == ("centre", "month")
    assert rows_of(figure) == {
        ("allanche", "2026-10"): 0,
        ("allanche", "2026-11"): 1,
        ("allanche", ALL): 1,
        ("murat", "2026-10"): 2,
        ("murat", "2026-11"): 1,
        ("murat", ALL): 2,
        (ALL, "2026-10"): 2,
        (ALL, "2026-11"): 1,
        (ALL, ALL): 2,
    }
    assert [key for key, _row in figure.along("month")] == ["2026-10", "2026-11"]
    assert figure.total.value == 2


def test_people_without_a_key_are_not_known(murat, now):
    make_fact(murat, "", OCTOBER)
    make_fact(murat, "a", NOVEMBER)
    make_fact(murat, "", NOVEMBER)

    figure = figure_of("people", MURAT, AUTUMN)

    assert rows_of(figure) == {"2026-10": None, "2026-11": 1, ALL: None}
    assert figure.row("2026-11") == Row(("2026-11",), 1, persons=1, answered=1, attended=2)


def test_new_people_were_not_seen_for_twelve_months(murat, allanche, now):
    """
    Looking back from November 2026 to November 2025: a was seen at another centre, b thirteen months ago, c never.
    """
    make_fact(allanche, "a", date(2025, 11, 1))
    make_fact(murat, "b", OCTOBER.replace(year=2025))
    for person in "abc":
        make_fact(murat, person)

    assert rows_of(figure_of("new_and_returning", MURAT)) == {"new": 2, "returning": 1}
    assert rows_of(figure_of("new_and_returning"))[ALL, "new"] == 2


def test_over_several_months_new_is_told_from_the_first(murat, now):
    """c comes in October for the first time and again in November: returning then, and new in the sum."""
    make_fact(murat, "c", OCTOBER)
    make_fact(murat, "c", NOVEMBER)

    found = rows_of(figure_of("new_and_returning", MURAT, AUTUMN))

    assert found == {
        ("2026-10", "new"): 1,
        ("2026-10", "returning"): 0,
        ("2026-11", "new"): 0,
        ("2026-11", "returning"): 1,
        (ALL, "new"): 1,
        (ALL, "returning"): 0,
    }


def test_where_the_keys_before_are_gone_nobody_is_called_new(murat, now):
    make_fact(murat, "", date(2025, 12, 1))
    make_fact(murat, "c")

    assert rows_of(figure_of("new_and_returning", MURAT)) == {"new": None, "returning": None}


# --- ways ----------------------------------------------------------------------------------------------------


@pytest.fixture
def ways(murat, allanche) -> None:
    """Murat: 90 km spared and 60 lost, one who did not say; Allanche: one who did not say."""
    edition = FactorSet.objects.create(version="essai", published_on="2020-01-01", source="Exemple")
    make_fact(murat, "a", km=90, minutes=108, co2_low="12.42", co2_high="18", factors=edition)
    make_fact(murat, "b", km=-60, minutes=-72, co2_low=-12, co2_high=-12, factors=edition)
    make_fact(murat, "c")
    make_fact(allanche, "d")


def test_ways_are_added_up_and_tell_of_how_many(ways, now):
    km, minutes = figure_of("commute_km"), figure_of("commute_minutes", MURAT)

    assert rows_of(km) == {"allanche": None, "murat": 30, ALL: 30}
    assert km.total == Row((ALL,), Decimal(30), persons=2, answered=2, attended=4)
    assert minutes.total == Row((), Decimal(36), persons=2, answered=2, attended=3)


def test_gases_are_a_range_and_name_the_edition(ways, now):
    """12.42 − 12 = 0.42 with the rebound, 18 − 12 = 6 without."""
    figure = figure_of("commute_co2", MURAT)

    assert figure.total == Row((), Decimal(6), Decimal("0.42"), Decimal(6), persons=2, answered=2, attended=3)
    assert figure.version == "1; essai"


def test_where_nobody_came_nothing_was_spared(murat, now):
    assert figure_of("commute_co2", MURAT).total == Row((), 0, 0, 0, persons=0, answered=0, attended=0)


def test_facts_whose_keys_are_gone_stand_for_one_person(murat, now):
    for _number in range(7):
        make_fact(murat, "", km=10, minutes=12)

    assert figure_of("commute_km", MURAT).total == Row((), Decimal(70), persons=1, answered=7, attended=7)


# --- moves ---------------------------------------------------------------------------------------------------


@pytest.fixture
def moves(murat, village, now) -> Territory:
    """In: four from a town to the village because of Murat, one from the country; out: two to a town; and what does not count."""
    paris = Territory.objects.create(kind=Territory.Kind.DEPARTEMENT, code="75", name="Paris")
    lot = Territory.objects.create(kind=Territory.Kind.DEPARTEMENT, code="46", name="Lot")
    aurillac = make_commune("Aurillac", "15014", "44.92609", "2.44110")
    sure = {"consent_text": "1", "declared_at": now, "confirmed_at": now, "month": NOVEMBER}

    def move(direction: str, previous, new, persons: int, is_urban, **changes) -> None:
        told = {"direction": direction, "previous": previous, "new": new, "persons": persons, "is_urban": is_urban}
        MovePledge.objects.create(**sure | told | changes)

    move("in", paris, village, 4, True, telecentre=murat)
    move("in", lot, aurillac, 1, False)
    move("out", village, paris, 2, True)
    move("in", lot, village, 5, None, confirmed_at=None)
    move("in", lot, village, 6, None, is_example=True)
    move("in", lot, village, 7, None, month=OCTOBER)
    return paris


def test_arrivals_and_departures_by_what_the_place_is(moves):
    figure = figure_of("arrivals")

    some = {keys: value for keys, value in rows_of(figure).items() if value}
    assert some == {
        ("murat", "in", "urban"): 4,
        ("murat", "in", ALL): 4,
        ("none", "in", "rural"): 1,
        ("none", "in", ALL): 1,
        ("none", "out", "urban"): 2,
        ("none", "out", ALL): 2,
        (ALL, "in", "urban"): 4,
        (ALL, "in", "rural"): 1,
        (ALL, "in", ALL): 5,
        (ALL, "out", "urban"): 2,
        (ALL, "out", ALL): 2,
    }
    assert figure.row("murat", "out", "rural").value == 0
    assert figure.row(ALL, "in", ALL).persons == 5


def test_a_territory_counts_what_comes_to_it_and_leaves_it(moves):
    found = rows_of(figure_of("arrivals", Scope("territory", "200066660")))

    assert {keys: value for keys, value in found.items() if value} == {
        ("in", "urban"): 4,
        ("in", ALL): 4,
        ("out", "urban"): 2,
        ("out", ALL): 2,
    }


def test_arrivals_by_departement(moves):
    assert rows_of(figure_of("arrivals_by_departement")) == {
        ("in", "46"): 1,
        ("in", "75"): 4,
        ("in", ALL): 5,
        ("out", "75"): 2,
        ("out", ALL): 2,
    }


def test_arrivals_of_nobody(murat, now):
    assert {row.value for row in figure_of("arrivals").rows} == {0}
    assert figure_of("arrivals_by_departement").rows == ()


# --- work ----------------------------------------------------------------------------------------------------


@pytest.fixture
def offers(murat, allanche) -> list:
    """Three positions at two centres of which one is filled, two at none; one of October, an example, a draft."""
    day = date(2026, 11, 10)
    both = {"telecentres": [murat, allanche], "positions": 3, "filled_count": 1, "features": ["quiet", "no_car"]}
    return [
        make_offer("A", today=day, **both),
        make_offer("B", today=day, positions=2, features=["quiet"]),
        make_offer("C", today=date(2026, 10, 10), state="filled", telecentres=[murat]),
        make_offer("D", today=day, is_example=True),
        make_offer("E", today=day, state="draft"),
    ]


def test_jobs_of_two_centres_count_at_both_and_once_in_the_sum(offers, now):
    assert rows_of(figure_of("jobs")) == {
        ("allanche", "published"): 3,
        ("allanche", "filled"): 1,
        ("murat", "published"): 3,
        ("murat", "filled"): 1,
        (ALL, "published"): 5,
        (ALL, "filled"): 1,
    }


def test_jobs_by_month(offers, now):
    assert rows_of(figure_of("jobs", MURAT, AUTUMN)) == {
        ("2026-10", "published"): 1,
        ("2026-10", "filled"): 1,
        ("2026-11", "published"): 3,
        ("2026-11", "filled"): 1,
        (ALL, "published"): 4,
        (ALL, "filled"): 2,
    }


def test_jobs_by_feature(offers, now):
    found = rows_of(figure_of("jobs_by_feature"))

    assert (found[ALL, "quiet"], found[ALL, "no_car"], found[ALL, ALL]) == (5, 3, 5)
    assert (found["murat", "quiet"], found["murat", "buddy"]) == (3, 0)


def test_who_was_hired_and_is_still_there(offers, now):
    """Three hired: after 6 months one is there, one gone, one did not answer; after 12 nobody was asked."""
    for is_there in (True, False, None):
        JobOutcome.objects.create(offer=offers[0], hired_on=date(2026, 11, 2), is_there_after_6=is_there)
    JobOutcome.objects.create(offer=offers[0], hired_on=date(2026, 12, 1))
    JobOutcome.objects.create(offer=offers[3], hired_on=date(2026, 11, 2))  # an example

    figure = figure_of("job_outcomes", MURAT)

    assert figure.rows == (
        Row(("hired",), 3, persons=3),
        Row(("there_6",), 1, persons=1, answered=2, attended=3),  # one is there, one is gone
        Row(("there_12",), None, persons=0, answered=0, attended=3),
    )


# --- outreach and the network ---------------------------------------------------------------------------------


def test_funnel_by_cohort(agency_officer, now):
    """Two made contact in November of whom one was qualified; one in October who visited, which includes being qualified."""
    october = datetime(2026, 10, 15, 9, tzinfo=UTC)
    make_lead("a@exemple.fr", owner=agency_officer, now=now)
    make_lead("b@exemple.fr", owner=agency_officer, now=now, stage="qualified")
    make_lead("c@exemple.fr", owner=agency_officer, now=october, stage="visited")

    found = rows_of(figure_of("funnel", span=AUTUMN))

    steps = ["new", "qualified", "visited"]
    assert [found["2026-10", step] for step in steps] == [1, 1, 1]
    assert [found["2026-11", step] for step in steps] == [2, 1, 0]
    assert [found[ALL, step] for step in steps] == [3, 2, 1]
    assert rows_of(figure_of("funnel"))["qualified"] == 1


def test_a_step_at_which_few_stopped_is_one_on_few_people(agency_officer, now):
    """Twelve made contact, eleven were qualified, six visited: the one who stopped first would be told by 12 − 11."""
    for number in range(12):
        stage = ["new", *5 * ["qualified"], *6 * ["visited"]][number]
        make_lead(f"l{number}@exemple.fr", owner=agency_officer, now=now, stage=stage)

    figure = figure_of("funnel")

    steps = ["new", "qualified", "visit_planned", "visited", "trial_booked"]
    assert [figure.row(step).persons for step in steps] == [12, 1, 6, 6, 0]


def test_demand_for_centres_to_come(murat, allanche, now):
    """An address that waits for both is one person; who has not confirmed is none."""
    for email, centre, confirmed in [("a", murat, now), ("b", murat, now), ("A", allanche, now), ("c", murat, None)]:
        Interest.objects.create(telecentre=centre, email=f"{email}@exemple.fr", asked_at=now, confirmed_at=confirmed)
    Interest.objects.update(confirmed_at=now - timedelta(days=1))
    Interest.objects.filter(email="c@exemple.fr").update(confirmed_at=None)

    figure = figure_of("demand")

    assert rows_of(figure) == {"allanche": 1, "murat": 2, ALL: 2}
    assert figure.row("murat").persons == 2


def send_on(giver: Telecentre, receiver: Telecentre, state: str, made: datetime) -> None:
    told = {"name": "Lou", "email": "lou@exemple.fr", "reason": "full", "state": state, "created_at": made, "decided_at": made}
    Referral.objects.create(giver=giver, receiver=receiver, **told)


def test_referrals_count_for_both_centres(murat, allanche, now):
    """Two from Murat that Allanche took (one never came), one declined, one of October."""
    for state, made in [
        ("accepted", now),
        ("lost", now),
        ("declined", now),
        ("accepted", datetime(2026, 10, 15, 9, tzinfo=UTC)),
    ]:
        send_on(murat, allanche, state, made)

    assert rows_of(figure_of("referrals")) == {
        ("allanche", "given"): 0,
        ("allanche", "received"): 2,
        ("murat", "given"): 2,
        ("murat", "received"): 0,
        (ALL, "given"): 2,
        (ALL, "received"): 2,
    }
    assert rows_of(figure_of("referrals", MURAT, AUTUMN))[ALL, "given"] == 3


def test_needs_without_a_centre_are_for_the_staff(db, now):
    speciality = Speciality.objects.create(name="Comptabilité", slug="comptabilite")
    need = Need.objects.create(name="Comptes", short_name="Comptes", slug="comptes", speciality=speciality)
    Gap.objects.create(text="compta", kind="no_centre", need=need, count=3, last_asked_at=now)
    Gap.objects.create(text="comptable", kind="no_centre", need=need, count=2, last_asked_at=now)
    Gap.objects.create(text="dentiste", kind="unknown", count=4, last_asked_at=now)
    Gap.objects.create(text="vieux", kind="unknown", count=9, last_asked_at=now - timedelta(days=60))

    assert rows_of(figure_of("gaps")) == {"comptes": 5, "none": 4, ALL: 9}
    assert not indicators.named("gaps").is_public


# --- all of them ------------------------------------------------------------------------------------------------

ALL_OF_THEM = [one.name for one in indicators.indicators()]


@pytest.fixture
def everything(ways, moves, offers, commuter, desk, agency_officer, murat, allanche, now) -> None:
    """Something for each indicator, at two centres and in two months."""
    attend(commuter, desk, TUESDAY)
    attend(commuter, desk, date(2026, 10, 13), state="released")
    attend("a@exemple.fr", allanche.workspaces.first(), TUESDAY)
    make_fact(murat, "a", OCTOBER)
    JobOutcome.objects.create(offer=offers[0], hired_on=date(2026, 11, 2), is_there_after_6=True)
    make_lead(owner=agency_officer, now=now)
    Interest.objects.create(telecentre=murat, email="a@exemple.fr", asked_at=now, confirmed_at=now - timedelta(days=1))
    send_on(murat, allanche, "accepted", now)


@pytest.mark.parametrize("name", ALL_OF_THEM)
@pytest.mark.parametrize("span", [Span.month(NOVEMBER), AUTUMN], ids=str)
def test_what_a_centre_is_told_is_its_part_of_the_networks_figure(everything, name, span):
    figure = figure_of(name, NETWORK, span)
    if "centre" not in figure.dimensions or "centre" not in indicators.named(name).scopes:
        return

    parts = figure.parts("centre")

    for scope in (MURAT, ALLANCHE):
        own = figure_of(name, scope, span)
        part = parts.get(scope.key)
        assert (own.scope, own.dimensions) == (scope, tuple(one for one in figure.dimensions if one != "centre"))
        assert {row.keys: row for row in own.rows if row.value} == {
            row.keys: row for row in (part.rows if part else ()) if row.value
        }


@pytest.mark.parametrize("name", ALL_OF_THEM)
def test_the_keys_of_each_row_are_those_of_its_dimensions(everything, name):
    one = indicators.named(name)
    for kind, key in [("network", ""), ("centre", "murat"), ("territory", "200066660")]:
        if kind not in one.scopes:
            continue
        for span in (Span.month(NOVEMBER), AUTUMN):
            figure = one.compute(Scope(kind, key), span)
            keys = [row.keys for row in figure.rows]
            assert set(figure.dimensions) <= set(one.dimensions)
            assert {len(each) for each in keys} <= {len(figure.dimensions)}
            assert len(keys) == len(set(keys))
            assert not one.is_about_people or all(row.persons is not None for row in figure.rows)
            assert (figure.indicator, figure.is_example) == (name, False)


@pytest.mark.parametrize("name", ALL_OF_THEM)
def test_the_queries_do_not_grow_with_the_centres(everything, murat, name, django_assert_max_num_queries):
    for number in range(12):
        centre = Telecentre.objects.create(
            name=f"Essai {number}",
            slug=f"essai-{number}",
            code=f"E{number:02}",
            commune=murat.commune,
            stage="open",
            latitude=murat.latitude,
            longitude=murat.longitude,
        )
        make_desk(centre, "1")
        make_fact(centre, f"p{number}")

    with django_assert_max_num_queries(12):
        figure_of(name)


@pytest.mark.parametrize("name", ALL_OF_THEM)
def test_an_indicator_says_where_it_comes_from_and_what_it_cannot_know(name):
    told = description.parts_of(indicators.named(name))

    assert set(told) == {"What", *description.PARTS}
    assert all(told.values())


def test_the_page_of_documentation_is_fresh(capsys):
    call_command("indicators_docs")

    with open("docs/indicators.md", encoding="utf-8") as page:
        assert page.read() == capsys.readouterr().out, "manage.py indicators_docs > docs/indicators.md"


def test_a_demonstration_says_that_it_is_one(murat, now, settings):
    settings.DEMONSTRATION = True

    assert figure_of("people", MURAT).is_example


def test_months_to_come_have_no_row(murat, now):
    keys = [row.keys[0] for row in figure_of("people", MURAT, Span.year(2026)).rows]

    assert keys[-3:] == ["2026-10", "2026-11", ALL]
