"""What managers see and do with bookings, weekly hours and closures of their own centre."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.scoped_admin import ScopedAdmin
from bookings import actions
from bookings.models import Booking
from telecentres import words
from telecentres.models import Closure, OpeningHours


class CancelForm(forms.Form):
    """Why the telecentre gives up somebody's booking; the mail passes it on."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("The person reads it in the mail."))


class TouchedForm(forms.Form):
    """What becomes of the bookings that a closure meets."""

    touched = forms.ChoiceField(
        label=gettext_lazy("These bookings"), widget=forms.RadioSelect,
        choices=[("cancel", gettext_lazy("Cancel them and tell each person why")), ("keep", gettext_lazy("Keep them: these people may come"))],
    )


@admin.register(Booking)
class BookingAdmin(ScopedAdmin):
    """Read and, with a reason, cancel; people book and move for themselves."""

    list_display = ["reference", "who", "workspace", "when", "state"]
    list_filter = ["state", "workspace__telecentre"]
    list_select_related = ["workspace__telecentre", "booked_by"]
    date_hierarchy = "starts_at"
    search_fields = ["reference", "visitor_name", "visitor_email", "booked_by__name", "booked_by__email"]
    fields = readonly_fields = [
        "reference", "who", "address", "workspace", "when", "state", "price", "cancel_reason", "created_at", "changes",
    ]
    change_form_template = "admin/bookings/booking/change_form.html"

    @admin.display(description=gettext_lazy("for"))
    def who(self, booking: Booking) -> str:
        return booking.booker.name or booking.booker.email

    @admin.display(description=gettext_lazy("e-mail address"))
    def address(self, booking: Booking) -> str:
        return booking.booker.email

    @admin.display(description=gettext_lazy("when"), ordering="starts_at")
    def when(self, booking: Booking) -> str:
        return f"{words.day_words(booking.day, year=True)}, {words.range_words(booking.starts_at, booking.ends_at)}"

    @admin.display(description=gettext_lazy("what happened"))
    def changes(self, booking: Booking) -> str:
        return " · ".join(f"{said} ({words.day_words(event.pgh_created_at)})" for said, event in booking.story())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Booking | None = None) -> bool:
        return False

    def get_urls(self) -> list:
        cancel = path("<int:pk>/cancel/", self.admin_site.admin_view(self.cancel), name="bookings_booking_cancel")
        return [cancel, *super().get_urls()]

    @staticmethod
    def _refusal(request: HttpRequest, refusal: ValidationError) -> None:
        messages.error(request, " ".join(refusal.messages))

    def cancel(self, request: HttpRequest, pk: int) -> HttpResponse:
        booking = self.get_object(request, str(pk))
        page = reverse("admin:bookings_booking_change", args=[pk])
        if not self.has_change_permission(request, booking):
            raise PermissionDenied
        form = CancelForm(request.POST or None)
        if form.is_valid():
            try:
                actions.cancel(booking, now=timezone.now(), as_staff=True, reason=form.cleaned_data["reason"])
            except ValidationError as refusal:
                self._refusal(request, refusal)
            else:
                self.log_change(request, booking, "cancelled")
                messages.success(request, _("The booking is cancelled; a mail tells the person why."))
            return HttpResponseRedirect(page)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "booking": booking, "form": form, "title": _("Cancel a booking")}
        return render(request, "admin/bookings/booking/cancel.html", context)


@admin.register(OpeningHours)
class OpeningHoursAdmin(ScopedAdmin):
    """Each save waits for bookings under way, and names the bookings that no longer fit."""

    list_display = ["telecentre", "weekday", "opens_at", "closes_at", "workspace", "valid_from", "valid_until"]
    list_filter = ["telecentre", "weekday"]
    list_select_related = ["telecentre", "workspace"]
    fields = ["telecentre", "workspace", "weekday", "opens_at", "closes_at", "valid_from", "valid_until", "is_example"]
    actions = None

    def save_model(self, request: HttpRequest, obj: OpeningHours, form: forms.ModelForm, change: bool) -> None:
        self._tell(request, actions.change_hours(obj))

    def delete_model(self, request: HttpRequest, obj: OpeningHours) -> None:
        self._tell(request, actions.drop_hours(obj))

    def _tell(self, request: HttpRequest, left_out: list[Booking]) -> None:
        if left_out:
            names = ", ".join(f"{booking.booker.name}, {words.day_words(booking.day)} ({booking.reference})" for booking in left_out)
            messages.warning(
                request,
                ngettext(
                    "%(count)s booking no longer fits the hours and keeps its desk: %(names)s",
                    "%(count)s bookings no longer fit the hours and keep their desks: %(names)s",
                    len(left_out),
                ) % {"count": len(left_out), "names": names},
            )


@admin.register(Closure)
class ClosureAdmin(ScopedAdmin):
    """A closure that meets bookings lists them before anything is saved."""

    list_display = ["telecentre", "workspace", "starts_at", "ends_at", "reason"]
    list_filter = ["telecentre"]
    list_select_related = ["telecentre", "workspace"]
    date_hierarchy = "starts_at"
    fields = ["telecentre", "workspace", "starts_at", "ends_at", "reason"]
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Closure | None = None) -> bool:
        """A closure is taken back and made anew, so that no booking slips through a change of its hours."""
        return False

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        try:
            return super().add_view(request, form_url, extra_context)
        except actions.Touched as touched:
            return self._ask(request, touched.bookings)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(request.path)

    def save_model(self, request: HttpRequest, obj: Closure, form: forms.ModelForm, change: bool) -> None:
        answer = TouchedForm(request.POST)
        made = actions.close(
            telecentre=obj.telecentre, workspace=obj.workspace, starts_at=obj.starts_at, ends_at=obj.ends_at, reason=obj.reason,
            by=request.user, now=timezone.now(), touched=answer.cleaned_data["touched"] if answer.is_valid() else "ask",
        )
        obj.pk = made.pk
        obj._state.adding = False

    def delete_model(self, request: HttpRequest, obj: Closure) -> None:
        actions.reopen(obj)

    def _ask(self, request: HttpRequest, bookings: list[Booking]) -> HttpResponse:
        """List the bookings in the way, and carry along what was typed."""
        typed = [(name, value) for name, values in request.POST.lists() for value in values if name not in ("touched", "csrfmiddlewaretoken")]
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": _("Bookings stand in the way"),
            "bookings": bookings, "form": TouchedForm(), "typed": typed,
        }
        return render(request, "admin/bookings/closure/touched.html", context, status=409)
