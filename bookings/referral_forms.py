"""The forms of the administration by which people are sent on to another centre, and by which the centre answers."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.sent_once import SentOnceForm
from bookings import referring
from bookings.models import Booking, Referral
from telecentres.models import Speciality, Telecentre


class ReferForm(SentOnceForm):
    """Who is sent on, why and where to; the centres stand in the order in which they suit."""

    giver = forms.ModelChoiceField(Telecentre.objects.none(), label=gettext_lazy("Your telecentre"))
    reason = forms.ChoiceField(label=gettext_lazy("Why can it not serve the person?"), choices=Referral.Reason)
    speciality = forms.ModelChoiceField(
        Speciality.objects.all(),
        label=gettext_lazy("Speciality"),
        required=False,
        help_text=gettext_lazy("Only where another speciality is the reason. “Show who suits” then puts its lead centre first."),
    )
    receiver = forms.ModelChoiceField(
        Telecentre.objects.none(),
        label=gettext_lazy("Telecentre that receives"),
        error_messages={"required": gettext_lazy("Choose the telecentre that receives the person.")},
    )
    name = forms.CharField(
        label=gettext_lazy("First and last name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write the person’s name.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), help_text=gettext_lazy("The answer of the other telecentre goes there.")
    )
    note = forms.CharField(
        label=gettext_lazy("Note for the other telecentre"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What it must know to answer. Nothing about health: “step-free desk” says enough."),
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("The person agrees that their name and address are passed on"),
        error_messages={"required": gettext_lazy("Ask the person first: without their word nothing is passed on.")},
    )

    def __init__(self, *args, own: list[Telecentre], now: datetime, booking: Booking | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        self.fields["giver"].queryset = Telecentre.objects.filter(pk__in=[centre.pk for centre in own])
        self.fields["giver"].empty_label = None
        self.fields["receiver"].queryset = Telecentre.objects.open()
        if booking:
            self.initial = {"name": booking.booker.name, "email": booking.booker.email} | self.initial
        if len(own) == 1:
            self.initial.setdefault("giver", own[0].pk)
            self.fields["giver"].widget = forms.HiddenInput()
        offered = _in_order(self._giver(), self._speciality(), now=now) if own else []
        self.fields["receiver"].widget.choices = [("", _("Choose")), *offered]

    def _giver(self) -> Telecentre:
        asked = str(self["giver"].value() or "")
        return next((centre for centre in self.own if str(centre.pk) == asked), self.own[0])

    def _speciality(self) -> Speciality | None:
        asked = str(self["speciality"].value() or "")
        is_the_reason = self["reason"].value() == Referral.Reason.SPECIALITY
        return Speciality.objects.filter(pk=asked).first() if is_the_reason and asked.isdigit() and len(asked) < 10 else None

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("reason") != Referral.Reason.SPECIALITY:
            cleaned["speciality"] = None
        elif not cleaned.get("speciality") and "speciality" not in self.errors:
            self.add_error("speciality", ValidationError(_("Name the speciality that the person needs."), code="no_speciality"))
        return cleaned

    @property
    def answers(self) -> dict:
        """What `actions.refer` takes of a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "agreed"}


def _in_order(giver: Telecentre, speciality: Speciality | None, *, now: datetime) -> list[tuple[int, str]]:
    """Each with why it stands where it does; those with the speciality first, then all others."""
    first = referring.proposals(giver, now=now, speciality=speciality) if speciality else []
    shown = {one.centre.pk for one in first}
    others = [one for one in referring.proposals(giver, now=now) if one.centre.pk not in shown]
    return [(one.centre.pk, _words(one)) for one in [*first, *others]]


def _words(one: referring.Proposal) -> str:
    said = [str(one.role.get_role_display())] if one.role else []
    said.append(_("about %(km)s km") % {"km": one.road.rounded_km})
    said.append(_("desks free soon") if one.slots else _("no free desk in the coming weeks"))
    return f"{one.centre} ({', '.join(said)})"


class DeclineForm(forms.Form):
    """Why the centre cannot receive the person, who reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Why not?"),
        max_length=200,
        help_text=gettext_lazy("The person reads it in the mail, with other telecentres that have free desks."),
        error_messages={"required": gettext_lazy("Say why: the person reads it.")},
    )
