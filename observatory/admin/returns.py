"""Public money and benefits of each territory: entered by the agency and the network, read by who runs a centre there."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.exporting import Exports
from accounts.scoped_admin import BROWSERS_PICKERS, ScopedAdmin
from observatory.models import Benefit, Investment
from telecentres import words

WHERE = (None, {"fields": ["territory", "telecentre", "kind"]})
ORIGIN = (_("Where it comes from"), {"fields": ["source", "is_example"]})


class OfTerritoryAdmin(Exports, ScopedAdmin):
    """What both lists share; the territories are the same for everybody, the rows are not."""

    list_select_related = ["territory", "telecentre"]
    autocomplete_fields = ["territory", "telecentre"]
    open_choices = ("territory",)
    formfield_overrides = BROWSERS_PICKERS
    actions = None


@admin.register(Investment)
class InvestmentAdmin(OfTerritoryAdmin):
    list_display = ["purpose", "territory", "kind", "spent_on", "euros", "is_monthly", "payer", "is_example"]
    list_filter = ["kind", "is_monthly", "is_example", "territory"]
    search_fields = ["purpose", "payer", "source", "territory__name"]
    date_hierarchy = "spent_on"
    fieldsets = [
        WHERE,
        (_("What was paid"), {"fields": ["purpose", "payer", "amount", "is_monthly", "spent_on", "ends_on"]}),
        ORIGIN,
    ]
    export_columns = [
        *("territory", "telecentre", "kind", "purpose", "payer", "amount", "is_monthly", "spent_on", "ends_on"),
        *("source", "is_example"),
    ]

    @admin.display(description=_("amount"), ordering="amount")
    def euros(self, row: Investment) -> str:
        return words.euros(row.amount)


@admin.register(Benefit)
class BenefitAdmin(OfTerritoryAdmin):
    list_display = ["formula", "territory", "kind", "nature", "begins_on", "values", "is_monthly", "is_added", "is_example"]
    list_filter = ["kind", "nature", "is_monthly", "is_example", "territory"]
    search_fields = ["formula", "source", "territory__name"]
    fieldsets = [
        WHERE,
        (_("How much"), {"fields": ["low", "central", "high", "nature", "formula", "left_out_because"]}),
        (_("When"), {"fields": ["is_monthly", "begins_on", "ends_on", "starts_at_percent", "full_after_months"]}),
        ORIGIN,
    ]
    export_columns = [
        *("territory", "telecentre", "kind", "nature", "formula", "low", "central", "high", "left_out_because"),
        *("is_monthly", "begins_on", "ends_on", "starts_at_percent", "full_after_months", "source", "is_example"),
    ]

    @admin.display(description=_("low – central – high"), ordering="central")
    def values(self, row: Benefit) -> str:
        said = words.euros if row.is_in_euros else lambda value: words.number_words(value.normalize())
        found = dict.fromkeys(said(value) for value in (row.low, row.central, row.high))
        return " – ".join(found)

    @admin.display(description=_("added"), boolean=True)
    def is_added(self, row: Benefit) -> bool:
        return row.is_added
