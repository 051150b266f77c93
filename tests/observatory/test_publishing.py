"""What everybody may see of figures about people: consistent over places and months, and written down once."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.db.models import Count, F, Sum

from observatory import actions, attack, settling
from observatory.cells import Board, Month, cells_of
from observatory.indicators import NETWORK, Figure, Row, Scope, Span, Total, base, indicator
from observatory.models import MovePledge, Publication, UsageFact
from observatory.publishing import public as read
from observatory.publishing import publish as public
from observatory.suppression import hidden
from telecentres.models import Territory
from tests.factories import make_telecentre

OCTOBER, NOVEMBER = Span(date(2026, 10, 1), date(2026, 10, 1)), Span(date(2026, 11, 1), date(2026, 11, 1))
MURAT, ALLANCHE, YDES = Scope("centre", "murat"), Scope("centre", "allanche"), Scope("centre", "ydes")
FIRST_OF_DECEMBER = "2026-12-01 12:00+01:00"
THIRD_OF_DECEMBER = "2026-12-03 12:00+01:00"


def facts_of(scope: Scope, span: Span):
    found = UsageFact.objects.between(span.first, span.last)
    return found if scope == NETWORK else found.filter(telecentre__in=scope.centres())


@pytest.fixture(autouse=True)
def indicators(monkeypatch):
    """Three small ones: half-days and their people, people told apart, and moves."""
    monkeypatch.setattr(base, "_indicators", {})

    @indicator(title="Hours", unit="hours", theme="t", dimensions=("centre",), is_about_people=True)
    def hours(scope: Scope, span: Span) -> Figure:
        rows = list(_hours(scope, span))
        return Figure("hours", scope, span, ("centre",) if scope == NETWORK else (), tuple(rows))

    @indicator(title="People", unit="people", theme="t", is_about_people=True, total=Total.DISTINCT)
    def people(scope: Scope, span: Span) -> Figure:
        number = facts_of(scope, span).aggregate(number=Count("person", distinct=True))["number"]
        return Figure("people", scope, span, (), (Row((), number, persons=number),))

    @indicator(title="Moves", unit="people", theme="t", dimensions=("direction",), is_about_people=True, scopes=("network",))
    def moves(scope: Scope, span: Span) -> Figure:
        found = MovePledge.objects.confirmed().between(span.first, span.last).values("direction")
        counted = found.order_by("direction").annotate(number=Sum("persons"))
        rows = [Row((one["direction"],), one["number"], persons=one["number"]) for one in counted]
        return Figure("moves", scope, span, ("direction",), tuple(rows))

    @indicator(title="Internal", unit="people", theme="t", is_about_people=True, is_public=False)
    def internal(scope: Scope, span: Span) -> Figure:
        return Figure("internal", scope, span, (), (Row((), 1, persons=1),))


def _hours(scope: Scope, span: Span) -> Iterator[Row]:
    facts = facts_of(scope, span)
    whole = facts.aggregate(hours=Sum("hours"), people=Count("person", distinct=True))
    if scope != NETWORK:
        yield Row((), whole["hours"] or 0, persons=whole["people"])
        return
    by_centre = facts.order_by().values(slug=F("telecentre__slug"))
    for one in by_centre.annotate(hours=Sum("hours"), people=Count("person", distinct=True)):
        yield Row((one["slug"],), one["hours"], persons=one["people"])
    yield Row(("all",), whole["hours"] or 0, persons=whole["people"])


@pytest.fixture
def centres(murat, allanche):
    return {"murat": murat, "allanche": allanche, "ydes": make_telecentre("Ydes")}


def use(centre, month: date, people: int, *, prefix: str = "", hours: int = 4) -> None:
    """Each of some people came once."""
    UsageFact.objects.bulk_create(
        UsageFact(person=f"{prefix or centre.slug}{n}", month=month, telecentre=centre, kind="desk", hours=hours)
        for n in range(people)
    )


def value(name: str, scope: Scope, span: Span, *keys: str) -> object:
    row = public(name, scope, span).row(*keys)
    return "hidden" if row and row.is_hidden else row and row.value


@pytest.fixture
def used(centres):
    """Murat 20 people, Allanche 7, Ydes 3, in October."""
    for slug, people in (("murat", 20), ("allanche", 7), ("ydes", 3)):
        use(centres[slug], OCTOBER.first, people)


def test_internal_and_unknown_indicators_are_not_there(db):
    for name in ("internal", "nothing"):
        with pytest.raises(KeyError):
            public(name, NETWORK, OCTOBER)


def test_a_month_is_published_on_the_second_day_after_it(used, time_machine):
    time_machine.move_to("2026-11-02 04:59+01:00", tick=False)
    assert public("people", NETWORK, OCTOBER).rows == ()
    assert len(public("people", NETWORK, OCTOBER).notes) == 1

    time_machine.move_to("2026-11-02 05:00+01:00", tick=False)
    assert value("people", NETWORK, OCTOBER) == 30


def test_what_is_hidden_of_a_centre_is_not_the_rest_of_the_network(used, time_machine):
    """30 - 20 - 7 would be the three of Ydes; hidden with them are the seven of Allanche."""
    time_machine.move_to(THIRD_OF_DECEMBER, tick=False)

    found = {scope.key: value("people", scope, OCTOBER) for scope in (NETWORK, MURAT, ALLANCHE, YDES)}

    assert found == {"": 30, "murat": 20, "allanche": "hidden", "ydes": "hidden"}


def test_a_centre_is_hidden_alike_wherever_it_stands(used, time_machine):
    """120 hours in all, 80 in Murat; the 12 of Ydes are hidden in the network's figure and in the centre's own."""
    time_machine.move_to(THIRD_OF_DECEMBER, tick=False)

    network = [value("hours", NETWORK, OCTOBER, slug) for slug in ("all", "murat", "allanche", "ydes")]
    own = [value("hours", scope, OCTOBER) for scope in (MURAT, ALLANCHE, YDES)]

    assert network == [120, 80, "hidden", "hidden"]
    assert own == [80, "hidden", "hidden"]


def test_a_measure_does_not_say_how_many_people_stand_behind_it(used, time_machine):
    time_machine.move_to(THIRD_OF_DECEMBER, tick=False)

    assert public("hours", MURAT, OCTOBER).rows[0].persons is None
    assert public("people", MURAT, OCTOBER).rows[0].persons == 20


def test_nought_is_shown(centres, time_machine):
    time_machine.move_to(THIRD_OF_DECEMBER, tick=False)

    assert value("people", MURAT, OCTOBER) == 0


def test_what_was_published_stays_whatever_happens_later(used, centres, time_machine):
    """Eleven more are noted late: a second reading less the first would tell of them."""
    time_machine.move_to(THIRD_OF_DECEMBER, tick=False)
    before = [public(name, scope, OCTOBER) for name in ("people", "hours") for scope in (NETWORK, MURAT, YDES)]

    use(centres["ydes"], OCTOBER.first, 11, prefix="late")

    assert [public(name, scope, OCTOBER) for name in ("people", "hours") for scope in (NETWORK, MURAT, YDES)] == before


def test_two_beats_publish_once(used, time_machine):
    time_machine.move_to(THIRD_OF_DECEMBER, tick=False)
    now = datetime.fromisoformat(THIRD_OF_DECEMBER)

    first, kept = actions.publish_month(now=now), list(Publication.objects.values_list("pk", "digest"))
    second = actions.publish_month(now=now)

    assert (first, second) == (36, 0)  # three indicators, twelve months
    assert list(Publication.objects.values_list("pk", "digest")) == kept


def test_a_page_asks_the_database_once_and_solves_nothing(used, time_machine, django_assert_num_queries, monkeypatch):
    time_machine.move_to(THIRD_OF_DECEMBER, tick=False)
    public("people", YDES, OCTOBER)
    monkeypatch.setattr("observatory.suppression.linprog", None)

    with django_assert_num_queries(2):
        assert value("people", YDES, OCTOBER) == "hidden"


def test_a_year_is_the_sum_of_its_months_as_they_were_published(used, centres, time_machine):
    """October 80 hours of Murat, November 40: 120, whatever was noted after November was published."""
    use(centres["murat"], NOVEMBER.first, 10)
    time_machine.move_to(THIRD_OF_DECEMBER, tick=False)
    actions.publish_month(now=datetime.fromisoformat(THIRD_OF_DECEMBER))
    use(centres["murat"], OCTOBER.first, 1, prefix="late")

    time_machine.move_to("2027-01-03 12:00+01:00", tick=False)

    assert value("hours", MURAT, Span.year(2026)) == 120
    assert not Publication.objects.filter(indicator="hours", first__year=2026).exclude(exact=[]).exists()


def test_a_year_does_not_tell_what_a_month_kept_back(used, centres, time_machine):
    """Ydes: 3 people in October (hidden), 9 in November (hidden with whom?): no sum of the year gives October."""
    use(centres["ydes"], NOVEMBER.first, 9)
    use(centres["murat"], NOVEMBER.first, 9)
    time_machine.move_to("2027-01-03 12:00+01:00", tick=False)

    months = [value("hours", YDES, span) for span in (OCTOBER, NOVEMBER)]

    assert months == ["hidden", 36]
    assert value("hours", YDES, Span.year(2026)) == "hidden"
    assert value("hours", NETWORK, Span.year(2026), "all") == 192


def test_distinct_people_of_a_year_are_told_of_the_network_alone(used, centres, time_machine):
    use(centres["murat"], NOVEMBER.first, 20)
    time_machine.move_to("2027-01-03 12:00+01:00", tick=False)

    assert value("people", NETWORK, Span.year(2026)) == 30
    assert public("people", MURAT, Span.year(2026)).rows == ()


def test_some_months_are_added_from_what_is_shown(used, centres, time_machine):
    """October and November: Murat 80 + 40; Ydes's October is hidden, so is the sum. Distinct people are not added."""
    use(centres["murat"], NOVEMBER.first, 10)
    time_machine.move_to(THIRD_OF_DECEMBER, tick=False)
    both = Span(OCTOBER.first, NOVEMBER.first)

    assert [value("hours", NETWORK, both, slug) for slug in ("murat", "ydes")] == [120, "hidden"]
    assert public("people", MURAT, both).rows == ()


