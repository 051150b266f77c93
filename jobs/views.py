"""The public pages of work: the list with its filters, and each offer."""

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings import availability
from jobs import markup, ways
from jobs.forms import ApplicationForm, LookForm
from jobs.models import JobOffer
from jobs.pages import discreet
from jobs.search import Search
from telecentres import hours
from telecentres.models import Telecentre, Territory

PER_PAGE = 20
FreeSlots = dict[Telecentre, list[availability.Slot]]


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
        "today": hours.civil_day(now),
        "nav": "jobs",
    }
    return render(request, "jobs/offer_list.html", context)


@login_not_required
@require_safe
def offer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One offer; a closed one answers 410 and shows what is like it. `?commune=` measures the road."""
    offer = get_object_or_404(JobOffer.objects.once_public().for_pages(), slug=slug)
    return show_offer(request, offer, form=ApplicationForm())


def show_offer(request: HttpRequest, offer: JobOffer, *, form: ApplicationForm, status: int = 200) -> HttpResponse:
    """The page of an offer, with the form to apply as it is."""
    now = timezone.now()
    look = LookForm(request.GET or None)
    start = look.start
    if not offer.is_shown:
        context = {
            "typed": form.data.get("message", ""),
            "offer": offer,
            "similar": _rows(similar_to(offer), start, now),
            "today": hours.civil_day(now),
            "nav": "jobs",
        }
        return render(request, "jobs/offer_closed.html", context, status=410)
    centres = offer.open_telecentres
    way = ways.way_to(offer, start) if start else None
    context = {
        "offer": offer,
        "look": look,
        "start": start,
        "way": way,
        "strip": ways.strip_of(way, way.furthest) if way else None,
        "board": [(centre, slots) for centre, slots in _free(centres, now, number=4)],
        "form": form,
        "markup": markup.as_script(markup.job_posting(offer)),
        "similar": _rows(similar_to(offer), start, now),
        "today": hours.civil_day(now),
        "nav": "jobs",
    }
    return render(request, "jobs/offer_detail.html", context, status=status)


def _rows(offers: list[JobOffer], start: Territory | None, now: datetime) -> list[dict]:
    """Each offer with its road and its next free desk, drawn to the same scale; a handful of queries for all of them."""
    found = [ways.way_to(offer, start) for offer in offers] if start else [None] * len(offers)
    scale = ways.longest(way for way in found if way)
    centres = {centre.pk: centre for offer in offers for centre in offer.open_telecentres}
    free = dict(_free(list(centres.values()), now, number=1))
    return [
        {
            "offer": offer,
            "way": way,
            "strip": ways.strip_of(way, scale) if way else None,
            "slot": _first_slot(offer, way, free),
        }
        for offer, way in zip(offers, found, strict=True)
    ]


def _free(centres: list[Telecentre], now: datetime, *, number: int) -> list[tuple[Telecentre, list[availability.Slot]]]:
    found = availability.next_free_halves(centres, now=now, number=number) if centres else {}
    return [(centre, found.get(centre.pk, [])) for centre in centres]


def _first_slot(offer: JobOffer, way: ways.Way | None, free: FreeSlots) -> availability.Slot | None:
    """At the nearest of its centres, where somebody says from where; else at the one that has the next free desk."""
    centres = [way.centre] if way and way.centre else offer.open_telecentres
    slots = [slot for centre in centres for slot in free.get(centre, [])]
    return min(slots, key=lambda slot: slot.period.starts_at, default=None)


def similar_to(offer: JobOffer) -> list[JobOffer]:
    """Published offers of the same job first, then of the same domain, then the latest; three at most."""
    others = JobOffer.objects.published().exclude(pk=offer.pk)
    same_job = Case(
        When(rome_code=offer.rome_code, then=0), When(rome_code__startswith=offer.rome_code[:1] or "-", then=1), default=2
    )
    return list(others.order_by(same_job, "-published_at").for_pages()[:3])


def _latest(start: Territory | None) -> list[JobOffer]:
    """What to show where nothing was found: the nearest offers, or the latest."""
    found = JobOffer.objects.published()
    found = found.with_distance(start).order_by("flight", "-published_at") if start else found.order_by("-published_at")
    return list(found.for_pages()[:3])
