"""What managers see and do with the bookings of their centre."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.exporting import Exports
from accounts.histories import Act
from accounts.scoped_admin import ScopedAdmin
from bookings import actions
from bookings.admin.approval import Decides
from bookings.admin.feeds import OffersFeeds
from bookings.admin.for_others import BooksForOthers
from bookings.admin.planning import ShowsPlanning
from bookings.admin.presence import NotesPresence
from bookings.models import Booking
from telecentres import hours, words


class CancelForm(forms.Form):
    """Why the telecentre gives up somebody's booking; the mail passes it on."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("The person reads it in the mail.")
    )


class WhenFilter(admin.SimpleListFilter):
    """Today and what is to come stand first: the past is there when somebody looks for it."""

    title = gettext_lazy("when")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("today", _("today")), ("past", _("past")), ("all", _("all"))]

    def choices(self, changelist: ChangeList) -> list[dict]:
        coming = changelist.get_query_string(remove=["when"])
        first = {"selected": self.value() is None, "query_string": coming, "display": _("coming")}
        others = list(super().choices(changelist))[1:]
        return [first, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        now = timezone.now()
        if self.value() == "all" or "starts_at__year" in request.GET:
            return queryset
        if self.value() == "past":
            return queryset.filter(ends_at__lte=now)
        if self.value() == "today":
            return queryset.overlapping(*hours.whole_day(hours.civil_day(now)))
        return queryset.filter(ends_at__gt=now)


@admin.register(Booking)
class BookingAdmin(BooksForOthers, Decides, NotesPresence, ShowsPlanning, OffersFeeds, Exports, ScopedAdmin):
    """Read and, with a reason, cancel; book and move for somebody, where people do not do it for themselves."""

    list_display = ["who", "when", "desks", "state", "reference"]
    list_display_links = ["who"]
    list_filter = [WhenFilter, "state", "workspace__telecentre"]
    ordering = ["starts_at"]
    view_on_site = False  # the page of a booking is the person's own
    list_select_related = ["workspace__telecentre", "booked_by"]
    date_hierarchy = "starts_at"
    search_fields = ["reference", "visitor_name", "visitor_email", "booked_by__name", "booked_by__email"]
    fields = readonly_fields = [
        "reference",
        "who",
        "address",
        "for_name",
        "by_centre",
        "desks",
        "places",
        "when",
        "state",
        "decide_by",
        "price",
        "cancel_reason",
        "created_at",
        "changes",
    ]
    export_columns = ["reference", "who", "address", "desks", "starts_at", "ends_at", "state", "price"]
    change_list_template = "admin/bookings/booking/change_list.html"
    change_form_template = "admin/bookings/booking/change_form.html"

    @admin.display(description=gettext_lazy("for"))
    def who(self, booking: Booking) -> str:
        return booking.who_words

    @admin.display(description=gettext_lazy("e-mail address"))
    def address(self, booking: Booking) -> str:
        return booking.booker.email

    @admin.display(description=gettext_lazy("when"), ordering="starts_at")
    def when(self, booking: Booking) -> str:
        return f"{words.day_words(booking.day, year=True)}, {words.range_words(booking.starts_at, booking.ends_at)}"

    @admin.display(description=gettext_lazy("workspace"), ordering="workspace__code")
    def desks(self, booking: Booking) -> str:
        return booking.place_words

    @admin.display(description=gettext_lazy("what happened"))
    def changes(self, booking: Booking) -> str:
        told = [f"{said} ({words.day_words(event.pgh_created_at)})" for said, event in booking.story()]
        kept = [f"{one.get_rule_display()}: {one.reason} ({words.day_words(one.made_at)})" for one in booking.overrides.all()]
        return " · ".join([*told, *kept])

    def more_acts(self, record: Booking) -> list[Act]:
        """Why it was kept against a rule."""
        kept = record.overrides.select_related("made_by")
        return [
            Act(one.made_at, str(one.made_by or "–"), [_("Kept: %(rule)s") % {"rule": one.get_rule_display()}], one.reason)
            for one in kept
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Booking | None = None) -> bool:
        return False

    def get_urls(self) -> list:
        cancel = path("<int:pk>/cancel/", self.admin_site.admin_view(self.cancel), name="bookings_booking_cancel")
        return [cancel, *super().get_urls()]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Nothing to fill in, so nothing to save."""
        extra_context = (extra_context or {}) | {"show_save": False, "show_save_and_continue": False}
        return super().changeform_view(request, object_id, form_url, extra_context)

    def cancel(self, request: HttpRequest, pk: int) -> HttpResponse:
        booking = self.get_object(request, str(pk))
        page = reverse("admin:bookings_booking_change", args=[pk])
        if not self.has_change_permission(request, booking):
            raise PermissionDenied
        form = CancelForm(request.POST or None)
        if booking.state == Booking.State.CANCELLED:
            messages.info(request, _("This booking is cancelled already; the person had the mail then."))
            return HttpResponseRedirect(page)
        if form.is_valid():
            try:
                actions.cancel(booking, now=timezone.now(), as_staff=True, reason=form.cleaned_data["reason"])
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
            else:
                self.log_change(request, booking, "cancelled")
                messages.success(request, _("The booking is cancelled; a mail tells the person why."))
            return HttpResponseRedirect(page)
        context = {"opts": self.opts, "booking": booking, "form": form, "title": _("Cancel a booking")}
        context |= self.admin_site.each_context(request)
        return render(request, "admin/bookings/booking/cancel.html", context)
