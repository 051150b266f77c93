"""What people do in the portal, done with clicks and keys; each journey ends with a look at what is written down."""

import uuid

import pytest
from playwright.sync_api import Locator, Page, Response, expect

from accounts.demonstration import PEOPLE
from accounts.models import User
from bookings.models import Booker, Booking
from dispatch.models import Message
from telecentres.models import Closure
from tests.browser.chromium import DESKTOP, PHONE
from tests.browser.pages import book, first_free

pytestmark = pytest.mark.browser


def address(name: str) -> str:
    """Of a person whom no other test knows."""
    return f"{name}.{uuid.uuid4().hex[:8]}@exemple.fr"


def documents(page: Page) -> list[str]:
    """A list that fills with the documents that the page asks for; an answer that leads on to the next page is no screen."""
    seen: list[str] = []

    def note(answer: Response) -> None:
        if answer.request.is_navigation_request() and not 300 <= answer.status < 400:
            seen.append(answer.url)

    page.on("response", note)
    return seen


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name)


def press_to(page: Page, target: Locator) -> None:
    """With Tab alone, as far as the control; a group of radio buttons is one stop."""
    for _ in range(200):
        if target.evaluate("control => control === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab does not reach it")


# --- a desk in three screens ---------------------------------------------------------------------------


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_a_desk_is_booked_in_three_screens(window, viewport, script):
    page = window(viewport=viewport, java_script_enabled=script).new_page()
    screens, email = documents(page), address("zoe")

    page.goto("/")
    page.locator(".slot").first.click()
    button(page, "Continuer").click()
    page.get_by_label("Nom").fill("Zoé Exemple")
    page.get_by_label("Adresse").fill(email)
    button(page, "Confirmer la réservation").click()

    expect(page.get_by_text("Réservation confirmée")).to_be_visible()
    booking = Booking.objects.get(visitor_email=email)
    assert page.url.endswith(booking.get_absolute_url())
    assert booking.state == Booking.State.CONFIRMED
    assert len(screens) - 1 == 3, "the page of the result is no screen of the journey"
    assert Message.objects.filter(recipient=email, kind="bookings.confirmed").count() == 1


def test_a_desk_is_booked_with_the_keyboard_alone(window):
    page = window().new_page()
    email = address("yann")

    page.goto("/")
    press_to(page, page.locator(".slot").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/reserver/*/?*")
    press_to(page, page.get_by_role("radio", name="Bureau", checked=True))
    page.keyboard.press("ArrowDown")
    chosen = page.get_by_role("radio", name="Bureau", checked=True).get_attribute("value")
    press_to(page, button(page, "Continuer"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/verifier/*")
    press_to(page, page.get_by_label("Nom"))
    page.keyboard.type("Yann Exemple")
    press_to(page, page.get_by_label("Adresse"))
    page.keyboard.type(email)
    page.keyboard.press("Enter")

    expect(page.get_by_text("Réservation confirmée")).to_be_visible()
    assert Booking.objects.get(visitor_email=email).workspace.code == chosen


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_a_clash_keeps_what_was_typed_and_costs_one_more_click(window, script):
    page = window(java_script_enabled=script).new_page()
    email, slot = address("xavier"), first_free("saint-flour", desks=2)
    page.goto(f"/reserver/saint-flour/?{slot.query}")
    button(page, "Continuer").click()
    page.get_by_label("Nom").fill("Xavier Exemple")
    page.get_by_label("Adresse").fill(email)
    taken = book(slot, Booker("Rivale Exemple", address("rivale"))).workspace

    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        button(page, "Confirmer la réservation").click()

    assert answer.value.status == 409
    expect(page.get_by_role("alert")).to_contain_text(f"{taken} n’est plus libre")
    expect(page.get_by_label("Nom")).to_have_value("Xavier Exemple")
    expect(page.get_by_label("Adresse")).to_have_value(email)
    assert not Booking.objects.filter(visitor_email=email).exists()

    button(page, "Confirmer la réservation").click()

    expect(page.get_by_text("Réservation confirmée")).to_be_visible()
    booking = Booking.objects.get(visitor_email=email)
    assert (booking.day, booking.part, booking.telecentre) == (slot.day, slot.part, slot.telecentre)
    assert booking.workspace != taken


# --- afterwards ----------------------------------------------------------------------------------------


def test_a_sign_in_link_opens_ones_bookings_to_move_and_cancel(window):
    worker = User.objects.get(email=PEOPLE["remote_worker"].email)
    booking = book(first_free("chaudes-aigues", weeks=3), Booker.of(worker))
    page = window("remote_worker").new_page()

    page.goto("/mes-reservations/")
    mine = page.get_by_role("listitem").filter(has=page.locator(f"a[href='{booking.get_absolute_url()}']"))
    mine.get_by_role("link", name="Déplacer").click()
    free = page.locator("input[name=bureau]:enabled:not(:checked)").first
    other = free.get_attribute("value")
    free.check()
    button(page, "Déplacer ici").click()

    expect(page.get_by_text("Votre réservation est déplacée")).to_be_visible()
    booking.refresh_from_db()
    assert booking.workspace.code == other

    page.get_by_role("link", name="Annuler").click()
    button(page, "Oui, annuler").click()

    expect(page.get_by_text("Votre réservation est annulée")).to_be_visible()
    booking.refresh_from_db()
    assert booking.state == Booking.State.CANCELLED


def test_a_manager_closes_a_day_and_people_are_told(window):
    email, slot = address("willy"), first_free("murat", weeks=3)
    booking = book(slot, Booker("Willy Exemple", email))
    page = window("murat_manager").new_page()

    page.goto("/admin/telecentres/closure/add/")
    page.get_by_label("télécentre", exact=False).first.select_option(label="Murat")
    day = slot.day.strftime("%d/%m/%Y")
    for field, hour in [("starts_at", "00:00"), ("ends_at", "23:00")]:
        page.locator(f"#id_{field}_0").fill(day)
        page.locator(f"#id_{field}_1").fill(hour)
    page.locator("#id_reason").fill("Neige")
    button(page, "Enregistrer").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Des réservations tombent pendant cette fermeture")
    expect(page.get_by_role("listitem").filter(has_text="Willy Exemple")).to_be_visible()
    booking.refresh_from_db()
    assert booking.state == Booking.State.CONFIRMED
    assert not Closure.objects.filter(reason="Neige").exists()

    page.get_by_label("Les annuler et dire pourquoi").check()
    button(page, "Continuer").click()

    expect(page.locator(".messagelist .success")).to_be_visible()
    booking.refresh_from_db()
    assert (booking.state, booking.cancel_reason) == (Booking.State.CANCELLED, "Neige")
    assert Closure.objects.get(reason="Neige").telecentre == slot.telecentre
    assert Message.objects.filter(recipient=email, kind="bookings.cancelled").count() == 1
