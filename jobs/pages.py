"""What the pages of work have in common."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse


def discreet(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No site that one goes on to learns what was looked for: what somebody filters by may tell of their health or family."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    return wrapper
