"""What people type when they book: a day as they say it, a part of the day, a desk, who they are."""

import re
import uuid
from datetime import date, datetime, timedelta
from typing import Self

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from bookings.availability import PART_OF_SLUG
from bookings.choice import Choice
from telecentres import finder, hours, words
from telecentres.models import Telecentre

FURTHEST = timedelta(days=3660)


class DayField(forms.DateField):
    """
    A day as people write it: 30/11/2026, 30-11-26, 2026-11-30, "30 novembre", "demain", "lundi" (the next one).

    Refuses days more than ten years away from today, so that no arithmetic on them overflows.
    """

    default_error_messages = {
        "invalid": _("This is not a day we understand. Write for example 30/11/2026, Monday or tomorrow."),
        "weekday": _("The weekday does not fit: this date is %(day)s. Write the date alone, or correct it."),
        "far": _("This day is too far away. Choose one in the coming weeks."),
    }
    input_formats = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d-%m-%y", "%d.%m.%Y"]

    def __init__(self, *, today: date, **kwargs):
        super().__init__(input_formats=self.input_formats, **kwargs)
        self.today = today

    def to_python(self, value):
        text = value.strip().lower() if isinstance(value, str) else value
        day = self._in_words(text) if isinstance(text, str) else None
        if day is None:
            day = super().to_python(text)
        if day and abs(day - self.today) > FURTHEST:
            raise ValidationError(self.error_messages["far"], code="far")
        return day

    def _in_words(self, text: str) -> date | None:
        near = {"aujourd’hui": 0, "aujourd'hui": 0, "today": 0, "demain": 1, "tomorrow": 1, "après-demain": 2, "apres-demain": 2}
        if text in near:
            return self.today + timedelta(days=near[text])
        for language in ("fr", "en"):
            with override(language):
                names = [str(name).lower() for name in WEEKDAYS.values()]
            if text in names:
                return self.today + timedelta(days=(names.index(text) - self.today.weekday() - 1) % 7 + 1)
        return self._day_and_month(text)

    def _day_and_month(self, text: str) -> date | None:
        """ "30 novembre", "lundi 30 novembre 2026", "3/12"; without a year, the next such day."""
        found = DAY_AND_MONTH.fullmatch(text)
        if not found:
            return None
        month = MONTH_NUMBERS.get(found["name"]) or int(found["number"] or 0)
        day = self._next(int(found["day"]), month, int(found["year"] or 0))
        if day is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if found["weekday"] and found["weekday"] not in _weekdays(day):
            raise ValidationError(self.error_messages["weekday"], code="weekday", params={"day": words.day_words(day, year=True)})
        return day

    def _next(self, day: int, month: int, year: int) -> date | None:
        """That day of that year, or the next one from today; 29 February may be eight years away."""
        for candidate in [year] if year else range(self.today.year, self.today.year + 9):
            try:
                found = date(candidate, month, day)
            except ValueError:
                continue
            if year or found >= self.today:
                return found
        return None


def _weekdays(day: date) -> set[str]:
    """The names of a day's weekday in both languages."""
    names = set()
    for language in ("fr", "en"):
        with override(language):
            names.add(str(WEEKDAYS[day.weekday()]).lower())
    return names


DAY_AND_MONTH = re.compile(
    r"(?:(?P<weekday>[^\W\d]+)\s+)?(?P<day>[0-9]{1,2})(?:er)?(?:\s+(?P<name>[^\W\d]+)|[/.-](?P<number>[0-9]{1,2}))(?:\s+(?P<year>[0-9]{4}))?"
)
MONTH_NUMBERS = {
    name: number
    for names in (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "january february march april may june july august september october november december",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    )
    for number, name in enumerate(names.split(), start=1)
}


class DayForm(forms.Form):
    """Where and on which day: the form of the home page."""

    centre = forms.ModelChoiceField(
        Telecentre.objects.open(), to_field_name="slug", required=False, label=_("Telecentre"), empty_label=_("All telecentres")
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["jour"] = DayField(
            today=today,
            required=False,
            label=_("Day"),
            help_text=_("For example 30/11/2026, Monday or tomorrow"),
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
        self.today = today
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_jour(self) -> date | None:
        day = self.cleaned_data["jour"]
        if day and day < self.today:
            raise ValidationError(_("This day is over. Choose today or a day to come."), code="past")
        return day


class NeedForm(forms.Form):
    """A need in the person's words, and where they set out; both may be left empty."""

    q = forms.CharField(
        label=_("What do you need?"),
        required=False,
        max_length=finder.LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"max_length": _("Say it in fewer words, at most %(limit_value)d characters.")},
    )
    depuis = forms.CharField(
        label=_("Setting out from"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
        error_messages={"max_length": _("Write only the name of the commune, or its postal code.")},
    )


class SlotForm(forms.Form):
    """The answers of the first screen; carried along in the address, they hold nothing personal."""

    creneau = forms.ChoiceField(
        choices=[(slug, slug) for slug in PART_OF_SLUG],
        required=False,
        error_messages={"invalid_choice": _("Choose the whole day, the morning or the afternoon.")},
    )
    bureau = forms.CharField(max_length=10, required=False)

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["jour"] = DayField(today=today, required=False)
        self.full_clean()

    @classmethod
    def sent(cls, request: HttpRequest, *, now: datetime) -> Self:
        """The answers of a request, in its form or in its address."""
        return cls(request.POST or request.GET, today=hours.civil_day(now))

    def are_met_by(self, chosen: Choice) -> bool:
        """It is the very desk and part of the day, not what stands in for them; free or not."""
        return bool(chosen.desk and chosen.desk.code == self.code and chosen.part == self.part)

    @property
    def day(self) -> date | None:
        return self.cleaned_data.get("jour")

    @property
    def part(self) -> str:
        return PART_OF_SLUG.get(self.cleaned_data.get("creneau", ""), "")

    @property
    def code(self) -> str:
        return self.cleaned_data.get("bureau", "")

    @property
    def problems(self) -> list[str]:
        return [message for messages in self.errors.values() for message in messages]

    @property
    def is_complete(self) -> bool:
        return bool(self.day and self.part and self.code)


class ConfirmForm(forms.Form):
    """The second screen: the form's own key, and who books when nobody is signed in."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(["required", "invalid"], _("The form did not arrive whole. Check it, then send it again.")),
    )
    name = forms.CharField(
        label=_("First and last name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name, so that the telecentre knows whom to expect.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("For the confirmation and, the day before, a reminder. Nothing else."),
        error_messages={
            "required": _("Write your e-mail address: the confirmation goes there."),
            "invalid": _("This e-mail address is not complete. For example: vous@exemple.fr"),
        },
    )

    def __init__(self, *args, signed_in: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4()
        if signed_in:
            del self.fields["name"], self.fields["email"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def full_clean(self) -> None:
        """A key that came back damaged is replaced, so that sending the form again works."""
        super().full_clean()
        if "key" in (self._errors or {}):
            self.data = self.data.copy()
            self.data["key"] = str(uuid.uuid4())

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()
