"""Who has an open centre within reach: the published figures of the Cantal, and a small world worked by hand."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from observatory import coverage
from observatory.indicators import NETWORK, Scope, Span, named
from observatory.publishing import public
from telecentres.models import Telecentre, Territory

OCTOBER = Span.month(date(2026, 10, 1))


@pytest.fixture
def cantal(db):
    """The 250 communes and the first seven centres, five of which are open."""
    call_command("load_places", verbosity=0)


def commune(name: str, longitude: str, population: int | None) -> Territory:
    """On the equator, where a degree is 6371 km × π ÷ 180 = 111.195 km; 0.1° by road: 15.567 km, at 50 km/h 18.68 minutes."""
    place = {"latitude": Decimal(0), "longitude": Decimal(longitude)}
    return Territory(kind=Territory.Kind.COMMUNE, code=name, name=name, population=population, **place)


def centre(longitude: str) -> Telecentre:
    return Telecentre(name=longitude, latitude=Decimal(0), longitude=Decimal(longitude), stage=Telecentre.Stage.OPEN)


def test_five_centres_reach_the_published_share(cantal):
    five = coverage.open_centres()

    found = [coverage.share_within(minutes, five) for minutes in coverage.MINUTES]

    assert len(five) == 5
    assert coverage.share_within(20, five) == coverage.Covered(29_896, 144_196)
    assert [(one.inhabitants, one.percent) for one in found] == [
        (25_183, Decimal("17.5")),
        (29_896, Decimal("20.7")),
        (39_875, Decimal("27.7")),
        (57_747, Decimal("40.0")),
    ]
    assert round(found[1].percent) == 21


def test_seven_centres_reach_the_published_share(cantal):
    seven = list(Telecentre.objects.all())

    found = coverage.share_within(20, seven)

    assert len(seven) == 7
    assert found == coverage.Covered(93_191, 144_196)
    assert round(found.percent) == 65


def test_each_commune_has_its_nearest_centre_by_road():
    here, there = centre("0.0"), centre("0.4")
    communes = [commune("a", "0.0", 100), commune("b", "0.1", 200), commune("c", "0.35", 400), commune("d", "0.2", None)]

    found = coverage.reached([here, there], communes)

    # 0.05° is 5.56 km as the crow flies, 7.78 km by road, 9.34 minutes; d stands as far from both: the first one stays.
    assert [(one.telecentre, round(one.minutes, 2)) for one in found] == [
        (here, 0.0),
        (here, 18.68),
        (there, 9.34),
        (here, 37.36),
    ]
    assert [coverage.within(minutes, found) for minutes in (9, 10, 18, 19)] == [
        (100, 700),
        (500, 700),
        (500, 700),
        (700, 700),
    ]


def test_nobody_is_near_where_there_is_no_centre():
    found = coverage.reached([], [commune("a", "0.0", 100)])

    assert (found[0].telecentre, found[0].minutes) == (None, None)
    assert coverage.within(45, found) == (0, 100)
    assert coverage.within(45, found).percent == 0


def test_a_share_of_nobody_is_not_known():
    assert coverage.Covered(0, 0).percent is None


def test_intercommunalities_are_counted_apart(cantal, django_assert_num_queries):
    ways = coverage.reached(coverage.open_centres())

    with django_assert_num_queries(2):
        found = coverage.by_epci(20, ways)

    by_name = {territory.name: covered for territory, covered in found.items()}
    assert len(by_name) == 10
    assert sum(one.inhabitants for one in by_name.values()) == 29_896
    assert sum(one.total for one in by_name.values()) == 144_196
    assert round(by_name["CC de Saint-Flour"].percent) == 81
    assert by_name["CA du Bassin d'Aurillac"].inhabitants == 0


def test_a_candidate_is_told_by_what_it_adds(cantal):
    ydes = Telecentre.objects.get(slug="ydes")
    aurillac = Telecentre.objects.get(slug="aurillac")

    gains = coverage.with_candidate(Territory.objects.get(kind="commune", code="15014"))

    first, second = coverage.open_centres(), [*coverage.open_centres(), aurillac]
    assert [gain.minutes for gain in gains] == [15, 20, 30, 45]
    assert gains[1].before == coverage.share_within(20, first)
    assert gains[1].after == coverage.share_within(20, second)
    both = coverage.with_candidate(ydes, second)
    assert both[1].after == coverage.Covered(93_191, 144_196)
    assert gains[1].inhabitants + both[1].inhabitants == 93_191 - 29_896


def test_a_candidate_beside_an_open_centre_adds_nobody(cantal):
    gains = coverage.with_candidate(Telecentre.objects.get(slug="murat"))

    assert [gain.inhabitants for gain in gains] == [0, 0, 0, 0]


def test_a_candidate_without_a_point_is_refused(db):
    with pytest.raises(ValueError, match="Nulle-Part"):
        coverage.with_candidate(Territory(name="Nulle-Part"))


def test_the_indicators_tell_the_same(cantal, django_assert_num_queries):
    with django_assert_num_queries(2):
        figure = public("coverage", NETWORK, OCTOBER)

    assert [(row.keys, row.value) for row in figure.rows] == [
        (("15",), Decimal("17.5")),
        (("20",), Decimal("20.7")),
        (("30",), Decimal("27.7")),
        (("45",), Decimal("40.0")),
    ]
    assert public("coverage_inhabitants", NETWORK, OCTOBER).row("20").value == 29_896
    assert public("coverage_by_territory", NETWORK, OCTOBER).row("200066660", "20").value == Decimal("81.1")
    assert public("coverage", Scope("territory", "200066660"), OCTOBER).row("20").value == Decimal("81.1")
    assert not figure.is_example


def test_one_centre_alone_reaches_fewer(cantal):
    whole = public("coverage_inhabitants", NETWORK, OCTOBER).row("20").value

    alone = public("coverage_inhabitants", Scope("centre", "murat"), OCTOBER).row("20").value
    planned = public("coverage_inhabitants", Scope("centre", "aurillac"), OCTOBER).row("20").value

    assert 0 < alone < whole
    assert planned == 0  # it takes no bookings yet


def test_every_indicator_says_what_it_cannot_know():
    for name in ("coverage", "coverage_by_territory", "return_on_investment", "cost_per_person", "payback_month"):
        assert all(word in named(name).doc for word in ("Source:", "Unit:", "Population:", "Limits:")), name
