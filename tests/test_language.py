"""The language switch of the footer: a form that needs no script, and that keeps the page with its question."""

import re
from html import unescape

import pytest
from django.test import Client


def footer_form(page: str) -> dict[str, str]:
    """The fields that pressing its one button sends."""
    form = re.search(r'<form action="/langue/" method="post".*?</form>', page, re.DOTALL)[0]
    return {name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)}


@pytest.mark.parametrize("page", ["/", "/telecentres/murat/", "/reserver/?jour=lundi&centre=", "/telecentres/?a=1&b=%C3%A9"])
def test_the_switch_keeps_the_page_and_its_question(murat, page, now):
    browser = Client(enforce_csrf_checks=True)

    sent = footer_form(browser.get(page).content.decode())
    answer = browser.post("/langue/", sent)

    assert (sent["language"], answer.status_code, answer.url) == ("en", 302, page)
    assert '<html lang="en">' in browser.get(answer.url).content.decode()


def test_the_switch_leads_back_to_french(murat, now):
    browser = Client(enforce_csrf_checks=True)
    browser.post("/langue/", footer_form(browser.get("/").content.decode()))

    sent = footer_form(browser.get("/").content.decode())
    browser.post("/langue/", sent)

    assert sent["language"] == "fr"
    assert '<html lang="fr">' in browser.get("/").content.decode()


def test_the_switch_leads_to_no_other_site(murat):
    browser = Client()

    answer = browser.post("/langue/", {"language": "en", "next": "https://exemple.invalid/"})

    assert answer.url == "/"
