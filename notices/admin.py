"""The declaration and the plan in the administration, with their lists."""

from django.contrib import admin

from accounts.scoped_admin import NetworkWideAdmin
from notices.models import AccessibilityDeclaration, AccessibilityIssue, AccessibilityPlan, PlannedAction
from telecentres.admin import LabelledInline


class IssueInline(LabelledInline):
    model = AccessibilityIssue
    fields = ["kind", "content", "criterion", "explanation"]
    extra = 1


class PlannedActionInline(LabelledInline):
    model = PlannedAction
    fields = ["year", "what", "state", "outcome"]
    extra = 1


@admin.register(AccessibilityDeclaration)
class AccessibilityDeclarationAdmin(NetworkWideAdmin):
    list_display = ["declared_on", "state", "audited_on", "met_percent"]
    inlines = [IssueInline]


@admin.register(AccessibilityPlan)
class AccessibilityPlanAdmin(NetworkWideAdmin):
    list_display = ["__str__", "adopted_on"]
    inlines = [PlannedActionInline]
