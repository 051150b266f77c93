"""What the tests of the outbox share: their kinds of mail and a relay on loopback."""

from collections.abc import Iterator

import pytest

from dispatch import registry
from tests.dispatch import kinds
from tests.dispatch.sink import Sink


@pytest.fixture(autouse=True)
def _kinds(monkeypatch) -> None:
    monkeypatch.setattr(registry, "KINDS", dict(registry.KINDS))
    kinds.register()


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    """A real SMTP server; mails go there instead of into Django's memory."""
    with Sink() as relay:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", relay.port, 2
        yield relay
