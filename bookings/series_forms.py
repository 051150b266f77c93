"""What people type to book, change or cancel regular days."""

import uuid
from datetime import date, timedelta

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.sent_once import DAMAGED
from bookings.availability import SLUG_OF_PART
from bookings.forms import WHICH_PART, DayField, SlotForm
from bookings.models import Booking
from bookings.models.ask import KIND_OF_SLUG
from bookings.regular_days import LONGEST, Pattern
from telecentres import hours
from telecentres.models import Telecentre, Workspace


class PatternForm(SlotForm):
    """Which weekdays, from when until when, which part of the day, and the desk liked best. Everything stands in the address."""

    jours = forms.TypedMultipleChoiceField(
        label=_("Which days of the week?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day of the week.")},
    )
    creneau = forms.ChoiceField(
        label=_("Part of the day"), error_messages=dict.fromkeys(["required", "invalid_choice"], WHICH_PART)
    )
    bureau = forms.ChoiceField(
        label=_("Desk liked best"),
        required=False,
        help_text=_("On days when it is taken, another free one is proposed."),
        error_messages={"invalid_choice": _("This telecentre has no such desk. Choose one of the list.")},
    )
    places = None  # for one person: whoever needs several desks talks to the telecentre

    field_order = ["jours", "jour", "au", "creneau", "de", "a", "bureau", "type"]

    def __init__(self, *args, today: date, centre: Telecentre, **kwargs):
        self.centre, self.today = centre, today
        super().__init__(*args, today=today, **kwargs)

    def full_clean(self) -> None:
        """The fields are made once, before the answers are read for the first time."""
        if "au" not in self.fields:
            self._make_fields()
        super().full_clean()

    def _make_fields(self) -> None:
        example = _("For example 30/11/2026, Monday or tomorrow")
        required = {"required": _("Say from which day until which day.")}
        self.fields["jour"] = DayField(
            today=self.today, label=pgettext_lazy("day", "From"), help_text=example, error_messages=required
        )
        self.fields["au"] = DayField(
            today=self.today, label=_("Until"), help_text=_("This day included"), error_messages=required
        )
        self.fields["jours"].choices = [(number, capfirst(WEEKDAYS[number - 1])) for number in range(1, 8)]
        parts = [(SLUG_OF_PART[part], capfirst(part.label)) for part in Booking.Part]
        self.fields["creneau"].choices = [*parts, (self.HOURS, _("By the hour"))]
        kind = KIND_OF_SLUG.get(self.data.get("type", ""), Workspace.Kind.DESK)
        desks = [desk for desk in self.centre.workspaces.filter(kind=kind) if desk.active_until is None]
        self.fields["bureau"].choices = [("", _("Any")), *((desk.code, str(desk)) for desk in desks)]
        self.fields["type"].widget = forms.HiddenInput()
        self.fields["de"].label, self.fields["a"].label = _("By the hour: from"), _("By the hour: until")
        for name in ("de", "a"):
            self.fields[name].help_text = _("Only where you book by the hour, for example 9:00")
        self.order_fields(self.field_order)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_creneau(self) -> str:
        return self.cleaned_data["creneau"]

    def clean(self) -> dict:
        cleaned = super().clean()
        first, last = cleaned.get("jour"), cleaned.get("au")
        if first and first < self.today:
            self.add_error("jour", _("This day is over. Choose today or a day to come."))
        if first and last and last < first:
            self.add_error("au", _("The last day comes before the first. Choose a later one."))
        elif first and last and last - first > LONGEST:
            self.add_error("au", _("Regular days are booked for twelve months at most. Choose an earlier last day."))
        return cleaned

    @property
    def pattern(self) -> Pattern:
        """What a valid form asks for."""
        said = self.cleaned_data
        kind = self.kind or Workspace.Kind.DESK
        return Pattern(self.centre, tuple(said["jours"]), said["jour"], said["au"], self.part, kind, said["bureau"])


class DatesForm(forms.Form):
    """The dates that somebody confirms, each with its desk, and the form's own key."""

    key = forms.UUIDField(error_messages=dict.fromkeys(["required", "invalid"], DAMAGED))

    def __init__(self, data, **kwargs):
        super().__init__(data, **kwargs)
        self.answers = data.getlist("date") if data else []

    @property
    def new_key(self) -> uuid.UUID:
        return uuid.uuid4()

    def clean(self) -> dict:
        self.cleaned_data["chosen"] = dict(self._read(answer) for answer in self.answers[: LONGEST.days])
        return self.cleaned_data

    @staticmethod
    def _read(answer: str) -> tuple[date, str]:
        day, _slash, code = answer.partition("/")
        try:
            return date.fromisoformat(day), code
        except ValueError:
            raise ValidationError(DAMAGED, code="invalid") from None


class RangeForm(forms.Form):
    """From which day until which day regular days are given up, both included."""

    def __init__(self, *args, today: date, first: date, last: date, **kwargs):
        super().__init__(*args, initial={"du": f"{first:%d/%m/%Y}", "au": f"{last:%d/%m/%Y}"}, **kwargs)
        required = {"required": _("Say from which day until which day.")}
        self.fields["du"] = DayField(today=today, label=pgettext_lazy("day", "From"), error_messages=required)
        self.fields["au"] = DayField(today=today, label=_("Until"), help_text=_("This day included"), error_messages=required)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict:
        cleaned = super().clean()
        first, last = cleaned.get("du"), cleaned.get("au")
        if first and last and last < first:
            self.add_error("au", _("The last day comes before the first. Choose a later one."))
        return cleaned


def usual_answers(centre: Telecentre, asked: dict, *, today: date) -> dict:
    """What stands in the form at first: the weekday of the day one comes from, until twelve weeks later."""
    try:
        first = date.fromisoformat(asked.get("jour", ""))
    except ValueError:
        first = today
    first = first if today <= first <= today + LONGEST else today
    answers = {"jours": [first.isoweekday()], "jour": f"{first:%d/%m/%Y}", "au": f"{first + timedelta(weeks=12):%d/%m/%Y}"}
    answers |= {name: asked[name] for name in ("bureau", "type") if asked.get(name)}
    part = asked.get("creneau", "journee")
    if bounds := hours.stretch_bounds(part):
        return answers | {"creneau": SlotForm.HOURS, "de": f"{bounds.opens_at:%H:%M}", "a": f"{bounds.closes_at:%H:%M}"}
    return answers | {"creneau": part}
