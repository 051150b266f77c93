"""Guides in the administration: each centre writes its own, and all read what is shared between them."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from accounts.scoped_admin import BROWSERS_PICKERS, ScopedAdmin, managed
from telecentres.models import Guide


@admin.register(Guide)
class GuideAdmin(ScopedAdmin):
    """Managers write in the name of their centre; who sees the whole network may also write in its name."""

    list_display = ["title", "kind", "need", "speciality", "telecentre", "audience", "checked_on"]
    list_filter = ["kind", "audience", "telecentre", "speciality"]
    list_select_related = ["need", "speciality", "telecentre"]
    search_fields = ["title", "body"]
    autocomplete_fields = ["need", "speciality", "telecentre"]
    open_choices = ("need", "speciality")
    formfield_overrides = BROWSERS_PICKERS
    change_list_template = "admin/telecentres/guide/change_list.html"
    fieldsets = [
        (None, {"fields": ["kind", "title", "audience", "telecentre"]}),
        (_("What it is about: a need, or a whole speciality"), {"fields": ["need", "speciality"]}),
        (_("What it says"), {"fields": ["body", "link", "source_url", "checked_on", "is_example"]}),
    ]

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs) -> forms.Field | None:
        if db_field.name == "telecentre" and not request.user.has_perm("telecentres.manage_every_telecentre"):
            kwargs["required"] = True
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_urls(self) -> list:
        return [
            path("shared/", self.admin_site.admin_view(self.shared), name="telecentres_guide_shared"),
            *super().get_urls(),
        ]

    def shared(self, request: HttpRequest) -> HttpResponse:
        """What the centres wrote for each other, by speciality: each reads all of it, and adds to its own."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        guides = sorted(Guide.objects.between_centres().for_pages(), key=lambda guide: (str(guide.theme or ""), guide.title))
        own = set(managed(Guide.objects.between_centres(), request).values_list("pk", flat=True))
        context = {"opts": self.opts, "title": _("Shared know-how"), "guides": guides, "own": own}
        return render(request, "admin/telecentres/guide/shared.html", context | self.admin_site.each_context(request))
