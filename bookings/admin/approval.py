"""Requests in the administration: a page to grant or refuse one, and an action to grant many."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bookings import actions
from bookings.models import Booking

GRANT, REFUSE = "grant", "refuse"


class DecisionForm(forms.Form):
    """Grant or, with a reason that the mail passes on, refuse."""

    answer = forms.ChoiceField(choices=[(GRANT, GRANT), (REFUSE, REFUSE)], widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why not"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only to refuse: the person reads it in the mail, beside what is free instead."),
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("answer") != GRANT and not cleaned.get("reason"):
            self.add_error("reason", _("Write why: the person reads it in the mail."))
        return cleaned


class Decides(admin.ModelAdmin):
    """What the list and the page of a booking need to answer requests."""

    actions = ["grant"]

    def get_urls(self) -> list:
        decide = path("<int:pk>/decide/", self.admin_site.admin_view(self.decide), name="bookings_booking_decide")
        return [decide, *super().get_urls()]

    @admin.action(description=gettext_lazy("Grant the chosen requests"), permissions=["change"])
    def grant(self, request: HttpRequest, bookings: QuerySet[Booking]) -> None:
        granted, late = 0, 0
        for booking in bookings.filter(state=Booking.State.REQUESTED):
            try:
                actions.approve(booking)
            except ValidationError:
                late += 1
            else:
                granted += 1
                self.log_change(request, booking, "granted")
        told = ngettext("%(count)s request is granted.", "%(count)s requests are granted.", granted) % {"count": granted}
        self.message_user(request, told, messages.SUCCESS if granted else messages.WARNING)
        if late:
            self.message_user(request, _("Some had been decided meanwhile."), messages.WARNING)

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        booking = self.get_object(request, str(pk))
        page = reverse("admin:bookings_booking_change", args=[pk])
        if not self.has_change_permission(request, booking):
            raise PermissionDenied
        if booking.state != Booking.State.REQUESTED and request.method != "POST":
            messages.info(
                request, _("This request is decided already: it is %(state)s.") % {"state": booking.get_state_display()}
            )
            return HttpResponseRedirect(page)
        form = DecisionForm(request.POST or None)
        if form.is_valid():
            self._decide(request, booking, form.cleaned_data)
            return HttpResponseRedirect(page)
        context = {"opts": self.opts, "booking": booking, "form": form, "title": _("Grant or refuse a request")}
        context |= self.admin_site.each_context(request)
        return render(request, "admin/bookings/booking/decide.html", context, status=422 if form.errors else 200)

    def _decide(self, request: HttpRequest, booking: Booking, said: dict) -> None:
        try:
            if said["answer"] == GRANT:
                actions.approve(booking)
            else:
                actions.refuse(booking, reason=said["reason"], now=timezone.now())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return
        self.log_change(request, booking, "granted" if said["answer"] == GRANT else "refused")
        messages.success(request, _("Decided; a mail tells the person."))
