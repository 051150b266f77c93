"""What every page owes its readers: no barrier that a machine can find, a way for the keyboard, little width, little to load."""

import sys
from typing import NamedTuple

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Page as Tab

from notices import static_pages
from tests.browser import pages, scales
from tests.browser.barriers import barriers
from tests.browser.chromium import DESKTOP, PHONE, Load, Wire, complaints
from tests.browser.keyboard import Walk, walk
from tests.browser.pages import Page

pytestmark = pytest.mark.browser

# Forms with tables or many searches draw more icons than the others, and their tables grow with the centre.
CROWDED = ("telecentre", "telecentre, form", "event, form", "event, record", "campaign, form", "campaign, record")
NARROW = {"width": 320, "height": 640}
ENLARGED = {"width": 640, "height": 400}  # a window of 1280 at 200 %
KB = 1000


class Budget(NamedTuple):
    """The most that a page may weigh, in kB as they cross the wire: at the first visit, and again with a warm cache."""

    first: float
    again: float
    requests: int
    scripts: float
    styles: float


def cases(*lists: list[Page]) -> pytest.MarkDecorator:
    found = [page for one in lists for page in one]
    return pytest.mark.parametrize("page", found, ids=[page.name for page in found])


@cases(pages.PUBLIC, pages.PRIVATE, pages.DIRECTORY, pages.STAFF)
def test_page_is_light_can_be_walked_and_has_no_barrier(window, addresses, portal, weighed, page):
    """Loaded twice in a new window; judged at two widths, light and dark; walked with Tab."""
    budget = budget_of(page)
    tab = window(page.person).new_page()
    wire, heard = Wire(tab), complaints(tab)

    first, again = [load(tab, wire, portal.address + page.path.format(**addresses)) for _ in range(2)]

    sys.stdout.write(f"{page.name:<28} first {first}   again {again}" + "\n")
    weighed[page.name] = scales.figures(budget, first, again)
    assert (first.hosts, first.uncompressed, first.fonts, heard) == (["127.0.0.1"], [], 0, [])
    assert over(budget, first, again) == {}

    found = barriers_of(tab) | (beside(tab) if page not in pages.STAFF else {})
    walked = walk(tab)

    assert found == {}
    assert walked == Walk(first=walked.first, missed=[], unmarked=[], hidden=[])
    # To skip what all pages have in common comes first; a list inside the page of another site has nothing to skip.
    assert page.name == "events on other sites" or walked.first in ("Aller au contenu", "Passer au contenu principal")


@cases(pages.administration())
def test_administration_is_light_and_has_no_barrier(window, portal, addresses, page):
    tab = window(page.person).new_page()
    wire = Wire(tab)
    path = page.path.format(**addresses)
    loaded = load(tab, wire, portal.address + path)
    response = tab.goto(path)

    found = barriers(tab)

    assert (response.status, found, loaded.hosts) == (200, [], ["127.0.0.1"])
    assert over(staff_budget(page), loaded, loaded) == {}


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "429.html", "500", "503"])
def test_page_of_an_error_has_no_barrier(window, portal, name):
    """As it would come from the portal, whose style sheet it asks for."""
    request = RequestFactory().get("/faute/")
    request.user = AnonymousUser()
    body = static_pages.content(int(name)) if name.isdecimal() else render_to_string(name, request=request)
    tab = window().new_page()
    tab.route("**/faute/", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    tab.goto("/faute/")
    found = {}

    for viewport in (DESKTOP, NARROW):
        tab.set_viewport_size(viewport)
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)
            found[viewport["width"], scheme] = barriers(tab)

    assert tab.locator("h1").count() == 1
    assert {variant: what for variant, what in found.items() if what} == {}


def load(tab: Tab, wire: Wire, address: str) -> Load:
    """From an empty page, so that the second time is no reload."""
    tab.goto("about:blank")
    tab.goto(address)
    tab.wait_for_timeout(100)  # milliseconds, for what a script may still ask for
    return wire.load()


def barriers_of(tab: Tab) -> dict[tuple[str, str], list[str]]:
    """By width and colours; contrast, which takes axe longest, where everything shows, the rest at both widths."""
    found = {}
    tab.set_viewport_size(PHONE)
    found["phone", "light"] = barriers(tab, without=["color-contrast"])
    tab.set_viewport_size(DESKTOP)
    tab.emulate_media(color_scheme="dark")
    found["desktop", "dark"] = barriers(tab, only=["color-contrast"])
    tab.emulate_media(color_scheme="light")
    found["desktop", "light"] = barriers(tab)
    return {variant: what for variant, what in found.items() if what}


def beside(tab: Tab) -> dict[int, int]:
    """By the width of a narrow and of an enlarged window, the pixels that lie beside it; the page is left wide."""
    found = {}
    for viewport in (NARROW, ENLARGED):
        tab.set_viewport_size(viewport)
        found[viewport["width"]] = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    tab.set_viewport_size(DESKTOP)
    return {width: pixels for width, pixels in found.items() if pixels}


def budget_of(page: Page) -> Budget:
    if page in pages.STAFF:
        return staff_budget(page)._replace(again=25 if page.name in CROWDED else 20)
    if page in pages.DIRECTORY:
        return Budget(first=110, again=15, requests=12, scripts=60, styles=20)
    return Budget(first=40, again=12, requests=6, scripts=15, styles=14)


def staff_budget(page: Page) -> Budget:
    requests = 40 if page.name in CROWDED else 30
    return Budget(first=130, again=130, requests=requests, scripts=130, styles=130)


def over(budget: Budget, first: Load, again: Load) -> dict[str, float]:
    """What goes beyond the budget, and how far it goes."""
    found = Budget(first.wire / KB, again.wire / KB, first.requests, first.scripts / KB, first.styles / KB)
    return {name: got for name, got, most in zip(Budget._fields, found, budget, strict=True) if got > most}
