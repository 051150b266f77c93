"""Figures that INSEE and others have published: a list, and a table of theirs taken in as a file."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.exporting import Exports
from accounts.reading import Table
from accounts.scoped_admin import BROWSERS_PICKERS, NetworkWideAdmin
from bookings.actions import Answers
from bookings.admin.import_cells import Asker, Outcome
from bookings.admin.importing import NO_ANSWERS, Imports
from observatory.admin import import_official
from observatory.models import OfficialFigure
from telecentres import hours, words


class ImportsAlone(Imports):
    """A file that meets no booking, so that no schedule is held and nobody is asked what becomes of one."""

    def _asking(self, request: HttpRequest, view, *args, **kwargs) -> HttpResponse:
        return view(request, *args, **kwargs)

    def answers(self, request: HttpRequest) -> Answers:
        return NO_ANSWERS

    def _outcome(self, request: HttpRequest, table: Table, touched: Answers) -> Outcome:
        now = timezone.now()
        return type(self).import_rows(table, Asker(request.user, [], now, hours.civil_day(now), touched))


@admin.register(OfficialFigure)
class OfficialFigureAdmin(Exports, ImportsAlone, NetworkWideAdmin):
    """Periods of one series may overlap: the list adds nothing up."""

    list_display = ["series", "territory", "years", "said", "quality", "source", "read_on"]
    list_filter = ["series", "territory__kind"]
    list_select_related = ["territory"]
    search_fields = ["territory__name", "territory__code", "source"]
    autocomplete_fields = ["territory"]
    open_choices = ("territory",)
    formfield_overrides = BROWSERS_PICKERS
    tells_values = True
    actions = None
    fields = ["series", "territory", "first_year", "last_year", "value", "source", "quality", "read_on"]
    # What a file may say, so that the list can be exported, changed and taken in again.
    export_columns = ["series", "territory_code", "first_year", "last_year", "value", "source", "quality"]
    import_columns = import_official.COLUMNS
    import_rows = staticmethod(import_official.apply)

    @admin.display(description=_("years"), ordering="first_year")
    def years(self, figure: OfficialFigure) -> str:
        return figure.years

    @admin.display(description=_("value"), ordering="value")
    def said(self, figure: OfficialFigure) -> str:
        return words.number_words(import_official.plain(figure.value))

    @admin.display(description=import_official.CODE)
    def territory_code(self, figure: OfficialFigure) -> str:
        return figure.territory.code
