"""The statements of a person: the list, each of them, its files; opened signed in or by the secret link of the mail."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookings import links, statement_files
from bookings.models import Statement

SESSION_KEY = "statements"


@never_cache
@require_safe
def my_statements(request: HttpRequest) -> HttpResponse:
    mine = Statement.objects.visible_to(request.user).live().select_related("telecentre")
    return render(request, "bookings/statement_list.html", {"statements": mine, "nav": "my_bookings"})


def statement_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Find the statement that this browser may see, or say how to reach it; no cache keeps it."""

    @login_not_required
    @never_cache
    @wraps(view)
    def wrapper(request: HttpRequest, reference: str) -> HttpResponse:
        statement = _find(request, reference)
        return view(request, statement) if statement else _closed(request)

    return wrapper


@statement_page
@require_safe
def detail(request: HttpRequest, statement: Statement) -> HttpResponse:
    context = {
        "statement": statement,
        "centre": statement.telecentre,
        "lines": statement.lines.all(),
        "state_words": statement_files.state_words(statement),
        "nav": "my_bookings",
    }
    return render(request, "bookings/statement_detail.html", context)


@statement_page
@require_safe
def csv_file(request: HttpRequest, statement: Statement) -> HttpResponse:
    return statement_files.as_download(statement, "csv")


@statement_page
@require_safe
def pdf_file(request: HttpRequest, statement: Statement) -> HttpResponse:
    return statement_files.as_download(statement, "pdf")


@login_not_required
@never_cache
@require_safe
def open_by_link(request: HttpRequest, reference: str, token: str) -> HttpResponse:
    """Exchange the secret of the mail for a cookie; whoever holds an earlier revision may read what replaced it."""
    statement = Statement.objects.filter(reference=reference).first()
    if statement is None or statement.is_forgotten or not links.opens_statement(statement, token):
        return _closed(request, is_link=True)
    opened = {one.reference for one in (statement, statement.successor) if one}
    request.session[SESSION_KEY] = sorted({*request.session.get(SESSION_KEY, []), *opened})
    return redirect(statement)


def _find(request: HttpRequest, reference: str) -> Statement | None:
    """None both for what is not there and for what this browser may not see; nobody opens that of a forgotten person."""
    statements = Statement.objects.select_related("telecentre__commune", "user")
    if reference in request.session.get(SESSION_KEY, []):
        found = statements.filter(reference=reference).first()
        return None if found is None or found.is_forgotten else found
    if request.user.is_authenticated:
        return statements.visible_to(request.user).filter(reference=reference).first()
    return None


def _closed(request: HttpRequest, *, is_link: bool = False) -> HttpResponse:
    return render(request, "bookings/statement_closed.html", {"is_link": is_link, "nav": "my_bookings"}, status=404)
