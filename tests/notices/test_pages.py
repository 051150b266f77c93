"""The public pages of the notices: there for everybody, each with its own title, none forgotten on the site map."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse

from notices import site_plan, weights
from telecentres import words
from tests.browser.pages import DIRECTORY, PRIVATE, PUBLIC, STAFF
from tests.browser.test_pages import budget_of
from tests.test_access import walk

PAGES = ["accessibility", "accessibility_plan", "legal", "privacy", "site_plan", "help", "write", "written", "eco_design"]
# Public, but steps on a way, answers to a form or files for machines: nobody begins there.
LEFT_OUT = {
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_logout",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "bookings:kiosk",
    "bookings:kiosk_note",
    "bookings:offline",
    "jobs:atom",
    "outreach:door",
    "outreach:door_note",
    "jobs:offers_csv",
    "jobs:offers_json",
    "bookings:worker",
    "favicon",
    "outreach:come_thanks",
    "sitemap",
    "telecentres:mark",
    "gallery",
    "mfa_authenticate",
    "notices:written",
    "robots",
    "telecentres:places_csv",
    "telecentres:places_geojson",
    "telecentres:places_json",
    "set_language",
    "observatory:api_events",
    "observatory:api_indicators",
    "observatory:api_offers",
    "observatory:api_openapi",
    "observatory:api_telecentres",
    "observatory:catalogue",
    "observatory:dictionary_csv",
    "outreach:embedded",
    "outreach:events_atom",
    "outreach:events_calendar",
    "outreach:events_csv",
}


def page(client: Client, name: str, language: str = "fr") -> str:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get(reverse(f"notices:{name}"))
    assert response.status_code == 200
    return response.content.decode()


def found(pattern: str, text: str) -> list[str]:
    return re.findall(pattern, text, re.DOTALL)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_page_has_its_own_title_and_one_heading(client, db, language):
    said = [page(client, name, language) for name in PAGES]

    titles = [found(r"<title>(.*?)</title>", text)[0] for text in said]
    assert len(set(titles)) == len(PAGES)
    assert [len(found(r"<h1[ >]", text)) for text in said] == [1] * len(PAGES)
    assert [found(r'<html lang="(\w+)"', text) for text in said] == [[language]] * len(PAGES)


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("accessibility", 3),
        ("accessibility_plan", 2),
        ("site_plan", 1),
        ("legal", 0),
        ("privacy", 0),
        ("help", 0),
        ("write", 0),
        ("written", 0),
        ("eco_design", 0),
    ],
)
def test_pages_ask_the_database_little(client, db, name, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        page(client, name)


def test_the_footer_of_every_page_leads_to_all_of_them(client, murat, now):
    footer = client.get("/").content.decode().partition("<footer")[2]

    assert found(
        r'<a href="(/(?!telecentres|emplois|evenements|observatoire|donnees/|venir-vivre-ici|mes-)[\w/-]*)"', footer
    ) == [
        "/aide/",
        "/accessibilite/",
        "/ecoconception/",
        "/mentions-legales/",
        "/donnees-personnelles/",
        "/plan-du-site/",
    ]


# --- the site map ------------------------------------------------------------------------------------


def test_the_site_map_names_every_public_page():
    """A new public address fails here until it stands in the site map or is left out by name."""
    opened = {name: pattern for name, pattern in walk(get_resolver()) if not getattr(pattern.callback, "login_required", True)}
    public = {name for name, pattern in opened.items() if not pattern.pattern.regex.groups and not behind_the_door(name)}

    listed = [entry.name for group in site_plan.GROUPS for entry in group.entries]

    assert public - set(listed) == LEFT_OUT
    assert len(set(listed)) == len(listed)


def behind_the_door(name: str) -> bool:
    return name.startswith(("admin:", "~"))


def test_the_site_map_lists_the_telecentres(client, murat, allanche):
    text = page(client, "site_plan").partition("sur une carte et en liste")[2]

    assert found(r'href="(/telecentres/\w+/)"', text) == ["/telecentres/allanche/", "/telecentres/murat/"]
    assert found(r'href="(/reserver/\w+/)"', text) == ["/reserver/allanche/", "/reserver/murat/"]


def test_every_address_of_the_site_map_opens(client, murat, remote_worker, now):
    client.force_login(remote_worker)

    answers = {entry.name: client.get(entry.url).status_code for group in site_plan.GROUPS for entry in group.entries}

    sign_in = {"account_login", "account_request_login_code", "account_signup"}  # lead whoever is signed in onward
    assert {name for name, status in answers.items() if status != 200} == sign_in | {"dispatch:health"}


# --- legal notice ----------------------------------------------------------------------------------------


def test_the_legal_notice_says_what_is_still_missing(client, db, settings):
    settings.OPERATOR = dict.fromkeys(settings.OPERATOR, "")

    assert page(client, "legal").count("à compléter par l’exploitant") == 7


def test_the_legal_notice_says_what_the_operator_has_filled_in(client, db, settings):
    settings.OPERATOR = settings.OPERATOR | {"name": "Réseau Exemple", "director": "Dominique Exemple"}

    text = page(client, "legal")

    assert [fact in text for fact in ("Réseau Exemple", "Dominique Exemple")] == [True, True]
    assert text.count("à compléter par l’exploitant") == 5


def test_the_legal_notice_attributes_the_data(client, db):
    text = page(client, "legal")

    sources = ["INSEE", "DGCL", "La Poste", "Etalab", "IGN", "GeoNames", "Licence Ouverte 2.0", "CC BY 4.0"]
    assert [source for source in sources if source not in text] == []


# --- eco-design --------------------------------------------------------------------------------------------


def test_the_weights_are_within_the_limits_of_the_tests():
    """The figures are those of the browser tests: the same pages, the same limits, and none beyond them."""
    known = {page.name: page for page in [*PUBLIC, *PRIVATE, *DIRECTORY, *STAFF]}
    budgets = [budget_of(known[name]) for name in weights.TITLES]

    measured = weights.measured().weights

    assert [weight.title for weight in measured] == list(weights.TITLES.values())
    limits = [(weight.first_limit, weight.again_limit, weight.requests_limit) for weight in measured]
    assert limits == [(budget.first, budget.again, budget.requests) for budget in budgets]
    assert all(
        weight.first <= weight.first_limit and weight.again <= weight.again_limit and weight.requests <= weight.requests_limit
        for weight in measured
    )


def test_the_page_on_eco_design_says_when_and_how_much(client, db):
    text = page(client, "eco_design")

    assert words.day_words(weights.measured().measured_on, year=True) in text
    assert len(found(r"<tr><th scope=\"row\">", text)) == len(weights.TITLES)
