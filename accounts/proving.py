"""Before what cannot be undone, or tells everything: whoever is signed in shows once more that it is they."""

from datetime import datetime, timedelta

from allauth.account.internal.flows.reauthentication import get_reauthentication_flows, is_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

FRESH = timedelta(minutes=15)  # as long as a code is of use


def prove_who_you_are(request: HttpRequest, *, back: str, why: str, now: datetime) -> HttpResponse | None:
    """
    By the password or the second factor; whoever signs in by codes alone, by a sign-in of a moment ago. None when proved.

    `back` names the address to come back to, `why` tells whoever has to sign in again. A form that was sent too late is
    not sent on after the proof: the page is read once more. Raises ReauthenticationRequired, which its library answers.
    """
    if get_reauthentication_flows(request.user):
        if not is_reauthentication_required(request, app="allauth.account"):
            return None
        if request.method == "POST":
            return redirect(back)
        raise ReauthenticationRequired
    if now.timestamp() - request.session.get("signed_in_at", 0) < FRESH.total_seconds():
        return None
    logout(request)
    messages.info(request, why)
    return redirect_to_login(reverse(back), reverse("account_login"))
