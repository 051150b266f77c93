"""The health page: for monitors and for people."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dispatch import health
from dispatch.health import Finding, Level, Verdict
from dispatch.models import Message
from dispatch.schedule import scheduled_tasks


@login_not_required
@never_cache
@require_safe
def health_page(request: HttpRequest) -> HttpResponse:
    """
    200, or 503 when a task is late or the outbox is stuck; JSON unless a browser asks.

    Counts and times are for those who may see task runs.
    """
    try:
        verdict = health.verdict(timezone.now())
        details = _details() if request.user.has_perm("dispatch.view_taskrun") else {}
    except Error:
        verdict = Verdict([Finding(Level.FAILING, "database", _("The database does not answer."))])
        details = {}
    status = 503 if verdict.is_failing else 200
    if not request.accepts("text/html") or request.headers.get("Accept", "*/*") == "*/*":
        problems = [{"code": finding.code, "text": finding.text} for finding in verdict.findings]
        return JsonResponse({"status": verdict.level.name.lower(), "problems": problems}, status=status)
    title = _("Not everything is running") if verdict.is_failing else _("Everything is running")
    context = {"verdict": verdict, "title": title, "language": get_language(), "site_name": settings.SITE_NAME, **details}
    return render(request, "dispatch/health.html", context, status=status)


def _details() -> dict:
    now = timezone.now()
    runs = health.last_good_runs()
    tasks = [
        {"name": task, "last_period": runs.get(task), "is_late": health.is_late(task, runs.get(task), now)}
        for task in sorted(scheduled_tasks())
    ]
    counts = Message.objects.values_list("state").annotate(Count("pk")).order_by("state")
    return {"tasks": tasks, "states": [(Message.State(state).label, count) for state, count in counts]}
