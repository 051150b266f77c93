"""Regular days: book them together, see them, change or cancel some of them."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookings import actions
from bookings.availability import slug_of
from bookings.models import Booker, Series
from bookings.regular_days import Pattern, Planner
from bookings.series_forms import DatesForm, PatternForm, RangeForm, usual_answers
from telecentres import hours
from telecentres.models import Telecentre


@never_cache
def book(request: HttpRequest, slug: str) -> HttpResponse:
    """Say which days, see what each date would be, confirm."""
    centre = get_object_or_404(Telecentre.objects.open().select_related("commune"), slug=slug)
    now, booker = timezone.now(), Booker.of(request.user)
    form = _pattern_form(request, centre)
    dates = DatesForm(request.POST or None)
    problems = []
    if dates.is_bound and form.is_valid() and dates.is_valid():
        try:
            made = actions.book_series(booker=booker, pattern=form.pattern, language=get_language(), now=now, **_confirmed(dates))
        except ValidationError as refusal:
            problems = refusal.messages
        else:
            messages.success(request, _("Your regular days are booked. A mail with all dates is on its way."))
            return redirect(made)
    planner = Planner(form.pattern, booker, now=now) if form.is_bound and form.is_valid() else None
    context = {"centre": centre, "may_book": bool(centre.policy_for(_kind(form)).series_weeks)}
    return _page(request, "bookings/series_book.html", form, dates, planner, problems, context)


def series_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Find the series of who is signed in; nobody else's exists for them."""

    @never_cache
    @wraps(view)
    def wrapper(request: HttpRequest, reference: str) -> HttpResponse:
        found = Series.objects.visible_to(request.user).select_related("telecentre__commune", "booked_by")
        return view(request, get_object_or_404(found, reference=reference))

    return wrapper


@series_page
@require_safe
def series(request: HttpRequest, series: Series) -> HttpResponse:
    now = timezone.now()
    dates = series.bookings.with_place().prefetch_related("workspace__telecentre__policies").order_by("starts_at")
    context = {
        "series": series,
        "centre": series.telecentre,
        "dates": dates,
        "now": now,
        "is_changeable": actions.changeable(series, now=now).exists(),
        "nav": "my_bookings",
    }
    return render(request, "bookings/series.html", context)


@series_page
def change(request: HttpRequest, series: Series) -> HttpResponse:
    """Other weekdays, another part of the day or other desks, from a day on."""
    now = timezone.now()
    still = list(actions.changeable(series, now=now))
    if not still:
        messages.info(request, _("None of these dates can be changed any more."))
        return redirect(series)
    first = next((one.day for one in still if str(one.day) == request.GET.get("des")), still[0].day)
    asked = {"creneau": slug_of(series.part), "bureau": still[0].workspace.code}
    initial = usual_answers(series.telecentre, asked | {"jour": str(first)}, today=hours.civil_day(now))
    initial |= {"jours": series.weekdays, "au": f"{max(series.last_day, first):%d/%m/%Y}"}
    form = _pattern_form(request, series.telecentre, kind=series.kind, initial=initial)
    dates = DatesForm(request.POST or None)
    problems = []
    if dates.is_bound and form.is_valid() and dates.is_valid():
        try:
            actions.change_series(series, pattern=form.pattern, chosen=dates.cleaned_data["chosen"], now=now)
        except ValidationError as refusal:
            problems = refusal.messages
        else:
            messages.success(request, _("Your regular days have changed. A mail with the dates is on its way."))
            return redirect(series)
    planner = None
    if form.is_bound and form.is_valid():
        own = [one for one in still if one.day >= form.pattern.first]
        planner = Planner(form.pattern, series.booker, now=now, without=own)
    context = {"centre": series.telecentre, "series": series, "may_book": True}
    return _page(request, "bookings/series_change.html", form, dates, planner, problems, context)


@series_page
def cancel(request: HttpRequest, series: Series) -> HttpResponse:
    """Give up a range of dates; of all of them, too."""
    now = timezone.now()
    still = list(actions.changeable(series, now=now))
    if not still:
        messages.info(request, _("None of these dates can be changed any more."))
        return redirect(series)
    first = next((one.day for one in still if str(one.day) == request.GET.get("des")), still[0].day)
    bounds = {"first": first, "last": still[-1].day}
    form = RangeForm(request.POST or None, today=hours.civil_day(now), **bounds)
    if form.is_valid():
        said = form.cleaned_data
        number = actions.cancel_series(series, first=said["du"], last=said["au"], now=now)
        if number:
            told = ngettext("%(count)s date is cancelled.", "%(count)s dates are cancelled.", number) % {"count": number}
            messages.success(request, told)
            return redirect(series)
        form.add_error(None, _("None of your dates that can still be cancelled lies between these days."))
    context = {"series": series, "centre": series.telecentre, "form": form, "still": still, "nav": "my_bookings"}
    return render(request, "bookings/series_cancel.html", context, status=422 if form.errors else 200)


def _kind(form: PatternForm) -> str:
    return form.kind if form.is_bound and form.kind else Pattern._field_defaults["kind"]


def _pattern_form(request: HttpRequest, centre: Telecentre, *, kind: str = "", initial: dict | None = None) -> PatternForm:
    """The answers of the address or the form; where there are none yet, what is usual."""
    today = hours.civil_day(timezone.now())
    sent = request.POST or request.GET
    if "jours" in sent or "au" in sent:
        return PatternForm(sent, today=today, centre=centre)
    return PatternForm(today=today, centre=centre, initial=initial or usual_answers(centre, request.GET.dict(), today=today))


def _confirmed(dates: DatesForm) -> dict:
    return {"chosen": dates.cleaned_data["chosen"], "key": dates.cleaned_data["key"]}


def _page(
    request: HttpRequest,
    template: str,
    form: PatternForm,
    dates: DatesForm,
    planner: Planner | None,
    problems: list[str],
    context: dict,
) -> HttpResponse:
    problems = [*problems, *(message for errors in dates.errors.values() for message in errors)]
    found = planner.occurrences() if planner else []
    context |= {
        "form": form,
        "found": found,
        "possible": sum(one.desk is not None for one in found),
        "unticked": _unticked(dates, found) if dates.is_bound and not dates.errors else set(),
        "key": dates.new_key,
        "problems": problems,
        "sent": [(name, value) for name in form.fields for value in form.data.getlist(name)] if form.is_bound else [],
        "nav": "book",
    }
    wrong = problems or (form.is_bound and form.errors)
    return render(request, template, context, status=409 if problems else 422 if wrong else 200)


def _unticked(dates: DatesForm, found: list) -> set:
    """What somebody had left out stays left out when the page comes back."""
    return {one.day for one in found if one.day not in dates.cleaned_data.get("chosen", {})}
