"""Who offers work."""

from django.contrib import admin

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
