"""What a page of the observatory is about: a place and a time, chosen by links that can be shared."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from observatory.indicators import NETWORK, Scope, Span
from telecentres import hours, words
from telecentres.models import Telecentre, Territory

MONTHS_BACK = 24


class SelectionForm(forms.Form):
    """A telecentre or an intercommunality, neither for the whole network; a month that is over, or a year that has begun."""

    territoire = forms.ChoiceField(
        label=_("Intercommunality"), required=False, error_messages={"invalid_choice": _("We know no such intercommunality.")}
    )
    centre = forms.ChoiceField(
        label=_("Telecentre"), required=False, error_messages={"invalid_choice": _("We know no such telecentre.")}
    )
    periode = forms.ChoiceField(
        label=_("Month or year"), required=False, error_messages={"invalid_choice": _("There are no figures for this time.")}
    )

    def __init__(self, data, *, today: date) -> None:
        super().__init__(data)
        epci = Territory.objects.filter(kind=Territory.Kind.EPCI).order_by("name").values_list("code", "name")
        centres = Telecentre.objects.furnished().order_by("name").values_list("slug", "name")
        self.fields["territoire"].choices = [("", _("The whole network")), *epci]
        self.fields["centre"].choices = [("", _("All telecentres")), *centres]
        self.last = hours.month_before(hours.month_of(today))
        self.fields["periode"].choices = [("", words.month_words(self.last)), *_periods(self.last)]

    def clean(self) -> dict:
        said = super().clean()
        if said.get("territoire") and said.get("centre"):
            self.add_error(
                "centre", forms.ValidationError(_("Choose a telecentre or an intercommunality, not both."), code="both")
            )
        return said

    @property
    def scope(self) -> Scope:
        """The whole network where nothing was chosen, or nothing that can be understood."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        if said.get("centre"):
            return Scope("centre", said["centre"])
        return Scope("territory", said["territoire"]) if said.get("territoire") else NETWORK

    @property
    def span(self) -> Span:
        """The last month that is over where nothing was chosen."""
        said = self.cleaned_data.get("periode", "") if self.is_bound and self.is_valid() else ""
        if len(said) == 4:
            return Span.year(int(said))
        return Span.month(date.fromisoformat(f"{said}-01") if said else self.last)


def of(data) -> SelectionForm:
    """From the query of an address; without any of its fields the form is not bound, and shows no errors."""
    names = SelectionForm.base_fields
    return SelectionForm(data if any(name in data for name in names) else None, today=hours.civil_day(timezone.now()))


def _periods(last: date) -> list[tuple]:
    """Years and months, the latest first."""
    months = [last]
    while len(months) < MONTHS_BACK:
        months.append(hours.month_before(months[-1]))
    years = dict.fromkeys(month.year for month in months)
    return [
        (_("Years"), [(str(year), str(year)) for year in years]),
        (_("Months"), [(f"{month:%Y-%m}", words.month_words(month)) for month in months]),
    ]
