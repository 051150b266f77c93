"""`python3 run.py test tests/browser/pictures.py` remakes docs/pictures: the main pages, wide and on a phone, light and dark."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import Page as Tab

from bookings.models import Booker
from tests.browser import pages
from tests.browser.chromium import DESKTOP, PHONE
from tests.browser.pages import Page

pytestmark = pytest.mark.browser

FOLDER = Path(settings.BASE_DIR) / "docs" / "pictures"
LONGEST = 2000  # pixels: of a longer page the beginning is enough
COLOURS = 160
PAGES = [
    Page("home", "/"),
    Page("directory", "/telecentres/"),
    Page("centre", "/telecentres/murat/"),
    Page("first-screen", "/reserver/murat/?{slot}"),
    Page("second-screen", "/reserver/murat/verifier/?{slot}"),
    Page("confirmed", "/reservations/{booking}/", "remote_worker"),
    Page("my-bookings", "/mes-reservations/", "remote_worker"),
    Page("administration", "/admin/", "murat_manager"),
    Page("planning", "/admin/bookings/booking/planning/murat/?jour={working_day}", "murat_manager"),
    Page("day-sheet", "/admin/bookings/booking/planning/murat/{working_day}/", "murat_manager"),
    Page("usual-week", "/admin/telecentres/openinghours/week/murat/", "murat_manager"),
    Page("jobs", "/emplois/?commune=Neussargues&souple=1"),
    Page("offer", "/emplois/{offer}/?commune=Neussargues"),
    Page("agency", "/admin/", "agency_officer"),
    Page("check", "/admin/jobs/joboffer/{draft}/check/", "agency_officer"),
    Page("answer", "/admin/jobs/application/{application_pk}/answer/", "agency_officer"),
    Page("agenda", "/evenements/"),
    Page("event", "/evenements/{event_moved}/"),
    Page("event-check", "/admin/outreach/event/{event_moved_pk}/check/", "agency_officer"),
    Page("registrations", "/admin/outreach/registration/", "murat_manager"),
    Page("door", "/admin/outreach/registration/doors/{event_pk}/", "murat_manager"),
    Page("board", "/admin/outreach/lead/board/", "agency_officer"),
    Page("plan-year", "/admin/outreach/campaign/calendar/", "agency_officer"),
    Page("campaign", "/admin/outreach/campaign/{outreach_campaign}/results/", "agency_officer"),
    Page("plan-report", "/admin/outreach/campaign/report/", "agency_officer"),
    Page("mail", "/admin/dispatch/message/{mail}/change/", "network_administrator"),
]


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_page_is_photographed(window, addresses, page):
    tab = window(page.person).new_page()

    tab.goto(page.path.format(**addresses))

    photograph(tab, page.name)


def test_clash_is_photographed(window):
    """Somebody else takes the desk while Zoé writes her name."""
    slot, tab = pages.first_free("saint-flour", desks=2), window().new_page()
    tab.goto(f"/reserver/saint-flour/?{slot.query}")
    tab.get_by_role("button", name="Continuer").click()
    tab.get_by_label("Nom").fill("Zoé Exemple")
    tab.get_by_label("Adresse").fill("zoe@exemple.fr")
    pages.book(slot, Booker("Visiteur Exemple", "visiteur@exemple.fr"))
    tab.get_by_role("button", name="Confirmer la réservation").click()
    tab.get_by_role("alert").wait_for()

    photograph(tab, "clash")


def photograph(tab: Tab, name: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    for viewport in [DESKTOP, PHONE]:
        # As tall as the page from the start: a frame inside is drawn only where it has been in sight.
        tab.set_viewport_size({"width": viewport["width"], "height": LONGEST})
        for scheme in ["light", "dark"]:
            tab.emulate_media(color_scheme=scheme)
            bottom = tab.evaluate("Math.max(...[...document.body.children].map(part => part.getBoundingClientRect().bottom))")
            clip = {"x": 0, "y": 0, "width": viewport["width"], "height": min(bottom, LONGEST)}
            shot = tab.screenshot(clip=clip, animations="disabled")
            picture = Image.open(BytesIO(shot)).convert("RGB")
            picture.quantize(COLOURS).save(FOLDER / f"{name}-{viewport['width']}-{scheme}.png", optimize=True)
