"""Calendar files: the last day of an offer, and of all offers for the agency."""

from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jobs import calendars
from jobs.models import JobOffer
from jobs.pages import discreet


@login_not_required
@discreet
@require_safe
def closing_date(request: HttpRequest, slug: str) -> HttpResponse:
    """The last day of a published offer; one that is over has none to note."""
    offer = get_object_or_404(JobOffer.objects.published().select_related("employer"), slug=slug)
    return _file(calendars.offer_calendar(offer, timezone.now()), "cloture.ics")


@never_cache
@permission_required("jobs.view_joboffer", raise_exception=True)
@require_safe
def closing_dates(request: HttpRequest) -> HttpResponse:
    """The last days of all published offers, the first to end first; for the administration, which names its address."""
    offers = JobOffer.objects.published().select_related("employer").order_by("valid_through", "pk")
    return _file(calendars.closing_dates_calendar(offers, timezone.now()), "echeances.ics")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
