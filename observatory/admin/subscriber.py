"""Who gets reports by mail without an account: put on the list by the agency, with their agreement."""

from django.contrib import admin

from accounts.scoped_admin import BROWSERS_PICKERS, NetworkWideAdmin
from observatory.models import Subscriber


@admin.register(Subscriber)
class SubscriberAdmin(NetworkWideAdmin):
    list_display = ["name", "email", "territory", "language", "agreed_on"]
    list_filter = ["territory"]
    list_select_related = ["territory"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "territory", "language", "agreed_on", "agreement"]
    autocomplete_fields = ["territory"]
    open_choices = ("territory",)
    formfield_overrides = BROWSERS_PICKERS
