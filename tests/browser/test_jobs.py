"""What people do with job offers, done with clicks and keys; each journey ends with a look at what is written down."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jobs.models import Alert, Application, JobOffer
from telecentres import actions as places
from telecentres.models import Interest, Telecentre
from tests.browser.chromium import DESKTOP, PHONE
from tests.browser.test_journeys import address, button
from tests.jobs import cv_corpus

pytestmark = pytest.mark.browser


def fill_in(page: Page, email: str) -> None:
    page.get_by_label("Nom et prénom").fill("Zoé Exemple")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Votre message").fill("Je tiens la paie depuis six ans.")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_somebody_filters_reads_and_applies(window, viewport, script):
    page = window(viewport=viewport, java_script_enabled=script).new_page()
    email = address("zoe")

    page.goto("/emplois/")
    if viewport == PHONE:
        page.get_by_text("Filtrer les offres").click()
    page.get_by_role("link", name="Horaires souples").click()
    page.get_by_role("link", name="Gestionnaire de paie").click()
    page.get_by_role("link", name="Postuler").click()
    fill_in(page, email)
    page.get_by_label("CV").set_input_files({"name": "cv.pdf", "mimeType": "application/pdf", "buffer": cv_corpus.pdf()})
    button(page, "Envoyer la candidature").click()

    expect(page.get_by_text("Votre candidature est partie")).to_be_visible()
    made = Application.objects.get(email=email)
    assert (made.state, made.cv_kind) == ("received", "PDF")


def test_what_is_wrong_is_said_and_what_was_typed_stays(window):
    page = window().new_page()

    page.goto(JobOffer.objects.published().filter(apply_by="portal").first().get_absolute_url())
    fill_in(page, "zoe@exemple")
    button(page, "Envoyer la candidature").click()

    expect(page.get_by_role("alert")).to_contain_text("n’est pas complète")
    expect(page.get_by_label("Votre message")).to_have_value("Je tiens la paie depuis six ans.")


def test_the_person_takes_it_back_and_the_employer_reads_nothing_more(window):
    page, email = window().new_page(), address("ali")
    page.goto(JobOffer.objects.published().filter(apply_by="portal").last().get_absolute_url())
    fill_in(page, email)
    button(page, "Envoyer la candidature").click()
    made = Application.objects.get(email=email)
    employer = window().new_page()
    employer.goto(f"/emplois/transmise/{made.employer_token}/")
    button(employer, "Ouvrir la candidature").click()
    expect(employer.get_by_text("Je tiens la paie depuis six ans.")).to_be_visible()

    page.goto(made.get_absolute_url())
    button(page, "Retirer et effacer ma candidature").click()

    expect(page.get_by_text("votre candidature est retirée et effacée")).to_be_visible()
    employer.reload()
    expect(employer.get_by_text("Ce lien n’ouvre plus rien")).to_be_visible()
    made.refresh_from_db()
    assert (made.state, made.email, made.message) == ("withdrawn", "", "")


def test_a_search_is_kept_and_stopped(window):
    page, email = window(java_script_enabled=False).new_page(), address("sam")

    page.goto("/emplois/?souple=1")
    page.get_by_role("link", name="Garder cette recherche").click()
    page.get_by_label("Adresse électronique").fill(email)
    button(page, "M’envoyer les nouvelles offres").click()
    expect(page.get_by_text("Un message part vers cette adresse")).to_be_visible()
    alert = Alert.objects.get(email=email)
    page.goto(alert.get_absolute_url())
    button(page, "Oui, envoyez-moi les nouvelles offres").click()
    alert.refresh_from_db()
    assert (alert.query, alert.confirmed_at is not None) == ("souple=1", True)

    page.goto(alert.get_absolute_url())
    button(page, "Arrêter et effacer cette recherche").click()

    expect(page.get_by_text("cette recherche est effacée")).to_be_visible()
    assert not Alert.objects.filter(email=email).exists()


def test_the_language_changes_from_a_page_that_tells_other_sites_nothing(window):
    """Such a page sends its forms with “Origin: null”."""
    page = window().new_page()

    page.goto("/emplois/?souple=1")
    button(page, "English").click()

    expect(page.get_by_role("heading", name="Jobs to be done from here")).to_be_visible()
    assert page.url.endswith("/emplois/?souple=1")


def test_news_of_a_centre_are_confirmed_by_the_button_of_the_mails_link(window):
    page, email = window().new_page(), address("lou")
    planned = next(centre for centre in Telecentre.objects.public() if centre.is_in_pipeline)
    places.ask_for_news(planned, email=email, commune=None, language="fr", now=timezone.now())

    page.goto(Interest.objects.get(email=email).get_absolute_url())
    button(page, "Oui, prévenez-moi").click()

    expect(page.get_by_text("Merci")).to_be_visible()
    assert Interest.objects.get(email=email).confirmed_at


def test_the_agency_copies_checks_and_publishes_on_a_phone(window):
    page = window("agency_officer", viewport=PHONE).new_page()
    offer = JobOffer.objects.published().filter(work_mode="hybrid").last()
    last_day = timezone.localdate() + timedelta(days=30)

    page.goto(f"/admin/jobs/joboffer/{offer.pk}/check/")
    button(page, "Copier en nouveau brouillon").click()
    page.get_by_label("Titre").fill("Vendeuse H/F")
    page.get_by_label("Dernier jour").fill(str(last_day))
    button(page, "Enregistrer, puis vérifier et publier").click()
    expect(page.get_by_text("Vendeur ou vendeuse")).to_be_visible()
    page.get_by_role("link", name="Retour au formulaire").click()
    page.get_by_label("Titre").fill("Vendeur ou vendeuse")
    button(page, "Enregistrer, puis vérifier et publier").click()
    button(page, "Publier").click()

    expect(page.get_by_text("Publiée : tout le monde peut la lire")).to_be_visible()
    made = JobOffer.objects.get(title="Vendeur ou vendeuse")
    assert (made.state, made.valid_through) == ("published", last_day)
