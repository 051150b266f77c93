"""What signing in leaves behind: the hour of the session, the address proved, the second factor given."""

import time

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from accounts.models import User


def stamp_session(sender: type, request: HttpRequest, user: User, **kwargs) -> None:
    """Staff sessions end so many hours after this moment, however busy the person is."""
    request.session["signed_in_at"] = int(time.time())


def record_proved_address(sender: type, user: User, method: str, email: str | None = None, **kwargs) -> None:
    """
    Somebody typed the code that we sent to their address: that proves it.

    Accounts made by staff come without the library's own record of the address; without this step their first
    sign-in would ask for a second code.
    """
    if method == "code" and email == user.email:
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True, "verified": True})


def record_first_second_factor(sender: type, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs) -> None:
    """
    Whoever has just set up their first authenticator has shown that they hold it.

    Only the first: later ones can be added from a session that never showed any, and must not lift it.
    """
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    others = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exclude(pk=authenticator.pk)
    if not others.exists():
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)
