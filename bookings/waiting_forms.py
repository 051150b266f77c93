"""What people type to stand on a waiting list."""

from datetime import date

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from bookings.availability import PART_OF_SLUG, SLUG_OF_PART
from bookings.forms import WHICH_PART, ConfirmForm, DayField
from bookings.models import Ask, Booking
from bookings.models.ask import KIND_OF_SLUG, SLUG_OF_KIND
from telecentres import hours
from telecentres.models import Speciality, Telecentre, Workspace


class WaitForm(ConfirmForm):
    """For which day and part of it, here or at any centre of a speciality, and what the desk must have."""

    key = None  # a list knows its people: who asks twice stands on it once

    ou = forms.ChoiceField(label=_("Where?"), required=False, widget=forms.RadioSelect)
    creneau = forms.ChoiceField(
        label=_("Part of the day"), error_messages=dict.fromkeys(["required", "invalid_choice"], WHICH_PART)
    )
    type = forms.ChoiceField(label=_("Kind of workspace"), required=False)
    adapte = forms.MultipleChoiceField(
        label=_("The desk must have"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what you cannot do without. It is erased when you wait no longer."),
    )

    field_order = ["jour", "creneau", "ou", "type", "adapte", "name", "email"]

    def __init__(self, *args, centre: Telecentre, today: date, signed_in: bool, asked: str = "", **kwargs):
        super().__init__(*args, signed_in=signed_in, **kwargs)
        self.fields.pop("guest", None)  # who waits comes
        self.centre = centre
        self.fields["jour"] = DayField(
            today=today, label=_("Day"), help_text=_("For example 30/11/2026, Monday or tomorrow"), error_messages=NO_DAY
        )
        parts = [(SLUG_OF_PART[part], capfirst(part.label)) for part in Booking.Part]
        if hours.stretch_bounds(asked):
            parts.append((asked, asked))
        self.fields["creneau"].choices = parts
        kinds = set(centre.workspaces.not_retired(today).values_list("kind", flat=True))
        self.fields["type"].choices = [(SLUG_OF_KIND[kind], capfirst(kind.label)) for kind in Workspace.Kind if kind in kinds]
        self.fields["adapte"].choices = [
            (name, capfirst(Workspace._meta.get_field(name).verbose_name)) for name in Workspace.ACCESSIBILITY
        ]
        specialities = Speciality.objects.filter(pk__in=centre.specialities.current(today).values("speciality"))
        anywhere = [(one.slug, _("In any telecentre for %(speciality)s") % {"speciality": one}) for one in specialities]
        self.fields["ou"].choices = [("", _("Only here, in %(centre)s") % {"centre": centre}), *anywhere]
        if not anywhere:
            del self.fields["ou"]
        if len(kinds) < 2:
            del self.fields["type"]
        self.order_fields(self.field_order)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    @property
    def part(self) -> str:
        said = self.cleaned_data["creneau"]
        return PART_OF_SLUG.get(said, said)

    @property
    def ask(self) -> Ask:
        kind = KIND_OF_SLUG.get(self.cleaned_data.get("type", ""), Workspace.Kind.DESK)
        return Ask(kind, 1, tuple(self.cleaned_data["adapte"]))

    @property
    def speciality(self) -> Speciality | None:
        slug = self.cleaned_data.get("ou")
        return Speciality.objects.filter(slug=slug).first() if slug else None


NO_DAY = {"required": _("Say on which day you want to come.")}
