"""When desks are used, and where to open next: exact numbers, for whom they are meant."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from bookings.models import Booking
from observatory import decisions, utilisation
from observatory.utilisation import Share
from telecentres.models import Closure, Interest, Telecentre
from tests import factories
from tests.observatory.factories import make_commune, make_territories
from tests.signing_in import sign_in

NOVEMBER = date(2026, 11, 1)


def attend(desk, day: date, part: str = "morning", *, now: datetime, who: str = "lou@exemple.fr") -> Booking:
    booking = factories.make_booking(who, desk, day, part, now=now)
    Booking.objects.filter(pk=booking.pk).update(state=Booking.State.COMPLETED)
    return booking


def test_attended_hours_are_shared_by_those_that_were_open(murat, desk, now, time_machine):
    """
    Murat opens four desks, mornings 8:30 to 12:30. November 2026 has four Thursdays: 4 × 4 × 4 h = 64 h open.

    One desk on one Thursday morning, 4 of 64 h; the afternoons are 4.5 h long: 4 × 4 × 4.5 = 72 h, nobody there.
    """
    attend(desk, date(2026, 11, 26), now=now)
    later = datetime(2026, 12, 2, 9, tzinfo=timezone.get_default_timezone())
    time_machine.move_to(later, tick=False)

    week = utilisation.of_month(murat, NOVEMBER, now=later)

    thursday = next(row for row in week.rows if row[0] == 4)
    assert thursday[1:] == (Share(Decimal(4), Decimal(64)), Share(Decimal(0), Decimal(72)))
    assert [cell.words for cell in (thursday[1].cell, thursday[2].cell)] == ["6\u00a0%", "0\u00a0%"]
    assert [row[0] for row in week.rows] == [1, 2, 3, 4, 5]


def test_closures_take_away_what_was_open(murat, now):
    """Without Thursday the 5th there are three Thursday mornings before the 26th: 3 − 1 = 2, of 4 desks and 4 h: 32 h."""
    day = datetime(2026, 11, 5, tzinfo=timezone.get_default_timezone())
    Closure.objects.create(telecentre=murat, starts_at=day, ends_at=day + timedelta(days=1), reason="Neige")

    week = utilisation.of_month(murat, NOVEMBER, now=now)

    assert next(row for row in week.rows if row[0] == 4)[1].open == 32


def test_a_booking_that_nobody_noted_does_not_count(murat, desk, now, thursday):
    factories.make_booking("lou@exemple.fr", desk, thursday, "morning", now=now)

    week = utilisation.of_month(murat, NOVEMBER, now=now + timedelta(days=7))

    assert week.total.attended == 0


def test_a_manager_sees_their_own_centre_alone(client, murat_manager, murat, allanche):
    sign_in(client, murat_manager)

    own = client.get("/admin/observatory/utilisation/?centre=murat&mois=2026-11")
    foreign = client.get("/admin/observatory/utilisation/?centre=allanche")

    assert own.status_code == 200
    assert foreign.status_code == 422
    assert "Allanche" not in foreign.content.decode()


@pytest.fixture
def planned(db, murat):
    """Ydes, in preparation, far from Murat, and three communes: at Murat, at Ydes, and at neither."""
    epci = make_territories()
    ydes = factories.make_telecentre("Ydes", stage=Telecentre.Stage.FUNDED)
    ydes.latitude, ydes.longitude = Decimal("45.34800"), Decimal("2.43700")
    ydes.save()
    make_commune("Près de Murat", "15901", 2000, "45.11000", "2.86800", epci)
    make_commune("Près d’Ydes", "15902", 1700, "45.34800", "2.43700", epci)
    make_commune("Loin de tout", "15903", 26000, "44.70000", "2.30000", epci)
    return ydes


def test_a_candidate_is_judged_by_whom_it_brings_near(planned):
    """Today 2,000 of 29,700 have Murat near; with Ydes 1,700 more, whichever opens first."""
    (found,) = decisions.candidates()

    near = found.effects[0]
    assert (near.today.inhabitants, near.alone.inhabitants, near.gained, near.missed) == (2000, 3700, 1700, 1700)
    assert near.today.total == 29_700


def test_only_confirmed_interest_counts(planned, now):
    for name, confirmed_at in [("a", now), ("b", now), ("c", None)]:
        Interest.objects.create(telecentre=planned, email=f"{name}@exemple.fr", asked_at=now, confirmed_at=confirmed_at)

    assert decisions.candidates()[0].interested == 2


def test_any_commune_may_be_tried(client, agency_officer, planned):
    sign_in(client, agency_officer)

    page = client.get("/admin/observatory/pipeline/?commune=15903").content.decode()

    assert "Avec un centre à Loin de tout" in page
    assert "+26\u202f000" in page


def test_candidates_are_for_who_sees_the_whole_network(client, murat_manager, planned):
    sign_in(client, murat_manager)

    assert client.get("/admin/observatory/pipeline/").status_code == 403


def test_an_unknown_commune_is_said(client, agency_officer, planned):
    sign_in(client, agency_officer)

    response = client.get("/admin/observatory/pipeline/?commune=75056")

    assert (response.status_code, "Ce n’est pas une commune du Cantal." in response.content.decode()) == (422, True)
