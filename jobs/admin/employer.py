"""Who offers work."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy

from accounts.scoped_admin import NetworkWideAdmin
from jobs.models import Employer, JobOffer


class EmployerForm(forms.ModelForm):
    """While people may apply by the portal, their applications need somewhere to go."""

    def clean_contact_email(self) -> str:
        email = self.cleaned_data["contact_email"]
        by_portal = self.instance.pk and self.instance.offers.published().filter(apply_by=JobOffer.ApplyBy.PORTAL)
        if not email and by_portal and by_portal.exists():
            raise forms.ValidationError(
                gettext_lazy("Offers that people apply for here are published: their applications go to this address."),
                code="needed",
            )
        return email


@admin.register(Employer)
class EmployerAdmin(NetworkWideAdmin):
    form = EmployerForm
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
