"""The declaration and the plan in the administration, with their lists."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models

from accounts.scoped_admin import NetworkWideAdmin
from notices.models import AccessibilityDeclaration, AccessibilityIssue, AccessibilityPlan, PlannedAction
from telecentres.admin import LabelledInline

# A stock text area, taller than what is left of a window above the buttons, hides its own focus.
SHORT_TEXTS = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})}}


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
    formfield_overrides = SHORT_TEXTS
    inlines = [IssueInline]


@admin.register(AccessibilityPlan)
class AccessibilityPlanAdmin(NetworkWideAdmin):
    list_display = ["__str__", "adopted_on"]
    formfield_overrides = SHORT_TEXTS
    inlines = [PlannedActionInline]
