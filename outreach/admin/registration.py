"""The registrations for events: listed, entered by staff, put right, given back, certified; the door has its own module."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.exporting import Exports
from accounts.scoped_admin import ScopedAdmin, managed
from outreach import actions
from outreach.admin.door import KeepsDoor
from outreach.models import Event, Registration
from outreach.registration_forms import StaffAddForm
from telecentres import words


@admin.register(Registration)
class RegistrationAdmin(Exports, KeepsDoor, ScopedAdmin):
    list_display = ["name_or_reference", "event", "state", "asked_at", "reference"]
    list_filter = ["state", "source", "event"]
    list_select_related = ["event"]
    search_fields = ["reference", "name", "email", "event__title", "certificate"]
    date_hierarchy = "asked_at"
    view_on_site = False  # the page of a registration is the person's own
    actions = None
    tells_values = False  # the history is kept longer than names
    change_form_template = "admin/outreach/registration/change_form.html"
    change_list_template = "admin/outreach/registration/change_list.html"
    export_columns = ["reference", "event", "name", "email", "need", "state", "source", "sessions", "certificate", "asked_at"]
    fields = [
        "reference",
        "event",
        "name",
        "email",
        "need",
        "state",
        "source",
        "position_words",
        "offered_until",
        "sessions",
        "certificate",
        "changes",
    ]
    # Name and need are put right; an address is proved by its owner, and states change by verbs.
    readonly_fields = [name for name in fields if name not in ("name", "need")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Registration]:
        return super().get_queryset(request).prefetch_related("attendances__session")

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def name_or_reference(self, registration: Registration) -> str:
        return registration.name or registration.reference

    @admin.display(description=gettext_lazy("place in the waiting list"))
    def position_words(self, registration: Registration) -> str:
        return str(registration.position or "–")

    @admin.display(description=gettext_lazy("sessions attended"))
    def sessions(self, registration: Registration) -> int:
        return len(registration.attendances.all())

    @admin.display(description=gettext_lazy("what happened"))
    def changes(self, registration: Registration) -> str:
        return " · ".join(f"{said} ({words.day_words(event.pgh_created_at)})" for said, event in registration.story())

    def has_delete_permission(self, request: HttpRequest, obj: Registration | None = None) -> bool:
        """A registration is cancelled; the portal forgets by itself."""
        return False

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [path("<int:pk>/act/", view(self.act), name="outreach_registration_act"), *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """First the event, then the person: what is free stands beside it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        number = request.GET.get("event", "")
        if not number.isdecimal():
            context = {"title": _("Register somebody: for which event?"), "events": self.coming_events(request)}
            return self.page(request, "admin/outreach/registration/add_choose.html", context)
        event = get_object_or_404(managed(Event.objects.all(), request), pk=number)
        form = StaffAddForm(request.POST or None)
        if form.is_valid() and (made := self._add(request, event, form)):
            return HttpResponseRedirect(reverse("admin:outreach_registration_change", args=[made.pk]))
        context = {"title": _("Register somebody"), "event": event, "form": form, **self.counts(event)}
        status = 422 if form.errors else 200
        return self.page(request, "admin/outreach/registration/add.html", context, status=status)

    def _add(self, request: HttpRequest, event: Event, form: StaffAddForm) -> Registration | None:
        try:
            made = actions.add_by_staff(event, **form.cleaned_data, now=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return None
        self.log_addition(request, made, [{"added": {}}])
        said = _("Registered, and told by mail if there is an address.")
        messages.success(request, _("All places are taken: entered into the waiting list.") if made.is_waiting else said)
        return made

    def act(self, request: HttpRequest, pk: int) -> HttpResponse:
        """`act` is one of cancel, certify, certify_anew."""
        registration = self.get_object(request, str(pk))
        if not self.has_change_permission(request, registration):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        verbs: dict[str, Callable] = {
            "cancel": actions.cancel,
            "certify": actions.certify,
            "certify_anew": actions.certify_anew,
        }
        name = request.POST.get("act", "")
        if name in verbs:
            try:
                is_kept = verbs[name](registration, now=timezone.now()) is not None
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
            else:
                if not is_kept:
                    return HttpResponseRedirect(reverse("admin:outreach_registration_changelist"))
                self.log_change(request, registration, name)
                messages.success(request, _("Done."))
        return HttpResponseRedirect(reverse("admin:outreach_registration_change", args=[pk]))

    def page(self, request: HttpRequest, template: str, context: dict, *, status: int = 200) -> HttpResponse:
        return render(request, template, {"opts": self.opts, **context, **self.admin_site.each_context(request)}, status=status)
