"""The communication plan: its campaigns, what each was to bring and brought, the year at a glance, and the report to print."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.exporting import CSV, TYPES, Exports, as_csv
from accounts.scoped_admin import BROWSERS_PICKERS, NetworkWideAdmin
from outreach import plan, results
from outreach.models import Campaign, Indicator
from telecentres.admin import LabelledInline
from telecentres.models import Territory


class YearFilter(admin.SimpleListFilter):
    """Campaigns that run on any day of the year: a long one stands in several."""

    title = gettext_lazy("year")
    parameter_name = "annee"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(str(year), str(year)) for year in Campaign.objects.years()]

    def queryset(self, request: HttpRequest, queryset):
        return queryset.of_year(int(self.value())) if self.value() in dict(self.lookup_choices) else queryset


class IndicatorInline(LabelledInline):
    model = Indicator
    extra = 1


@admin.register(Campaign)
class CampaignAdmin(Exports, NetworkWideAdmin):
    """The agency writes the plan; who administers the network reads it."""

    list_display = ["title", "territory", "begins_on", "ends_on", "budget_planned", "budget_spent", "is_example"]
    list_filter = [YearFilter, "territory", "is_example"]
    list_select_related = ["territory"]
    search_fields = ["title", "objective", "audience"]
    autocomplete_fields = ["territory"]
    open_choices = ("territory",)
    formfield_overrides = BROWSERS_PICKERS
    inlines = [IndicatorInline]
    tells_values = True
    change_list_template = "admin/outreach/campaign/change_list.html"
    change_form_template = "admin/outreach/campaign/change_form.html"

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("calendar/", view(self.calendar), name="outreach_campaign_calendar"),
            path("report/", view(self.report), name="outreach_campaign_report"),
            path("<int:pk>/results/", view(self.results), name="outreach_campaign_results"),
            *super().get_urls(),
        ]

    def calendar(self, request: HttpRequest) -> HttpResponse:
        """`?annee=` is a year, `?territoire=` the number of a territory; anything else shows this year, the whole plan."""
        found = self._chosen(request)
        found["months"] = plan.months_of(found["year"], found["results"])
        return self._page(
            request,
            "admin/outreach/campaign/calendar.html",
            found | {"title": _("The plan of %(year)s") % {"year": found["year"]}},
        )

    def report(self, request: HttpRequest) -> HttpResponse:
        """A sheet to print for the steering committee; `?_export=csv` gives its figures as a file."""
        found = self._chosen(request)
        if request.GET.get("_export") == CSV:
            return self._report_file(request, found)
        title = _("The communication plan of %(year)s, planned and done") % {"year": found["year"]}
        sources = [(Indicator.Kind(kind).label, source) for kind, source in results.SOURCES.items()]
        totals = results.totals(found["results"])
        figures = [(Indicator.Kind(kind).label, number) for kind, number in totals.figures.items()]
        more = {"title": title, "totals": totals, "figures": figures, "sources": sources, "now": timezone.now()}
        return self._page(request, "admin/outreach/campaign/report.html", found | more)

    def results(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What a campaign was to bring and brought, with its events, mailings and leads; people are not named."""
        campaign = self.get_object(request, str(pk))
        self._check(request)
        context = {
            "title": _("Planned and done: %(campaign)s") % {"campaign": campaign},
            "result": results.of([campaign])[0],
            "events": results.events_of(campaign),
            "mailings": campaign.mailings.order_by("sent_at", "pk"),
            "stages": results.stages(campaign),
            "now": timezone.now(),
        }
        return self._page(request, "admin/outreach/campaign/results.html", context)

    def _chosen(self, request: HttpRequest) -> dict:
        """The year and the territory that the address names, what to choose from, and the campaigns with their figures."""
        self._check(request)
        year = plan.year_named(request.GET.get("annee", ""), timezone.localdate())
        territories = list(Territory.objects.filter(pk__in=Campaign.objects.exclude(territory=None).values("territory")))
        asked = request.GET.get("territoire", "")
        territory = next((one for one in territories if str(one.pk) == asked), None)
        return {
            "year": year,
            "territories": territories,
            "territory": territory,
            "results": results.of_year(year, territory=territory.pk if territory else None),
        }

    def _report_file(self, request: HttpRequest, found: dict) -> HttpResponse:
        rows = plan.as_rows(found["results"])
        self._note_export(request, CSV, len(rows) - 1)
        response = HttpResponse(as_csv(rows), content_type=TYPES[CSV])
        response["Content-Disposition"] = f'attachment; filename="plan-de-communication-{found["year"]}.csv"'
        response["Cache-Control"] = "no-store"
        return response

    def _check(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _page(self, request: HttpRequest, template: str, context: dict) -> HttpResponse:
        context = {"opts": self.opts, **context, **self.admin_site.each_context(request)}
        return render(request, template, context)
