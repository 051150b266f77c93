"""Keeps the secrets that stand in addresses out of the logs: those of the portal, and those of the database."""

import logging
import re
from typing import Any

from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware

# What follows these parts of an address opens something: a feed, a booking, a new password.
SECRET = re.compile(
    r"((?<!/mes-reservations)/agenda/|/lien/|/mot-de-passe/nouveau/|/nouvelles/|(?<!telecentres)/invitation/"
    r"|/emplois/(?:suivi|transmise|alerte|poste|renouveler)/)(?!fait/)[^/\s?\"'<>]+"
)


def without_secrets(text: str) -> str:
    return SECRET.sub(r"\1…", text)


class WithoutSecrets(logging.Filter):
    """For each handler: Django writes down the path of every page that is not found, refused or broken."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_secrets(record.getMessage()), ()
        return True


class DiscreetHistoryMiddleware(HistoryMiddleware):
    """The path travels with each writing statement, and PostgreSQL logs statements that fail or are slow."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().get_context(request)
        return context | {"url": without_secrets(context["url"])}
