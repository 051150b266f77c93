"""The feed of a search: read by a real parser of XML, stable, brief, and free of what is over."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils.html import strip_tags

from jobs.models import JobOffer
from jobs.search import Search
from tests import factories
from tests.jobs.test_markup import HOSTILE

ADDRESS = "/emplois/offres.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client, query: str = "") -> ElementTree.Element:
    response = client.get(f"{ADDRESS}{query}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return ElementTree.fromstring(response.content)


def texts(root: ElementTree.Element, name: str) -> list[str]:
    return [entry.findtext(f"{ATOM}{name}") for entry in root.findall(f"{ATOM}entry")]


@override_settings(PUBLIC_URL="https://cantal-network.example")
def test_an_entry_says_what_the_card_says(client, offer, now):
    root = feed(client)

    (entry,) = root.findall(f"{ATOM}entry")
    said = {name: entry.findtext(f"{ATOM}{name}") for name in ("title", "id", "published", "updated")}
    assert said == {
        "title": "Gestionnaire de paie",
        "id": f"https://cantal-network.example/emplois/{offer.slug}/",
        "published": "2026-11-25T08:00:00+00:00",
        "updated": "2026-11-25T08:00:00+00:00",
    }
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Laiterie Exemple"
    assert entry.find(f"{ATOM}category").get("term") == "Comptabilité"
    summary = entry.find(f"{ATOM}summary")
    assert summary.get("type") == "html"
    assert summary.text.startswith("<p>CDI, 35\u00a0h, ")
    assert summary.text.endswith(f"<p>{factories.WORK}</p>")


@override_settings(PUBLIC_URL="https://cantal-network.example")
def test_the_feed_names_itself_and_its_list(client, offer):
    root = feed(client, "?souple=1&q=paie&tri=salaire&page=3&inconnu=1")

    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "https://cantal-network.example/emplois/?q=paie&souple=1",
        "self": "https://cantal-network.example/emplois/offres.atom?q=paie&souple=1",
    }
    assert root.findtext(f"{ATOM}id") == links["alternate"]
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"


@override_settings(PUBLIC_URL="https://cantal-network.example")
def test_an_edit_changes_the_time_and_not_the_id(client, offer, now, time_machine):
    before = feed(client)
    time_machine.move_to(now + timedelta(days=1), tick=False)
    offer.title, offer.pay_max = "Responsable de la paie", 2600
    offer.save()

    after = feed(client)

    assert texts(after, "id") == texts(before, "id")
    assert (texts(after, "title"), texts(after, "updated")) == (["Responsable de la paie"], ["2026-11-26T08:00:00+00:00"])


def test_the_newest_stands_first_and_fifty_are_enough(client, today, db):
    for number in range(52):
        factories.make_offer(
            f"Offre {number}",
            today=today - timedelta(days=number),
            pay_min=1500 + number,
            valid_through=today + timedelta(days=1),
        )

    assert texts(feed(client, "?tri=salaire"), "title") == [f"Offre {number}" for number in range(50)]


def test_it_follows_the_query_of_the_list(client, today, murat):
    factories.make_offer("Secrétaire", today=today, telecentres=[murat])
    factories.make_offer("Comptable", today=today, has_flexible_hours=True)

    assert texts(feed(client, "?souple=1"), "title") == ["Comptable"]
    assert texts(feed(client, "?telecentre=murat"), "title") == ["Secrétaire"]
    assert texts(feed(client, "?q=secretaire"), "title") == ["Secrétaire"]


def test_a_commune_measures_the_road(client, today, murat):
    factories.make_offer("Près", today=today, work_mode="telecentre", telecentres=[murat])
    factories.make_offer("Loin", today=today, work_mode="onsite")
    murat.commune.latitude, murat.commune.longitude = murat.latitude, murat.longitude
    murat.commune.save()

    assert texts(feed(client, "?commune=Murat&minutes=20"), "title") == ["Près"]


@pytest.mark.parametrize(
    "query", ["?commune=Nulle-Part", "?q=" + "x" * 500, "?q=%00&commune=%00", "?atout=&lieu=%F0%9F%90%84", "?q=%22%28"]
)
def test_what_is_not_understood_does_no_harm(client, offer, query):
    feed(client, query)


@pytest.mark.parametrize("state", [state for state in JobOffer.State if state != "published"])
def test_what_is_not_published_is_not_in_the_feed(client, today, db, state):
    factories.make_offer(today=today, state=state)

    assert texts(feed(client), "title") == []


def test_an_empty_feed_is_whole_and_calm(client, db, now, time_machine):
    first = client.get(ADDRESS)
    time_machine.move_to(now + timedelta(hours=3), tick=False)

    assert client.get(ADDRESS).content == first.content
    assert ElementTree.fromstring(first.content).findtext(f"{ATOM}updated") == "2026-11-24T23:00:00+00:00"


@pytest.mark.parametrize("text", [*HOSTILE, "\x01\x08\x0b\x0c\x1f\ufffe\uffffmot", "\u0085\u200f\u2066mot"])
def test_hostile_text_arrives_as_text(client, today, db, text):
    employer = factories.make_employer(text)
    factories.make_offer(text[:90], today=today, employer=employer, description=text, profile=f"- {text}")
    kept = "".join(letter for letter in text if letter >= " " and letter not in "\ufffe\uffff")

    root = feed(client)

    assert texts(root, "title") == [kept]
    assert [entry.findtext(f"{ATOM}author/{ATOM}name") for entry in root.findall(f"{ATOM}entry")] == [kept]
    (summary,) = texts(root, "summary")
    assert "<script" not in summary
    assert "<img" not in summary
    assert strip_tags(summary).count("&lt;") == 2 * kept.count("<")


def test_several_offers_take_as_many_queries_as_one(client, today, murat, allanche, django_assert_num_queries):
    for number in range(4):
        employer = factories.make_employer(f"Maison {number}")
        factories.make_offer(today=today, employer=employer, telecentres=[murat, allanche])

    with django_assert_num_queries(5):  # centres of the filters, offers, their centres, and twice when something changed
        feed(client)


def test_who_has_the_feed_gets_nothing_twice(client, offer):
    first = client.get(ADDRESS)

    again = client.get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    late = client.get(ADDRESS, headers={"If-Modified-Since": first["Last-Modified"]})

    assert (again.status_code, late.status_code, again.content) == (304, 304, b"")


def test_an_offer_that_leaves_makes_a_new_feed(client, offer, now, time_machine):
    first = client.get(ADDRESS)
    time_machine.move_to(now + timedelta(hours=1), tick=False)
    offer.state, offer.closed_at = JobOffer.State.WITHDRAWN, now
    offer.save()

    again = client.get(ADDRESS, headers={"If-Modified-Since": first["Last-Modified"]})

    assert (again.status_code, again["ETag"] == first["ETag"]) == (200, False)


def test_it_may_be_read_from_anywhere_and_tells_no_other_site(client, offer):
    response = client.get(ADDRESS)

    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert client.post(ADDRESS).status_code == 405


def test_the_list_leads_to_its_feed(db, rf):
    search = Search(rf.get("/emplois/?q=l'%26<paie>&souple=1").GET)

    head = render_to_string("jobs/_list_head.html", {"search": search})

    assert 'href="/emplois/offres.atom?q=l%27%26%3Cpaie%3E&amp;souple=1"' in head


@pytest.mark.parametrize("text", HOSTILE)
def test_the_head_of_an_offer_escapes_what_was_typed(client, today, db, rf, text):
    offer = JobOffer.objects.get(pk=factories.make_offer(text[:90], today=today).pk)

    head = render_to_string("jobs/_head.html", {"offer": offer}, rf.get("/"))

    assert f'<link rel="canonical" href="http://localhost:8000/emplois/{offer.slug}/">' in head
    assert (head.count("<"), head.count(">"), head.count('"')) == (7, 7, 28)
