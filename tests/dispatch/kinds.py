"""Kinds of mail that exist in tests only; the fact behind each is told by its key."""

from dispatch import registry
from dispatch.mails import Mail
from dispatch.models import Message


def note(message: Message) -> Mail | None:
    """A key that begins with `gone` is no longer true, one that begins with `broken` cannot be written."""
    if message.key.startswith("gone"):
        return None
    if message.key.startswith("broken"):
        raise ZeroDivisionError("The builder stumbled.")
    return Mail(f"Note {message.key}", f"About {message.key}.\n", None, [message.recipient])


def register() -> None:
    registry.register("tests.note", note, resend_uncertain=True)
    registry.register("tests.newsletter", note, resend_uncertain=False)
    registry.register("tests.code", note, confidential=True)
