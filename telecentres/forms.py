"""What people type about places: what is broken there, and where they live and work."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.sent_once import SentOnceForm
from telecentres import finder
from telecentres.models import Fault, Habits, Telecentre, Territory, Workspace


class FaultForm(SentOnceForm):
    """What is broken, and where; the key is made when the page is drawn, so that the same form sent twice is one fault."""

    workspace = forms.ModelChoiceField(
        Workspace.objects.none(),
        to_field_name="code",
        label=_("Where"),
        required=False,
        empty_label=_("the whole centre, or somewhere else in it"),
        error_messages={"invalid_choice": _("This desk is not in this centre. Choose one of the list.")},
    )
    text = forms.CharField(
        label=_("What is broken or missing?"),
        max_length=Fault.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For example: the left screen stays black. Please write nothing about people."),
        error_messages={"required": _("Say in a few words what is broken.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address (optional)"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Only to tell you when it is repaired."),
        error_messages={"invalid": _("This e-mail address is not complete. For example: vous@exemple.fr")},
    )

    def __init__(self, *args, telecentre: Telecentre, today: date, signed_in: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workspace"].queryset = telecentre.workspaces.active_on(today)
        if signed_in:
            del self.fields["email"]


class PlaceField(forms.CharField):
    """
    A commune of the Cantal, or a département for whoever sets out from farther away; gives a Territory or None.

    Accents, capitals, hyphens and "St" do not matter. A name that is not quite right is refused with those near it,
    rather than guessed: the answer is kept and counted.
    """

    default_error_messages = {
        "unknown": _("We know no commune of the Cantal and no département by this name. Did you mean %(near)s?"),
        "nothing_near": _(
            "We know no commune of the Cantal and no département by this name. Check the spelling, or leave it empty."
        ),
    }

    def __init__(self, **kwargs) -> None:
        super().__init__(max_length=80, required=False, **kwargs)
        self.widget.attrs |= {"list": "communes", "autocomplete": "off"}

    def prepare_value(self, value):
        return value.name if isinstance(value, Territory) else value

    def clean(self, value) -> Territory | None:
        typed = super().clean(value)
        if not typed:
            return None
        if place := finder.place_named(typed):
            return place
        if near := finder.places_near(typed):
            names = _(" or ").join(_("“%(name)s”") % {"name": one.name} for one in near)
            raise ValidationError(self.error_messages["unknown"], code="unknown", params={"near": names})
        raise ValidationError(self.error_messages["nothing_near"], code="unknown")


class HabitsForm(forms.Form):
    """Where one lives and would work without the telecentre: a part of the profile, every answer optional."""

    title = _("Your ways")
    note = _(
        "Your answers serve two purposes: to show how far the centres are from you, and to count, for all people together, the "
        "kilometres that the network spares. You may leave everything empty, and empty it whenever you like."
    )

    home = PlaceField(
        label=_("The commune you live in (optional)"),
        help_text=_("To measure distances from there. Outside the Cantal, write the département."),
    )
    alternative = forms.ChoiceField(
        label=_("Without the telecentre, where would you work? (optional)"),
        choices=[("", _("I would rather not say")), *Habits.Alternative.choices],
        required=False,
        help_text=_("To know which way to work each day at the centre spares or adds."),
    )
    employer_at = PlaceField(
        label=_("The commune of your employer (optional)"), help_text=_("Only if you would work there, to measure that way.")
    )

    mode = forms.ChoiceField(
        label=_("How do you usually travel to work? (optional)"),
        choices=[("", _("I would rather not say")), *Habits.Mode.choices],
        required=False,
        help_text=_("To estimate the greenhouse gases of that way. Without an answer only kilometres and minutes are counted."),
    )

    def __init__(self, data=None, *, user: User) -> None:
        self.habits = Habits.objects.select_related("home", "employer_at").filter(user=user).first() or Habits(user=user)
        fields = ("home", "alternative", "employer_at", "mode")
        super().__init__(data, initial={name: getattr(self.habits, name) for name in fields})

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("employer_at") and cleaned.get("alternative") != Habits.Alternative.EMPLOYER:
            self.add_error(
                "employer_at",
                _("This is asked only of who would work at their employer’s: choose that answer above, or empty this field."),
            )
        return cleaned

    @cached_property
    def suggestions(self) -> list[str]:
        """The communes of the Cantal, by name."""
        return list(Territory.objects.communes().values_list("name", flat=True))

    def save(self) -> None:
        """Nothing is kept of who says nothing."""
        for name, value in self.cleaned_data.items():
            setattr(self.habits, name, value)
        if not self.habits.are_empty:
            self.habits.save()
        elif self.habits.pk:
            self.habits.delete()


class InterestForm(forms.Form):
    """Who wants to know when a centre opens."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("For news of this centre, one mail for each step. Nothing else."),
        error_messages={
            "required": _("Write your e-mail address: the news goes there."),
            "invalid": _("This e-mail address is not complete. For example: vous@exemple.fr"),
        },
    )
    commune = PlaceField(
        label=_("The commune you live in (optional)"),
        help_text=_("The network counts from where people would come. Outside the Cantal, write the département."),
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()
