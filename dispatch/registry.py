"""Which kinds of mail exist; each app registers its own in `AppConfig.ready()`, so that nobody imports upwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives

if TYPE_CHECKING:
    from dispatch.models import Message

Builder = Callable[["Message"], EmailMultiAlternatives | None]


@dataclass(frozen=True)
class Kind:
    """How mails of one kind are made, and what becomes of one that has perhaps been sent already."""

    name: str
    build: Builder
    resend_uncertain: bool
    confidential: bool = False


KINDS: dict[str, Kind] = {}


def register(name: str, build: Builder, *, resend_uncertain: bool = True, confidential: bool = False) -> None:
    """
    `build` re-reads the fact when the mail is about to leave; None means that it is no longer true, and nothing leaves.

    `resend_uncertain`: whether a second copy (same Message-ID) is better than none, as for a reminder, or worse, as for a
    newsletter.

    `confidential`: the mail opens an account, as a sign-in code does; whoever reads the outbox must not read it, so its
    content is not kept. In demonstration mode it is, since the outbox is the only place where it can be read.
    """
    known = KINDS.get(name)
    if known and known.build is not build:
        raise ImproperlyConfigured(f"Two builders for mails of the kind {name!r}.")
    KINDS[name] = Kind(name, build, resend_uncertain, confidential)


def kind(name: str) -> Kind:
    """Raises LookupError for a kind that no installed app registers."""
    try:
        return KINDS[name]
    except KeyError:
        raise LookupError(f"No app registers mails of the kind {name!r}.") from None
