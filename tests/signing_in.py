"""Signs people in as the door would leave them: with a proved address, the session's hour, and for staff a second factor."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.http import HttpRequest
from django.test import Client

from accounts.models import User


def sign_in(client: Client, user: User, *, second_factor: bool = True) -> Client:
    """Without a second factor, staff stay at the administration's door."""
    client.force_login(user)
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True, "verified": True})
    if user.is_staff and second_factor:
        authenticator = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
        authenticator = authenticator or TOTP.activate(user, generate_totp_secret()).instance
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)
        request.session.save()
    return client
