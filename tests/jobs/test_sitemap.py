"""What search engines are told to read: public pages alone, offers while they are published, at the public address."""

import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import override_settings

from cantal_network.sitemaps import NOT_TO_SEARCH
from jobs.models import JobOffer
from notices import site_plan
from telecentres.models import Telecentre
from tests import factories

ADDRESS = "/sitemap.xml"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")


def entries(client, **headers) -> dict[str, str | None]:
    """The day of the last change by address, without the site."""
    response = client.get(ADDRESS, **headers)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    urls = ElementTree.fromstring(response.content)
    found = [(one.findtext(f"{SITEMAP}loc"), one.findtext(f"{SITEMAP}lastmod")) for one in urls]
    assert all(address.startswith(settings.PUBLIC_URL) for address, _day in found)
    return {address.removeprefix(settings.PUBLIC_URL): day for address, day in found}


def test_offers_and_centres_come_with_the_time_of_their_last_change(client, offer, murat):
    found = entries(client)

    assert found[f"/emplois/{offer.slug}/"] == "2026-11-25T09:00:00+01:00"
    assert found["/telecentres/murat/"] == "2026-11-25T09:00:00+01:00"
    assert all(MOMENT.fullmatch(day) for day in found.values() if day)


def test_moments_have_no_parts_of_seconds(client, offer):
    JobOffer.objects.update(updated_at="2026-07-01T12:00:00.654321+00:00")

    assert entries(client)[f"/emplois/{offer.slug}/"] == "2026-07-01T14:00:00+02:00"


def test_it_is_at_the_public_address_whatever_name_the_request_came_by(client, offer):
    with override_settings(PUBLIC_URL="https://cantal-network.example", ALLOWED_HOSTS=["*"]):
        assert f"/emplois/{offer.slug}/" in entries(client, HTTP_HOST="interne:8000")


@pytest.mark.parametrize("state", [state for state in JobOffer.State if state != "published"])
def test_what_is_not_published_is_not_told(client, today, db, state):
    offer = factories.make_offer(today=today, state=state)

    assert f"/emplois/{offer.slug}/" not in entries(client)


@pytest.mark.parametrize("stage", [stage for stage in Telecentre.Stage if stage not in Telecentre.Stage.public()])
def test_a_centre_that_is_gone_is_not_told(client, murat, stage):
    Telecentre.objects.update(stage=stage)

    assert "/telecentres/murat/" not in entries(client)


def test_every_page_is_open_to_everybody_and_to_robots(client, murat, now):
    rules = client.get("/robots.txt").content.decode()
    forbidden = re.findall(r"^Disallow: (\S+)$", rules, re.MULTILINE)
    pages = [address for address in entries(client) if not address.startswith("/emplois/")]

    shut = [address for address in pages if address.startswith(tuple(forbidden))]
    answers = {address: client.get(address) for address in pages}
    closed = [address for address, response in answers.items() if response.status_code != 200]
    hidden = [address for address, response in answers.items() if 'name="robots" content="noindex"' in response.content.decode()]

    assert (len(pages) > 10, shut, closed, hidden) == (True, [], [], [])


def test_what_is_left_out_is_on_the_plan():
    assert {entry.name for group in site_plan.GROUPS for entry in group.entries} >= NOT_TO_SEARCH


def test_robots_are_told_of_it(client):
    with override_settings(PUBLIC_URL="https://cantal-network.example"):
        rules = client.get("/robots.txt").content.decode().splitlines()

    assert "Sitemap: https://cantal-network.example/sitemap.xml" in rules


def test_several_offers_take_as_many_queries_as_one(client, today, murat, django_assert_num_queries):
    for number in range(4):
        factories.make_offer(f"Offre {number}", today=today)

    with django_assert_num_queries(6):  # how many there are and which: telecentres, offers, events, guides; of the last none
        entries(client)


def test_it_changes_nothing(client, db):
    assert client.post(ADDRESS).status_code == 405
