"""The statements of a centre: who owes what, noted as paid, reckoned again."""

from collections.abc import Callable
from datetime import date

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.exporting import Exports
from accounts.scoped_admin import ScopedAdmin, managed
from bookings import actions, statement_files
from bookings.admin.month_plans import months_from
from bookings.models import Statement, StatementEvent
from telecentres import hours, words
from telecentres.models import Telecentre

MONTHS_BACK = 12


class PaidForm(forms.Form):
    how = forms.ChoiceField(label=gettext_lazy("Paid by"), choices=StatementEvent.How)
    paid_on = forms.DateField(
        label=gettext_lazy("Paid on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=timezone.localdate,
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


class MonthForm(forms.Form):
    month = forms.TypedChoiceField(label=gettext_lazy("Month"), coerce=date.fromisoformat)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        over = hours.month_before(hours.civil_day(timezone.now()))
        first = over
        for _number in range(MONTHS_BACK - 1):
            first = hours.month_before(first)
        self.fields["month"].choices = list(reversed(months_from(first, MONTHS_BACK)))


@admin.register(Statement)
class StatementAdmin(Exports, ScopedAdmin):
    """Nothing is typed over: a statement is noted as paid, taken back, or replaced by a revision."""

    list_display = ["reference", "who", "month_said", "total_said", "state"]
    list_filter = ["state", "telecentre"]
    list_select_related = ["telecentre", "user"]
    search_fields = ["reference", "name", "email", "user__name", "user__email"]
    view_on_site = False  # the page of a statement is the person's own
    fields = readonly_fields = ["reference", "who", "address", "telecentre", "month_said", "state_said", "total_said", "history"]
    export_columns = ["reference", "who", "address", "telecentre", "month", "total", "state", "paid_on", "paid_by"]
    change_list_template = "admin/bookings/statement/change_list.html"
    change_form_template = "admin/bookings/statement/change_form.html"

    @admin.display(description=gettext_lazy("for"))
    def who(self, statement: Statement) -> str:
        return statement.name or statement.booker.email or "–"

    @admin.display(description=gettext_lazy("e-mail address"))
    def address(self, statement: Statement) -> str:
        return statement.booker.email

    @admin.display(description=gettext_lazy("month"), ordering="month")
    def month_said(self, statement: Statement) -> str:
        return statement.month_words

    @admin.display(description=gettext_lazy("total"), ordering="total")
    def total_said(self, statement: Statement) -> str:
        return words.euros(statement.total)

    @admin.display(description=gettext_lazy("state"))
    def state_said(self, statement: Statement) -> str:
        return statement_files.state_words(statement)

    @admin.display(description=gettext_lazy("paid on"))
    def paid_on(self, statement: Statement) -> date | None:
        return statement.payment and statement.payment.paid_on

    @admin.display(description=gettext_lazy("paid by"))
    def paid_by(self, statement: Statement) -> str:
        return statement.payment.get_how_display() if statement.payment else ""

    @admin.display(description=gettext_lazy("what happened"))
    def history(self, statement: Statement) -> str:
        return " · ".join(_event_words(event) for event in statement.events.select_related("by"))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("telecentre__commune", "user").prefetch_related("events")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Statement | None = None) -> bool:
        return False

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("make/", view(self.make), name="bookings_statement_make"),
            path("<int:pk>/paid/", view(self.paid), name="bookings_statement_paid"),
            path("<int:pk>/unpaid/", view(self.unpaid), name="bookings_statement_unpaid"),
            path("<int:pk>/revise/", view(self.revise), name="bookings_statement_revise"),
            path("<int:pk>/csv/", view(self.csv), name="bookings_statement_csv"),
            path("<int:pk>/pdf/", view(self.pdf), name="bookings_statement_pdf"),
            *super().get_urls(),
        ]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Nothing to fill in, so nothing to save."""
        extra_context = (extra_context or {}) | {"show_save": False, "show_save_and_continue": False}
        return super().changeform_view(request, object_id, form_url, extra_context)

    def make(self, request: HttpRequest) -> HttpResponse:
        """Those that are missing, of a month that is over, for the centres that the person manages."""
        centres = managed(Telecentre.objects.order_by("pk"), request)
        if not self.has_change_permission(request) or not centres.exists():
            raise PermissionDenied
        form = MonthForm(request.POST or None)
        if form.is_valid():
            count = actions.make_statements(form.cleaned_data["month"], now=timezone.now(), centres=centres, by=request.user)
            said = ngettext("%(count)s statement made and mailed.", "%(count)s statements made and mailed.", count)
            messages.success(request, said % {"count": count} if count else _("No statement was missing."))
            return HttpResponseRedirect(reverse("admin:bookings_statement_changelist"))
        intro = _("They come by themselves on the first of the month. Here are made those that are missing, nothing twice.")
        return self._page(request, None, form, _("Make the statements of a month"), _("Make what is missing"), intro=intro)

    def paid(self, request: HttpRequest, pk: int) -> HttpResponse:
        def note(statement: Statement, **said) -> str:
            actions.mark_paid(statement, **said, by=request.user, now=timezone.now())
            return _("Noted as paid.")

        return self._act(request, pk, PaidForm, note, _("Note as paid"), _("Note as paid"))

    def unpaid(self, request: HttpRequest, pk: int) -> HttpResponse:
        def take_back(statement: Statement, **said) -> str:
            actions.mark_unpaid(statement, **said, by=request.user, now=timezone.now())
            return _("The payment is taken back: the statement is to be paid.")

        return self._act(request, pk, ReasonForm, take_back, _("Take the payment back"), _("Take the payment back"))

    def revise(self, request: HttpRequest, pk: int) -> HttpResponse:
        def reckon(statement: Statement) -> str:
            found = actions.revise(statement, now=timezone.now(), by=request.user)
            if found == statement:
                return _("Nothing has changed: the statement stays as it is.")
            return _("%(reference)s takes its place; the person gets it by mail.") % {"reference": found.reference}

        intro = _("From the bookings and the month plan as they are now. The old statement is kept, marked as replaced.")
        return self._act(request, pk, forms.Form, reckon, _("Reckon again"), _("Reckon again"), intro=intro)

    def csv(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._download(request, pk, "csv")

    def pdf(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._download(request, pk, "pdf")

    def _download(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        statement = self.get_object(request, str(pk))
        if not self.has_view_permission(request, statement):
            raise PermissionDenied
        return statement_files.as_download(statement, kind)

    def _act(
        self,
        request: HttpRequest,
        pk: int,
        form_class: type[forms.Form],
        verb: Callable[..., str],
        title: str,
        button: str,
        *,
        intro: str = "",
    ) -> HttpResponse:
        """Ask on GET, act on POST; what the verb refuses stands beside the field, and what was typed stays."""
        statement = self.get_object(request, str(pk))
        if not self.has_change_permission(request, statement):
            raise PermissionDenied
        form = form_class(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                said = verb(statement, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                self.log_change(request, statement, title)
                messages.success(request, said)
                return HttpResponseRedirect(reverse("admin:bookings_statement_change", args=[pk]))
        return self._page(request, statement, form, title, button, intro=intro)

    def _page(
        self, request: HttpRequest, statement: Statement | None, form: forms.Form, title: str, button: str, *, intro: str
    ) -> HttpResponse:
        context = {"opts": self.opts, "statement": statement, "form": form, "title": title, "button": button, "intro": intro}
        context |= self.admin_site.each_context(request)
        return render(request, "admin/bookings/statement/act.html", context, status=422 if form.errors else 200)


def _event_words(event: StatementEvent) -> str:
    """ "noté comme payé, chèque, lundi 4 janvier 2027 (Maxime Exemple, lundi 4 janvier 2027)"."""
    paid = [event.get_how_display(), words.day_words(event.paid_on, year=True)] if event.paid_on else []
    said = ", ".join(part for part in [event.get_what_display(), *paid, event.reason] if part)
    who = [str(event.by)] if event.by else []
    return f"{said} ({', '.join([*who, words.day_words(event.at, year=True)])})"
