"""Reading one's bookings without network: which pages a browser may keep, its service worker, and the page for all others."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from telecentres.models import Telecentre

# Set by static/js/offline.js on a shared computer. Signing out empties the browser's storage, but leaves cookies.
COOKIE, NO_COPY = "copie", "non"
HEADER = "Offline-Copy"


def keeps_copies(request: HttpRequest) -> bool:
    return request.COOKIES.get(COOKIE) != NO_COPY


def readable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """
    Mark the page for the service worker, which keeps what is marked and nothing else.

    The mark stands for the session: copies of another one are dropped when the first page of this one is kept.
    `no-store`, which the page also carries, is for the HTTP cache and does not bind the worker.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and keeps_copies(request):
            response[HEADER] = salted_hmac("bookings.offline", request.session.session_key).hexdigest()[:16]
        return response

    return wrapper


@login_not_required
@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root so that its scope is the site; its version changes with what it stocks."""
    stocked = render_to_string("bookings/offline.html", _words())
    context = {"version": sha256(stocked.encode()).hexdigest()[:8]}
    return render(request, "bookings/worker.js", context, content_type="text/javascript")


@login_not_required
@require_safe
@cache_control(no_cache=True)
def page(request: HttpRequest) -> HttpResponse:
    """Shown in place of any page that cannot be fetched; the same for everybody, since the browser keeps it."""
    return HttpResponse(render_to_string("bookings/offline.html", _words()))


def _words() -> dict:
    return {"helpdesk": settings.HELPDESK_PHONE, "centres": Telecentre.objects.open().exclude(phone="")}
