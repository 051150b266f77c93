"""The data the project carries, loaded once for the tests that read it."""

import pytest
from django.conf import settings
from django.utils import translation

from telecentres import demonstration
from telecentres.models import Telecentre


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared in the language of the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def english_client(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def places(db, now) -> dict[str, Telecentre]:
    """The real centres with their examples, by slug."""
    demonstration.create_places(now.date())
    return {telecentre.slug: telecentre for telecentre in Telecentre.objects.all()}
