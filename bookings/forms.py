"""What people type when they book: a day as they say it, a part of the day, a desk, who they are."""

import re
from datetime import date, datetime, time, timedelta
from typing import Self

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from accounts.sent_once import SentOnceForm
from bookings import choice
from bookings.availability import PART_OF_SLUG, SLUG_OF_PART
from bookings.choice import Choice
from bookings.models import Ask, Booker, Booking
from bookings.models.ask import KIND_OF_SLUG, SLUG_OF_KIND
from bookings.search import Wish
from telecentres import finder, hours, words
from telecentres.models import Need, Telecentre, Territory, Workspace

FURTHEST = timedelta(days=3660)
MOST_PLACES = 50
EARLIEST, LATEST = 6, 22  # hours of the day between which one may search
HOW_MANY = format_lazy(_("Say for how many people, from 1 to {most}."), most=MOST_PLACES)
WHICH_PART = _("Choose the whole day, the morning, the afternoon, or hours.")
WHICH_HOURS = _("Choose from when until when, for example from 9:00 to 11:00.")


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


class SearchForm(DayForm):
    """The search across the network: when, what, for how many, from where, with which fittings; everything may stay empty."""

    type = forms.ChoiceField(label=_("Kind of workspace"), required=False)
    depuis = forms.CharField(
        label=_("Setting out from"),
        help_text=_("A commune of the Cantal, or its postal code: the nearest telecentre stands first."),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
        error_messages={"max_length": _("Write only the name of the commune, or its postal code.")},
    )
    places = forms.IntegerField(label=_("For how many people?"), required=False, min_value=1, max_value=MOST_PLACES)
    creneau = forms.ChoiceField(label=_("Part of the day"), required=False)
    de = forms.TimeField(label=_("From"), required=False, widget=forms.Select)
    a = forms.TimeField(label=pgettext_lazy("hour of the day", "until"), required=False, widget=forms.Select)
    besoin = forms.ModelChoiceField(
        Need.objects.active(), to_field_name="slug", label=_("For a need"), empty_label=_("Any"), required=False
    )
    adapte = forms.MultipleChoiceField(label=_("Accessibility"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, today=today, **kwargs)
        self.fields["type"].choices = [(SLUG_OF_KIND[kind], capfirst(kind.label)) for kind in Workspace.Kind]
        parts = [(SLUG_OF_PART[part], capfirst(part.label)) for part in Booking.Part]
        self.fields["creneau"].choices = [("", _("Any part of the day")), *parts, (SlotForm.HOURS, _("By the hour"))]
        self.fields["adapte"].choices = [
            (name, capfirst(Workspace._meta.get_field(name).verbose_name)) for name in Workspace.ACCESSIBILITY
        ]
        self.fields["centre"].widget = forms.HiddenInput()  # for links: a list of thousands would outweigh the page
        self.fields["places"].error_messages |= dict.fromkeys(["invalid", "min_value", "max_value"], HOW_MANY)
        marks = hours.marks([hours.Range(time(EARLIEST), time(LATEST))])
        for name in ("de", "a"):
            self.fields[name].widget.choices = [("", "–"), *((f"{mark:%H:%M}", words.hour_words(mark)) for mark in marks)]
            self.fields[name].error_messages["invalid"] = WHICH_HOURS

    def clean_depuis(self) -> Territory | None:
        """The commune that is meant; refuses what is none of the Cantal."""
        typed = self.cleaned_data["depuis"]
        start = finder.start_named(typed) if typed.strip() else None
        if typed.strip() and start is None:
            raise ValidationError(
                _("No commune of the Cantal is called that. Check the name, or leave it empty."), code="unknown"
            )
        return start and start.commune

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("creneau") == SlotForm.HOURS and not {"de", "a"} & set(self.errors):
            start, end = cleaned.get("de"), cleaned.get("a")
            if not (start and end and start < end):
                self.add_error("de", WHICH_HOURS)
        return cleaned

    @property
    def has_more(self) -> bool:
        """Something stands in the part of the form that is folded at first."""
        return any(self.data.get(name) for name in ("places", "creneau", "de", "a", "besoin", "adapte"))

    @property
    def wish(self) -> Wish:
        """What a valid form asks for."""
        said = self.cleaned_data
        kind = KIND_OF_SLUG.get(said["type"], Workspace.Kind.DESK)
        ask = Ask(kind, said["places"] or 1, tuple(said["adapte"]))
        part = said["creneau"]
        if part == SlotForm.HOURS:
            part = hours.stretch_name(hours.Range(said["de"], said["a"]))
        return Wish(ask, said["jour"], PART_OF_SLUG.get(part, part), said["depuis"], said["besoin"])


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

    HOURS = "heures"
    booker: Booker | None = None

    creneau = forms.CharField(max_length=11, required=False, error_messages={"max_length": WHICH_PART})
    de = forms.TimeField(required=False, error_messages={"invalid": WHICH_HOURS})
    a = forms.TimeField(required=False, error_messages={"invalid": WHICH_HOURS})
    bureau = forms.CharField(max_length=10, required=False)
    type = forms.ChoiceField(
        choices=[(slug, slug) for slug in KIND_OF_SLUG],
        required=False,
        error_messages={"invalid_choice": _("Choose a desk or one of the rooms.")},
    )
    places = forms.IntegerField(
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], HOW_MANY),
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["jour"] = DayField(today=today, required=False)
        self.full_clean()

    @classmethod
    def sent(cls, request: HttpRequest, *, now: datetime) -> Self:
        """The answers of a request, in its form or in its address."""
        form = cls(request.POST or request.GET, today=hours.civil_day(now))
        if request.user.is_authenticated:
            form.booker = Booker.of(request.user)
        return form

    def clean_creneau(self) -> str:
        slug = self.cleaned_data["creneau"]
        if slug and slug != self.HOURS and slug not in PART_OF_SLUG and not hours.stretch_bounds(slug):
            raise ValidationError(WHICH_PART, code="invalid_choice")
        return slug

    def clean(self) -> dict:
        """Hours chosen from the two lists are named as in addresses."""
        cleaned = super().clean()
        if cleaned.get("creneau") == self.HOURS:
            start, end = cleaned.get("de"), cleaned.get("a")
            if start and end and start < end:
                cleaned["creneau"] = hours.stretch_name(hours.Range(start, end))
            elif not {"de", "a"} & set(self.errors):
                self.add_error("creneau", WHICH_HOURS)
        return cleaned

    def are_met_by(self, chosen: Choice) -> bool:
        """It is the very desk and part of the day, not what stands in for them; free or not."""
        return bool(chosen.desk and chosen.desk.code == self.code and chosen.part == self.part)

    @property
    def day(self) -> date | None:
        return self.cleaned_data.get("jour")

    @property
    def part(self) -> str:
        slug = self.cleaned_data.get("creneau", "")
        return PART_OF_SLUG.get(slug, slug if hours.stretch_bounds(slug) else "")

    @property
    def code(self) -> str:
        return self.cleaned_data.get("bureau", "")

    @property
    def people(self) -> int:
        return self.cleaned_data.get("places") or 1

    @property
    def kind(self) -> str:
        return KIND_OF_SLUG.get(self.cleaned_data.get("type", ""), "")

    def choose(self, centre: Telecentre, *, now: datetime, **changes) -> Choice:
        """These answers completed in a centre, by `choice.choose`; `changes` are arguments of it that stand in for them."""
        said = {"day": self.day, "part": self.part, "code": self.code, "kind": self.kind, "places": self.people}
        return choice.choose(centre, now=now, booker=self.booker, **said | changes)

    @property
    def problems(self) -> list[str]:
        return [message for messages in self.errors.values() for message in messages]

    @property
    def is_complete(self) -> bool:
        return bool(self.day and self.part and self.code)


class ConfirmForm(SentOnceForm):
    """The second screen: the form's own key, and who books when nobody is signed in."""

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
    guest = forms.CharField(
        label=_("For a guest? Their name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Leave it empty if you come yourself. The telecentre reads it; the mails come to you."),
        error_messages={"max_length": _("Write the name in at most %(limit_value)d characters.")},
    )

    def __init__(self, *args, signed_in: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if signed_in:
            del self.fields["name"], self.fields["email"]
        else:
            del self.fields["guest"]  # somebody known answers for a guest
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_guest(self) -> str:
        return " ".join(self.cleaned_data["guest"].split())

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()
