"""One's bookings in a valley without network: what stays readable, with which time, and what must not stay."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Error, Page, expect

from accounts.demonstration import PEOPLE
from bookings.models import Booking
from tests.browser import pages

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MINE = "/mes-reservations/"
COPIES = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("copies "));
  const caught = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return caught.flat().map((request) => new URL(request.url).pathname);
}"""
LANGUAGE_OF_COPY = "async () => (await (await caches.match(location.pathname)).text()).match(/<html lang=.(..)/)[1]"


@pytest.fixture(scope="package")
def booking(portal) -> str:
    """The page of a coming booking of the remote worker."""
    return f"/reservations/{pages.addresses()['booking']}/"


@pytest.fixture
def arrive(window, portal, booking) -> Callable[[], Page]:
    """Sign in anew, since these tests sign out, see one's bookings, and wait until they are kept."""

    def arrive() -> Page:
        page = window().new_page()
        # As the sign-in does: the browser fetches workers in its own language, not in the one that the window plays.
        page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "fr", "url": portal.address}])
        page.goto(portal.links[PEOPLE["remote_worker"].name])
        page.goto(MINE)
        until(page, lambda: {MINE, booking} <= set(copies(page)))
        return page

    return arrive


def copies(page: Page) -> list[str]:
    return page.evaluate(COPIES)


def until(page: Page, is_so: Callable[[], bool]) -> None:
    """Copies are written and dropped in the background, within ten seconds."""
    for _ in range(100):
        if is_so():
            return
        page.wait_for_timeout(100)  # milliseconds
    raise AssertionError(f"Kept: {copies(page)}")


def cut(page: Page) -> None:
    page.context.set_offline(True)


def shown(page: Page, path: str) -> str:
    """What somebody without network sees there."""
    try:
        page.goto(path)
    except Error as error:
        return "nothing" if "ERR_INTERNET_DISCONNECTED" in error.message else error.message
    if page.locator("[data-copy]").is_visible():
        return "copy"
    return "offline page" if page.get_by_role("heading", name="Pas de réseau ici").is_visible() else page.title()


def sign_out(page: Page) -> None:
    page.goto("/compte/")
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/compte/connexion/")


def choose(page: Page, name: str) -> None:
    """Press the button about the shared computer; the page comes back with the other one."""
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("button", name=name)).to_have_count(0)
    expect(page.locator("[data-offline]")).to_be_visible()


# --- readable -------------------------------------------------------------------------------------------


def test_without_network_my_bookings_stay_readable_with_the_time_of_the_copy(arrive, booking):
    page = arrive()
    heading = page.get_by_role("heading", level=1).inner_text()
    expect(page.locator("[data-copy]")).to_be_hidden()

    cut(page)
    page.reload()

    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.locator(f"a[href='{booking}']")).to_be_visible()
    expect(page.locator("[data-copy]")).to_contain_text(re.compile(r"Copie du \w+ \w+\s\w+, \d+\sh(\s\d\d)?\."))
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute", "with its stylesheet"

    page.context.set_offline(False)
    page.reload()

    expect(page.locator("[data-copy]")).to_be_hidden()


def test_in_english_the_copy_and_the_offline_page_are_english(arrive):
    page = arrive()
    page.get_by_role("button", name="English").click()
    page.goto(MINE)
    until(page, lambda: page.evaluate(LANGUAGE_OF_COPY) == "en")
    until(page, lambda: "No network here" in page.evaluate("async () => (await (await caches.match('/hors-ligne/')).text())"))

    cut(page)
    page.reload()

    expect(page.locator("[data-copy]")).to_contain_text(re.compile(r"Copy of \w+ \d+\s\w+, \d+:\d\d\."))
    page.goto("/")
    expect(page.get_by_role("heading", name="No network here")).to_be_visible()


def test_a_booking_is_readable_though_only_the_list_was_opened(arrive, booking):
    page = arrive()

    cut(page)
    page.locator(f"a[href='{booking}']").click()

    expect(page.locator("[data-copy]")).to_be_visible()
    expect(page.get_by_role("heading", name="Pour entrer")).to_be_visible()


def test_without_network_every_other_page_gives_the_telephone(arrive, booking):
    page = arrive()
    others = ["/", "/compte/", f"{booking}deplacer/", f"{booking}annuler/", "/reservations/MUR-0000/"]
    cut(page)

    seen = {path: shown(page, path) for path in others}

    assert seen == dict.fromkeys(others, "offline page")
    expect(page.locator("a[href='tel:+33465710015']")).to_be_visible()

    page.context.set_offline(False)
    page.goto("/")
    expect(page.get_by_role("heading", name="Pas de réseau ici")).to_have_count(0)


