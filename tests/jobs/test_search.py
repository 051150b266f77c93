"""What the list finds: words as people write them, filters that add up, distances, and addresses that stay."""

from decimal import Decimal

import pytest
from django.http import QueryDict

from jobs import ways
from jobs.models import Feature, JobOffer
from jobs.search import SLUG_OF_FEATURE, Search
from telecentres.models import Territory
from tests.factories import make_employer, make_offer, make_telecentre


@pytest.fixture
def home(db) -> Territory:
    """Twenty kilometres east of Murat as the crow flies."""
    return Territory.objects.create(
        kind="commune", code="15141", name="Neussargues", latitude=Decimal("45.13"), longitude=Decimal("2.98")
    )


@pytest.fixture
def offers(murat, employer, now) -> dict[str, JobOffer]:
    today = now.date()
    saint_flour = make_telecentre("Saint-Flour")
    return {
        "payroll": make_offer("Gestionnaire de paie", today=today, telecentres=[murat], has_flexible_hours=True),
        "web": make_offer(
            "Développeur ou développeuse web",
            today=today,
            rome_code="M1805",
            description="Vous écrivez les pages d’une boutique en ligne, de la maquette à la mise en ligne.",
            work_mode="fully_remote",
            commune=None,
            pay_min=34000,
            pay_max=41000,
            pay_unit="year",
            features=["equipment_lent", "training"],
        ),
        "medical": make_offer(
            "Télésecrétaire médical ou médicale",
            today=today,
            rome_code="M1609",
            description="Vous répondez au téléphone de trois cabinets et prenez les rendez-vous.",
            contract="CDD",
            contract_months=9,
            weekly_hours=20,
            pay_min=12,
            pay_max=13,
            pay_unit="hour",
            work_mode="telecentre",
            telecentres=[saint_flour],
            features=["quiet", "step_free"],
            experience="S",
        ),
        "cheese": make_offer(
            "Fromager ou fromagère",
            today=today,
            rome_code="H2101",
            description="Vous suivez la fabrication du cantal, du lait au tranchage.",
            work_mode="onsite",
        ),
    }


def found(query: str, start=None) -> list[str]:
    return [offer.title.split()[0] for offer in Search(QueryDict(query), start=start).offers()]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("paie", ["Gestionnaire"]),
        ("paies", ["Gestionnaire"]),
        ("PAIE", ["Gestionnaire"]),
        ("developpeuse", ["Développeur"]),
        ("développeurs web", ["Développeur"]),
        ("secretariat medical", ["Télésecrétaire"]),
        ("gestionaire", ["Gestionnaire"]),
        ("telesecretaire", ["Télésecrétaire"]),
        ("fromage", ["Fromager"]),
        ("rendez-vous", ["Télésecrétaire"]),
        ("comptabilité", ["Gestionnaire"]),
        ("boutiques", ["Développeur"]),
        ("Murat", ["Gestionnaire"]),
        ("CDD", ["Télésecrétaire"]),
        ("zythologue", []),
    ],
)
def test_words_are_found_as_people_write_them(offers, words, expected):
    data = QueryDict(mutable=True)
    data["q"] = words

    assert [offer.title.split()[0] for offer in Search(data).offers()] == expected


@pytest.mark.parametrize("words", ["de la", "!&|():*<->'", "   "])
def test_words_that_say_nothing_hide_nothing(offers, words):
    data = QueryDict(mutable=True)
    data["q"] = words

    assert Search(data).offers().count() == 4


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("lieu=distance", {"Développeur"}),
        ("lieu=telecentre", {"Gestionnaire", "Télésecrétaire"}),
        ("lieu=sur-place", {"Fromager"}),
        ("telecentre=murat", {"Gestionnaire"}),
        ("souple=1", {"Gestionnaire"}),
        ("partiel=1", {"Télésecrétaire"}),
        ("court=1", {"Télésecrétaire"}),
        ("contrat=cdd", {"Télésecrétaire"}),
        ("contrat=cdi&lieu=telecentre", {"Gestionnaire"}),
        ("debutant=1", {"Gestionnaire", "Développeur", "Fromager"}),
        ("atout=calme", {"Télésecrétaire"}),
        ("atout=calme&atout=plain-pied", {"Télésecrétaire"}),
        ("atout=calme&atout=formation", set()),
        ("salaire=2500", {"Développeur"}),
        ("salaire=2000", {"Développeur", "Gestionnaire", "Fromager"}),
        ("q=web&atout=formation", {"Développeur"}),
    ],
)
def test_filters_add_up(offers, query, expected):
    assert set(found(query)) == expected


