"""What people see when something goes wrong; named in the settings and in the map of the site."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from notices import static_pages


def server_error(request: HttpRequest) -> HttpResponse:
    """
    503 when the database does not answer or is too busy to, 500 for a fault of ours; a plain file either way.

    Django calls this while it handles the exception, wherever it was raised, so that no middleware is needed to tell.
    """
    fault = sys.exc_info()[1]
    return static_pages.response(503 if isinstance(fault, (OperationalError, InterfaceError)) else 500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's own view renders without the request, so without the frame of our pages."""
    return render(request, "400.html", status=400)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF: mostly a form left open for a day, or a sign-in in another tab. What was typed is still in the browser."""
    return render(request, "403_csrf.html", status=403)
