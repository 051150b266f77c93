"""What every page owes its readers: no barrier that a machine can find, a way for the keyboard, little width, little to load."""

import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Page as Tab

from notices import static_pages
from tests.browser import pages, scales
from tests.browser.chromium import DESKTOP, PHONE, Load, Wire, complaints
from tests.browser.keyboard import Walk, walk
from tests.browser.pages import Page

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
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


@pytest.fixture
def visit(window, addresses) -> Callable[[Page], Tab]:
    def visit(page: Page) -> Tab:
        tab = window(page.person).new_page()
        tab.goto(page.path.format(**addresses))
        return tab

    return visit


def barriers(tab: Tab, **choice) -> list[str]:
    """What axe, already in the page, finds: the rule, and where it is broken."""
    # Colours that are still changing from light to dark would be judged half-way.
    tab.evaluate("() => Promise.all(document.getAnimations().map(animation => animation.finished)).then(() => null)")
    options = {"resultTypes": ["violations"], "runOnly": choice}
    found = tab.evaluate("options => axe.run(options).then(found => found.violations)", options)
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


@cases(pages.PUBLIC, pages.PRIVATE, pages.DIRECTORY, pages.STAFF)
def test_page_has_no_barrier(visit, page):
    """At two widths, light and dark, where only the contrast differs; and nothing lies beside a narrow or enlarged window."""
    tab = visit(page)
    tab.evaluate(AXE_SCRIPT)
    found = {}

    for width, viewport in [("desktop", DESKTOP), ("phone", PHONE)]:
        tab.set_viewport_size(viewport)
        tab.emulate_media(color_scheme="light")
        found[width, "light"] = barriers(tab, type="tag", values=WCAG)
        tab.emulate_media(color_scheme="dark")
        found[width, "dark"] = barriers(tab, type="rule", values=["color-contrast"])

    for viewport in [NARROW, ENLARGED] if page not in pages.STAFF else []:
        tab.set_viewport_size(viewport)
        found[viewport["width"], "pixels beside"] = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert {variant: what for variant, what in found.items() if what} == {}


@cases(pages.PUBLIC, pages.PRIVATE, pages.DIRECTORY, pages.STAFF)
def test_page_is_walked_with_tab(visit, page):
    found = walk(visit(page))

    assert found == Walk(first=found.first, missed=[], unmarked=[], hidden=[])
    assert found.first in ("Aller au contenu", "Passer au contenu principal")


@cases(pages.PUBLIC, pages.PRIVATE, pages.DIRECTORY, pages.STAFF)
def test_page_is_light_and_asks_nobody_else(window, addresses, portal, weighed, page):
    budget = budget_of(page)
    tab = window(page.person).new_page()
    wire, heard = Wire(tab), complaints(tab)

    first, again = [load(tab, wire, portal.address + page.path.format(**addresses)) for _ in range(2)]

    sys.stdout.write(f"{page.name:<28} first {first}   again {again}" + "\n")
    weighed[page.name] = scales.figures(budget, first, again)
    assert (first.hosts, first.uncompressed, first.fonts, heard) == (["127.0.0.1"], [], 0, [])
    assert over(budget, first, again) == {}


@cases(pages.administration())
def test_administration_is_light_and_has_no_barrier(window, portal, page):
    tab = window(page.person).new_page()
    wire = Wire(tab)
    loaded = load(tab, wire, portal.address + page.path)
    response = tab.goto(page.path)
    tab.evaluate(AXE_SCRIPT)

    found = barriers(tab, type="tag", values=WCAG)

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
    tab.evaluate(AXE_SCRIPT)
    found = {}

    for viewport in (DESKTOP, NARROW):
        tab.set_viewport_size(viewport)
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)
            found[viewport["width"], scheme] = barriers(tab, type="tag", values=WCAG)

    assert tab.locator("h1").count() == 1
    assert {variant: what for variant, what in found.items() if what} == {}


def load(tab: Tab, wire: Wire, address: str) -> Load:
    tab.goto(address)
    tab.wait_for_timeout(100)  # milliseconds, for what a script may still ask for
    loaded = wire.load()
    tab.goto("about:blank")
    return loaded


def budget_of(page: Page) -> Budget:
    if page in pages.STAFF:
        return staff_budget(page)._replace(again=20)
    if page in pages.DIRECTORY:
        return Budget(first=110, again=15, requests=12, scripts=60, styles=20)
    return Budget(first=40, again=12, requests=6, scripts=15, styles=14)


def staff_budget(page: Page) -> Budget:
    """One form with five tables draws more icons than the others."""
    requests = 36 if page.name in ("telecentre", "telecentre, form") else 30
    return Budget(first=130, again=130, requests=requests, scripts=130, styles=130)


def over(budget: Budget, first: Load, again: Load) -> dict[str, float]:
    """What goes beyond the budget, and how far it goes."""
    found = Budget(first.wire / KB, again.wire / KB, first.requests, first.scripts / KB, first.styles / KB)
    return {name: got for name, got, most in zip(Budget._fields, found, budget, strict=True) if got > most}
