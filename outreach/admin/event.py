"""Writing an event in two screens: the form with its sessions, then the page that checks it and publishes."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.exporting import Exports
from accounts.scoped_admin import ScopedAdmin
from outreach import actions
from outreach.admin.event_desk import ChangesEvents
from outreach.admin.event_forms import EventForm
from outreach.models import Event, EventSession
from telecentres.admin import LabelledInline
from telecentres.models import Workspace

ROOMS = [Workspace.Kind.MEETING_ROOM, Workspace.Kind.TRAINING_ROOM]


class SessionInline(LabelledInline):
    model = EventSession
    fields = ["title", "starts_at", "ends_at"]
    min_num = 0
    extra = 0

    def get_extra(self, request: HttpRequest, obj: Event | None = None, **kwargs) -> int:
        """One to fill in for a new event; further ones by the link below the table."""
        return 0 if obj and obj.sessions.exists() else 1


@admin.register(Event)
class EventAdmin(ChangesEvents, Exports, ScopedAdmin):
    form = EventForm
    inlines = [SessionInline]
    list_display = ["title", "kind", "begins", "where", "state", "places", "author"]
    list_filter = ["state", "kind", "mode", "audience", "telecentre"]
    list_select_related = ["telecentre", "commune", "author"]
    search_fields = ["title", "summary", "place_name", "telecentre__name"]
    date_hierarchy = "starts_at"
    ordering = ["-starts_at", "title"]
    autocomplete_fields = ["theme", "campaign", "telecentre", "room", "commune"]
    open_choices = ("theme", "campaign", "commune", "room")
    export_columns = ["title", "kind", "audience", "starts_at", "ends_at", "where", "state", "capacity", "price", "version"]
    actions = None
    change_form_template = "admin/outreach/event/change_form.html"
    fieldsets = [
        (
            gettext_lazy("1. What it is"),
            {"fields": ["title", ("kind", "audience"), "summary", "description", ("theme", "campaign"), "language"]},
        ),
        (
            gettext_lazy("2. Where"),
            {
                "fields": [
                    "mode",
                    ("telecentre", "room"),
                    ("place_name", "place_address", "commune"),
                    "online_url",
                    "accessibility",
                ]
            },
        ),
        (
            gettext_lazy("3. Places and price"),
            {
                "fields": [
                    ("capacity", "waiting_capacity"),
                    ("price", "hours_certified"),
                    "registration_opens_at",
                    "registration_closes_at",
                    "room_reason",
                    "is_example",
                    "seen",
                ]
            },
        ),
    ]

    @admin.display(description=gettext_lazy("begins at"), ordering="starts_at")
    def begins(self, event: Event):
        return event.starts_at

    @admin.display(description=gettext_lazy("where"))
    def where(self, event: Event) -> str:
        if event.is_online or not event.telecentre:
            return event.place_words
        return str(event.telecentre)

    @admin.display(description=gettext_lazy("places"), ordering="capacity")
    def places(self, event: Event) -> int:
        return event.capacity

    def get_fieldsets(self, request: HttpRequest, obj: Event | None = None) -> list:
        """Why the room is needed at an odd hour is asked where the form itself books: of a published event."""
        found = super().get_fieldsets(request, obj)
        if obj and obj.is_published and self.has_change_permission(request, obj):
            return found
        hidden = {"room_reason"} if self.has_change_permission(request, obj) else {"room_reason", "seen"}
        return [(name, {"fields": [one for one in options["fields"] if one not in hidden]}) for name, options in found]

    def has_change_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        """What is put off gets its new date first; what is over or cancelled is copied, not rewritten."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_draft or obj.is_published)

    def has_delete_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        """Its address was given away once it was published."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_draft)

    def delete_model(self, request: HttpRequest, obj: Event) -> None:
        actions.delete_draft(obj)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        extra_context = (extra_context or {}) | ({"title": _("Write an event")} if object_id is None else {})
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:  # somebody was quicker, something is missing, or the room is taken
            request.event_refusals = refusal.messages
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Event | None = None, change: bool = False, **kwargs) -> type[forms.ModelForm]:
        """What the verb has refused stands above the form, which keeps what was typed."""
        form = super().get_form(request, obj, change, **kwargs)
        form.refusals = getattr(request, "event_refusals", [])
        return form

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs) -> forms.Field | None:
        """Nobody holds an event at a desk."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "room" and field is not None:
            field.queryset = field.queryset.filter(kind__in=ROOMS)
        return field

    def save_model(self, request: HttpRequest, obj: Event, form: forms.ModelForm, change: bool) -> None:
        """Nothing yet: the event and its sessions are saved by one verb, in `save_related`."""
        if not change:
            obj.author = request.user

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        (sessions,) = formsets
        sessions.save(commit=False)
        typed = {
            "changed": [*sessions.new_objects, *(one for one, _fields in sessions.changed_objects)],
            "dropped": sessions.deleted_objects,
            "seen": form.cleaned_data["seen"],
        }
        if form.instance.is_published:
            reason = form.cleaned_data.get("room_reason", "")
            actions.correct(form.instance, by=request.user, now=timezone.now(), room_reason=reason, **typed)
        else:
            actions.save_draft(form.instance, **typed)

    def response_add(self, request: HttpRequest, obj: Event, post_url_continue: str | None = None) -> HttpResponse:
        return self._after(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Event) -> HttpResponse:
        return self._after(request, obj) or super().response_change(request, obj)

    def _after(self, request: HttpRequest, obj: Event) -> HttpResponse | None:
        if "_check" not in request.POST:
            return None
        return HttpResponseRedirect(reverse("admin:outreach_event_check", args=[obj.pk]))
