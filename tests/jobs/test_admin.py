"""Writing, checking and publishing an offer, and answering applications, as the agency does it in the administration."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jobs import actions
from jobs.models import Application, Employer, JobOffer
from tests.factories import WORK, make_offer
from tests.jobs.conftest import pdf, send
from tests.signing_in import sign_in


@pytest.fixture(autouse=True)
def _quiet_clock(now):
    """Pages read the clock themselves."""


@pytest.fixture
def agency(agency_officer) -> Client:
    return sign_in(Client(), agency_officer)


def typed(employer: Employer, **changes) -> dict:
    """The whole form as a browser sends it."""
    answers = {
        "title": "Gestionnaire de paie",
        "employer": employer.pk,
        "rome_code": "M1203",
        "description": WORK,
        "profile": "",
        "contract": "CDI",
        "nature": "E1",
        "contract_months": "",
        "weekly_hours": "35",
        "pay_min": "2150",
        "pay_max": "2400",
        "pay_unit": "month",
        "pay_note": "",
        "experience": "D",
        "positions": "1",
        "starts_on": "",
        "work_mode": "hybrid",
        "commune": employer.commune_id,
        "telecentres": [],
        "days_at_telecentre": "3",
        "features": ["quiet"],
        "valid_through": "18/12/2026",
        "apply_by": "portal",
        "apply_url": "",
        "apply_phone": "",
        "_check": "1",
    }
    return answers | changes


def test_an_offer_is_written_checked_and_published_in_two_screens(agency, agency_officer, employer, murat):
    written = agency.post("/admin/jobs/joboffer/add/", typed(employer, telecentres=[murat.pk]))
    offer = JobOffer.objects.get()
    checked = agency.get(written["Location"]).content.decode()
    published = agency.post(written["Location"], {"publish": "Publier", "version": offer.version})

    assert written["Location"] == f"/admin/jobs/joboffer/{offer.pk}/check/"
    assert "La vérification des mots n’a rien trouvé." in checked
    assert "Toutes les offres de ce réseau" in checked
    assert published.status_code == 302
    offer.refresh_from_db()
    assert (offer.state, offer.author, offer.features) == ("published", agency_officer, ["quiet"])


def test_a_draft_is_kept_with_a_title_and_an_employer_alone(agency, employer):
    nothing = dict.fromkeys(["rome_code", "description", "weekly_hours", "pay_min", "pay_max", "commune", "valid_through"], "")

    agency.post("/admin/jobs/joboffer/add/", typed(employer, **nothing))

    offer = JobOffer.objects.get()
    page = agency.get(f"/admin/jobs/joboffer/{offer.pk}/check/").content.decode()
    assert offer.state == "draft"
    assert page.count("<li>Donnez") == 3
    assert agency.post(f"/admin/jobs/joboffer/{offer.pk}/check/", {"publish": "", "version": 1}).status_code == 409
    assert JobOffer.objects.get().state == "draft"


def test_unlawful_words_are_marked_with_what_to_write_instead(agency, employer, murat):
    response = agency.post(
        "/admin/jobs/joboffer/add/", typed(employer, title="Vendeuse H/F", telecentres=[murat.pk]), follow=True
    )
    page = response.content.decode()

    assert "<mark" in page
    assert "Vendeur ou vendeuse" in page


def test_a_published_offer_keeps_every_rule_when_it_is_edited(agency, offer, murat):
    address = f"/admin/jobs/joboffer/{offer.pk}/change/"

    refused = agency.post(address, typed(offer.employer, pay_min="", pay_max="", telecentres=[murat.pk]))
    unlawful = agency.post(address, typed(offer.employer, title="Vendeuse H/F", telecentres=[murat.pk]))
    nowhere = agency.post(address, typed(offer.employer, telecentres=[]))
    doubtful = agency.post(address, typed(offer.employer, title="Comptable junior", telecentres=[murat.pk]))
    accepted = agency.post(address, typed(offer.employer, pay_max="2500", telecentres=[murat.pk]))

    assert [response.status_code for response in (refused, unlawful, nowhere, doubtful, accepted)] == [200, 200, 200, 200, 302]
    assert "copiez l’offre" in doubtful.content.decode()
    assert "Donnez le salaire" in refused.content.decode()
    assert "Vendeuse" in unlawful.content.decode()
    assert "télécentre ouvert" in nowhere.content.decode()
    offer.refresh_from_db()
    assert (offer.pay_max, offer.version) == (2500, 2)


def test_an_offer_is_copied_in_one_click(agency, offer):
    response = agency.post(f"/admin/jobs/joboffer/{offer.pk}/check/", {"copy": "", "version": offer.version})

    made = JobOffer.objects.exclude(pk=offer.pk).get()
    assert response["Location"] == f"/admin/jobs/joboffer/{made.pk}/change/"
    assert made.state == "draft"


@pytest.mark.parametrize(
    ("state", "button", "after"),
    [
        ("published", "renew", "published"),
        ("published", "fill", "filled"),
        ("published", "withdraw", "withdrawn"),
        ("expired", "renew", "published"),
        ("withdrawn", "archive", "archived"),
        ("draft", "ask", "in_review"),
        ("in_review", "publish", "published"),
    ],
)
def test_every_button_does_what_it_says(agency, employer, murat, now, state, button, after):
    offer = make_offer(today=now.date(), state=state, telecentres=[murat])
    page = f"/admin/jobs/joboffer/{offer.pk}/check/"

    assert f'name="{button}"' in agency.get(page).content.decode()
    assert agency.post(page, {button: "", "version": offer.version}).status_code == 302
    assert JobOffer.objects.get().state == after


def test_a_button_pressed_twice_does_it_once(agency, offer):
    JobOffer.objects.update(positions=3)
    page = f"/admin/jobs/joboffer/{offer.pk}/check/"

    answers = [agency.post(page, {"fill": "", "version": offer.version}).status_code for _ in range(2)]

    assert (answers, JobOffer.objects.get().filled_count) == ([302, 409], 1)


def test_two_who_edit_at_once_do_not_undo_each_other(agency, agency_officer, draft, murat, now):
    """The form was opened before somebody else published, or filled a position."""
    form = typed(draft.employer, seen_version=draft.version, telecentres=[murat.pk])
    actions.publish(draft, by=agency_officer, now=now)

    response = agency.post(f"/admin/jobs/joboffer/{draft.pk}/change/", form)

    draft.refresh_from_db()
    assert (response.status_code, draft.state) == (200, "published")
    assert "modifiée entre-temps" in response.content.decode()


def test_what_is_read_again_goes_back_when_its_author_changes_it(agency, draft, murat, now):
    offer = actions.ask_for_reading(draft, now=now)

    agency.post(
        f"/admin/jobs/joboffer/{draft.pk}/change/", typed(draft.employer, seen_version=offer.version, telecentres=[murat.pk])
    )

    assert JobOffer.objects.get().state == "draft"


def test_where_two_read_nobody_rewrites_their_own(agency, agency_officer, offer, murat, settings):
    settings.JOBS_SECOND_READER = True
    JobOffer.objects.update(author=agency_officer)

    agency.post(f"/admin/jobs/joboffer/{offer.pk}/change/", typed(offer.employer, pay_max="2500", telecentres=[murat.pk]))

    assert JobOffer.objects.get().pay_max == 2400


@pytest.mark.parametrize(
    "changes",
    [
        {"positions": "0"},
        {"pay_min": "9000000", "pay_max": "9000000", "pay_unit": "hour"},
        {"valid_through": "2027-03-01"},
        {"title": ""},
    ],
)
def test_what_no_offer_can_be_is_said_on_the_form(agency, offer, murat, changes):
    response = agency.post(f"/admin/jobs/joboffer/{offer.pk}/change/", typed(offer.employer, telecentres=[murat.pk], **changes))

    assert response.status_code == 200
    assert "errornote" in response.content.decode()


def test_an_employer_with_published_offers_keeps_an_address(agency, offer):
    form = {"name": "X", "siret": offer.employer.siret, "naf_version": "rev2", "commune": offer.employer.commune_id}

    assert agency.post(f"/admin/jobs/employer/{offer.employer.pk}/change/", form | {"contact_email": ""}).status_code == 200
    assert Employer.objects.get().contact_email


@pytest.mark.parametrize("state", ["draft", "in_review", "published", "filled", "expired", "withdrawn", "archived"])
def test_the_pages_of_every_state_open(agency, employer, now, state):
    offer = make_offer(today=now.date(), state=state)

    assert agency.get(f"/admin/jobs/joboffer/{offer.pk}/check/").status_code == 200
    assert agency.get(f"/admin/jobs/joboffer/{offer.pk}/change/").status_code == 200


def test_what_somebody_has_seen_is_not_deleted(agency, offer, draft):
    assert agency.post(f"/admin/jobs/joboffer/{offer.pk}/delete/", {"post": "yes"}).status_code == 403
    assert agency.post(f"/admin/jobs/joboffer/{draft.pk}/delete/", {"post": "yes"}).status_code == 302
    assert list(JobOffer.objects.all()) == [offer]


def test_the_start_page_says_what_is_due(agency, agency_officer, offer, application, now, time_machine):
    make_offer("Comptable", today=now.date(), state="in_review")
    time_machine.move_to(now + timedelta(days=25), tick=False)

    page = sign_in(agency, agency_officer).get("/admin/").content.decode()

    assert "À relire" in page
    assert "Elles finissent dans les sept jours" in page
    assert application.reference in page


def test_an_employer_that_changes_its_name_is_found_by_the_new_one(agency, offer):
    employer = offer.employer
    form = {
        "name": "Fromagerie Exemple",
        "siret": employer.siret,
        "naf_version": "2025",
        "naf_code": "1051Z",
        "industry": "Fromagerie",
        "commune": employer.commune_id,
        "contact_email": employer.contact_email,
        "address": "",
        "website": "",
        "about": "",
    }

    agency.post(f"/admin/jobs/employer/{employer.pk}/change/", form)

    assert list(JobOffer.objects.with_words("fromagerie")) == [offer]
    assert Employer.objects.get().naf_words == "10.51Z (NAF 2025)"


@pytest.mark.parametrize("siret", ["12345678901234", "0000013700001", "00000137000015", "3560000000001A"])
def test_a_wrong_siret_is_refused(agency, employer, siret):
    response = agency.post(
        "/admin/jobs/employer/add/", {"name": "X", "siret": siret, "naf_version": "rev2", "commune": employer.commune_id}
    )

    assert response.status_code == 200
    assert Employer.objects.count() == 1


def test_the_agency_answers_and_passes_on_again(agency, offer, application, now):
    page = f"/admin/jobs/application/{application.pk}/answer/"

    agency.post(page, {"pass_on": ""})
    assert Application.objects.get().passed_on_count == 2
    assert agency.post(page, {"state": "refused"}).status_code == 422
    assert agency.post(page, {"state": "refused", "reason": "Un autre profil."}).status_code == 302
    assert Application.objects.get().state == "refused"


def test_the_agency_is_asked_about_the_others(agency, offer, application, now):
    send(offer, now=now, email="sasha@exemple.fr")
    page = f"/admin/jobs/application/{application.pk}/answer/"

    assert agency.post(page, {"state": "hired"}).status_code == 409
    assert agency.post(page, {"state": "hired", "others": "keep"}).status_code == 302


def test_the_agency_gets_the_file_as_an_attachment(agency, offer, now):
    application = send(offer, now=now, cv=pdf())

    response = agency.get(f"/admin/jobs/application/{application.pk}/cv/")

    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_an_application_without_a_file_has_none_to_give(agency, application):
    assert agency.get(f"/admin/jobs/application/{application.pk}/cv/").status_code == 404


@pytest.mark.parametrize("person", ["murat_manager", "network_admin", "remote_worker"])
def test_nobody_else_sees_an_application(request, offer, now, person):
    application = send(offer, now=now, email="canari@exemple.fr", name="Canari Exemple", cv=pdf())
    client = sign_in(Client(), request.getfixturevalue(person))

    for page in ("", "change/", "answer/", "cv/", "history/"):
        address = f"/admin/jobs/application/{application.pk}/{page}" if page else "/admin/jobs/application/"
        for response in (client.get(address), client.post(address, {"state": "refused", "reason": "x"})):
            assert response.status_code in (302, 403, 404)
            assert b"canari" not in response.content.lower()
    assert "canari" not in client.get("/admin/", follow=True).content.decode().lower()
    application.refresh_from_db()
    assert application.state == "received"


def test_the_closing_days_are_a_calendar(agency, offer):
    response = agency.get("/admin/jobs/joboffer/closing-days.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"


def test_somebody_elses_publication_meanwhile_is_said(agency, draft, agency_officer, now):
    actions.publish(draft, by=agency_officer, now=now)

    response = agency.post(f"/admin/jobs/joboffer/{draft.pk}/check/", {"ask": "", "version": draft.version})

    assert response.status_code == 409


def test_a_hostile_file_is_refused_by_the_page_as_well(client, offer):
    file = SimpleUploadedFile("cv.pdf.exe", b"MZ\x90\x00" + b"\x00" * 100, content_type="application/pdf")
    form = {
        "name": "Alix",
        "email": "alix@exemple.fr",
        "message": "Bonjour",
        "key": "7b1b7c1e-8f6a-4e0e-9d7b-1c2d3e4f5a6b",
        "cv": file,
    }

    response = client.post(f"{offer.get_absolute_url()}postuler/", form)

    assert response.status_code == 422
    assert Application.objects.count() == 0
