"""The conversion page: how far those who make contact come, beside what others have published."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from outreach import conversion
from outreach.follow_forms import day_field
from outreach.models import Lead
from telecentres import hours

TWO_YEARS = timedelta(days=730)
EARLIEST = date(2000, 1, 1)


class PeriodForm(forms.Form):
    """Whose first contact was between two days, both included."""

    first = day_field(gettext_lazy("First contact from"))
    last = day_field(gettext_lazy("until"))
    source = forms.ChoiceField(label=gettext_lazy("Source"), required=False)
    by = forms.ChoiceField(
        label=gettext_lazy("Cohorts by"),
        required=False,
        choices=[("quarter", gettext_lazy("quarter")), ("month", gettext_lazy("month"))],
    )

    def __init__(self, data, *, today: date) -> None:
        self.today = today
        super().__init__(data, initial={"first": today - TWO_YEARS, "last": today})
        self.fields["source"].choices = [("", _("all")), *((one.value, capfirst(one.label)) for one in Lead.Source)]

    def clean(self) -> dict:
        said = super().clean()
        said["first"], said["last"] = said.get("first") or self.today - TWO_YEARS, said.get("last") or self.today
        if not EARLIEST <= said["first"] <= said["last"] <= self.today + TWO_YEARS:
            raise forms.ValidationError(_("The last day comes before the first: exchange them."), code="period")
        return said


class ShowsConversion:
    """For the admin of leads."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.conversion)
        return [path("conversion/", view, name="outreach_lead_conversion"), *super().get_urls()]

    def conversion(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = hours.civil_day(timezone.now())
        form = PeriodForm(request.GET or None, today=today)
        said = form.cleaned_data if form.is_valid() else {"first": today - TWO_YEARS, "last": today, "source": "", "by": ""}
        found = conversion.Conversion(said["first"], said["last"], source=said["source"])
        cohorts = found.by_month() if said["by"] == "month" else found.by_quarter()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("How far people come"),
            "form": form,
            "fewest": conversion.FEWEST,
            "steps": [step_words(step) for step in conversion.STEPS],
            "whole": [(step_words(step.stage), step) for step in found.whole().steps],
            "tables": [
                (_("By cohort"), [(one.name, one) for one in cohorts]),
                (_("By source"), [(capfirst(Lead.Source(one.name).label), one) for one in found.by_source()]),
                (_("By campaign"), [(one.name or _("no campaign"), one) for one in found.by_campaign()]),
            ],
            "stays": [(step_words(one.stage), one) for one in found.stays()],
            "lost": [(capfirst(Lead.LostReason(reason).label), number) for reason, number in found.lost_reasons()],
            "benchmarks": conversion.benchmarks(),
        }
        return render(request, "admin/outreach/lead/conversion.html", context, status=422 if form.errors else 200)


def step_words(step: str) -> str:
    return pgettext("funnel", "Settled") if step == "settled" else capfirst(Lead.Stage(step).label)
