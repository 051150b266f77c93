"""The commute test: what a centre spares, or adds; worked by hand."""

from decimal import Decimal

import pytest

from observatory import communes, commute
from telecentres.geography import great_circle_km
from tests.observatory.factories import make_commune

PAGE = "/observatoire/mon-trajet/"


def plain(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def one(typed: str) -> communes.Commune:
    (found,) = communes.named(typed)
    return found


def test_a_commune_is_found_as_people_write_it():
    assert [str(found) for found in communes.named("saint flour (15)")] == ["Saint-Flour (15)"]
    assert [str(found) for found in communes.named("ST-FLOUR (15)")] == ["Saint-Flour (15)"]
    assert [str(found) for found in communes.named("Vic-sur-C (15)")] == ["Vic-sur-Cère (15)"]
    assert {str(found) for found in communes.named("Murat")} == {"Murat (15)", "Murat (03)"}
    assert "Aurillac (15)" in {str(found) for found in communes.named("15000")}
    assert communes.named("Zzyzx") == []


def test_every_commune_with_a_point_is_packed():
    """34,875 rows of the source, all with a point."""
    assert len(communes.everyone()) == 34_875


def test_days_and_weeks_make_a_year(murat):
    """
    From Vic-sur-Cère to Clermont-Ferrand, with a centre in Murat, 3 days a week, 45 weeks.

    Per day 2 × 1.4 × (flight home–work − flight home–centre) km; at 50 km/h so many minutes.
    """
    home, work = one("Vic-sur-Cère"), one("Clermont-Ferrand")
    to_work = great_circle_km(home.latitude, home.longitude, work.latitude, work.longitude)
    to_centre = great_circle_km(home.latitude, home.longitude, murat.latitude, murat.longitude)
    a_day = 2 * 1.4 * (to_work - to_centre)

    (answer,) = commute.answers(home, work, 3, [murat])

    assert answer.km_a_day == round(a_day)
    assert answer.km_a_year == 10 * round(a_day * 3 * 45 / 10)
    assert answer.hours_a_year == round(a_day / 50 * 3 * 45)
    assert answer.spares


def test_a_centre_farther_than_work_adds_to_the_way(murat):
    """Home and work in Aurillac: there and back to Murat is 2 × 1.4 × the flight, and all of it is lost."""
    aurillac = one("Aurillac")
    flight = great_circle_km(aurillac.latitude, aurillac.longitude, murat.latitude, murat.longitude)

    (answer,) = commute.answers(aurillac, aurillac, 1, [murat])

    assert answer.km_a_day == -round(2 * 1.4 * flight)
    assert not answer.spares
    assert answer.signed_km_a_year.startswith("−")


def test_in_the_cantal_the_points_are_those_of_the_portal(murat):
    make_commune("Aurillac", "15014", 26214, "45.11011", "2.86859")

    (answer,) = commute.answers(one("Aurillac"), one("Clermont-Ferrand"), 1, [murat])

    assert answer.to_centre.km == 0


def test_the_nearest_centre_comes_first(murat, allanche):
    allanche.latitude, allanche.longitude = Decimal("45.22907"), Decimal("2.93449")

    found = commute.answers(one("Massiac"), one("Aurillac"), 2, [murat, allanche])

    assert [one_.to_centre.km for one_ in found] == sorted(one_.to_centre.km for one_ in found)


def test_the_page_answers_and_links_to_a_desk(client, murat):
    response = client.get(PAGE, {"domicile": "Vic-sur-Cère", "travail": "Clermont-Ferrand", "jours": "3"})

    assert response.status_code == 200
    assert "De Vic-sur-Cère (15) à Clermont-Ferrand (63)" in plain(response)
    assert 'href="/reserver/murat/"' in plain(response)


def test_a_loss_is_said_kindly_and_offers_no_desk(client, murat):
    page = plain(client.get(PAGE, {"domicile": "Aurillac", "travail": "Aurillac", "jours": "2"}))

    assert "Aucun de nos télécentres n’est plus près de chez vous que votre travail" in page
    assert 'href="/reserver/murat/"' not in page


def test_a_name_of_several_communes_is_asked_again_and_what_was_typed_stays(client, murat):
    response = client.get(PAGE, {"domicile": "Murat", "travail": "Aurillac", "jours": "4"})

    page = plain(response)
    assert response.status_code == 422
    assert "Plusieurs communes répondent à « Murat » : choisissez la vôtre." in page
    assert 'name="domicile" value="Murat (15)"' in page
    assert 'value="Aurillac"' in page


def test_the_choice_wins_over_what_was_typed_before(client, murat):
    response = client.get(f"{PAGE}?domicile=Murat&domicile=Murat+(15)&travail=Aurillac&jours=2")

    assert response.context["said"]["domicile"].insee == "15138"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"domicile": "", "travail": "Aurillac"}, "Dites où vous habitez : une commune ou un code postal."),
        ({"domicile": "Zzyzx", "travail": "Aurillac"}, "Aucune commune ne s’appelle « Zzyzx »."),
        ({"domicile": "Saint", "travail": "Aurillac"}, "Trop de communes répondent à « Saint »."),
        ({"domicile": "Aurillac", "travail": "15000", "jours": "9"}, "Choisissez de un à cinq jours."),
    ],
)
def test_what_cannot_be_understood_is_said(client, murat, query, said):
    response = client.get(PAGE, query)

    assert (response.status_code, said in plain(response)) == (422, True)


def test_nothing_of_a_way_goes_on_to_others(client, murat):
    response = client.get(PAGE, {"domicile": "Vic-sur-Cère", "travail": "Clermont-Ferrand"})

    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "private, no-store"
    assert "sessionid" not in response.cookies
