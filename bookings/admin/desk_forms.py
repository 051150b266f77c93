"""What a manager types who books or moves for somebody else: for whom, when, where, and which rules give way."""

from datetime import date, datetime
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.sent_once import SentOnceForm
from bookings.actions.allowances import TryingOut, period_of
from bookings.admin.week import HourField
from bookings.forms import HOW_MANY, MOST_PLACES, WHICH_HOURS, DayField
from bookings.models import Booker, Booking, Occupancy, Override
from dispatch.models import Message
from telecentres import hours
from telecentres.models import Telecentre, Workspace

BY_HOURS, FIRST_OF = "hours", "first-"
MOST_NAMES = 8


class PlaceForm(forms.Form):
    """When and where in a centre; the place is one workspace, or the first that is free of a kind."""

    day = DayField(today=date.min, label=_("Day"), help_text=_("For example 30/11/2026, Monday or tomorrow"))
    part = forms.ChoiceField(label=_("Part of the day"), widget=forms.RadioSelect)
    begins = HourField(
        label=_("From"), required=False, widget=forms.TextInput(attrs={"size": 7}), help_text=_("By the hour: for example 8:30.")
    )
    ends = HourField(label=pgettext_lazy("hour of the day", "until"), required=False, widget=forms.TextInput(attrs={"size": 7}))
    place = forms.ChoiceField(label=_("Place"))

    def __init__(self, *args, telecentre: Telecentre, now: datetime, booking: Booking | None = None, **kwargs) -> None:
        """`booking` is one that moves: its own desks count as free."""
        super().__init__(*args, **kwargs)
        self.telecentre, self.now, self.booking = telecentre, now, booking
        self.workspaces = list(telecentre.workspaces.not_retired(hours.civil_day(now)).select_related("telecentre"))
        self.fields["day"].today = hours.civil_day(now)
        parts = [(part.value, capfirst(part.label)) for part in Booking.Part]
        self.fields["part"].choices = [*parts, (BY_HOURS, _("By the hour"))]
        there = [kind for kind in Workspace.Kind if any(one.kind == kind for one in self.workspaces)]
        if booking:
            there = [kind for kind in there if kind == booking.workspace.kind]
        firsts = [(FIRST_OF + kind, _first_of(kind)) for kind in there]
        named = [(one.code, str(one)) for one in self.workspaces if one.kind in there]
        self.fields["place"].choices = [*firsts, (_("One of these"), named)]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("part") == BY_HOURS and not {"begins", "ends"} & set(self.errors):
            begins, ends = cleaned.get("begins"), cleaned.get("ends")
            if begins and ends and begins < ends:
                cleaned["part"] = hours.stretch_name(hours.Range(begins, ends))
            else:
                self.add_error("begins", WHICH_HOURS)
        if not self.errors:
            cleaned["workspace"] = self._workspace(cleaned["place"], cleaned["day"], cleaned["part"])
        return cleaned

    @property
    def people(self) -> int:
        return self.booking.places if self.booking else self.cleaned_data.get("places") or 1

    @property
    def features(self) -> list[str]:
        return self.cleaned_data.get("features") or []

    def _workspace(self, place: str, day: date, part: str) -> Workspace:
        """The one named; of a kind the first that is free, else the first that only a closure holds, else the first."""
        if not place.startswith(FIRST_OF):
            return next(one for one in self.workspaces if one.code == place)
        kind = place.removeprefix(FIRST_OF)
        fitting = [
            one
            for one in self.workspaces
            if one.kind == kind
            and one.is_in_service(day)
            and (kind == Workspace.Kind.DESK or one.seats >= self.people)
            and all(getattr(one, feature) for feature in self.features)
        ]
        if not fitting:
            raise ValidationError({"place": _("No such place has what is asked for. Choose one by its name.")})
        return min(fitting, key=lambda one: self._rank(one, day, part))

    def _rank(self, workspace: Workspace, day: date, part: str) -> int:
        period = period_of(workspace, day, part, TryingOut(None))
        if period is None:
            return 3
        taken = Occupancy.objects.live().filter(workspace__in=workspace.with_what_stands_in_it()).overlapping(*period)
        if self.booking:
            taken = taken.exclude(booking=self.booking)
        holders = {booking is not None for booking in taken.values_list("booking", flat=True)}
        return 2 if True in holders else 1 if holders else 0