def test_the_offline_page_tries_the_same_address_again(arrive, booking):
    page = arrive()
    cut(page)
    shown(page, f"{booking}deplacer/")
    page.context.set_offline(False)

    page.get_by_role("link", name="Réessayer").click()

    expect(page.get_by_role("button", name="Déplacer ici")).to_be_visible()


def test_a_form_sent_without_network_is_not_sent_later(arrive, booking):
    page = arrive()
    page.goto(f"{booking}annuler/")
    cut(page)
    page.get_by_role("button", name="Oui, annuler").click()
    page.wait_for_url("chrome-error://**")

    page.context.set_offline(False)
    page.goto(MINE)
    page.wait_for_timeout(1000)  # milliseconds

    assert Booking.objects.get(reference=booking.split("/")[2]).state == Booking.State.CONFIRMED


def test_nothing_else_of_a_session_is_kept(arrive, booking):
    page = arrive()

    for path in ("/compte/", f"{booking}deplacer/", f"{booking}annuler/", "/reserver/", "/reservations/MUR-0000/"):
        page.goto(path)

    assert MINE in copies(page)
    assert {re.sub(r"^/reservations/[\w-]+/$", MINE, path) for path in copies(page)} == {MINE}


def test_the_switch_and_the_time_need_a_worker(window, portal):
    """Without script there is no copy, so nothing is said of it."""
    page = window("remote_worker", java_script_enabled=False).new_page()

    page.goto(MINE)

    expect(page.locator("[data-offline]")).to_be_hidden()
    expect(page.locator("[data-copy]")).to_be_hidden()


# --- gone -------------------------------------------------------------------------------------------------


def test_after_signing_out_nothing_is_readable(arrive, booking):
    page = arrive()

    sign_out(page)
    left = copies(page)
    cut(page)

    assert left == []
    assert [shown(page, path) for path in (MINE, booking)] == ["nothing", "nothing"]


def test_control_without_signing_out_both_are_readable(arrive, booking):
    page = arrive()
    page.goto("/compte/")

    cut(page)

    assert [shown(page, path) for path in (MINE, booking)] == ["copy", "copy"]


def test_the_header_alone_empties_the_storage(arrive):
    """The worker is gone, its copies are not."""
    page = arrive()
    page.evaluate("async () => (await navigator.serviceWorker.ready).unregister()")
    page.goto("/compte/")
    before = len(copies(page))

    sign_out(page)

    assert before
    assert copies(page) == []


def test_the_worker_alone_drops_the_copies(arrive):
    """Without network no header arrives, as in a browser that does not know it."""
    page = arrive()
    page.goto("/compte/")
    cut(page)
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("chrome-error://**")

    page.goto(MINE)

    until(page, lambda: copies(page) == [])


def test_a_session_that_ended_elsewhere_takes_the_copies_with_it(arrive):
    page = arrive()
    page.context.clear_cookies()

    page.goto(MINE)

    until(page, lambda: copies(page) == [])


def test_a_page_on_its_way_when_the_session_ends_is_not_kept(arrive, booking):
    """The answers of before the end come in after it."""
    page = arrive()

    page.evaluate(
        "async (to) => (await navigator.serviceWorker.ready).active.postMessage(to)", [f"{booking}?{n}" for n in range(40)]
    )
    page.wait_for_timeout(50)  # milliseconds
    page.context.clear_cookies()
    page.goto(MINE)
    page.wait_for_timeout(2000)  # milliseconds

    assert copies(page) == []


def test_the_next_person_does_not_find_the_copies_of_the_last(arrive, booking, portal):
    page = arrive()
    page.context.clear_cookies()

    page.goto(portal.links[PEOPLE["murat_manager"].name])
    page.goto(MINE)
    until(page, lambda: MINE in copies(page))
    cut(page)

    assert shown(page, booking) == "offline page"


def test_a_shared_computer_keeps_nothing_until_it_is_told_otherwise(arrive, booking):
    page = arrive()

    choose(page, "Ordinateur partagé")
    page.goto(booking)
    page.goto(MINE)
    page.wait_for_timeout(1000)  # milliseconds
    left = copies(page)
    cut(page)
    seen = [shown(page, path) for path in (MINE, booking)]

    assert (left, seen) == ([], ["offline page", "offline page"])

    page.context.set_offline(False)
    page.goto(booking)
    choose(page, "Garder de nouveau")

    until(page, lambda: booking in copies(page))


def test_a_shared_computer_stays_one_for_the_next_person(arrive, portal):
    page = arrive()
    choose(page, "Ordinateur partagé")
    sign_out(page)

    page.goto(portal.links[PEOPLE["remote_worker"].name])
    page.goto(MINE)
    page.wait_for_timeout(1000)  # milliseconds

    assert copies(page) == []
    expect(page.get_by_role("button", name="Garder de nouveau")).to_be_visible()
