"""What staff type about events: the event itself, and what each change asks for."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach import event_rules as rules
from outreach.models import Event
from telecentres.models import Territory

ROOM_REASON = gettext_lazy("Why the room is needed outside the opening hours, or in spite of a closure")
# An event may be written down as soon as it has a title; publication asks for the rest in one go.
NOT_YET = ("summary", "capacity", "waiting_capacity", "price")


class EventForm(forms.ModelForm):
    """A draft may be saved as soon as it has a title and a kind; a published event keeps every rule."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    room_reason = forms.CharField(
        label=ROOM_REASON, required=False, max_length=200, help_text=gettext_lazy("Kept with the booking of the room.")
    )

    refusals: list[str] = []  # of the verb, when the form was sent before

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "title" not in self.fields:
            return  # what is only read
        self.fields["seen"].initial = rules.mark_of(self.instance) if self.instance.pk else ""
        self.fields["capacity"].initial = self.fields["capacity"].initial or 20
        for name in NOT_YET:
            self.fields[name].required = False

    def clean_capacity(self) -> int:
        return self.cleaned_data["capacity"] or self.instance.capacity or 20

    def clean_waiting_capacity(self) -> int:
        given = self.cleaned_data["waiting_capacity"]
        return self.instance.waiting_capacity if given is None else given

    def clean_price(self):
        given = self.cleaned_data["price"]
        return self.instance.price if given is None else given

    def clean_commune(self) -> Territory | None:
        """A place is in a commune, not in a whole département."""
        commune = self.cleaned_data["commune"]
        if commune and commune.kind != Territory.Kind.COMMUNE:
            raise ValidationError(_("Choose a commune."), code="commune")
        return commune

    def clean(self) -> dict:
        """A room without its telecentre names it."""
        cleaned = super().clean()
        if self.refusals:
            self.add_error(None, self.refusals)
        room = cleaned.get("room")
        if room and not cleaned.get("telecentre"):
            cleaned["telecentre"] = room.telecentre
        return cleaned


class ChangeForm(forms.Form):
    """Carries what the page showed, so that nothing is done to an event that has changed since."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, event: Event, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.fields["seen"].initial = rules.mark_of(event)
        if self.is_bound and "seen" not in self.data:
            self.data = self.data.copy()
            self.data["seen"] = "-"


def reason_field(*, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("The reason, as people will read it"),
        max_length=300,
        required=required,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("On the page of the event, and in the mail to those who are registered."),
    )


class ReasonForm(ChangeForm):
    reason = reason_field()


class OnlineForm(ReasonForm):
    url = forms.URLField(
        label=gettext_lazy("Address of the meeting online"),
        assume_scheme="https",
        help_text=gettext_lazy("Sent to who is registered, shown nowhere."),
    )
    field_order = ["url", "reason"]


class PublishForm(ChangeForm):
    room_reason = forms.CharField(label=ROOM_REASON, required=False, max_length=200)


class DatesForm(ChangeForm):
    """A new beginning for each session; each lasts as long as before."""

    reason = reason_field(required=False)
    room_reason = forms.CharField(label=ROOM_REASON, required=False, max_length=200)

    def __init__(self, *args, event: Event, **kwargs) -> None:
        super().__init__(*args, event=event, **kwargs)
        self.sessions = list(event.sessions.all())
        if not event.room_id or event.is_online:
            del self.fields["room_reason"]
        for number, session in enumerate(self.sessions, start=1):
            label = _("New beginning") if len(self.sessions) == 1 else _("New beginning of session %(n)s") % {"n": number}
            box = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            self.fields[self._name(session)] = forms.DateTimeField(
                label=f"{label} ({session.title})" if session.title else label, widget=box, initial=session.starts_at
            )
        self.order_fields([*(self._name(session) for session in self.sessions), "reason", "room_reason"])

    @property
    def starts(self) -> dict[int, datetime]:
        """When each session begins, by its number."""
        return {session.pk: self.cleaned_data[self._name(session)] for session in self.sessions}

    @staticmethod
    def _name(session) -> str:
        return f"session_{session.pk}"
