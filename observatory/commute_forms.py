"""The form of the commute test."""

from django import forms
from django.utils.translation import gettext_lazy as _

from observatory import communes
from observatory.communes import MOST, Commune


class CommuneField(forms.CharField):
    """A commune of France by its name or postal code; `choices` are those to choose from where several fit."""

    default_error_messages = {
        "unknown": _("We know no commune called “%(name)s”. Check the spelling, or give the postal code."),
        "several": _("Several communes fit “%(name)s”: choose yours."),
        "too_many": _("Too many communes fit “%(name)s”. Add the département in brackets, for example “Saint-Denis (93)”."),
    }

    def clean(self, value) -> Commune | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = communes.named(typed)
        exact = [one for one in found if typed in (str(one), one.precise)] or found
        if len(exact) == 1:
            return exact[0]
        code = "unknown" if not found else "several" if len(found) <= MOST else "too_many"
        raise forms.ValidationError(self.error_messages[code], code=code, params={"name": typed})


class CommuteForm(forms.Form):
    """Home, work, and how many days a week one would go to a telecentre; asked by GET, kept nowhere."""

    domicile = CommuneField(
        label=_("I live in"),
        max_length=80,
        help_text=_("A commune of France, or its postal code."),
        error_messages={"required": _("Say where you live: a commune or a postal code.")},
    )
    travail = CommuneField(
        label=_("I work in"),
        max_length=80,
        help_text=_("Where your employer or your clients are."),
        error_messages={"required": _("Say where you work: a commune or a postal code.")},
    )
    jours = forms.TypedChoiceField(
        label=_("Days a week at the telecentre"),
        coerce=int,
        empty_value=2,
        required=False,
        initial=2,
        choices=[(n, n) for n in range(1, 6)],
        error_messages={"invalid_choice": _("Choose from one to five days.")},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("domicile", "travail"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def choices_of(self, name: str) -> list[tuple[str, Commune]]:
        """What somebody who typed a name that several communes have may choose from: the text to send, and the commune."""
        if not self.has_error(name, "several"):
            return []
        found = communes.named(self[name].value() or "")
        names = [str(one) for one in found]
        return [(str(one) if names.count(str(one)) == 1 else one.precise, one) for one in found]

    def offers(self) -> list[tuple[str, list[tuple[str, Commune]]]]:
        """(name of the field, choices) of those where several fit."""
        return [(name, choices) for name in ("domicile", "travail") if (choices := self.choices_of(name))]
