"""What people see and do on the pages of work, without an account and without JavaScript."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.utils.html import strip_tags

from jobs import actions
from jobs.models import Alert, Application, JobOffer, JobOutcome, Opening
from telecentres.models import Territory
from tests.factories import make_employer, make_offer
from tests.jobs.conftest import pdf, send


@pytest.fixture(autouse=True)
def _quiet_clock(now):
    """Pages read the clock themselves."""


@pytest.fixture
def neussargues(db) -> Territory:
    return Territory.objects.create(
        kind="commune", code="15141", name="Neussargues", postal_code="15170", latitude="45.13000", longitude="2.98000"
    )


def typed(**changes) -> dict:
    return {
        "name": "Alix Exemple",
        "email": "Alix@exemple.fr",
        "message": "Je tiens la paie depuis six ans.",
        "key": str(uuid.uuid4()),
    } | changes


# --- the list ------------------------------------------------------------------------------------------------------


def test_the_list_shows_published_offers_alone(client, offer, now):
    for state in ("draft", "in_review", "expired", "withdrawn", "filled", "archived"):
        make_offer(f"Offre {state}", today=now.date(), state=state)

    page = client.get("/emplois/").content.decode()

    assert "Gestionnaire de paie" in page
    assert "Offre " not in page
    assert "1 offre" in strip_tags(page)


def test_the_list_says_nothing_to_other_sites(client, offer):
    assert client.get("/emplois/?q=paie")["Referrer-Policy"] == "no-referrer"


def test_the_language_can_be_changed_from_a_page_that_says_nothing(offer):
    client = Client(enforce_csrf_checks=True)

    response = client.post("/langue/", {"language": "en", "next": "/emplois/"}, headers={"origin": "null"})

    assert (response.status_code, response["Location"]) == (302, "/emplois/")


def test_the_list_needs_as_many_queries_for_many_offers(client, offer, murat, now, django_assert_max_num_queries):
    for number in range(8):
        make_offer(f"Comptable {number}", today=now.date(), telecentres=[murat])
    client.get("/emplois/")

    with django_assert_max_num_queries(14):
        client.get("/emplois/")


def test_an_offer_shows_where_it_is_done_and_the_next_free_desk(client, offer):
    page = client.get("/emplois/").content.decode()

    assert "Murat" in page
    assert "/reserver/murat/?jour=2026-11-2" in page


def test_from_a_commune_the_list_shows_the_road_spared(client, offer, neussargues):
    page = strip_tags(client.get("/emplois/?commune=neussargues").content.decode())

    assert "de route épargné" in page.replace("\u00a0", " ")
    assert "Neussargues" in page


def test_a_commune_nobody_knows_hides_nothing_and_is_said(client, offer):
    page = client.get("/emplois/?commune=Atlantide").content.decode()

    assert "Gestionnaire de paie" in page
    assert "error-summary" in page


def test_a_commune_without_a_point_on_the_map_gives_a_page(client, offer):
    Territory.objects.create(kind="commune", code="15999", name="Neuvelieu")

    for query in ("commune=Neuvelieu", "commune=Neuvelieu&q=paie&tri=distance&minutes=20"):
        page = client.get(f"/emplois/?{query}")
        assert (page.status_code, "Gestionnaire de paie" in page.content.decode()) == (200, True)
    assert client.get(f"{offer.get_absolute_url()}?commune=Neuvelieu").status_code == 200


def test_where_nothing_is_found_one_wish_less_is_offered(client, offer):
    page = client.get("/emplois/?q=paie&court=1").content.decode()

    assert "Gestionnaire de paie" in page
    assert 'href="?q=paie"' in page


@pytest.mark.parametrize(
    "query", ["page=99", "page=x", "tri=autre", "atout=rien", "lieu=lune&lieu=distance", "q=%00", "minutes=20", "salaire=x"]
)
def test_an_odd_address_gives_a_page(client, offer, query):
    assert client.get(f"/emplois/?{query}").status_code == 200


def test_the_list_has_pages(client, offer, now):
    JobOffer.objects.bulk_create(
        JobOffer(
            slug=f"offre-{number}",
            title=f"Offre {number}",
            employer=offer.employer,
            state="published",
            published_at=now,
            runs_from=now.date(),
            valid_through=now.date() + timedelta(days=30),
            pay_min=1,
            pay_max=2,
            weekly_hours=35,
            commune=offer.commune,
        )
        for number in range(25)
    )

    first, second = client.get("/emplois/").content.decode(), client.get("/emplois/?page=2").content.decode()

    assert (first.count('<article class="offer">'), second.count('<article class="offer">')) == (20, 6)
    assert 'rel="next"' in first
    assert 'rel="prev"' in second


# --- the offer -----------------------------------------------------------------------------------------------------


def test_an_offer_tells_everything_and_the_one_sentence_of_the_network(client, offer):
    page = strip_tags(client.get(offer.get_absolute_url()).content.decode())

    assert "2\u202f150\u00a0– 2\u202f400\u00a0€" in page
    assert "Laiterie Exemple" in page
    assert "Toutes les offres de ce réseau sont ouvertes" in page


@pytest.mark.parametrize("state", ["filled", "expired", "withdrawn", "archived"])
def test_a_closed_offer_answers_410_with_similar_ones_and_no_markup(client, offer, now, state):
    closed = make_offer("Comptable", today=now.date(), state=state)

    response = client.get(closed.get_absolute_url())
    page = response.content.decode()

    assert response.status_code == 410
    assert "Gestionnaire de paie" in page
    assert "ld+json" not in page
    assert '<form method="post" action="/emplois/' not in page


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_nobody_sees_what_is_not_published(client, offer, now, state):
    hidden = make_offer("Comptable", today=now.date(), state=state)

    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.post(f"{hidden.get_absolute_url()}postuler/", typed()).status_code == 404


def test_a_draft_that_was_withdrawn_was_never_public(client, draft, now):
    actions.withdraw(draft, now=now)

    assert client.get(draft.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("mode", ["onsite", "telecentre", "hybrid", "fully_remote"])
def test_every_mode_of_work_has_its_page(client, employer, murat, now, mode, neussargues):
    commune = None if mode == "fully_remote" else employer.commune
    made = make_offer(today=now.date(), work_mode=mode, commune=commune, telecentres=[murat] if mode != "onsite" else [])

    for query in ("", "?commune=Neussargues", "?commune=Atlantide"):
        assert client.get(made.get_absolute_url() + query).status_code == 200


def test_a_centre_and_the_home_page_show_their_offers(client, offer, murat):
    assert "Gestionnaire de paie" in client.get(murat.get_absolute_url()).content.decode()
    assert "Gestionnaire de paie" in client.get("/").content.decode()


# --- applying ------------------------------------------------------------------------------------------------------


def test_somebody_applies_and_is_told_of_the_mail(client, offer):
    response = client.post(f"{offer.get_absolute_url()}postuler/", typed(cv=pdf()), follow=True)

    made = Application.objects.get()
    assert (made.email, made.cv_kind) == ("alix@exemple.fr", "PDF")
    assert response.redirect_chain == [(offer.get_absolute_url(), 302)]
    assert "Votre candidature est partie" in response.content.decode()


def test_whoever_tries_an_address_learns_nothing(client, offer, application):
    known = client.post(f"{offer.get_absolute_url()}postuler/", typed(), follow=True).content.decode()
    unknown = client.post(f"{offer.get_absolute_url()}postuler/", typed(email="lou@exemple.fr"), follow=True).content.decode()

    def without_secrets(page: str) -> str:
        return re.sub(r'name="(csrfmiddlewaretoken|key)" value="[^"]+"', "", page)

    assert without_secrets(known) == without_secrets(unknown)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Écrivez votre nom"),
        ({"email": "alix@exemple"}, "n’est pas complète"),
        ({"message": ""}, "Écrivez quelques mots"),
        ({"key": ""}, "n’est pas arrivé entier"),
        ({"cv": SimpleUploadedFile("cv.pdf", b"<html>")}, "PDF, ODT ou DOCX"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, offer, changes, said):
    response = client.post(f"{offer.get_absolute_url()}postuler/", typed(**changes))
    page = response.content.decode()

    assert response.status_code == 422
    assert said in page
    assert "error-summary" in page
    assert ("Je tiens la paie depuis six ans." in page) == ("message" not in changes)
    assert Application.objects.count() == 0


def test_an_offer_filled_while_somebody_wrote_says_so(client, offer, now):
    actions.fill(offer, now=now)

    response = client.post(f"{offer.get_absolute_url()}postuler/", typed())

    assert response.status_code == 410
    assert "Je tiens la paie depuis six ans." in response.content.decode()


@pytest.mark.parametrize("email", ["a" * 250 + "@exemple.fr", "a@" + "b" * 300 + ".fr"])
def test_an_address_longer_than_any_is_refused_in_words(client, offer, email):
    assert client.post(f"{offer.get_absolute_url()}postuler/", typed(email=email)).status_code == 422
    assert client.post("/emplois/alerte/", {"email": email, "rhythm": "daily", "query": ""}).status_code == 422


def test_a_long_search_in_accents_can_be_kept(client, offer):
    query = QueryDict(mutable=True)
    query["q"] = "é" * 150

    response = client.post("/emplois/alerte/", {"email": "a@exemple.fr", "rhythm": "daily", "query": query.urlencode()})

    assert (response.status_code, Alert.objects.count()) == (302, 1)


def test_the_person_follows_keeps_and_takes_back(client, application):
    page = application.get_absolute_url()

    assert "Je tiens la paie" in client.get(page).content.decode()
    assert client.post(page).status_code == 422
    client.post(page, {"keep": ""})
    assert Application.objects.get().pool_consent_at
    client.post(page, {"unkeep": ""})
    assert Application.objects.get().pool_consent_at is None
    client.post(page, {"withdraw": ""})
    assert Application.objects.get().email == ""
    assert client.get(page).status_code == 404


# --- the employer --------------------------------------------------------------------------------------------------


def employers_page(application: Application) -> str:
    return f"/emplois/transmise/{Application.objects.get(pk=application.pk).employer_token}/"


def test_the_cover_tells_nothing_and_notes_nothing(client, application):
    page = client.get(employers_page(application)).content.decode()

    assert "Alix" not in page
    assert "alix@exemple.fr" not in page
    assert Opening.objects.count() == 0


def test_lifting_the_cover_opens_notes_and_gives_the_file(client, offer, now):
    application = send(offer, now=now, cv=pdf())
    address = employers_page(application)

    assert client.post(f"{address}cv/").status_code == 404
    page = client.post(address, {"open": ""}, follow=True).content.decode()
    file = client.post(f"{address}cv/")

    assert "Je tiens la paie" in page
    assert file["Content-Disposition"] == f'attachment; filename="cv-{application.reference}.pdf"'
    assert (file["X-Content-Type-Options"], file["Content-Security-Policy"]) == ("nosniff", "sandbox; default-src 'none'")
    assert b"".join(file.streaming_content).startswith(b"%PDF-1.4")
    client.get(address)
    assert list(Opening.objects.values_list("what", flat=True)) == ["application", "cv", "application"]


def test_a_new_link_has_a_cover_of_its_own(client, application, now):
    client.post(employers_page(application), {"open": ""})
    actions.pass_on(application, now=now)

    assert "Alix" not in client.get(employers_page(application)).content.decode()


def test_the_employer_answers_there(client, application):
    address = employers_page(application)
    client.post(address, {"open": ""})
    client.get(address)

    assert client.post(address, {"state": "refused"}).status_code == 422
    assert client.post(address, {"state": "received"}).status_code == 422
    for _twice in range(2):
        assert client.post(address, {"state": "refused", "reason": "Un autre profil."}).status_code == 302
    assert Application.objects.get().reason == "Un autre profil."


def test_hiring_asks_what_becomes_of_the_others(client, offer, application, now):
    other = send(offer, now=now, email="sasha@exemple.fr")
    address = employers_page(application)
    client.post(address, {"open": ""})

    asked = client.post(address, {"state": "hired"})
    client.post(address, {"state": "hired", "others": "refuse"})

    other.refresh_from_db()
    assert (asked.status_code, other.state) == (409, "refused")


def test_the_outcome_is_one_click_behind_the_link(client, application, now):
    actions.answer(application, state="hired", now=now)
    outcome = JobOutcome.objects.get()

    client.get(outcome.question_url(6))
    assert JobOutcome.objects.get().is_there_after_6 is None
    client.post(outcome.question_url(6), {"yes": ""})
    assert JobOutcome.objects.get().is_there_after_6 is True
    assert client.get("/emplois/poste/autre/").status_code == 404


# --- saved searches ------------------------------------------------------------------------------------------------


def test_a_search_is_kept_confirmed_and_stopped(client, offer):
    query = "lieu=telecentre&souple=1"
    assert "Horaires souples" in client.get(f"/emplois/alerte/?{query}").content.decode()

    client.post("/emplois/alerte/", {"email": "Alix@exemple.fr", "rhythm": "daily", "query": query + "&inconnu=1"})
    alert = Alert.objects.get()
    client.get(alert.get_absolute_url())
    client.post(alert.get_absolute_url())
    unconfirmed = Alert.objects.get().confirmed_at
    client.post(alert.get_absolute_url(), {"confirm": ""})

    assert (alert.email, alert.query, unconfirmed) == ("alix@exemple.fr", query, None)
    assert Alert.objects.get().confirmed_at
    client.post(alert.get_absolute_url(), {"stop": ""})
    assert Alert.objects.count() == 0
    assert client.get(alert.get_absolute_url()).status_code == 404


def test_the_link_of_the_reminder_renews_with_a_button(client, offer, now):
    page = offer.renewal_url

    client.get(page)
    client.post(page)
    assert JobOffer.objects.get().valid_through == offer.valid_through
    client.post(page, {"renew": ""})
    assert JobOffer.objects.get().valid_through == now.date() + timedelta(days=90)
    assert client.get(page).status_code == 404


def test_a_renewal_that_is_refused_says_why(client, offer, murat):
    murat.stage = "suspended"
    murat.save()

    response = client.post(offer.renewal_url, {"renew": ""})

    assert response.status_code == 409
    assert "télécentre" in response.content.decode()


def test_no_page_of_work_shows_another_persons_words(client, offer, now):
    employer = make_employer("Autre Exemple", contact_email="canari-employeur@exemple.fr")
    other = make_offer("Comptable", today=now.date(), employer=employer)
    send(other, now=now, email="canari@exemple.fr", name="Canari Exemple", message="Mot canari")

    pages = ["/", "/emplois/", offer.get_absolute_url(), other.get_absolute_url(), send(offer, now=now).get_absolute_url()]

    for page in pages:
        assert "canari" not in client.get(page).content.decode().lower()
