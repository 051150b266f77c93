"""The applications, for the agency's staff alone: read, answered, passed on once more."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.scoped_admin import NetworkWideAdmin
from jobs import actions
from jobs.application_files import hand_out
from jobs.forms import AnswerForm
from jobs.models import Application
from telecentres import words


class WaitingFilter(admin.SimpleListFilter):
    title = gettext_lazy("answer")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("1", _("none yet")), ("0", _("given"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "1":
            return queryset.unanswered()
        return queryset.exclude(pk__in=queryset.unanswered()) if self.value() == "0" else queryset


@admin.register(Application)
class ApplicationAdmin(NetworkWideAdmin):
    list_display = ["reference", "name", "offer", "state", "received_at", "read_at"]
    list_filter = [WaitingFilter, "state"]
    list_select_related = ["offer"]
    search_fields = ["reference", "name", "email", "offer__title"]
    view_on_site = False  # the page of an application is the person's own
    actions = None
    change_form_template = "admin/jobs/application/change_form.html"
    fields = readonly_fields = [
        "reference",
        "offer",
        "name",
        "email",
        "message",
        "file",
        "state",
        "reason",
        "received_at",
        "passed_on_at",
        "read_at",
        "pool_consent_at",
        "changes",
    ]

    @admin.display(description=gettext_lazy("CV"))
    def file(self, application: Application) -> str:
        return application.cv_kind.upper() or _("none")

    @admin.display(description=gettext_lazy("what happened"))
    def changes(self, application: Application) -> str:
        return " · ".join(f"{said} ({words.day_words(event.pgh_created_at)})" for said, event in application.story())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Application | None = None) -> bool:
        return False

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/answer/", view(self.answer), name="jobs_application_answer"),
            path("<int:pk>/cv/", view(self.cv), name="jobs_application_cv"),
            *super().get_urls(),
        ]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Nothing to fill in, so nothing to save; the answer has a page of its own."""
        extra_context = (extra_context or {}) | {"show_save": False, "show_save_and_continue": False}
        return super().changeform_view(request, object_id, form_url, extra_context)

    def answer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What becomes of an application, and passing it on once more."""
        application = self.get_object(request, str(pk))
        if not self.has_change_permission(request, application):
            raise PermissionDenied
        page = reverse("admin:jobs_application_change", args=[pk])
        if request.method == "POST" and "pass_on" in request.POST:
            self._pass_on(request, application)
            return HttpResponseRedirect(page)
        form, others = AnswerForm(request.POST or None, application=application), []
        if request.method == "POST" and request.POST.get("state") == application.state:
            return HttpResponseRedirect(page)  # a double click
        if form.is_valid():
            try:
                answered = actions.answer(application, **form.cleaned_data, now=timezone.now())
            except actions.OthersWait as waiting:
                others = waiting.applications
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                self.log_change(request, answered, answered.state)
                messages.success(request, _("Noted, and the person is told by mail."))
                return HttpResponseRedirect(page)
        context = {
            "opts": self.opts,
            "application": application,
            "form": form,
            "others": others,
            "title": _("Answer application %(reference)s") % {"reference": application.reference},
            **self.admin_site.each_context(request),
        }
        status = 409 if others else 422 if form.errors else 200
        return render(request, "admin/jobs/application/answer.html", context, status=status)

    def _pass_on(self, request: HttpRequest, application: Application) -> None:
        if application.is_forgotten or not application.offer.employer.contact_email:
            messages.error(request, _("The employer has no e-mail address, or the person is forgotten."))
            return
        try:
            actions.pass_on(application, now=timezone.now())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return
        self.log_change(request, application, "passed on")
        messages.success(request, _("The employer gets a new link; the one before opens nothing any more."))

    def cv(self, request: HttpRequest, pk: int) -> HttpResponse:
        application = self.get_object(request, str(pk))
        if not self.has_view_permission(request, application):
            raise PermissionDenied
        return hand_out(application)
