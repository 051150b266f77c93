"""Reports: asked for, looked at while they are made, read, taken as files, restarted where they failed."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Substr
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.scoped_admin import ScopedAdmin, managed
from observatory import actions, report_files, report_words
from observatory.indicators import Scope, Span
from observatory.models import Report
from telecentres import hours, words
from telecentres.models import Telecentre, Territory

MONTHS_BACK = 24
YEARS_BACK = 3
NETWORK = "network"


class AskForm(forms.Form):
    """
    What a report is about, and which months. Sending it twice asks once: the verb knows a report by what it is about.

    Whoever runs centres chooses among them; the territories and the network are for who may see the whole network.
    """

    about = forms.ChoiceField(label=pgettext_lazy("of a report", "About"))
    months = forms.ChoiceField(label=gettext_lazy("Months"), help_text=gettext_lazy("A whole year: of the network alone."))
    is_for_all = forms.BooleanField(
        label=gettext_lazy("Mail it to those it concerns as well"),
        required=False,
        help_text=gettext_lazy(
            "A centre’s: to who runs it. A territory’s: to the officials on the list. The network’s: to the agency. "
            "You get it anyway."
        ),
    )

    def __init__(self, *args: Any, centres: QuerySet[Telecentre], is_whole: bool, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [(str(Scope("centre", slug)), name) for slug, name in centres.order_by("name").values_list("slug", "name")]
        choices: list = [(_("Telecentres"), mine)]
        if is_whole:
            territories = Territory.objects.filter(kind=Territory.Kind.EPCI, children__telecentres__isnull=False).distinct()
            named = [(str(Scope("territory", code)), name) for code, name in territories.values_list("code", "name")]
            choices = [(NETWORK, _("The whole network")), *choices, (_("Territories"), named)]
        self.fields["about"].choices = choices
        self.fields["months"].choices = _months(today, is_whole=is_whole)

    @property
    def asked(self) -> tuple[str, Scope, Span]:
        """(kind, scope, span) of what was chosen; whether they fit is for the verb to say."""
        scope, months = Scope.named(self.cleaned_data["about"]), self.cleaned_data["months"]
        is_year = len(months) == 4
        span = Span.year(int(months)) if is_year else Span.month(date.fromisoformat(f"{months}-01"))
        return (Report.Kind.YEAR if is_year else Report.Kind(scope.kind)), scope, span


@admin.register(Report)
class ReportAdmin(ScopedAdmin):
    """Nothing is typed over: a report is asked for, and made by Celery."""

    list_display = ["about_said", "span_said", "kind", "revision", "state_said", "made_at", "asked_by"]
    list_filter = ["state", "kind"]
    list_select_related = ["asked_by"]
    fields = readonly_fields = ["state_said", "error", "asked_by", "asked_at", "started_at", "made_at", "attempts", "digests"]
    actions = None
    view_on_site = False  # those of a centre have no public page
    change_form_template = "admin/observatory/report/change_form.html"

    @admin.display(description=pgettext_lazy("of a report", "about"), ordering="scope")
    def about_said(self, report: Report) -> str:
        return report.named or _("the whole network")

    @admin.display(description=gettext_lazy("months"), ordering="first")
    def span_said(self, report: Report) -> str:
        return report_words.span_words(report)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_said(self, report: Report) -> str:
        """With how far it is, while somebody waits."""
        said = capfirst(str(report.get_state_display()))
        return _("%(state)s, %(percent)s %%") % {"state": said, "percent": report.progress} if report.is_pending else said

    @admin.display(description=gettext_lazy("digests"))
    def digests(self, report: Report) -> str:
        said = _("inputs %(inputs)s, figures %(figures)s")
        return said % {"inputs": report.inputs_digest[:16] or "–", "figures": report.figures_digest[:16] or "–"}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        key = Substr(OuterRef("scope"), len("centre:") + 1)
        centre = Telecentre.objects.filter(slug=key).values("name")
        epci = Territory.objects.filter(kind=Territory.Kind.EPCI, code=Substr(OuterRef("scope"), len("territory:") + 1))
        found = super().get_queryset(request).select_related("asked_by")
        return found.annotate(named=Coalesce(Subquery(centre), Subquery(epci.values("name")), Value("")))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Without what only the page of a report shows: figures may weigh a megabyte."""
        found = super().get_changelist_instance(request)
        found.queryset = found.queryset.defer("figures", "inputs")
        return found

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/restart/", view(self.restart), name="observatory_report_restart"),
            path("<int:pk>/file/<slug:kind>/", view(self.file), name="observatory_report_file"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """Ask for a report; the page of the report then says how far it is."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = AskForm(
            request.POST if request.method == "POST" else None,
            centres=managed(Telecentre.objects.all(), request),
            is_whole=request.user.has_perm("telecentres.manage_every_telecentre"),
            today=timezone.localdate(),
        )
        if form.is_valid():
            kind, scope, span = form.asked
            try:
                found = actions.ask(
                    kind, scope, span, by=request.user, now=timezone.now(), is_for_all=form.cleaned_data["is_for_all"]
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                return self._asked(request, found)
        context = {"opts": self.opts, "form": form, "title": _("Ask for a report"), "errors": form.errors}
        context |= self.admin_site.each_context(request)
        return render(request, "admin/observatory/report/ask.html", context, status=422 if form.errors else 200)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        report = self.get_object(request, object_id)
        more = {
            "title": report_words.title(report),
            "subtitle": None,
            "report": report,
            "may_restart": report.may_restart and self.has_add_permission(request),
            "kinds": list(report_files.KINDS),
            "facts": report_words.facts(report),
            "themes": report_words.themes(report),
            "official": report_words.official(report),
        }
        return super().change_view(request, object_id, form_url, (extra_context or {}) | more)

    def restart(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        report = self.get_object(request, str(pk))
        if not self.has_add_permission(request):
            raise PermissionDenied
        try:
            actions.restart(report, by=request.user, now=timezone.now())
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            self.log_change(request, report, _("Restarted"))
            messages.success(request, _("It is asked for again, and begins within a minute."))
        return HttpResponseRedirect(reverse("admin:observatory_report_change", args=[pk]))

    def file(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        report = self.get_object(request, str(pk))
        if not self.has_view_permission(request, report):
            raise PermissionDenied
        if kind not in report_files.KINDS or not report.is_made:
            raise Http404
        return report_files.as_download(request, report, kind, is_public=False)

    def _asked(self, request: HttpRequest, report: Report) -> HttpResponse:
        if report.is_pending:
            self.log_change(request, report, _("Asked for"))
            messages.success(request, _("It is asked for, and begins within a minute. You get a mail when it is ready."))
        else:
            messages.info(request, _("Nothing it is made of has changed: this is the report that there is."))
        return HttpResponseRedirect(reverse("admin:observatory_report_change", args=[report.pk]))


def _months(today: date, *, is_whole: bool) -> list:
    """Those that are over, the newest first."""
    month, months = hours.month_before(today), []
    for _number in range(MONTHS_BACK):
        months.append((f"{month:%Y-%m}", words.month_words(month)))
        month = hours.month_before(month)
    years = [(str(today.year - back), str(today.year - back)) for back in range(1, YEARS_BACK + 1)]
    return [(_("Months"), months), *([(_("Years"), years)] if is_whole else [])]
