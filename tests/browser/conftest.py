"""One portal and one Chromium for all browser tests; where no Chromium is found they are skipped, and one line says so."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache

import pytest
from playwright.sync_api import Browser, BrowserContext, StorageState
from playwright.sync_api import Error as PlaywrightError

from accounts.demonstration import PEOPLE
from tests.browser import chromium, pages, scales
from tests.browser.portal import Portal, open_portal


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        pytest.skip(f"the browser tests need Chromium, and none of these is installed: {', '.join(chromium.NAMES)}")
    with pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread; our own code stays synchronous and may use the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with chromium.running(path) as running:
            yield running


@pytest.fixture(scope="package")
def portal(browser, django_db_blocker, tmp_path_factory) -> Iterator[Portal]:
    """One for all tests, as its people share it: each test books for a person of its own."""
    with django_db_blocker.unblock(), open_portal(tmp_path_factory.mktemp("static")) as opened:
        yield opened


@pytest.fixture(scope="package")
def cookies(browser, portal) -> Callable[[str], StorageState]:
    """Of a person of the demonstration, by key, who signs in by a link once."""

    @cache
    def cookies(person: str) -> StorageState:
        context = chromium.open_window(browser, portal.address)
        context.new_page().goto(portal.links[PEOPLE[person].name])
        state = context.storage_state()
        context.close()
        return state

    return cookies


@pytest.fixture(scope="package")
def addresses(portal) -> dict[str, str | int]:
    return pages.addresses()


OPENED = pytest.StashKey[list[BrowserContext]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """A test that fails says where its windows were and what they showed: nobody sees them otherwise."""
    report = yield
    if report.failed and call.when == "call":
        for page in [page for context in item.stash.get(OPENED, []) for page in context.pages]:
            with suppress(PlaywrightError):  # the page may be gone, or on its way elsewhere
                report.sections.append((page.url, page.evaluate("() => document.body.innerText.slice(0, 3000)")))
    return report


@pytest.fixture
def window(request, browser, portal, cookies) -> Iterator[Callable[..., BrowserContext]]:
    """Opens windows, closed at the end of the test; `person` is a key of the demonstration's people, who is then signed in."""
    opened = request.node.stash[OPENED] = []

    def open_one(person: str = "", **options) -> BrowserContext:
        context = chromium.open_window(browser, portal.address, storage_state=cookies(person) if person else None, **options)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture(scope="package")
def weighed() -> Iterator[dict[str, dict[str, float]]]:
    """What each page weighs, by its name; kept for the page on eco-design when the scales are out."""
    found: dict[str, dict[str, float]] = {}
    yield found
    if scales.are_out():
        scales.write(found)
