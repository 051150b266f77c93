"""Who has come and who has left, noted on the day sheet; and the codes to print, for the door and for each desk."""

from io import BytesIO

import qrcode
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathImage

from accounts.scoped_admin import managed
from bookings import actions
from bookings.models import Booking, Kiosk
from telecentres import hours


class NotesPresence:
    """For the admin of bookings, beside the planning, whose `_look` and `_page` it uses."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("planning/<slug:slug>/codes/", view(self.codes), name="bookings_booking_codes"),
            path("planning/<slug:slug>/kiosks/", view(self.kiosks), name="bookings_booking_kiosks"),
            path("planning/<slug:slug>/kiosks/<int:pk>/revoke/", view(self.revoke_kiosk), name="bookings_booking_revoke_kiosk"),
            path("planning/<slug:slug>/presence/", view(self.note_presence), name="bookings_booking_presence"),
            *super().get_urls(),
        ]

    def note_presence(self, request: HttpRequest, slug: str) -> HttpResponse:
        """`booking` is a reference, `note` one of arrive, leave, take_back."""
        centre, _centres = self._look(request, slug)
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        of_centre = managed(Booking.objects.with_place(), request).filter(workspace__telecentre=centre)
        booking = get_object_or_404(of_centre, reference=request.POST.get("booking", ""))
        note = request.POST.get("note", "")
        try:
            said = self._note(booking, note)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            self.log_change(request, booking, note)
            messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:bookings_booking_day", args=[slug, booking.day]))

    def _note(self, booking: Booking, note: str) -> str:
        now, who = timezone.now(), booking.who_comes
        if note == "arrive":
            actions.arrive(booking, now=now)
            return _("%(who)s has arrived.") % {"who": who}
        if note == "leave":
            actions.leave(booking, now=now)
            return _("%(who)s has left; what remains of the time is free.") % {"who": who}
        if note == "take_back" and actions.take_back_arrival(booking):
            return _("The arrival of %(who)s is taken back.") % {"who": who}
        raise ValidationError(_("Nothing has been noted: look at the list again."), code="unknown")

    def codes(self, request: HttpRequest, slug: str) -> HttpResponse:
        """One code for the door, one for each workspace in service."""
        centre, _centres = self._look(request, slug)
        address = settings.PUBLIC_URL + reverse("bookings:presence", args=[centre.slug])
        desks = centre.workspaces.active_on(hours.civil_day(timezone.now()))
        labels = [(_("At the door"), address, drawn(address))]
        for desk in desks:
            own = f"{address}?bureau={desk.code}"
            labels.append((str(desk), own, drawn(own)))
        context = {"title": _("Codes to print"), "centre": centre, "labels": labels}
        return self._page(request, "admin/bookings/booking/codes.html", context)

    def kiosks(self, request: HttpRequest, slug: str) -> HttpResponse:
        """On POST a new one, whose address is shown in the answer and never again."""
        centre, _centres = self._look(request, slug)
        if not self.has_change_permission(request):
            raise PermissionDenied
        form, address = KioskForm(request.POST or None), ""
        if form.is_valid():
            _made, token = actions.make_kiosk(centre, **form.cleaned_data, by=request.user, now=timezone.now())
            address = settings.PUBLIC_URL + reverse("bookings:open_kiosk", args=[token])
            form = KioskForm()
        context = {"title": _("Tablets at the door"), "centre": centre, "form": form, "kiosks": centre.kiosks.live()}
        context |= {"address": address, "drawing": drawn(address) if address else ""}
        return self._page(request, "admin/bookings/booking/kiosks.html", context, status=422 if form.errors else 200)

    def revoke_kiosk(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        centre, _centres = self._look(request, slug)
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        actions.revoke_kiosk(get_object_or_404(centre.kiosks, pk=pk), now=timezone.now())
        messages.success(request, _("This tablet opens nothing any more."))
        return HttpResponseRedirect(reverse("admin:bookings_booking_kiosks", args=[slug]))


class KioskForm(forms.ModelForm):
    class Meta:
        model = Kiosk
        fields = ["name"]


def drawn(address: str) -> SafeString:
    """A QR code as one SVG path; its words stand beside it, so screen readers pass it over."""
    made, out = qrcode.make(address, image_factory=SvgPathImage, border=2), BytesIO()
    made.save(out)
    drawing = out.getvalue().decode().split("?>", 1)[-1].strip()
    return mark_safe(drawing.replace("<svg ", '<svg aria-hidden="true" focusable="false" class="code" ', 1))  # noqa: S308
