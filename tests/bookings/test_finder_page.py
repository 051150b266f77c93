"""The finder's page: the specialised centre first, then those in support, how far, when free; gaps without people."""

import pytest

from bookings import answers
from telecentres import demonstration
from telecentres.models import Gap, Guide, Need, Telecentre, Territory
from tests.signing_in import sign_in

COMPTA = {"q": "faire ma comptabilté"}


@pytest.fixture
def places(db, now):
    demonstration.create_places(now.date())
    return {telecentre.slug: telecentre for telecentre in Telecentre.objects.all()}


def text(response) -> str:
    return response.content.decode()


# --- answers ------------------------------------------------------------------------------------------


def test_the_lead_centre_comes_first_then_those_in_support_the_nearest_first(client, places):
    response = client.get("/besoin/", COMPTA | {"depuis": "Pierrefort"})

    found = response.context["found"]
    assert response.status_code == 200
    assert response.context["understood"].need.slug == "tenir-ma-comptabilite"
    assert found.lead.centre == places["saint-flour"]
    assert [answer.centre.slug for answer in found.supports] == ["chaudes-aigues", "murat"]
    assert found.supports[0].road.km < found.supports[1].road.km
    assert "Compris" in text(response)


def test_each_open_centre_shows_its_next_free_half_days(client, places):
    response = client.get("/besoin/", COMPTA)

    found = response.context["found"]
    assert [len(answer.slots) for answer in [found.lead, *found.supports]] == [3, 3, 3]
    assert f'href="/reserver/saint-flour/?{found.lead.slots[0].query.replace("&", "&amp;")}"' in text(response)


def test_distances_are_called_an_estimation_and_say_how_they_are_made(client, places, now, settings):
    settings.ROAD_FACTOR, settings.ROAD_KM_PER_HOUR = 1.4, 50
    start = Territory.objects.communes().get(name="Pierrefort")
    road = answers.for_need(Need.objects.get(slug="tenir-ma-comptabilite"), start, now=now).lead.road

    page = text(client.get("/besoin/", COMPTA | {"depuis": "Pierrefort"}))

    assert f"≈\u00a0{road.rounded_km}\u00a0km, {road.rounded_minutes}\u00a0min depuis Pierrefort" in page
    assert "vol d’oiseau × 1,4 à 50\u00a0km/h" in page
    assert "estimation" in page


def test_without_a_commune_there_is_no_distance(client, places):
    page = text(client.get("/besoin/", COMPTA))

    assert "≈" not in page
    assert "vol d’oiseau" not in page


def test_an_unknown_commune_is_said_kept_and_does_not_stop_the_answer(client, places):
    response = client.get("/besoin/", COMPTA | {"depuis": "Clermont-Ferrand"})

    assert response.context["found"].lead.centre == places["saint-flour"]
    assert "aucune commune de nom ou de code postal «\u00a0Clermont-Ferrand\u00a0»" in text(response)
    assert 'value="Clermont-Ferrand"' in text(response)


def test_a_postal_code_measures_from_its_largest_commune(client, places):
    response = client.get("/besoin/", COMPTA | {"depuis": "15300"})

    assert response.context["start"].commune.name == "Murat"
    assert "les distances partent de Murat" in text(response)


def test_a_lead_centre_still_in_preparation_says_so(client, places):
    page = text(client.get("/besoin/", {"q": "telemarketing"}))

    assert "En préparation" in page
    assert "on ne peut pas encore y réserver de bureau" in page
    assert "En appui, en attendant Aurillac" in page
    assert "/reserver/aurillac/" not in page
    assert "/reserver/allanche/" in page


def test_a_suspended_lead_centre_says_so(client, places):
    Telecentre.objects.filter(slug="saint-flour").update(stage=Telecentre.Stage.SUSPENDED)

    page = text(client.get("/besoin/", COMPTA))

    assert "Suspendu" in page
    assert "/reserver/saint-flour/" not in page


def test_an_unsure_answer_says_perhaps(client, places):
    response = client.get("/besoin/", {"q": "mon expert en comptes est parti en vacances"})

    assert response.context["understood"].need
    assert not response.context["understood"].is_sure
    assert "Peut-être" in text(response)


def test_other_needs_keep_the_commune(client, places):
    page = text(client.get("/besoin/", {"q": "réunion", "depuis": "Pierrefort"}))

    assert "depuis=Pierrefort" in page.partition('id="autres"')[2]


def test_without_a_question_all_needs_are_shown_and_none_is_counted(client, places):
    response = client.get("/besoin/")

    assert list(response.context["needs"]) == list(Need.objects.active())
    assert not Gap.objects.exists()


def test_the_home_page_asks_first_and_offers_frequent_needs(client, places):
    page = text(client.get("/"))

    assert page.index('action="/besoin/"') < page.index('action="/reserver/"')
    assert "?q=Tenir%20ma%20comptabilit%C3%A9" in page


# --- what finds no answer ---------------------------------------------------------------------------------


