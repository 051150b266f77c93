"""The waiting list as managers see it: who stands in line, and what is offered. It moves by itself."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from accounts.exporting import Exports
from accounts.scoped_admin import ScopedAdmin
from bookings.models import Wait


@admin.register(Wait)
class WaitAdmin(Exports, ScopedAdmin):
    """To read; what somebody needs of a desk is theirs to know and stands in no file."""

    list_display = ["who", "day", "part_words", "where_words", "state", "joined_at"]
    list_filter = ["state"]
    search_fields = ["reference", "visitor_name", "visitor_email", "booked_by__name", "booked_by__email"]
    date_hierarchy = "day"
    view_on_site = False
    fields = readonly_fields = ["reference", "who", "day", "part_words", "where_words", "kind", "state", "joined_at", "booking"]
    export_columns = ["reference", "who", "day", "part_words", "where_words", "state", "joined_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Wait]:
        return super().get_queryset(request).with_all()

    @admin.display(description=gettext_lazy("for"))
    def who(self, wait: Wait) -> str:
        return wait.booker.name or wait.booker.email

    @admin.display(description=gettext_lazy("part of the day"), ordering="part")
    def part_words(self, wait: Wait) -> str:
        return wait.part_words

    @admin.display(description=gettext_lazy("where"))
    def where_words(self, wait: Wait) -> str:
        return wait.where_words
