"""The description of the interface, for people and for programs."""

import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from observatory.api import problems, reading, v1
from observatory.api.delivery import changed, served
from telecentres import downloads


@login_not_required
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The page for people, made from what programs read."""
    context = {
        "nav": "telecentres",
        "operations": reading.operations(),
        "shapes": reading.shapes(),
        "problems": reading.problems(),
        "licence": downloads.LICENCE,
        "licence_url": downloads.LICENCE_URL,
        "limit": reading.limit(),
    }
    return render(request, "observatory/api.html", context)


def _openapi(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(json.dumps(v1.document(), ensure_ascii=False), content_type="application/json")
    changed(response, timezone.now(), keep=3600)
    return response


openapi = served(_openapi, set())


def _unknown(request: HttpRequest, rest: str) -> HttpResponse:
    return problems.unknown()


unknown = served(_unknown, set())
