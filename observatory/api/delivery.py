"""How every answer leaves: for any site to read, nothing twice for who has it, and so often for one address."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe, quote_etag
from django.utils.translation import get_language, get_supported_language_variant, override
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from accounts import limits
from observatory.api import problems
from observatory.api.answers import Fault
from telecentres.downloads import LICENCE_URL

METHODS = ("GET", "HEAD")
LIMIT = "api"
# A browser hands a program of another site these headers only where they are named.
EXPOSED = "ETag, Last-Modified, Link, Retry-After"

View = Callable[..., HttpResponse]


def served(view: View, single: set[str], several: set[str] = frozenset()) -> View:  # type: ignore[assignment]
    """
    A view of the interface as it is open to everybody; `single` and `several` are the names that its address may have.

    The language is the one that the program asks for, never that of a cookie.
    """

    @csrf_exempt
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with override(_language(request)):
            response = _answer(request, view, single, several, *args, **kwargs)
            response["Content-Language"] = get_language() or settings.LANGUAGE_CODE
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        patch_vary_headers(response, ["Accept-Language"])
        return response

    wrapper.login_required = False  # type: ignore[attr-defined]
    return wrapper


def changed(response: HttpResponse, moment: datetime, *, keep: int = 300) -> None:
    """Says in the answer when its content last changed, and for how many seconds it may be kept."""
    response["Last-Modified"] = http_date(int(moment.timestamp()))
    response["Cache-Control"] = f"public, max-age={keep}"


def _answer(request: HttpRequest, view: View, single: set[str], several: set[str], *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method not in METHODS:
        allowed = ", ".join(METHODS)
        return problems.problem(problems.WRONG_METHOD, _("Ask with GET: this interface only tells."), Allow=allowed)
    wait = limits.seconds_to_wait(request, LIMIT)
    if wait:
        detail = _("Ask again in %(seconds)s seconds, and keep what you have: the answers say for how long it is fresh.")
        return problems.problem(problems.TOO_MANY, detail % {"seconds": wait}, **{"Retry-After": str(wait)})
    faults = list(_strange(request, single, several))
    if faults:
        return problems.refused(faults)
    verb, request.method = request.method, "GET"  # ninja knows no HEAD; it is answered alike, and Django leaves the content out
    try:
        response = view(request, *args, **kwargs)
    finally:
        request.method = verb
    return _dated(request, response) if response.status_code == 200 else response


def _strange(request: HttpRequest, single: set[str], several: set[str]) -> Iterator[Fault]:
    """Names that mean nothing here, and what is said twice: passed over, a slip of the pen would widen the answer."""
    known = ", ".join(sorted(single | several)) or "–"
    for name, values in request.GET.lists():
        if name not in single | several:
            yield Fault(
                parameter=name[:40], kind="unknown", detail=_("Leave it out; here may stand: %(names)s.") % {"names": known}
            )
        elif name in single and len(values) > 1:
            yield Fault(parameter=name, kind="repeated", detail=_("Write it only once."))


def _dated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With its mark, or 304 where the one asking has it."""
    etag = quote_etag(sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    response["Link"] = f'<{LICENCE_URL}>; rel="license"'
    moment = parse_http_date_safe(response.get("Last-Modified", ""))
    return get_conditional_response(request, etag=etag, last_modified=moment, response=response)


def _language(request: HttpRequest) -> str:
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500]):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
