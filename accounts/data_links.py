"""The link by which somebody without an account reads what is held under their address: sealed, and only for some days."""

from datetime import datetime, timedelta

from django.http import Http404

from accounts.disclosing import Person
from accounts.sealing import seal, unseal

LIFE = timedelta(days=7)
PURPOSE = "my-data"


def token_for(email: str, *, until: datetime) -> str:
    """Tells nothing to who sees it: the address is encrypted."""
    return seal({"for": PURPOSE, "email": email, "until": until.isoformat()})


def person_of(token: str, *, now: datetime) -> Person | None:
    """Whom the link is for, without the account that they may have made since; None once it is over. Raises Http404."""
    content = unseal(token)
    if content is None or content.get("for") != PURPOSE:
        raise Http404
    return Person(content["email"]) if now < datetime.fromisoformat(content["until"]) else None
