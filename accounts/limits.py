"""How often one address may send a form; counted in the database, so that the limit holds across processes."""

from collections.abc import Callable
from functools import wraps

from allauth.core.internal import ratelimit
from allauth.core.ratelimit import consume, respond_429
from django.http import HttpRequest, HttpResponse


def limited(action: str, *, only_visitors: bool = False) -> Callable:
    """Answer 429 once an unsafe request goes beyond the rate that ACCOUNT_RATE_LIMITS sets for the action."""

    def decorator(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            is_free = only_visitors and request.user.is_authenticated
            if not is_free and not consume(request, action=action):
                return respond_429(request)
            return view(request, *args, **kwargs)

        return wrapper

    return decorator


def seconds_to_wait(request: HttpRequest, action: str) -> int:
    """
    Counts this request, reading ones as well; 0 within the rate, else after how many seconds the address is surely within it.

    The public function of allauth counts no GET, whoever asks it; the one below it does when it is told to.
    """
    if ratelimit.consume(request, app="allauth.account", action=action, limit_get=True):
        return 0
    return int(max(rate.duration for rate in ratelimit.get_rates(app="allauth.account", action=action)))