def test_each_filter_says_how_many_it_would_leave(offers):
    for query in ("", "lieu=telecentre", "q=paie", "atout=calme", "contrat=cdi&souple=1"):
        search = Search(QueryDict(query))
        for _title, links in search.links():
            for link in links:
                if not link.is_chosen:
                    assert link.count == Search.of(link.query).offers().count(), (query, link.facet.label)


def test_all_counts_take_two_queries(offers, django_assert_num_queries):
    search = Search(QueryDict("lieu=telecentre"))
    assert search.groups

    with django_assert_num_queries(2):
        search.links()


def test_a_chosen_filter_is_taken_away_by_its_link(offers):
    search = Search(QueryDict("lieu=telecentre&souple=1"))
    chosen = [link for _title, links in search.links() for link in links if link.is_chosen]

    assert [link.query for link in chosen] == ["souple=1", "lieu=telecentre"]


def test_two_ways_to_a_search_give_one_address(offers):
    one = Search(QueryDict("souple=1&q=paie&lieu=telecentre&atout=plain-pied&atout=calme"))
    other = Search(QueryDict("atout=calme&lieu=telecentre&atout=plain-pied&q=paie&souple=1&inconnu=x"))

    assert one.query == other.query == "q=paie&lieu=telecentre&souple=1&atout=calme&atout=plain-pied"


def test_what_an_address_gives_back_is_what_it_said(offers):
    query = "q=paie&lieu=telecentre&contrat=cdi&salaire=2000&tri=salaire"

    assert Search.of(query).query == query
    assert Search.of(query).wishes == query.replace("&tri=salaire", "")


def test_the_nearest_come_first_and_remote_work_is_at_home(offers, home):
    assert found("", home)[0] == "Développeur"
    assert found("", home)[-1] == "Fromager"
    assert set(found("minutes=20", home)) == {"Développeur", "Gestionnaire", "Télésecrétaire"}
    assert "minutes" not in Search(QueryDict("minutes=20")).query


def test_words_and_a_commune_together(offers, home):
    search = Search(QueryDict("q=paie&atout=calme"), start=home)

    assert [offer.title for offer in search.offers()] == []
    assert Search(QueryDict("q=paie"), start=home).offers().get() == offers["payroll"]
    assert Search(QueryDict("q=paie&minutes=20"), start=home).links()


def test_the_best_paid_come_first_whatever_the_unit(offers):
    assert found("tri=salaire") == ["Développeur", "Fromager", "Gestionnaire", "Télésecrétaire"]


def test_one_wish_less_is_counted(offers):
    relaxed = Search(QueryDict("lieu=distance&court=1")).relaxed()

    assert [(number, query) for _label, number, query in relaxed] == [(1, "court=1"), (1, "lieu=distance")]


def test_every_feature_has_an_address_and_a_family():
    assert set(SLUG_OF_FEATURE) == set(Feature)
    assert sorted(one for _name, family in Feature.families() for one in family) == sorted(Feature)
    assert len(set(SLUG_OF_FEATURE.values())) == len(Feature)


# --- the road ------------------------------------------------------------------------------------------------------


def way(offer: JobOffer, start: Territory) -> ways.Way:
    return ways.way_to(JobOffer.objects.for_pages().get(pk=offer.pk), start)


def test_the_road_spared_is_there_and_back(offers, home):
    spared = way(offers["payroll"], home)

    assert spared.centre.name == "Murat"
    assert spared.spared_minutes == 5 * round(2 * (spared.to_work.minutes - spared.to_centre.minutes) / 5) > 60
    assert spared.spared_km == round(2 * (spared.to_work.km - spared.to_centre.km))


def test_a_centre_farther_than_the_employer_spares_nothing_and_says_so(offers, now):
    aurillac = Territory.objects.get(name="Aurillac")

    lost = way(offers["payroll"], aurillac)

    assert lost.spared_minutes < 0
    assert lost.lost_minutes == -lost.spared_minutes


def test_remote_work_compares_with_nothing(offers, home):
    assert way(offers["web"], home).spared_minutes is None


def test_the_strip_has_one_scale(offers, home):
    both = [way(offers[name], home) for name in ("payroll", "cheese")]
    scale = ways.longest(both)
    strips = [ways.strip_of(one, scale) for one in both]

    assert max(strip.work for strip in strips) == 90
    assert strips[0].work == strips[1].work
    assert strips[1].centre is None


def test_where_no_point_is_known_no_road_is_drawn(offers, home):
    employer = make_employer("Sans point", commune=Territory.objects.create(kind="commune", code="15999", name="Nulle part"))
    made = make_offer("Comptable", today=offers["web"].runs_from, employer=employer, commune=employer.commune)

    assert way(made, home) == ways.Way(home, None, None, None)