def test_moves_taken_back_are_not_counted_from_the_next_publication_on(db, time_machine):
    somewhere = Territory.objects.filter(kind="departement").first() or Territory.objects.create(kind="departement", code="63")
    here = Territory.objects.create(kind="commune", code="15999", name="Ici")
    told = {"direction": "in", "previous": somewhere, "new": here, "consent_text": "x"}
    moment = datetime.fromisoformat(FIRST_OF_DECEMBER)
    for month in (OCTOBER.first, NOVEMBER.first):
        for n in range(2):
            MovePledge.objects.create(
                email=f"{n}@exemple.fr", month=month, persons=5, declared_at=moment, confirmed_at=moment, **told
            )
    time_machine.move_to("2026-11-15 12:00+01:00", tick=False)
    assert value("moves", NETWORK, OCTOBER, "in") == 10

    for pledge in MovePledge.objects.of("0@exemple.fr"):
        pledge.delete()
    time_machine.move_to(THIRD_OF_DECEMBER, tick=False)

    assert [value("moves", NETWORK, span, "in") for span in (OCTOBER, NOVEMBER)] == [10, 5]


def test_nobody_works_out_a_hidden_number_from_all_figures_of_a_year(centres, time_machine):
    """Four months of three centres and the network, hours and people, under the attack; hidden small alone, it succeeds."""
    people = {7: (20, 7, 3), 8: (4, 6, 0), 9: (1, 30, 12), 10: (2, 2, 40)}
    for month, numbers in people.items():
        for slug, number in zip(("murat", "allanche", "ydes"), numbers, strict=True):
            use(centres[slug], date(2026, month, 1), number)
    time_machine.move_to("2027-01-03 12:00+01:00", tick=False)
    table, closed = _as_published("people", 2026)

    assert attack.leaks(table, closed) == []
    assert attack.leaks(table, frozenset(n for n, atoms in enumerate(table.sums) if _small(table, atoms))) != []


