"""Who offers work."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts.scoped_admin import NetworkWideAdmin
from jobs.models import Employer


@admin.register(Employer)
class EmployerAdmin(NetworkWideAdmin):
    list_display = ["name", "industry", "commune", "siret"]
    list_select_related = ["commune"]
    search_fields = ["name", "siret", "industry"]
    autocomplete_fields = ["commune"]
    open_choices = ("commune",)
    fields = [
        "name",
        "siret",
        ("naf_version", "naf_code"),
        "industry",
        "commune",
        "address",
        "website",
        "about",
        "contact_email",
        "is_example",
    ]
    actions = None

    def save_model(self, request: HttpRequest, obj: Employer, form: forms.ModelForm, change: bool) -> None:
        """Offers are found by the name and the industry of their employer."""
        super().save_model(request, obj, form, change)
        for offer in obj.offers.all():
            offer.save(update_fields=["keywords"])
