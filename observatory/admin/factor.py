"""Editions of emission factors: read, and added anew; one that figures rest on is never changed."""

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.scoped_admin import BROWSERS_PICKERS, NetworkWideAdmin, ScopedInline
from observatory.models import Factor, FactorSet, UsageFact


class FactorInline(ScopedInline):
    """One line for each means of transport; those left empty are not part of the edition."""

    model = Factor
    fields = ["mode", "kg_per_km", "note"]
    extra = len(Factor.Mode)
    max_num = len(Factor.Mode)
    can_delete = False

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            field.widget.attrs["aria-label"] = capfirst(db_field.verbose_name)
        return field


@admin.register(FactorSet)
class FactorSetAdmin(NetworkWideAdmin):
    """Nobody changes an edition: whoever finds a mistake adds a new one, with a source."""

    list_display = ["version", "published_on", "source", "used"]
    search_fields = ["version", "source", "note"]
    fields = ["version", "published_on", "source", "note"]
    inlines = [FactorInline]
    formfield_overrides = BROWSERS_PICKERS

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(used=models.Exists(UsageFact.objects.filter(factors=models.OuterRef("pk"))))

    @admin.display(description=_("figures rest on it"), ordering="used", boolean=True)
    def used(self, edition: FactorSet) -> bool:
        return edition.used

    def has_change_permission(self, request: HttpRequest, obj: FactorSet | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FactorSet | None = None) -> bool:
        return False
