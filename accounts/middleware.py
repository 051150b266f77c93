"""Ends staff sessions some hours after the sign-in."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse


class StaffSessionMiddleware:
    """An absolute age: a session that is kept busy, or stolen and kept busy, ends all the same."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.is_staff and self.is_too_old(request):
            logout(request)
        return self.get_response(request)

    def is_too_old(self, request: HttpRequest) -> bool:
        return time.time() - request.session.get("signed_in_at", 0) > settings.STAFF_SESSION_AGE.total_seconds()
