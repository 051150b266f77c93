"""The leads, for the agency's staff alone: the list with its filters; a lead has a page of its own, each verb a form on it."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.exporting import Exports
from accounts.scoped_admin import NetworkWideAdmin
from outreach import agents
from outreach.admin.lead_board import ShowsBoard
from outreach.admin.lead_figures import ShowsConversion
from outreach.admin.lead_intake import TakesUp
from outreach.admin.lead_page import FollowsUp
from outreach.admin.lead_trial import BooksTrials
from outreach.models import Lead
from telecentres import hours


class DueFilter(admin.SimpleListFilter):
    title = gettext_lazy("next action")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("late", _("late")), ("now", _("today or late"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = hours.civil_day(timezone.now())
        found = {"late": Lead.objects.overdue(today), "now": Lead.objects.to_do(today)}.get(self.value())
        return queryset if found is None else queryset.filter(pk__in=found.order_by().values("pk"))


class OwnerFilter(admin.SimpleListFilter):
    title = gettext_lazy("who follows them")
    parameter_name = "owner"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        others = agents.agents().exclude(pk=request.user.pk)
        return [("me", _("myself")), *((str(one.pk), str(one)) for one in others)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        wanted = self.value()
        if wanted == "me":
            return queryset.owned_by(request.user)
        return queryset.filter(owner=int(wanted)) if wanted and wanted.isdecimal() and len(wanted) < 10 else queryset


class StageFilter(admin.SimpleListFilter):
    title = gettext_lazy("stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("open", _("all open ones")), *((one.value, capfirst(one.label)) for one in Lead.Stage)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "open":
            return queryset.open()
        return queryset.filter(stage=self.value()) if self.value() in Lead.Stage else queryset


@admin.register(Lead)
class LeadAdmin(Exports, ShowsBoard, ShowsConversion, TakesUp, BooksTrials, FollowsUp, NetworkWideAdmin):
    list_display = ["reference", "person", "stage", "project", "source", "owner", "next_action", "next_action_on"]
    list_filter = [DueFilter, OwnerFilter, StageFilter, "source", "project"]
    list_select_related = ["owner"]
    search_fields = ["reference", "name", "email"]
    ordering = ["next_action_on", "pk"]
    view_on_site = False  # the page of a project is the person's own
    actions = None
    change_list_template = "admin/outreach/lead/change_list.html"
    # The page of a lead is hand-written: nothing here is filled in by the stock form.
    readonly_fields = ["event", "offer", "telecentre", "campaign", "home", "owner", "job_found"]
    # No names and no addresses: a file of them would be a mailing list beside the consent.
    export_columns = ["reference", "created_at", "source", "campaign", "telecentre", "project", "horizon"]
    export_columns += ["household_size", "stage", "stage_since", "lost_reason", "settled_on", "owner", "next_action_on"]

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def person(self, lead: Lead) -> str:
        return _("forgotten") if lead.is_forgotten else lead.name or lead.email

    def has_delete_permission(self, request: HttpRequest, obj: Lead | None = None) -> bool:
        """Forgetting erases the person and leaves the numbers."""
        return False