def _small(table, atoms) -> bool:
    return 0 < sum(table.people[atom] for atom in atoms) < 5


def _as_published(name: str, year: int):
    """All cells of the months of a year, and which of them are hidden."""
    found, board, closed = base.named(name), Board(), set()
    for month in Span.year(year).months():
        exact = [found.compute(scope, Span.month(month)) for scope in (NETWORK, MURAT, ALLANCHE, YDES)]
        board.add(Month(found, month, cells_of(exact, month), settling._territories()))
        shown = cells_of([public(name, one.scope, Span.month(month)) for one in exact], month)
        closed |= {cell for cell, row in shown.items() if row.is_hidden}
    whole = public(name, NETWORK, Span.year(year)).rows[0]
    assert whole.value == len(set(UsageFact.objects.values_list("person", flat=True)))
    cells, table = board.table()
    assert hidden(table) <= frozenset(range(len(cells)))
    return table, frozenset(number for number, cell in enumerate(cells) if cell in closed)


def test_a_page_reads_and_never_computes(murat, time_machine, django_assert_num_queries):
    """Whoever looks first does not wait, and writes nothing: the month is published by a task."""
    time_machine.move_to(THIRD_OF_DECEMBER)

    assert read("people", NETWORK, NOVEMBER).rows == ()
    assert not Publication.objects.exists()
    public("people", NETWORK, NOVEMBER)
    with django_assert_num_queries(1):
        assert read("people", NETWORK, NOVEMBER).rows != ()