def test_what_is_not_understood_is_said_counted_and_still_finds_a_desk(client, places):
    response = client.get("/besoin/", {"q": "Je m’appelle Camille Exemple, je cherche un dentiste", "depuis": "Allanche"})

    gap = Gap.objects.get()
    assert "Nous n’avons pas compris ce besoin" in text(response)
    assert (gap.text, gap.kind, gap.need, gap.count) == ("dentiste", Gap.Kind.NOT_UNDERSTOOD, None, 1)
    assert response.context["everywhere"][0].centre.slug == "allanche"
    assert {answer.centre for answer in response.context["everywhere"]} == set(Telecentre.objects.open())
    assert "/reserver/allanche/" in text(response)


def test_a_need_without_a_centre_is_counted_as_such(client, places):
    response = client.get("/besoin/", {"q": "améliorer mon anglais professionnel"})

    gap = Gap.objects.get()
    assert "Aucun centre du réseau n’a encore cette spécialité" in text(response)
    assert (gap.kind, gap.need.slug) == (Gap.Kind.NO_CENTRE, "apprendre-une-langue")


def test_what_is_answered_is_not_kept(client, places):
    client.get("/besoin/", COMPTA)

    assert not Gap.objects.exists()


@pytest.mark.parametrize("how", ["head", "prefetch"])
def test_nobody_looking_counts_nothing(client, places, how):
    if how == "head":
        client.head("/besoin/", {"q": "dentiste"})
    else:
        client.get("/besoin/", {"q": "dentiste"}, headers={"Sec-Purpose": "prefetch"})

    assert not Gap.objects.exists()


# --- what people type ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "\x00",
        "compta\x00",
        "a" * 10_000,
        "mot " * 2_500,
        "????",
        "'; DROP TABLE telecentres_need; --",
        "%_%",
        "\\",
        "🏔️",
        "\u202e",
        " ",
    ],
)
@pytest.mark.parametrize("field", ["q", "depuis"])
def test_whatever_is_typed_gives_a_page(client, places, field, typed):
    response = client.get("/besoin/", {"q": "compta", "depuis": "Murat"} | {field: typed})

    assert response.status_code == 200
    assert all(len(gap.text) <= Gap.LONGEST for gap in Gap.objects.all())


def test_too_long_a_request_is_explained_and_kept(client, places):
    page = text(client.get("/besoin/", {"q": "b" * 10_000}))

    assert "Dites-le en moins de mots, 200 caractères au plus." in page
    assert "b" * 10_000 in page
    assert not Gap.objects.exists()


@pytest.mark.parametrize("field", ["q", "depuis"])
def test_markup_is_shown_as_text(client, places, field):
    page = text(client.get("/besoin/", {"q": "compta", field: "<script>alert('x')</script>"}))

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_nothing_is_posted_to_the_finder(client, db):
    assert client.post("/besoin/", COMPTA).status_code == 405


# --- guides -----------------------------------------------------------------------------------------------------


def guides(client) -> set[str]:
    return {guide.title for guide in client.get("/besoin/", COMPTA).context["guides"]}


PUBLIC = {"Tenir ses comptes en une heure par semaine", "Ce qu’il faut apporter à la permanence"}


def test_guides_stand_beside_the_answer_those_of_the_need_first(client, places):
    shown = [guide.title for guide in client.get("/besoin/", COMPTA).context["guides"]]

    assert shown == ["Tenir ses comptes en une heure par semaine", "Ce qu’il faut apporter à la permanence"]


def test_guides_between_centres_are_for_staff_with_their_second_factor(client, places, remote_worker, network_admin):
    as_visitor = guides(client)
    client.force_login(remote_worker)
    as_worker = guides(client)
    as_keyless = guides(sign_in(client, network_admin, second_factor=False))
    as_staff = guides(sign_in(client, network_admin))

    assert as_visitor == as_worker == as_keyless == PUBLIC
    assert as_staff == PUBLIC | {"Déroulé de la permanence du mardi"}


def test_a_guide_shows_its_author_and_its_document(client, places):
    need = Need.objects.get(slug="tenir-ma-comptabilite")
    Guide.objects.create(title="Un tableau", need=need, link="https://example.org/tableau.ods")

    page = text(client.get("/besoin/", COMPTA))

    assert 'href="https://example.org/tableau.ods" rel="noreferrer"' in page
    assert "Par Saint-Flour" in page
    assert "Par le réseau" in page


# --- cost -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "queries"), [({}, 1), (COMPTA | {"depuis": "Pierrefort"}, 11), ({"q": "dentiste"}, 13)])
def test_the_page_asks_the_same_queries_however_many_desks(client, places, django_assert_num_queries, typed, queries):
    for number in range(20):
        places["murat"].workspaces.create(code=f"x{number}", name=f"Bureau x{number}", active_from="2026-01-01")

    with django_assert_num_queries(queries):
        client.get("/besoin/", typed)
