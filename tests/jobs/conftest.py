"""The cast of work: an employer, an offer that can be done at Murat, somebody who applies."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jobs import actions
from jobs.models import Application, Employer, JobOffer
from tests.factories import make_employer, make_offer
from tests.jobs import cv_corpus


@pytest.fixture
def employer(db, now) -> Employer:
    return make_employer()


@pytest.fixture
def today(now) -> date:
    return now.date()


@pytest.fixture
def offer(now, employer, murat) -> JobOffer:
    return make_offer(employer=employer, telecentres=[murat], today=now.date(), author=None)


@pytest.fixture
def draft(employer, murat, agency_officer, now) -> JobOffer:
    return make_offer(employer=employer, telecentres=[murat], today=now.date(), author=agency_officer, state="draft")


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("Mon CV (2026).pdf", cv_corpus.pdf(), content_type="text/html")


def send(offer: JobOffer, *, now, email: str = "alix@exemple.fr", **changes) -> Application:
    """Through the one verb."""
    answers = {
        "name": "Alix Exemple",
        "email": email,
        "message": "Je tiens la paie depuis six ans.",
        "key": uuid.uuid4(),
        "language": "fr",
        "now": now,
    }
    return actions.apply(offer, **answers | changes)


@pytest.fixture
def application(offer, now) -> Application:
    return send(offer, now=now)
