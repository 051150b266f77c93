"""How long sessions last: those of staff some hours, and the cookie of one that is gone until the next one comes."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions import middleware
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers


class SessionMiddleware(middleware.SessionMiddleware):
    """
    Django's, but a cookie whose session is gone is taken away only by the request that ended it.

    A sign-in gives the session a new key. A picture that the last page still asks for arrives with the old one just then;
    Django would answer it by deleting the cookie, which by that time is the new one, and the person would be signed out.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.session.modified or not request.session.is_empty():
            return super().process_response(request, response)
        if request.session.accessed:
            patch_vary_headers(response, ("Cookie",))
        return response


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