class ForSomebodyForm(SentOnceForm, PlaceForm):
    """
    Whom the centre books for: somebody who has booked here, named in part; or an address, of an account or of a visitor.

    `booker` is who is meant, once the form is valid. Where several people bear the name, `people_found` are they.
    """

    who = forms.CharField(
        label=_("For whom?"),
        max_length=254,
        help_text=_("An e-mail address, or a part of the name of somebody who has booked here."),
        error_messages={"required": _("Write a name or an e-mail address.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("First and last name"),
        max_length=120,
        required=False,
        help_text=_("Only for somebody who has never booked here."),
    )
    guest = forms.CharField(
        label=_("Name of a guest"),
        max_length=120,
        required=False,
        help_text=_("If a guest of this person comes instead. The person gets the mails; the guest stands on the day sheet."),
    )
    places = forms.IntegerField(
        label=_("For how many people?"),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], HOW_MANY),
    )
    features = forms.MultipleChoiceField(
        label=_("Accessibility"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only counts where the first free place is chosen."),
    )
    field_order = ["who", "name", "guest", "day", "part", "begins", "ends", "places", "place", "features", "key"]

    def __init__(self, data=None, **kwargs) -> None:
        """`person` among the data is the address of one of several people who bear a name: it stands in for the name."""
        if data and data.get("person"):
            data = data.copy()
            data["who"] = data["person"]
        super().__init__(data, **kwargs)
        self.fields["features"].choices = [
            (name, capfirst(Workspace._meta.get_field(name).verbose_name)) for name in Workspace.ACCESSIBILITY
        ]
        self.booker: Booker | None = None
        self.people_found: list[Booker] = []

    def clean_guest(self) -> str:
        return " ".join(self.cleaned_data["guest"].split())

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("who") and "name" in cleaned:
            try:
                self.booker = self._booker(" ".join(cleaned["who"].split()), cleaned["name"])
            except ValidationError as refusal:
                self.add_error(None if hasattr(refusal, "error_dict") else "who", refusal)
        return cleaned

    def _booker(self, who: str, name: str) -> Booker:
        if "@" not in who:
            return self._named(who)
        email = who.lower()
        validate_email(email)
        account = User.objects.filter(email__iexact=email, is_active=True).first()
        if account:
            return Booker.of(account)
        last = self._of_here().filter(booked_by=None, visitor_email=email).order_by("-created_at").first()
        name = name or (last.visitor_name if last else "")
        if not name:
            said = _("This address has never booked here: write the name as well.")
            raise ValidationError({"name": ValidationError(said, code="required")})
        return Booker(name, email)

    def _named(self, who: str) -> Booker:
        """Among those who have booked at this centre, and nobody else: no manager searches the network for people."""
        named = Q(booked_by__name__icontains=who, booked_by__is_active=True) | Q(booked_by=None, visitor_name__icontains=who)
        latest = self._of_here().filter(named).select_related("booked_by").order_by("-created_at")[:200]
        found = {booking.booker.email: booking.booker for booking in reversed(latest)}
        if not found:
            raise ValidationError(_("Nobody of this name has booked here. Write the e-mail address instead."), code="unknown")
        if len(found) > 1:
            self.people_found = list(found.values())[-MOST_NAMES:][::-1]
            raise ValidationError(_("Several people bear this name. Choose one of them below."), code="several")
        return next(iter(found.values()))

    def _of_here(self):
        here = Booking.objects.filter(workspace__telecentre=self.telecentre)
        return here.exclude(visitor_email__endswith=Message.FORGOTTEN)


class Against(NamedTuple):
    """A rule that speaks against a booking, in words for the manager; `may_give_way` by the manager's word."""

    code: str
    words: str
    may_give_way: bool


class Ticks(forms.MultipleChoiceField):
    """A rule that was ticked and no longer speaks, for somebody has reopened meanwhile, is no mistake."""

    def to_python(self, value) -> list[str]:
        return [code for code in super().to_python(value) if self.valid_value(code)]


class WordForm(forms.Form):
    """Which of the rules that speak against a booking give way, and why."""

    allow = Ticks(label=_("What gives way"), required=False, widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Kept with the booking; the person does not read it."),
    )

    def __init__(self, *args, against: list[Against], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["allow"].choices = [(one.code, one.words) for one in against if one.may_give_way]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("allow") and not cleaned.get("reason"):
            self.add_error("reason", ValidationError(_("Write why this rule gives way."), code="required"))
        return cleaned


def against(refusals: list[ValidationError]) -> list[Against]:
    return [Against(one.code, _words(one), Override.Rule.of_code(one.code) is not None) for one in refusals]


def _words(refusal: ValidationError) -> str:
    """Refusals are written to who books; what they say about the person is put for somebody else, and tells no other place."""
    params = refusal.params or {}
    if refusal.code == "barred":
        return gettext("This person is barred from the centre until %(day)s.") % params
    if refusal.code == "one_desk":
        return gettext("This person has another desk at that time. Move or cancel that booking first.")
    if refusal.code == "weekly_quota":
        return ngettext(
            "This person has %(count)s booking that week already, the most one person may hold.",
            "This person has %(count)s bookings that week already, the most one person may hold.",
            params["count"],
        ) % {"count": params["count"]}
    return " ".join(refusal.messages)


def _first_of(kind: str) -> str:
    return gettext("the first that is free: %(kind)s") % {"kind": Workspace.Kind(kind).label}
