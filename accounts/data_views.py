"""What is held about a person, shown and given: to who is signed in, and by the link of a mail to who has no account."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import data_files, data_links
from accounts.disclosing import Person, holdings_of
from accounts.proving import prove_who_you_are

REFERRER = "Referrer-Policy"


@never_cache
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Each treatment with what it holds, what is not told and why; first the person shows who they are."""
    if away := _proved(request):
        return away
    context = {"holdings": holdings_of(Person.of(request.user)), "nav": "account"}
    return render(request, "accounts/my_data.html", context)


@never_cache
@require_safe
def my_data_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a file: `json` or `csv`."""
    if away := _proved(request):
        return away
    return _file(Person.of(request.user), kind)


@never_cache
@login_not_required
@require_safe
def data_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """For an address without an account; 410 when the link is over, 404 when it is not ours."""
    person = data_links.person_of(token, now=timezone.now())
    if person is None:
        return _unlinked(request)
    context = {"holdings": holdings_of(person), "person": person, "token": token}
    return _discreet(render(request, "accounts/my_data.html", context))


@never_cache
@login_not_required
@require_safe
def data_file_by_link(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    person = data_links.person_of(token, now=timezone.now())
    return _unlinked(request) if person is None else _discreet(_file(person, kind))


def _proved(request: HttpRequest) -> HttpResponse | None:
    why = _("Sign in once more, so that nobody reads your data in your place.")
    return prove_who_you_are(request, back="accounts:my_data", why=why, now=timezone.now())


def _file(person: Person, kind: str) -> HttpResponse:
    if kind not in data_files.TYPES:
        raise Http404
    response = HttpResponse(data_files.file_of(person, kind, now=timezone.now()), content_type=data_files.TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{data_files.NAMES[kind]}"'
    return response


def _unlinked(request: HttpRequest) -> HttpResponse:
    return _discreet(render(request, "accounts/data_link_over.html", status=410))


def _discreet(response: HttpResponse) -> HttpResponse:
    response[REFERRER] = "no-referrer"
    return response
