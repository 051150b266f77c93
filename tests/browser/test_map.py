"""The movable map of the centres: in place of the still one where a script runs, and never without it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LIST = "/telecentres/"


def test_the_movable_map_takes_the_place_of_the_still_one(window):
    page = window().new_page()
    page.goto(LIST)

    expect(page.locator(".leaflet-map")).to_be_visible()
    expect(page.locator("svg.map")).to_be_hidden()
    expect(page.locator(".pin")).to_have_count(7)
    expect(page.locator(".pin-planned")).to_have_count(2)


def test_a_pin_is_opened_from_the_keyboard_and_leads_to_its_centre(window):
    page = window().new_page()
    page.goto(LIST)

    page.get_by_role("button", name="Murat", exact=True).focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup").get_by_role("link", name="Murat", exact=True).click()

    expect(page).to_have_url("/telecentres/murat/")


def test_the_map_shows_what_the_filters_leave(window):
    page = window().new_page()
    page.goto(f"{LIST}?type=training_room")

    expect(page.locator(".pin")).to_have_count(1)


def test_without_a_script_or_without_its_base_the_still_map_stays(window):
    plain = window(java_script_enabled=False).new_page()
    plain.goto(LIST)
    broken = window().new_page()
    broken.route("**/geo/*.json", lambda route: route.abort())
    broken.goto(LIST)

    for page in (plain, broken):
        expect(page.locator("svg.map")).to_be_visible()
        expect(page.locator(".leaflet-map")).to_be_hidden()
