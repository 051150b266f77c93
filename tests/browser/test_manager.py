"""What a manager does on a telephone: each journey on a screen 390 pixels wide, with JavaScript and without."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bookings import actions
from bookings.actions import desks
from bookings.models import Announcement, Booker, Booking
from dispatch.models import Message
from telecentres import hours
from telecentres.models import Closure, OpeningHours, Telecentre, Workspace
from tests.browser.barriers import barriers, has_scripts
from tests.browser.chromium import PHONE
from tests.browser.pages import book, first_free
from tests.browser.test_journeys import address, button

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def phone(window, request) -> Page:
    """The manager of Murat, signed in, on a telephone."""
    return window("murat_manager", viewport=PHONE, java_script_enabled=request.param).new_page()


def fits(page: Page) -> bool:
    """Nothing lies beside the screen."""
    page.wait_for_load_state()  # a click that leads on returns before the next page is there
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def close(page: Page, day, reason: str) -> None:
    """Fill the form for a closure with a whole day."""
    page.goto("/admin/telecentres/closure/add/")
    for field, hour in [("starts_at", "00:00"), ("ends_at", "23:00")]:
        page.locator(f"#id_{field}_0").fill(day.strftime("%d/%m/%Y"))
        page.locator(f"#id_{field}_1").fill(hour)
    page.locator("#id_reason").fill(reason)
    button(page, "Enregistrer").first.click()


def test_tomorrow_is_closed_for_snow_in_three_actions(phone):
    """A tap on the start page, one word, a tap; then what becomes of those who come, if anybody does."""
    before = set(Closure.objects.values_list("pk", flat=True))
    tomorrow = hours.whole_day(hours.civil_day(timezone.now()) + timedelta(days=1))

    phone.goto("/admin/")
    assert fits(phone)
    phone.get_by_role("link", name="Fermer un jour").click()
    assert fits(phone)
    phone.locator("#id_reason").fill("Neige")
    button(phone, "Enregistrer").first.click()
    if phone.get_by_label("Les garder").count():
        assert fits(phone)
        phone.get_by_label("Les garder").check()
        button(phone, "Continuer").click()

    expect(phone.locator(".messagelist .success")).to_be_visible()
    made = Closure.objects.exclude(pk__in=before).get()
    assert (made.telecentre.slug, made.reason, made.starts_at, made.ends_at) == ("murat", "Neige", *tomorrow)
    actions.reopen(made)


def test_one_booking_moves_and_the_other_is_cancelled(phone):
    slot = first_free("murat", weeks=4, desks=2)
    moved, gone = book(slot, Booker("Nadia Exemple", address("nadia"))), None
    gone = book(first_free("murat", weeks=4), Booker("Omar Exemple", address("omar")))
    assert (moved.day, gone.day) == (slot.day, slot.day)

    close(phone, slot.day, "Travaux")
    assert fits(phone)
    phone.get_by_label("Les annuler et dire pourquoi").check()
    choice = phone.get_by_role("listitem").filter(has_text="Nadia Exemple").get_by_role("combobox")
    way = choice.locator("option[value^='move/']").first
    said = way.inner_text()
    choice.select_option(value=way.get_attribute("value"))
    button(phone, "Continuer").click()

    expect(phone.locator(".messagelist .success")).to_be_visible()
    moved.refresh_from_db()
    gone.refresh_from_db()
    assert (moved.state, gone.state, gone.cancel_reason) == (Booking.State.CONFIRMED, Booking.State.CANCELLED, "Travaux")
    assert str(moved.workspace) in said
    kinds = dict(Message.objects.filter(version=2).values_list("key", "kind"))
    assert (kinds[moved.reference], kinds[gone.reference]) == ("bookings.moved", "bookings.cancelled")
    actions.reopen(Closure.objects.get(reason="Travaux"))


def test_the_usual_week_changes_from_a_day_on(phone):
    """Monday's hours for every working day, half a Saturday, and a mistake that keeps what was typed."""
    first = hours.civil_day(timezone.now()) + timedelta(weeks=30)

    phone.goto("/admin/")
    phone.get_by_role("link", name="La semaine type").first.click()
    assert fits(phone)
    phone.get_by_label("Samedi, plage 1, ouvre à").fill("9h")
    phone.get_by_label("Samedi, plage 1, ferme à").fill("midi")
    phone.locator("#id_valid_from").fill(str(first))
    button(phone, "Copier lundi vers").click()
    button(phone, "Enregistrer ces horaires").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    expect(phone.get_by_label("Samedi, plage 1, ouvre à")).to_have_value("9h")
    phone.get_by_label("Samedi, plage 1, ferme à").fill("12 h 30")
    button(phone, "Enregistrer ces horaires").click()

    expect(phone.locator(".messagelist .success")).to_be_visible()
    rows = OpeningHours.objects.filter(telecentre__slug="murat", workspace=None, valid_from=first)
    said = {weekday: [str(one)[:5] for one in ends] for weekday, *ends in rows.values_list("weekday", "opens_at", "closes_at")}
    assert said[6] == ["09:00", "12:30"]
    assert {1, 2, 3, 4, 5} <= set(said)
    rows.delete()
    OpeningHours.objects.filter(telecentre__slug="murat", valid_until=first - timedelta(days=1)).update(valid_until=None)


