"""The public pages of work: the list with its filters, and each offer."""

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings import availability
from jobs import markup, ways
from jobs.forms import AlertForm, ApplicationForm, LookForm
from jobs.models import JobOffer
from jobs.pages import discreet
from jobs.search import Search
from telecentres import hours
from telecentres.models import Telecentre, Territory

PER_PAGE = 20


@login_not_required
@discreet
@require_safe
def offer_list(request: HttpRequest) -> HttpResponse:
    """What is published, narrowed by words, a commune and filters; every view of it has an address of its own."""
    form = LookForm(request.GET or None)
    search = Search(request.GET, start=form.start)
    page = Paginator(search.offers().for_pages(), PER_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "form": form,
        "search": search,
        "page": page,
        "rows": _rows(list(page.object_list), search.start, now),
        "groups": search.links(),
        "removals": search.removals(),
        "relaxed": [] if page.paginator.count else search.relaxed(),
        "nearby": [] if page.paginator.count else _rows(_latest(search.start), search.start, now),
        "alert_form": AlertForm(initial={"query": search.wishes}),
        "today": hours.civil_day(now),
        "nav": "jobs",
    }
    return render(request, "jobs/offer_list.html", context)


@login_not_required
@discreet
@require_safe
def offer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One offer; a closed one answers 410 and shows what is like it. `?commune=` measures the road."""
    offer = get_object_or_404(JobOffer.objects.once_public().for_pages(), slug=slug)
    return show_offer(request, offer, form=ApplicationForm())


def show_offer(request: HttpRequest, offer: JobOffer, *, form: ApplicationForm, status: int = 200) -> HttpResponse:
    """The page of an offer, with the form to apply as it is."""
    now = timezone.now()
    start = LookForm(request.GET or None).start
    if not offer.is_published:
        context = {"offer": offer, "similar": _rows(similar_to(offer), start, now), "nav": "jobs"}
        return render(request, "jobs/offer_closed.html", context, status=410)
    centres = [centre for centre in offer.telecentres.all() if centre.is_open]
    context = {
        "offer": offer,
        "start": start,
        "way": ways.way_to(offer, start) if start else None,
        "board": [(centre, slots) for centre, slots in _free(centres, now, number=4)],
        "form": form,
        "markup": markup.job_posting(offer),
        "similar": _rows(similar_to(offer), start, now),
        "today": hours.civil_day(now),
        "nav": "jobs",
    }
    return render(request, "jobs/offer_detail.html", context, status=status)
