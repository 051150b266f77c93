"""Whether this session has shown a second factor: what opens the administration."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

DEMONSTRATION = "demonstration"


def is_given(request: HttpRequest) -> bool:
    """
    A second factor was shown in this session and still exists; asked once per request.

    That the account has one is not enough: a session opened before it was set up has never shown it. In
    demonstration mode, and there alone, a link printed on the machine's own screen counts as one.
    """
    if not hasattr(request, "_second_factor_given"):
        methods = {record["method"] for record in get_authentication_records(request, request.user)}
        request._second_factor_given = (settings.DEMONSTRATION and DEMONSTRATION in methods) or (
            "mfa" in methods and is_mfa_enabled(request.user)
        )
    return request._second_factor_given


def where_to_give_it(request: HttpRequest) -> str:
    """The page that asks for the factor, or the one that sets up a first one."""
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    if Authenticator.Type.TOTP in kinds:
        return reverse("mfa_reauthenticate")
    if Authenticator.Type.WEBAUTHN in kinds:
        return reverse("mfa_reauthenticate_webauthn")
    return reverse("mfa_activate_totp")
