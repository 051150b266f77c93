"""Cuts a list into pages, with the addresses of the pages beside."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from observatory.api.asked import MOST_PAGES, Paging


def page_of(request: HttpRequest, asked: Paging, found: QuerySet | list, write: Callable[[Any], dict]) -> dict[str, Any]:
    """The page asked for as `answers.Page` has it; past the last one it is empty. `found` has a whole order."""
    count = len(found) if isinstance(found, list) else found.count()
    begin = (asked.page - 1) * asked.page_size
    pages = -(-count // asked.page_size)
    return {
        "count": count,
        "page": asked.page,
        "pages": pages,
        "previous": _address(request, min(asked.page - 1, pages)) if asked.page > 1 and pages else None,
        "next": _address(request, asked.page + 1) if asked.page < min(pages, MOST_PAGES) else None,
        "results": [write(one) for one in found[begin : begin + asked.page_size]],
    }


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"{settings.PUBLIC_URL}{request.path}?{query.urlencode()}"
