"""What managers do to the time in which desks can be booked: weekly hours, closures, and the stages of a centre's life."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.exporting import Exports
from accounts.scoped_admin import BROWSERS_PICKERS, ScopedAdmin, managed
from bookings import actions, ways_out
from bookings.admin import import_hours, import_workspaces
from bookings.admin.importing import Imports
from bookings.admin.week import EditsTheWeek
from bookings.models import Booking
from telecentres import actions as places
from telecentres import hours
from telecentres import rules as places_rules
from telecentres.models import Closure, OpeningHours, StageEvent, Telecentre, Workspace

FOR_GOOD = timedelta(days=3660)
CHOICE = "choice-"  # and the reference of a booking: what becomes of this one, if not as of all


class TouchedForm(forms.Form):
    """What becomes of the bookings that stand in the way; a booking may get an answer of its own beside its name."""

    touched = forms.ChoiceField(
        label=gettext_lazy("These bookings"),
        widget=forms.RadioSelect,
        choices=[
            ("cancel", gettext_lazy("Cancel them and tell each person why")),
            ("keep", gettext_lazy("Keep them: these people may come")),
        ],
    )


class AsksAboutBookings:
    """Lists the bookings in the way before anything is saved, and carries along what was typed."""

    def changeform_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self._asking(request, super().changeform_view, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self._asking(request, super().delete_view, *args, **kwargs)

    def _asking(self, request: HttpRequest, view: Callable[..., HttpResponse], *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except actions.Touched as touched:
            return self._ask(request, touched.bookings)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(request.get_full_path())

    def answers(self, request: HttpRequest) -> actions.Answers:
        """Empty until the manager has said what becomes of all, or of each."""
        form = TouchedForm(request.POST)
        each = {name.removeprefix(CHOICE): value for name, value in request.POST.items() if name.startswith(CHOICE) and value}
        listed = frozenset(request.POST["listed"].split()) if "listed" in request.POST else None
        return actions.Answers(form.cleaned_data["touched"] if form.is_valid() else "ask", each, listed)

    def about_to_close(self, request: HttpRequest) -> Closure | None:
        """What the offers to move must keep away from."""
        return None

    def _ask(self, request: HttpRequest, bookings: list[Booking]) -> HttpResponse:
        now, closure = timezone.now(), self.about_to_close(request)
        context = {
            "opts": self.opts,
            "title": _("Bookings stand in the way"),
            "bookings": bookings,
            "rows": [
                (booking, self._choices(booking, closure, now), request.POST.get(CHOICE + booking.reference, ""))
                for booking in bookings
            ],
            "form": TouchedForm(request.POST if "touched" in request.POST else None),
            "typed": [
                (name, value)
                for name, values in request.POST.lists()
                for value in values
                if name not in {"touched", "listed", "csrfmiddlewaretoken"} and not name.startswith(CHOICE)
            ],
        }
        context |= self.admin_site.each_context(request)
        return render(request, "admin/bookings/touched.html", context, status=409)

    def _choices(self, booking: Booking, closure: Closure | None, now: datetime) -> list[tuple[str, str]]:
        moves = ways_out.moves_for(booking, now=now, avoiding=closure) if booking.starts_at > now else []
        said = [(move.value, _("move: %(place)s") % {"place": move.label_for(booking)}) for move in moves]
        return [("", _("as for all")), *said, ("keep", _("keep")), ("cancel", _("cancel"))]


def only_centre(request: HttpRequest) -> dict:
    """The centre of who manages one, chosen beforehand."""
    centres = managed(Telecentre.objects.all(), request)[:2]
    return {"telecentre": centres[0].pk} if len(centres) == 1 else {}


@admin.register(OpeningHours)
class OpeningHoursAdmin(EditsTheWeek, Imports, AsksAboutBookings, Exports, ScopedAdmin):
    """A change that leaves bookings outside the hours lists them before anything is saved."""

    list_display = ["telecentre", "weekday", "opens_at", "closes_at", "workspace", "valid_from", "valid_until"]
    list_filter = ["telecentre", "weekday"]
    list_select_related = ["telecentre", "workspace"]
    autocomplete_fields = ["telecentre", "workspace"]
    formfield_overrides = BROWSERS_PICKERS
    fields = ["telecentre", "workspace", "weekday", "opens_at", "closes_at", "valid_from", "valid_until", "is_example"]
    actions = None
    change_list_template = "admin/telecentres/openinghours_list.html"
    export_columns = import_hours.EXPORTED
    import_columns = import_hours.COLUMNS
    import_rows = staticmethod(import_hours.apply)

    @admin.display(description=import_hours.DESK)
    def desk_code(self, row: OpeningHours) -> str:
        return row.workspace.code if row.workspace else ""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        return only_centre(request) | {"valid_from": timezone.localdate()}

    def save_model(self, request: HttpRequest, obj: OpeningHours, form: forms.ModelForm, change: bool) -> None:
        actions.change_hours(obj, now=timezone.now(), by=request.user, touched=self.answers(request))

    def delete_model(self, request: HttpRequest, obj: OpeningHours) -> None:
        actions.drop_hours(obj, now=timezone.now(), by=request.user, touched=self.answers(request))


@admin.register(Closure)
class ClosureAdmin(AsksAboutBookings, Exports, ScopedAdmin):
    """A closure that meets bookings lists them before anything is saved."""

    list_display = ["telecentre", "workspace", "starts_at", "ends_at", "reason"]
    list_filter = ["telecentre"]
    list_select_related = ["telecentre", "workspace"]
    date_hierarchy = "starts_at"
    autocomplete_fields = ["telecentre", "workspace"]
    fields = ["telecentre", "workspace", "starts_at", "ends_at", "reason"]
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Closure | None = None) -> bool:
        """A closure is taken back and made anew, so that no booking slips through a change of its hours."""
        return False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        """Tomorrow, the whole day: what a manager needs when it has snowed overnight."""
        tomorrow = hours.whole_day(timezone.localdate() + timedelta(days=1))
        return only_centre(request) | {"starts_at": tomorrow.starts_at, "ends_at": tomorrow.ends_at}

    def about_to_close(self, request: HttpRequest) -> Closure | None:
        """As the form says; a form that is not valid never comes so far."""
        form = self.get_form(request)(request.POST)
        return form.instance if form.is_valid() else None

    def save_model(self, request: HttpRequest, obj: Closure, form: forms.ModelForm, change: bool) -> None:
        made = actions.close(
            telecentre=obj.telecentre,
            workspace=obj.workspace,
            starts_at=obj.starts_at,
            ends_at=obj.ends_at,
            reason=obj.reason,
            by=request.user,
            now=timezone.now(),
            touched=self.answers(request),
        )
        obj.pk, obj._state.adding = made.pk, False

    def delete_model(self, request: HttpRequest, obj: Closure) -> None:
        actions.reopen(obj)
        messages.info(request, _("The desks can be booked again. Bookings that were cancelled stay cancelled."))

    def get_deleted_objects(self, objs: list[Closure], request: HttpRequest) -> tuple[list, dict, set, list]:
        """The desks it frees are no records that anybody deletes."""
        return [str(closure) for closure in objs], {}, set(), []

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        super().response_delete(request, obj_display, obj_id)
        return HttpResponseRedirect(reverse("admin:telecentres_closure_changelist"))


@admin.register(Workspace)
class WorkspaceAdmin(Imports, AsksAboutBookings, Exports, ScopedAdmin):
    """Desks and rooms; one that goes out of service lists the bookings after its last day before anything is saved."""

    list_display = ["name", "telecentre", "kind", "seats", "is_step_free", "active_from", "active_until"]
    list_filter = ["telecentre", "kind"]
    list_select_related = ["telecentre", "parent"]
    search_fields = ["name", "code", "telecentre__name"]
    autocomplete_fields = ["telecentre", "parent"]
    formfield_overrides = BROWSERS_PICKERS
    choice_needs = ("telecentre",)
    export_columns = import_workspaces.EXPORTED
    import_columns = import_workspaces.COLUMNS
    import_rows = staticmethod(import_workspaces.apply)
    fieldsets = [
        (None, {"fields": ["telecentre", "code", "name", "kind", "seats", "parent", "equipment"]}),
        (
            gettext_lazy("Accessibility"),
            {
                "fields": [
                    "is_step_free",
                    "has_adjustable_height",
                    "is_quiet",
                    "has_hearing_loop",
                    "has_screen_reader",
                    "parking_metres",
                ],
            },
        ),
        (gettext_lazy("On the plan"), {"fields": ["row", "column"]}),
        (gettext_lazy("In service"), {"fields": ["active_from", "active_until", "is_example"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("telecentre")

    def choice_label(self, obj: Workspace) -> str:
        """Each centre has a first desk."""
        return f"{obj.telecentre}, {obj}"

    @admin.display(description=import_workspaces.STANDS_IN)
    def stands_in(self, row: Workspace) -> str:
        return row.parent.code if row.parent else ""

    def get_readonly_fields(self, request: HttpRequest, obj: Workspace | None = None) -> list[str]:
        """Bookings of a room hold what stands in it, so nothing moves into another room or out of one."""
        return ["telecentre", "parent"] if obj else []

    def about_to_close(self, request: HttpRequest) -> Closure | None:
        """For good, so to speak: the desk itself is no place to move to after its last day."""
        match = request.resolver_match
        if match and "key" in match.kwargs:
            return None
        workspace = Workspace.objects.filter(pk=match.kwargs.get("object_id", "").replace("_", "")).first() if match else None
        form = self.get_form(request, workspace)(request.POST, instance=workspace)
        if workspace is None or not form.is_valid():
            return None
        ends_at = hours.whole_day(form.cleaned_data["active_until"]).ends_at
        return Closure(telecentre=workspace.telecentre, workspace=workspace, starts_at=ends_at, ends_at=ends_at + FOR_GOOD)

    def save_model(self, request: HttpRequest, obj: Workspace, form: forms.ModelForm, change: bool) -> None:
        if change and obj.active_until and "active_until" in form.changed_data:
            actions.retire(obj, now=timezone.now(), by=request.user, touched=self.answers(request))
        else:
            obj.save()

    def has_delete_permission(self, request: HttpRequest, obj: Workspace | None = None) -> bool:
        """Bookings of the past point at it."""
        return False


class StageEventForm(forms.ModelForm):
    """A step is planned, or reached: then the centre moves to it, by the rules of its life."""

    def clean(self) -> dict:
        cleaned = super().clean()
        if not cleaned.get("planned_on") and not cleaned.get("reached_on"):
            raise forms.ValidationError(_("Say when the step is planned, or when it was reached."), code="no_day")
        telecentre = cleaned.get("telecentre", getattr(self.instance, "telecentre", None))
        stage = cleaned.get("stage", self.instance.stage)
        if telecentre and stage and self.is_being_reached():
            places_rules.can_become(telecentre, stage)
        return cleaned

    def is_being_reached(self) -> bool:
        """The day is written for the first time, not corrected."""
        return bool(self.cleaned_data.get("reached_on")) and not self.initial.get("reached_on")


@admin.register(StageEvent)
class StageEventAdmin(AsksAboutBookings, ScopedAdmin):
    """The only place where a centre changes its stage by hand."""

    form = StageEventForm
    fields = ["telecentre", "stage", "planned_on", "reached_on", "note"]
    list_display = ["telecentre", "stage", "planned_on", "reached_on", "author", "note"]
    list_filter = ["telecentre", "stage"]
    list_select_related = ["telecentre", "author"]
    autocomplete_fields = ["telecentre"]

    def _choices(self, booking: Booking, closure: Closure | None, now: datetime) -> list[tuple[str, str]]:
        """Without other desks of the centre itself, which takes nobody any more."""
        own = tuple(f"{ways_out.MOVE}{desk.pk}/" for desk in booking.telecentre.workspaces.all())
        return [(value, label) for value, label in super()._choices(booking, closure, now) if not value.startswith(own)]

    def get_readonly_fields(self, request: HttpRequest, obj: StageEvent | None = None) -> list[str]:
        return ["telecentre", "stage"] if obj else []

    def save_model(self, request: HttpRequest, obj: StageEvent, form: forms.ModelForm, change: bool) -> None:
        if change and not form.is_being_reached():
            obj.save()
            return
        said = {"stage": obj.stage, "by": request.user, "note": obj.note}
        if obj.planned_on and not change:
            made = places.plan_stage(obj.telecentre, planned_on=obj.planned_on, **said)
        if obj.reached_on:
            made = actions.change_stage(
                obj.telecentre, reached_on=obj.reached_on, now=timezone.now(), touched=self.answers(request), **said
            )
        obj.pk, obj._state.adding = made.pk, False