def test_a_desk_inside_a_closure_is_given_to_somebody_by_a_word(phone):
    day, email = first_free("murat", weeks=7).day, address("sacha")
    close(phone, day, "Inventaire")

    phone.goto("/admin/")
    phone.get_by_role("link", name="Réserver pour quelqu’un").first.click()
    assert fits(phone)
    phone.locator("#id_who").fill(email)
    phone.locator("#id_name").fill("Sacha Exemple")
    phone.locator("#id_day").fill(f"{day:%d/%m/%Y}")
    phone.get_by_role("radio", name="Matin").check()
    button(phone, "Vérifier").click()
    assert fits(phone)
    assert not has_scripts(phone) or barriers(phone) == []
    phone.locator("input[name=allow]").check()
    phone.locator("#id_reason").fill("Clé remise en main propre")
    button(phone, "Réserver et prévenir la personne").click()

    expect(phone.locator(".messagelist .success")).to_be_visible()
    booking = Booking.objects.get(visitor_email=email, starts_at__date=day)
    assert [one.reason for one in booking.overrides.all()] == ["Clé remise en main propre"]
    actions.cancel(booking, now=timezone.now(), as_staff=True)
    actions.reopen(Closure.objects.get(reason="Inventaire"))


def test_everybody_of_a_day_is_written_to_once(phone):
    booking = book(first_free("murat", weeks=5), Booker("Paula Exemple", address("paula")))

    phone.goto(f"/admin/bookings/booking/planning/murat/{booking.day}/")
    assert fits(phone)
    expect(phone.get_by_text("Paula Exemple").first).to_be_visible()
    phone.get_by_role("link", name="Écrire à tous ceux du jour").click()
    phone.get_by_label("Message").fill("Le chauffage est en panne : prenez un pull.")
    assert fits(phone)
    button(phone, "L’envoyer à tous ceux du jour").click()

    expect(phone.locator(".messagelist .success")).to_be_visible()
    written = Announcement.objects.get(day=booking.day, telecentre__slug="murat", text__startswith="Le chauffage")
    keys = Message.objects.filter(kind="bookings.announcement", key__startswith=f"{written.pk}/")
    assert booking.reference in {key.split("/")[1] for key in keys.values_list("key", flat=True)}
    written.delete()


def test_a_booking_is_found_and_cancelled_with_a_reason(phone):
    booking = book(first_free("murat", weeks=6), Booker("Rosa Exemple", address("rosa")))

    phone.goto("/admin/bookings/booking/")
    assert fits(phone)
    phone.locator("#searchbar").fill(booking.reference)
    phone.locator("#searchbar").press("Enter")
    phone.get_by_role("link", name="Rosa Exemple").click()
    phone.get_by_role("link", name="Annuler cette réservation").click()
    phone.get_by_label("motif", exact=False).fill("Le bureau est en réparation")
    button(phone, "Annuler la réservation").click()

    expect(phone.locator(".messagelist .success")).to_be_visible()
    booking.refresh_from_db()
    assert (booking.state, booking.cancel_reason) == (Booking.State.CANCELLED, "Le bureau est en réparation")


# --- the tablet at the door --------------------------------------------------------------------------------------------


