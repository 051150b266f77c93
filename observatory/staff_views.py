"""Pages of the administration that show exact numbers: when desks are used, and what each centre to come would change."""

from datetime import date

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.scoped_admin import managed
from observatory import coverage, decisions
from observatory import utilisation as use
from telecentres import hours, words
from telecentres.models import Telecentre, Territory

MONTHS_BACK = 24


class UseForm(forms.Form):
    """One of the person's centres, and a month that has begun."""

    centre = forms.ChoiceField(
        label=gettext_lazy("Telecentre"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("This is none of your centres.")},
    )
    mois = forms.ChoiceField(
        label=gettext_lazy("Month"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("There are no figures for this month.")},
    )

    def __init__(self, data, *, centres: list[Telecentre], today: date) -> None:
        super().__init__(data)
        months = [hours.month_of(today)]
        while len(months) < MONTHS_BACK:
            months.append(hours.month_before(months[-1]))
        self.fields["centre"].choices = [(one.slug, one.name) for one in centres]
        self.fields["mois"].choices = [(f"{month:%Y-%m}", words.month_words(month)) for month in months]


class CommuneForm(forms.Form):
    """A commune of the Cantal where no centre is planned."""

    commune = forms.ModelChoiceField(
        Territory.objects.none(),
        to_field_name="code",
        label=gettext_lazy("And a centre in the commune of"),
        required=False,
        empty_label=gettext_lazy("choose a commune"),
        error_messages={"invalid_choice": gettext_lazy("This is no commune of the Cantal.")},
    )

    def __init__(self, data) -> None:
        super().__init__(data)
        self.fields["commune"].queryset = (
            Territory.objects.communes().filter(latitude__isnull=False, longitude__isnull=False).order_by("name")
        )


@require_safe
def utilisation(request: HttpRequest) -> HttpResponse:
    """Weekday by half-day, of one of the person's own centres; without a query the first one, this month."""
    centres = sorted(managed(Telecentre.objects.furnished(), request), key=lambda centre: centre.sorting_name)
    if not centres:
        raise Http404
    now = timezone.now()
    today = hours.civil_day(now)
    form = UseForm(request.GET or None, centres=centres, today=today)
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    centre = next((one for one in centres if one.slug == said.get("centre")), centres[0])
    month = date.fromisoformat(f"{said['mois']}-01") if said.get("mois") else hours.month_of(today)
    if not form.is_bound:
        form.initial = {"centre": centre.slug, "mois": f"{month:%Y-%m}"}
    week = use.of_month(centre, month, now=now)
    context = {"title": _("When the desks are used"), "form": form, "centre": centre, "week": week}
    context["month_words"] = words.month_words(month)
    return _page(request, "admin/observatory/utilisation.html", context, status=422 if form.errors else 200)


@require_safe
def pipeline(request: HttpRequest) -> HttpResponse:
    """For who sees the whole network: coverage with and without each centre in preparation, or one in a commune chosen."""
    if not request.user.has_perm("telecentres.manage_every_telecentre"):
        raise PermissionDenied
    form = CommuneForm(request.GET or None)
    commune = form.cleaned_data.get("commune") if form.is_bound and form.is_valid() else None
    context = {
        "title": _("Where to open next"),
        "form": form,
        "candidates": decisions.candidates(),
        "commune": commune,
        "gains": decisions.elsewhere(commune) if commune else [],
        "today": {minutes: coverage.share_within(minutes, coverage.open_centres()) for minutes in decisions.SHOWN},
    }
    return _page(request, "admin/observatory/pipeline.html", context, status=422 if form.errors else 200)


def _page(request: HttpRequest, template: str, context: dict, status: int = 200) -> HttpResponse:
    return render(request, template, {**admin.site.each_context(request), **context}, status=status)
