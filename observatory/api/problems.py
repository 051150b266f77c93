"""Answers that are none: problem details (RFC 9457), in the language of who asks, each with what to do now."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError

from observatory.api.answers import Fault
from observatory.api.asked import WORDS

MEDIA_TYPE = "application/problem+json"
NOT_FOUND, WRONG_METHOD, NOT_UNDERSTOOD, TOO_MANY = 404, 405, 422, 429
ANCHORS = {NOT_FOUND: "unknown", WRONG_METHOD: "method", NOT_UNDERSTOOD: "value", TOO_MANY: "rate"}


def titles() -> dict[int, str]:
    """Each kind of problem by its status."""
    return {
        NOT_FOUND: _("There is nothing at this address"),
        WRONG_METHOD: _("Nothing can be changed here"),
        NOT_UNDERSTOOD: _("A value in the address is not understood"),
        TOO_MANY: _("Too many questions in a short time"),
    }


def problem(status: int, detail: str, faults: Iterable[Fault] = (), **headers: str) -> HttpResponse:
    """The answer; `detail` says what happened and what to do now."""
    said = {
        "type": f"{settings.PUBLIC_URL}{reverse('observatory:api')}#{ANCHORS[status]}",
        "title": titles()[status],
        "status": status,
        "detail": detail,
        "errors": [fault.model_dump() for fault in faults],
    }
    content = json.dumps(said, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=MEDIA_TYPE, headers={"Cache-Control": "no-store", **headers})


def refused(faults: Iterable[Fault]) -> HttpResponse:
    found = list(faults)
    return problem(NOT_UNDERSTOOD, " ".join(f"{fault.parameter}: {fault.detail}" for fault in found), found)


def unknown(detail: str = "") -> HttpResponse:
    return problem(NOT_FOUND, detail or _("Check the address: the lists give those that there are."))


def answer_problems(api: NinjaAPI) -> None:
    """What views raise becomes a problem; anything else is a fault of ours, and Django's to tell."""
    api.add_exception_handler(ValidationError, _not_valid)
    api.add_exception_handler(Http404, lambda request, fault: unknown(str(fault)))


def _not_valid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    return refused(Fault(parameter=_name(one["loc"]), kind=one["type"], detail=_words(one)) for one in fault.errors)


def _name(place: tuple[str | int, ...]) -> str:
    """Of the value in the address: the last name, for a number is but its place in a list."""
    return next((str(one) for one in reversed(place) if isinstance(one, str)), "")


def _words(fault: dict[str, Any]) -> str:
    told = fault.get("ctx", {})
    match fault["type"]:
        case kind if kind in WORDS:
            return _(WORDS[kind])
        case "int_parsing" | "int_type" | "int_from_float" | "int_parsing_size":
            return _("Write a whole number.")
        case "greater_than_equal":
            return _("Write a number of at least %(number)s.") % {"number": told["ge"]}
        case "less_than_equal":
            return _("Write a number of at most %(number)s.") % {"number": told["le"]}
        case "string_too_long":
            return _("Write at most %(number)s characters.") % {"number": told["max_length"]}
        case "literal_error":
            return _("Write one of: %(values)s.") % {"values": told["expected"].replace(" or ", ", ")}
        case "too_long":
            return _("Write it at most %(number)s times.") % {"number": told["max_length"]}
    return _("This value is not understood: the description of the interface says what may stand here.")