def expected_now(name: str) -> Booking:
    """Somebody whose time at Murat has begun, whatever the clock says."""
    now = timezone.now()
    desk = Workspace.objects.create(
        telecentre=Telecentre.objects.get(slug="murat"), code=name[:8], name=f"Bureau de {name}", active_from=hours.civil_day(now)
    )
    booking = Booking.objects.create(
        reference=f"MUR-{name[:6].upper()}",
        visitor_name=f"{name} Exemple",
        visitor_email=address(name.lower()),
        workspace=desk,
        starts_at=max(now - timedelta(minutes=20), hours.whole_day(hours.civil_day(now)).starts_at),
        ends_at=now + timedelta(minutes=40),
        placed_at=now - timedelta(days=1),
        part="day",
    )
    desks.occupy(booking)
    return booking


def until_kept(tablet: Page) -> None:
    """The service worker keeps the page in the background, within ten seconds."""
    for _ in range(100):
        if tablet.evaluate("async () => !!(await caches.match('/borne/'))"):
            return
        tablet.wait_for_timeout(100)  # milliseconds
    raise AssertionError("the page is not kept")


def test_the_tablet_keeps_what_was_pressed_while_the_line_is_down(window):
    booking = expected_now("Tabea")
    _kiosk, token = actions.make_kiosk(booking.telecentre, name="Borne", by=None, now=timezone.now())
    tablet = window(viewport=PHONE).new_page()
    tablet.goto(f"/borne/ouvrir/{token}/")
    assert fits(tablet)
    card = tablet.get_by_role("listitem").filter(has_text="Tabea E.")

    tablet.context.set_offline(True)
    button(card, "Je suis arrivé").click()
    expect(tablet.get_by_text("Pas de réseau pour le moment")).to_be_visible()
    expect(card.get_by_text("noté")).to_be_visible()
    pressed = timezone.now()
    booking.refresh_from_db()
    assert booking.state == Booking.State.CONFIRMED
    tablet.context.set_offline(False)

    expect(tablet.get_by_role("status")).to_contain_text("Bienvenue")
    expect(tablet.get_by_text("Pas de réseau pour le moment")).to_be_hidden()
    booking.refresh_from_db()
    assert booking.state == Booking.State.CHECKED_IN
    assert abs(booking.arrived_at - pressed) < timedelta(seconds=15)
    assert booking.kiosk_notes.count() == 1


def test_the_tablet_opens_and_notes_after_a_restart_without_line(window):
    booking = expected_now("Wanda")
    _kiosk, token = actions.make_kiosk(booking.telecentre, name="Borne", by=None, now=timezone.now())
    tablet = window(viewport=PHONE).new_page()
    tablet.goto(f"/borne/ouvrir/{token}/")
    until_kept(tablet)

    tablet.context.set_offline(True)
    tablet.reload()
    button(tablet.get_by_role("listitem").filter(has_text="Wanda E."), "Je suis arrivé").click()
    expect(tablet.get_by_text("Pas de réseau pour le moment")).to_be_visible()
    tablet.context.set_offline(False)

    expect(tablet.get_by_role("status")).to_contain_text("Bienvenue")
    booking.refresh_from_db()
    assert booking.state == Booking.State.CHECKED_IN


def test_the_tablet_works_without_script(window):
    booking = expected_now("Urban")
    _kiosk, token = actions.make_kiosk(booking.telecentre, name="Borne", by=None, now=timezone.now())
    tablet = window(viewport=PHONE, java_script_enabled=False).new_page()
    tablet.goto(f"/borne/ouvrir/{token}/")

    button(tablet.get_by_role("listitem").filter(has_text="Urban E."), "Je suis arrivé").click()
    button(tablet.get_by_role("listitem").filter(has_text="Urban E."), "Je pars").click()

    booking.refresh_from_db()
    assert (booking.state, booking.left_at is not None) == (Booking.State.COMPLETED, True)


def test_arrivals_are_noted_on_the_day_sheet(phone):
    booking = expected_now(f"V{Booking.objects.count()}")
    phone.goto(f"/admin/bookings/booking/planning/murat/{booking.day}/")
    assert fits(phone)
    row = phone.locator("tr").filter(has_text=booking.reference)

    button(row, "arrivé").click()
    expect(phone.locator(".messagelist .success")).to_be_visible()
    button(phone.locator("tr").filter(has_text=booking.reference), "parti").click()

    expect(phone.locator(".messagelist .success")).to_be_visible()
    booking.refresh_from_db()
    assert booking.state == Booking.State.COMPLETED
