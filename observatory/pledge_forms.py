"""What people say of a move: from where, to where, when, with how many."""

import re
from datetime import date
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.sent_once import SentOnceForm
from observatory import communes, consents
from observatory.models import MovePledge
from telecentres import finder, hours
from telecentres.models import Telecentre, Territory

CANTAL = "15"
TOWN = 2000  # inhabitants of the commune
MONTHS_BACK = 36
MOST_NAMED = 4
MONTH = re.compile(r"\s*(?:(?P<y1>\d{4})-(?P<m1>\d{1,2})|(?P<m2>\d{1,2})\s*[/.-]\s*(?P<y2>\d{4}))\s*")


class Outside(NamedTuple):
    """A place outside the Cantal as it is kept: the département, and whether the commune is a town; None if not said."""

    departement: Territory
    is_urban: bool | None


class OutsideField(forms.CharField):
    """
    A commune of France, of which only the département and whether it is a town are kept; or a département alone.

    A town has 2,000 inhabitants or more. INSEE asks that they live without a gap between the houses, across communes: so a
    village at the edge of a city counts here as country, and a wide commune of hamlets may count as town.
    """

    default_error_messages = {
        "unknown": _("We know no commune and no département by this name. Check the spelling, or give the postal code."),
        "several": _("Several communes fit: %(names)s. Write yours like that."),
        "cantal": _("This is in the Cantal: here goes the place outside."),
        "gone": _("This département is not known to the portal. Write to us."),
    }

    def prepare_value(self, value):
        return value.departement.name if isinstance(value, Outside) else value

    def clean(self, value) -> Outside | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = communes.named(typed)
        same_name = [one for one in found if communes.bare(one.name) == communes.bare(typed) or typed in (str(one), one.precise)]
        whole = None if same_name else finder.place_named(typed)
        if whole and whole.kind == Territory.Kind.DEPARTEMENT:
            return Outside(whole, None)
        exact = [one for one in found if typed in (str(one), one.precise)] or same_name or found
        if not exact:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        if len({(one.departement, is_town(one)) for one in exact}) > 1:
            names = ", ".join(f"“{one}”" for one in exact[:MOST_NAMED])
            raise ValidationError(self.error_messages["several"], code="several", params={"names": names})
        return self._kept(exact[0])

    def _kept(self, commune: communes.Commune) -> Outside:
        if commune.departement == CANTAL:
            raise ValidationError(self.error_messages["cantal"], code="cantal")
        departement = Territory.objects.filter(kind=Territory.Kind.DEPARTEMENT, code=commune.departement).first()
        if departement is None:
            raise ValidationError(self.error_messages["gone"], code="gone")
        return Outside(departement, is_town(commune))


def is_town(commune: communes.Commune) -> bool:
    return commune.population >= TOWN


class MonthField(forms.CharField):
    """A civil month, "2026-09" as browsers send it or "09/2026" as people write it; gives its first day."""

    default_error_messages = {
        "invalid": _("Write the month and the year, for example 09/2026."),
        "future": _("Declare the move once it is made: this month is still to come."),
        "past": _("Only moves of the last three years are counted."),
    }

    def prepare_value(self, value):
        return f"{value:%Y-%m}" if isinstance(value, date) else value

    def clean(self, value) -> date | None:
        typed = super().clean(value)
        found = MONTH.fullmatch(typed)
        year, month = (int(found["y1"] or found["y2"]), int(found["m1"] or found["m2"])) if found else (0, 0)
        if not (1900 <= year <= 2200 and 1 <= month <= 12):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        this_month = hours.month_of(hours.civil_day(timezone.now()))
        back = (this_month.year - year) * 12 + this_month.month - month
        if back < 0:
            raise ValidationError(self.error_messages["future"], code="future")
        if back > MONTHS_BACK:
            raise ValidationError(self.error_messages["past"], code="past")
        return date(year, month, 1)


class MoveForm(forms.Form):
    """The move itself; the form of the person's own page, and the first half of the declaration."""

    direction = forms.ChoiceField(label=_("I moved"), widget=forms.RadioSelect, error_messages={"required": _("Say which way.")})
    outside = OutsideField(
        label=_("The place outside the Cantal"),
        max_length=80,
        help_text=_(
            "Your commune, for example “Lyon” or “Saint-Denis (93)”. We keep the département, and whether it is a town: not the "
            "commune. If you write the département alone, town or country stays unknown."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write your commune or département outside the Cantal.")},
    )
    inside = forms.ModelChoiceField(
        label=_("Your commune in the Cantal"),
        queryset=Territory.objects.none(),
        error_messages={
            "required": _("Choose the commune in the Cantal."),
            "invalid_choice": _("Choose the commune in the Cantal."),
        },
    )
    month = MonthField(
        label=_("Month of the move"),
        max_length=20,
        help_text=_("For example 09/2026."),
        widget=forms.TextInput(attrs={"type": "month", "autocomplete": "off"}),
        error_messages={"required": _("Write the month and the year, for example 09/2026.")},
    )
    persons = forms.IntegerField(
        label=_("How many people moved, you included?"),
        min_value=1,
        max_value=20,
        initial=1,
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], _("Write a number from 1 to 20.")),
    )
    telecentre = forms.ModelChoiceField(
        label=_("Did a telecentre count in the decision? (optional)"),
        queryset=Telecentre.objects.none(),
        required=False,
        empty_label=_("None, or I do not want to say"),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["direction"].choices = [(one.value, capfirst(one.label)) for one in MovePledge.Direction]
        self.fields["inside"].queryset = Territory.objects.communes().order_by("name")
        self.fields["telecentre"].queryset = Telecentre.objects.public().order_by("name")

    @property
    def said(self) -> dict:
        """Of a valid form, by the names of the fields of a MovePledge."""
        clean = self.cleaned_data
        ends = (clean["outside"].departement, clean["inside"])
        previous, new = ends if clean["direction"] == MovePledge.Direction.IN else ends[::-1]
        kept = {name: clean[name] for name in ("direction", "month", "persons", "telecentre")}
        return {**kept, "previous": previous, "new": new, "is_urban": clean["outside"].is_urban}


class CorrectForm(MoveForm):
    """The place outside may stay as it is: its commune was never kept, so it cannot be shown."""

    def __init__(self, *args, pledge: MovePledge, **kwargs) -> None:
        came = pledge.direction == MovePledge.Direction.IN
        outside, inside = (pledge.previous, pledge.new) if came else (pledge.new, pledge.previous)
        as_it_is = {name: getattr(pledge, name) for name in ("direction", "month", "persons", "telecentre")}
        super().__init__(*args, initial=as_it_is | {"inside": inside}, **kwargs)
        self.kept = Outside(outside, pledge.is_urban)
        self.fields["outside"].required = False
        self.fields["outside"].help_text = _("Leave it empty if it has not changed.")

    def clean_outside(self) -> Outside:
        return self.cleaned_data["outside"] or self.kept


class DeclareForm(SentOnceForm, MoveForm):
    """The first time: with the address that confirms it, and a box that is never ticked beforehand."""

    field_order = ["direction", "outside", "inside", "month", "persons", "telecentre", "email", "agrees"]

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("A mail asks you to confirm, and lets you correct it or take it back. For example: nom@exemple.fr"),
        error_messages={
            "required": _("Write your e-mail address: the confirmation goes there."),
            "invalid": _("This e-mail address is not complete. For example: nom@exemple.fr"),
        },
    )
    agrees = forms.BooleanField(
        label=consents.TEXTS[consents.CURRENT],
        error_messages={"required": _("Without your agreement the move is not counted.")},
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()
