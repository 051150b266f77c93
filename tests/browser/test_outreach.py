"""What people do around an event and a project: register, be noted at the door and at a tablet without line, move a lead."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.demonstration import PEOPLE
from accounts.models import User
from outreach import actions
from outreach.models import Attendance, Event, Lead, Registration
from telecentres.models import Telecentre
from tests.browser.chromium import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def event(portal) -> Event:
    """An event at Murat that began a little while ago, with people of its own; registration is open until it ends."""
    begins = timezone.now() - timedelta(minutes=10)
    told = {"title": "Atelier d’essai", "summary": "Pour essayer.", "kind": Event.Kind.MEETING, "capacity": 9}
    when = {"starts_at": begins, "ends_at": begins + timedelta(hours=2), "published_at": begins - timedelta(days=9)}
    event = Event.objects.create(
        slug=f"atelier-{uuid.uuid4().hex[:8]}",
        telecentre=Telecentre.objects.get(slug="murat"),
        state=Event.State.PUBLISHED,
        registration_closes_at=when["ends_at"],
        **told,
        **when,
    )
    event.sessions.create(starts_at=event.starts_at, ends_at=event.ends_at)
    return event


def register(event: Event, name: str) -> Registration:
    answers = {"name": name, "email": f"{uuid.uuid4().hex[:8]}@exemple.fr", "need": "", "language": "fr", "key": uuid.uuid4()}
    return actions.register(event, **answers, now=timezone.now(), is_proved=True)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_one_registers_in_two_screens(window, event, script):
    page = window(viewport=PHONE, java_script_enabled=script).new_page()
    email = f"zoe.{uuid.uuid4().hex[:8]}@exemple.fr"

    page.goto(f"/evenements/{event.slug}/inscription/")
    page.get_by_label("Nom et prénom").fill("Zoé Exemple")
    page.get_by_label("Adresse électronique").fill(email)
    press(page, "S’inscrire")
    expect(page.get_by_role("heading", level=1)).to_have_text("Regardez vos courriels")

    registration = Registration.objects.get(email=email)
    page.goto(registration.get_absolute_url())
    press(page, "Oui, je m’inscris")

    expect(page.get_by_text("Votre inscription est confirmée.")).to_be_visible()
    registration.refresh_from_db()
    assert registration.is_registered


def test_the_door_is_kept_with_one_thumb(window, event):
    registration = register(event, "Élodie Exemple")
    page = window(person="murat_manager", viewport=PHONE).new_page()

    page.goto(f"/admin/outreach/registration/check-in/{registration.reference}/")
    button = page.get_by_role("button", name="Est là")
    assert button.bounding_box()["height"] >= 48
    button.click()

    expect(page.get_by_text("Présences")).to_contain_text("1 sur 1")
    assert registration.attendances.count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_what_is_pressed_at_the_door_without_line_is_sent_when_it_returns(window, event):
    people = [register(event, name) for name in ("Élodie Exemple", "Noé Exemple")]
    staff = User.objects.filter(is_staff=True).first()
    _door, token = actions.make_door(event, name="À la porte", by=staff, now=timezone.now())
    page = window().new_page()
    page.goto(f"/porte/{token}/")

    page.context.set_offline(True)
    for name in ("elo", "noe"):
        page.get_by_label("Les deux premières lettres").fill(name)
        press(page, "Me voici")
    expect(page.locator("[data-waiting]")).to_contain_text("2")
    assert not Attendance.objects.filter(registration__in=people).exists()

    page.context.set_offline(False)
    expect(page.locator("[data-waiting]")).to_be_hidden(timeout=30_000)
    assert Attendance.objects.filter(registration__in=people).count() == 2


def test_a_tablet_finds_names_without_any_script(window, event):
    register(event, "Élodie Exemple")
    staff = User.objects.filter(is_staff=True).first()
    _door, token = actions.make_door(event, name="À la porte", by=staff, now=timezone.now())
    page = window(java_script_enabled=False).new_page()

    page.goto(f"/porte/{token}/")
    page.get_by_label("Les deux premières lettres").fill("el")
    press(page, "Trouver mon nom")
    press(page, "Me voici")

    expect(page.get_by_text("Bienvenue, Élodie.")).to_be_visible()
    assert Attendance.objects.filter(registration__event=event).count() == 1


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_a_lead_moves_one_step_on_the_board_by_telephone(window, portal, script):
    officer = User.objects.get(email=PEOPLE["agency_officer"].email)
    name = f"Lou {uuid.uuid4().hex[:6]}"
    contact = actions.Contact(email=f"{uuid.uuid4().hex[:8]}@exemple.fr", name=name, source=Lead.Source.HAND)
    lead = actions.take_up(contact, owner=officer, now=timezone.now())
    page = window("agency_officer", viewport=PHONE, java_script_enabled=script).new_page()

    page.goto("/admin/outreach/lead/board/?owner=me")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name=re.compile(f": {name}$")).click()

    expect(page.get_by_role("region", name=re.compile("Qualifié")).get_by_text(name)).to_have_count(2)
    lead.refresh_from_db()
    assert lead.stage == Lead.Stage.QUALIFIED
