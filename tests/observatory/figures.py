"""Two small indicators of the tests' own, and the facts they count."""

from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from observatory.indicators import Figure, Row, Scope, Span, base, indicator
from observatory.models import UsageFact
from telecentres.models import Telecentre, Workspace


def register() -> None:
    """These two and no other, for a test that stays true whatever the observatory counts."""
    base._indicators.clear()

    @indicator(title="Heures", unit="h", theme="usage", dimensions=("kind",), is_about_people=True)
    def test_hours(scope: Scope, span: Span) -> Figure:
        """
        Hours attended.

        Source: attended bookings.
        Unit: hours.
        Population: whoever came.
        Limits: arrivals
        that nobody noted are missing.
        """
        found = facts(scope, span).values("kind").annotate(hours=Sum("hours"), people=Count("person", distinct=True))
        rows = [
            Row((one["kind"],), one["hours"], persons=one["people"], answered=1, attended=2) for one in found.order_by("kind")
        ]
        whole = facts(scope, span).aggregate(hours=Sum("hours"), people=Count("person", distinct=True))
        rows.append(Row((base.ALL,), whole["hours"] or Decimal(0), persons=whole["people"]))
        return Figure("test_hours", scope, span, ("kind",), tuple(rows))

    @indicator(title="Secret", unit="", theme="usage", is_about_people=False, is_public=False)
    def test_internal(scope: Scope, span: Span) -> Figure:
        """For who runs the centre. Source: attended bookings. Unit: bookings."""
        return Figure("test_internal", scope, span, (), (Row((), facts(scope, span).count()),), notes=("=1+1",))


def facts(scope: Scope, span: Span):
    return UsageFact.objects.between(span.first, span.last).filter(telecentre__in=scope.centres())


def make_facts(centre: Telecentre, month: date, people: int, hours: str = "4") -> list[UsageFact]:
    """As many people, each once, for as many hours."""
    made = [
        UsageFact(telecentre=centre, month=month, person=f"{centre.pk}-{n}", hours=Decimal(hours), kind=Workspace.Kind.DESK)
        for n in range(people)
    ]
    return UsageFact.objects.bulk_create(made)
