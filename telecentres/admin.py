"""
The places in the administration, each centre for those who manage it.

Weekly hours and closures touch bookings: their pages are in `bookings.admin`. So is what happens to the bookings of
a desk that is taken out of service, so its last day is only shown here.
"""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.exporting import Exports
from accounts.scoped_admin import BROWSERS_PICKERS, REASON, NetworkWideAdmin, ScopedAdmin, ScopedInline
from telecentres import actions, hours
from telecentres.guide_admin import GuideAdmin
from telecentres.invitation_admin import InvitationAdmin
from telecentres.models import (
    Fault,
    FreePeriod,
    Gap,
    Membership,
    Need,
    NeedPhrase,
    Policy,
    Speciality,
    Tariff,
    Telecentre,
    TelecentreSpeciality,
    Territory,
    Workspace,
)
from telecentres.models.interest import FEWEST

__all__ = ["GuideAdmin", "InvitationAdmin"]  # found here by Django


class LabelledFormSet(BaseInlineFormSet):
    """The box that removes a row has a name: the stock table leaves it to its column."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = _("Delete")


class DelicateFormSet(LabelledFormSet):
    """Rules, prices and memberships: whoever changes those of a centre says why, on the same page."""

    def clean(self) -> None:
        super().clean()
        if self.instance.pk and self.has_changed() and not self.data.get(REASON, "").strip():
            raise forms.ValidationError(
                _("Say at the end of the page why you change this: it stays in the history."), code=REASON
            )


class LabelledInline(ScopedInline):
    """A table whose fields say their own names, for those who do not see the head of the column."""

    formset = LabelledFormSet
    formfield_overrides = BROWSERS_PICKERS

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            field.widget.attrs["aria-label"] = capfirst(db_field.verbose_name)
        return field


class NamedForm(forms.ModelForm):
    """The address on the site is made of the first name, and stays when the name changes."""

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.instance._state.adding and "name" in cleaned:
            self.instance.slug = slugify(cleaned["name"])[:50].strip("-")
            if not self.instance.slug:
                self.add_error("name", _("A name has at least one letter or digit."))
            elif self._meta.model.objects.filter(slug=self.instance.slug).exists():
                self.add_error("name", _("There is one with this name already: change that one, or give another name."))
        return cleaned


class WorkspaceInline(LabelledInline):
    """The list of desks; what each is fitted with is on its own page."""

    model = Workspace
    fields = ["code", "name", "kind", "seats", "row", "column", "active_from"]
    show_change_link = True
    can_delete = False


class TariffInline(LabelledInline):
    model = Tariff
    formset = DelicateFormSet
    fields = ["kind", "unit", "price", "valid_from", "source_url", "is_example"]


class FreePeriodInline(LabelledInline):
    model = FreePeriod
    fields = ["days", "valid_from", "source_url", "is_example"]


class PolicyInline(LabelledInline):
    model = Policy
    formset = DelicateFormSet
    max_num = len(Workspace.Kind)


class TelecentreSpecialityInline(LabelledInline):
    model = TelecentreSpeciality
    autocomplete_fields = ["speciality"]
    open_choices = ("speciality",)


class MembershipInline(LabelledInline):
    """For network administrators, who alone may change memberships; rights follow when the page is saved."""

    model = Membership
    formset = DelicateFormSet
    autocomplete_fields = ["user"]
    open_choices = ("user",)

    def has_view_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        return request.user.has_perm("telecentres.change_membership")


class TelecentreForm(forms.ModelForm):
    reason = forms.CharField(
        label=_("Why the rules, prices or memberships change"),
        max_length=200,
        required=False,
        help_text=_("In a few words; it stays in the history. Needed where one of these changes."),
    )


@admin.register(Telecentre)
class TelecentreAdmin(Exports, ScopedAdmin):
    """What pages and mails say of a centre; its identity is for the network, its stage for the page of stages."""

    form = TelecentreForm
    formfield_overrides = BROWSERS_PICKERS
    list_display = ["name", "commune", "stage", "wanted", "phone", "email"]
    list_filter = ["stage"]
    ordering = ["name"]
    list_select_related = ["commune"]
    search_fields = ["name", "commune__name"]
    autocomplete_fields = ["commune"]
    open_choices = ("commune",)
    inlines = [WorkspaceInline, TariffInline, FreePeriodInline, PolicyInline, TelecentreSpecialityInline, MembershipInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "code", "commune", "latitude", "longitude"]}),
        (_("How far it is"), {"fields": ["stage", "stage_note", "source_url", "siret"]}),
        (_("To come and get in touch"), {"fields": ["address", "phone", "email", "access", "acceslibre_url", "arrival"]}),
        (_("On its page"), {"fields": ["message", "message_until", "summary", "equipment", "has_example_details"]}),
        (_("Reminders"), {"fields": ["reminder_at"]}),
        (_("History"), {"fields": [REASON]}),
    ]
    IDENTITY = ["name", "slug", "code", "commune", "latitude", "longitude", "stage_note", "source_url", "siret"]

    def get_readonly_fields(self, request: HttpRequest, obj: Telecentre | None = None) -> list[str]:
        """A centre's address on the site and its code stand in links and references: they never change."""
        if obj is None:
            return ["demand"]
        return ["stage", "demand", *(["slug", "code"] if self._runs_the_network(request) else self.IDENTITY)]

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return super().get_autocomplete_fields(request) if self._runs_the_network(request) else []

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        confirmed = models.Count("interests", filter=models.Q(interests__confirmed_at__isnull=False))
        return super().get_queryset(request).annotate(people_waiting=confirmed)

    @admin.display(description=_("wanted by"), ordering="people_waiting")
    def wanted(self, telecentre: Telecentre) -> str:
        return str(telecentre.people_waiting or "–")

    @admin.display(description=_("who wants to know when it opens"))
    def demand(self, telecentre: Telecentre) -> str:
        """Numbers alone: nobody reads the addresses."""
        found = telecentre.interests.demand() if telecentre.pk else None
        if not found or not found.people:
            return "–"
        total = ngettext("%(count)s person", "%(count)s people", found.people) % {"count": found.people}
        places = [f"{name} {people}" for name, people in found.communes]
        if found.elsewhere:
            places.append(
                _("communes of fewer than %(least)s or not said %(count)s") % {"least": FEWEST, "count": found.elsewhere}
            )
        return f"{total} ({', '.join(places)})"

    def has_delete_permission(self, request: HttpRequest, obj: Telecentre | None = None) -> bool:
        """A centre that ends is closed or abandoned; its past stays."""
        return False

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        today = hours.civil_day(timezone.now())
        for formset in formsets:
            if formset.model is Membership:
                touched = [*formset.new_objects, *(row for row, _fields in formset.changed_objects), *formset.deleted_objects]
                for person in {membership.user for membership in touched}:
                    actions.settle_rights(person, today=today)

    @staticmethod
    def _runs_the_network(request: HttpRequest) -> bool:
        return request.user.has_perm("telecentres.add_telecentre")


class OpenFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        return [("open", _("to deal with")), ("closed", _("dealt with"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.filter(closed_at__isnull=self.value() == "open") if self.value() else queryset


@admin.register(Fault)
class FaultAdmin(Exports, ScopedAdmin):
    """What people reported: the manager writes what others may read of it, and closes it with a word."""

    list_display = ["text", "telecentre", "workspace", "reported_at", "is_shown", "closed_at"]
    list_filter = [OpenFilter, "telecentre"]
    list_select_related = ["telecentre", "workspace"]
    search_fields = ["text", "outcome"]
    fieldsets = [
        (None, {"fields": ["telecentre", "workspace", "text", "reported_at", "who"]}),
        (_("For those who choose the desk"), {"fields": ["is_shown", "public_note"]}),
        (_("When it is dealt with"), {"fields": ["outcome", "closed_at"]}),
    ]
    REPORTED = ["telecentre", "workspace", "text", "reported_at", "who", "closed_at"]

    @admin.display(description=_("reported by"))
    def who(self, fault: Fault) -> str:
        return fault.answers_to or "–"

    def get_readonly_fields(self, request: HttpRequest, obj: Fault | None = None) -> list[str]:
        return self.REPORTED if obj is None or obj.is_open else [*self.REPORTED, "is_shown", "public_note", "outcome"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Everybody reports by the form of the centre's page, staff as well."""
        return False

    def save_model(self, request: HttpRequest, obj: Fault, form: forms.ModelForm, change: bool) -> None:
        """Writing what was done closes it; the verb decides when two do so at once."""
        outcome, obj.outcome = obj.outcome, ""
        obj.save(update_fields=["is_shown", "public_note"])
        if outcome:
            try:
                actions.close_fault(obj, outcome=outcome, now=timezone.now())
            except ValidationError as refusal:
                self.message_user(request, " ".join(refusal.messages), messages.WARNING)


@admin.register(Territory)
class TerritoryAdmin(NetworkWideAdmin):
    """What belongs to what is official, and comes with `manage.py load_places`."""

    list_display = ["name", "kind", "code", "postal_code", "population"]
    list_filter = ["kind", "is_obsolete"]
    search_fields = ["name", "code", "postal_code"]
    readonly_fields = ["parents"]


@admin.register(Speciality)
class SpecialityAdmin(NetworkWideAdmin):
    list_display = ["name", "market", "lead"]
    search_fields = ["name", "description"]
    form = NamedForm
    exclude = ["slug"]

    @admin.display(description=_("lead centre"))
    def lead(self, speciality: Speciality) -> str:
        names = [one.telecentre.name for one in speciality.centres.all() if one.role == "lead" and not one.until]
        return ", ".join(names) or "–"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).prefetch_related("centres__telecentre")


class NeedPhraseInline(LabelledInline):
    model = NeedPhrase
    fields = ["text"]


class CentreFilter(admin.SimpleListFilter):
    """Needs whose speciality a centre holds today, and the network's gaps."""

    title = _("centre")
    parameter_name = "centre"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        return [("none", _("no centre for this need"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.without_centre(hours.civil_day(timezone.now())) if self.value() == "none" else queryset


@admin.register(Need)
class NeedAdmin(NetworkWideAdmin):
    """Needs and the other words for them: what the finder understands. One given up is put out of use, not deleted."""

    list_display = ["name", "speciality", "is_frequent", "is_active"]
    list_filter = ["speciality", CentreFilter, "is_frequent", "is_active"]
    list_select_related = ["speciality"]
    search_fields = ["name", "phrases__text"]
    form = NamedForm
    autocomplete_fields = ["speciality"]
    open_choices = ("speciality",)
    inlines = [NeedPhraseInline]
    fields = ["name", "short_name", "speciality", "is_frequent", "is_active"]


@admin.register(Gap)
class GapAdmin(Exports, NetworkWideAdmin):
    """What the network could not answer, the most asked first. The finder writes it; staff say when it is dealt with."""

    list_display = ["text", "kind", "need", "count", "first_asked_at", "last_asked_at", "state"]
    list_filter = ["kind", "state"]
    list_select_related = ["need"]
    search_fields = ["text"]
    fields = ["text", "kind", "need", "count", "first_asked_at", "last_asked_at", "state"]
    readonly_fields = ["text", "kind", "need", "count", "first_asked_at", "last_asked_at"]
    actions = ["mark_as_handled"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.action(description=_("Mark as handled"), permissions=["change"])
    def mark_as_handled(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        queryset.update(state=Gap.State.HANDLED)
