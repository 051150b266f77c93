"""The pages of errors: what happened, what to do, whom to call; and plain files when nothing else works."""

import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.management import call_command
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from cantal_network.urls import handler400, handler500  # noqa: F401  (Django looks for them in the map of addresses in use)
from notices import static_pages
from telecentres.words import telephone_number

PHONE = settings.HELPDESK_PHONE


def raising(error: Exception):
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    view.login_required = False
    return view


urlpatterns = [
    path("400/", raising(SuspiciousOperation("a cut address"))),
    path("403/", raising(PermissionDenied())),
    path("500/", raising(RuntimeError("our fault"))),
    path("busy/", raising(OperationalError("canceling statement due to lock timeout"))),
    path("gone/", raising(InterfaceError("connection already closed"))),
    path("", include("cantal_network.urls")),
]


@pytest.fixture
def browser():
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/400/", 400, "Nous n’avons pas compris cette demande"),
        ("/403/", 403, "Cette page ne vous est pas ouverte"),
        ("/nulle-part/", 404, "Cette page n’existe pas"),
        ("/500/", 500, "Une erreur s’est produite"),
        ("/busy/", 503, "Le site revient dans quelques minutes"),
        ("/gone/", 503, "Le site revient dans quelques minutes"),
    ],
)
def test_each_error_says_what_happened_and_whom_to_call(browser, db, address, status, heading):
    response = browser.get(address)

    page = response.content.decode()
    assert response.status_code == status
    assert re.findall(r"<h1>(.*?)</h1>", page) == [heading]
    assert f'<a href="tel:{telephone_number(PHONE)}">{PHONE}</a>' in page
    assert response["Content-Security-Policy"]


def test_a_wrong_host_is_answered_in_our_look(db):
    response = Client(raise_request_exception=False).get("/", headers={"host": "elsewhere.example"})

    assert response.status_code == 400
    assert "Nous n’avons pas compris cette demande" in response.content.decode()


def test_a_form_left_open_for_long_tells_how_to_keep_what_was_typed(browser, db):
    response = browser.post("/aide/ecrire/", {"text": "Un long message"})

    page = response.content.decode()
    assert response.status_code == 403
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["Votre formulaire n’a pas été envoyé"]
    assert "vos réponses sont encore dans le formulaire" in page
    assert PHONE in page


def test_too_many_attempts_name_the_telephone(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"question": "1/m/ip"}
    client.post("/aide/ecrire/")

    response = client.post("/aide/ecrire/")

    assert response.status_code == 429
    assert PHONE in response.content.decode()


def test_the_error_pages_speak_english_too(browser, db):
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    pages = [browser.get(address).content.decode() for address in ("/400/", "/403/", "/nulle-part/")]

    headings = [heading for page in pages for heading in re.findall(r"<h1>(.*?)</h1>", page)]
    assert headings == ["We did not understand this request", "This page is not open to you", "This page does not exist"]


# --- the static pages ---------------------------------------------------------------------------------


def test_a_busy_database_says_when_to_come_back_and_a_fault_does_not(browser, db):
    busy, fault = browser.get("/busy/"), browser.get("/500/")

    assert (busy["Retry-After"], busy["Cache-Control"]) == ("60", "no-store")
    assert "Retry-After" not in fault


@pytest.mark.parametrize("status", static_pages.STATUSES)
def test_static_pages_need_nothing(status, django_assert_num_queries, db):
    """No database, no session, no tag of a template, nothing inline; in both languages."""
    with django_assert_num_queries(0):
        page = static_pages.content(status)

    assert re.findall(r"\{[{%]|\$|<style|<script|style=|<form", page) == []
    assert ('<html lang="fr">' in page, '<section lang="en">' in page) == (True, True)
    assert set(re.findall(r'(?:src|href)="([^"#]+)"', page)) <= {
        "/",
        "/static/css/estive.css",
        f"tel:{telephone_number(PHONE)}",
    }


def test_the_proxy_gets_its_files(tmp_path):
    call_command("static_pages", tmp_path / "pages", stdout=StringIO())

    assert (tmp_path / "pages" / "503.html").read_text() == static_pages.content(503)
    assert (tmp_path / "pages" / "500.html").read_text() == static_pages.content(500)


ADDRESSES = ["/", "/telecentres/", "/mes-reservations/", "/accessibilite/", "/nulle-part/", "/admin/"]
ASK = f"""
import django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
client.cookies["sessionid"] = "somebody"
for address in {ADDRESSES}:
    response = client.get(address)
    print(response.status_code, address, "Le site revient" in response.content.decode())
"""


def test_with_an_unreachable_database_every_page_is_the_static_503():
    """In a process of its own, whose database is a port where nobody listens."""
    nowhere = {"DATABASE_URL": "postgres://portal@127.0.0.1:1/nowhere", "DJANGO_SETTINGS_MODULE": "cantal_network.settings"}
    environment = {**os.environ, **nowhere}

    said = subprocess.run(
        [sys.executable, "-c", ASK], cwd=Path(settings.BASE_DIR), env=environment, capture_output=True, text=True, check=True
    ).stdout

    assert said.splitlines() == [f"503 {address} True" for address in ADDRESSES]
