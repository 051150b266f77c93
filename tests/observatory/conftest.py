"""Places with points whose ways can be worked out by hand, and bookings that were attended."""

import uuid
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import User
from bookings.models import Booking
from observatory import actions, wording
from observatory.indicators import Figure, Row, Scope, Span, base, indicator
from observatory.models import UsageFact
from telecentres import hours
from telecentres.models import Habits, Telecentre, Territory, Workspace
from tests.observatory import figures

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def make_commune(name: str, code: str, latitude: str, longitude: str, epci: Territory | None = None) -> Territory:
    made = Territory.objects.create(
        kind=Territory.Kind.COMMUNE, code=code, name=name, latitude=Decimal(latitude), longitude=Decimal(longitude)
    )
    made.parents.add(*([epci] if epci else []))
    return made


def attend(booker: User | str, desk: Workspace, day: date, opens: str = "08:30", closes: str = "18:00", **changes) -> Booking:
    """A booking of the past, written as it is: the state is set directly, the verbs are tested elsewhere."""
    who = {"visitor_email": booker, "visitor_name": "Exemple"} if isinstance(booker, str) else {"booked_by": booker}
    start, end = (hours.instant(day, time.fromisoformat(wall)) for wall in (opens, closes))
    part = "day" if (opens, closes) == ("08:30", "18:00") else f"{opens}-{closes}"
    told = {"state": Booking.State.COMPLETED, "starts_at": start, "ends_at": end, "part": part, "placed_at": start} | who
    return Booking.objects.create(reference=f"E-{uuid.uuid4().hex[:9]}", workspace=desk, **told | changes)


def make_fact(centre: Telecentre, person: str, month: date = NOVEMBER, **fields) -> UsageFact:
    """Four hours at one desk, of which nothing more is known."""
    told = {"kind": Workspace.Kind.DESK, "hours": 4, "person": person, "month": month}
    return UsageFact.objects.create(telecentre=centre, **told | fields)


def rows_of(figure) -> dict:
    """What a figure says, by key: a value where there is one dimension, else by all keys."""
    return {row.keys[0] if len(row.keys) == 1 else row.keys: row.value for row in figure.rows}


@pytest.fixture
def epci(db) -> Territory:
    return Territory.objects.create(kind=Territory.Kind.EPCI, code="200066660", name="Hautes Terres")


@pytest.fixture
def village(epci) -> Territory:
    """0.2 degrees south of the centre at Murat: 22.239 km as the crow flies, 31.1 km and 37.4 minutes by road."""
    return make_commune("Village", "15999", "44.91011", "2.86859", epci)


@pytest.fixture
def town(db) -> Territory:
    """0.5 degrees south of the village: 55.597 km as the crow flies, 77.8 km and 93.4 minutes by road."""
    return make_commune("Ville", "15998", "44.41011", "2.86859")


@pytest.fixture
def commuter(remote_worker, village, town) -> User:
    """Would have gone to town by car."""
    told = {"alternative": "employer", "employer_at": town, "mode": "car"}
    Habits.objects.create(user=remote_worker, home=village, **told)
    return remote_worker


@pytest.fixture
def two_indicators(monkeypatch):
    monkeypatch.setattr(base, "_indicators", {})
    monkeypatch.setitem(wording.HOW, "test_hours", wording.How(wording.OFFERS, "heures", "Qui est venu.", "Aucune.", "a ÷ b"))
    figures.register()


@pytest.fixture
def third_of_november(time_machine) -> datetime:
    """When the reports on October are made."""
    moment = datetime(2026, 11, 3, 5, 30, tzinfo=timezone.get_default_timezone())
    time_machine.move_to(moment, tick=False)
    return moment


@pytest.fixture
def three_indicators(monkeypatch, now, db):
    """`meals`, which counts people by kind of meal, published, and `parcels`, which counts things; each month the same."""
    monkeypatch.setattr(base, "_indicators", {})
    how = wording.How("La liste.", "personnes", "Qui l’a signée.", wording.NOT_EVERYBODY)
    monkeypatch.setitem(wording.HOW, "meals", how)

    @indicator(title="Repas partagés", unit="personnes", theme="usage", dimensions=("kind",), is_about_people=True)
    def meals(scope: Scope, span: Span) -> Figure:
        """
        People who ate with others.

        Source: the list at the kitchen door. Unit: people.
        Population: everybody who signed it. Limits: some eat without signing.
        """
        rows = (
            Row(("lunch",), 12, persons=12, answered=12, attended=15),
            Row(("supper",), 3, persons=3),
            Row(("breakfast",), 0, persons=0),
            Row(("=tea()",), None),
        )
        return Figure("meals", scope, span, ("kind",), rows)

    @indicator(title="Colis", unit="colis", theme="entraide", is_about_people=False, scopes=("network",))
    def parcels(scope: Scope, span: Span) -> Figure:
        """Source: the shelf. Unit: parcels. Population: all. Limits: none known."""
        return Figure("parcels", scope, span, (), (Row((), 7),), is_example=True)

    @indicator(title="Secret", unit="-", theme="entraide", is_about_people=False, is_public=False)
    def secret(scope: Scope, span: Span) -> Figure:
        """Source: staff. Unit: none. Population: none. Limits: none."""
        return Figure("secret", scope, span, (), (Row((), 1),))

    actions.publish_month(now=now)
    return date(2026, 10, 1)
