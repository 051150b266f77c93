"""What people type or press at the door of a centre."""

from collections.abc import Sequence
from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.sent_once import DAMAGED
from bookings.models import Booking, KioskNote
from telecentres.models import Telecentre


class ArrivalForm(forms.Form):
    """Reference and address of a booking of today; `booking` is the one they name, once the form is valid."""

    reference = forms.CharField(
        label=_("Reference"),
        max_length=20,
        help_text=_("It stands in the mail, for example MUR-7K2M4Q."),
        error_messages={"required": _("Write the reference of your booking; it stands in the mail.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write the address under which you booked."),
            "invalid": _("This e-mail address is not complete. For example: vous@exemple.fr"),
        },
    )

    def __init__(self, *args, telecentre: Telecentre, day: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.telecentre, self.day = telecentre, day
        self.booking: Booking | None = None

    def clean(self) -> dict:
        """The same words whether the reference, the address, the day or the centre is another one."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        of_today = Booking.objects.with_place().on_day(self.telecentre, self.day)
        found = of_today.filter(reference=cleaned["reference"].strip().upper()).first()
        if found is None or found.booker.email.lower() != cleaned["email"].lower():
            raise ValidationError(
                _("No booking of today in this centre has this reference and this address. Compare them with the mail."),
                code="unknown",
            )
        self.booking = found
        return cleaned


class KioskNoteForm(forms.Form):
    """What was pressed on the tablet of a centre: for whom, what, and when if it could not be sent at once."""

    booking = forms.CharField(max_length=12, widget=forms.HiddenInput)
    note = forms.ChoiceField(choices=KioskNote.Note, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)
    pressed_at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"])

    def __init__(self, *args, bookings: Sequence[Booking] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.bookings = {booking.reference: booking for booking in bookings}

    def clean_booking(self) -> Booking:
        found = self.bookings.get(self.cleaned_data["booking"])
        if found is None:
            raise ValidationError(_("This booking is not on the list of today any more."), code="unknown")
        return found

    def what(self, *, now: datetime) -> dict:
        """For `actions.note_at_kiosk`; without a time of its own it was pressed just now."""
        return self.cleaned_data | {"pressed_at": self.cleaned_data["pressed_at"] or now}

    def errors_in_words(self) -> list[str]:
        own = self.errors.get("booking")
        return list(own) if own else [str(DAMAGED)]
