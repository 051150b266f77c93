"""What people write about coming to live here, and correct of it later."""

from django import forms
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.sent_once import SentOnceForm
from outreach import consents
from outreach.actions import Contact
from outreach.models import Lead
from telecentres.forms import PlaceField
from telecentres.models import Territory


class SuggestsPlaces:
    """Most who come set out from far away: the départements are proposed, a commune of the Cantal is understood as well."""

    @cached_property
    def suggestions(self) -> list[str]:
        return list(Territory.objects.filter(kind=Territory.Kind.DEPARTEMENT).order_by("name").values_list("name", flat=True))


def _choices(kinds) -> list[tuple[str, str]]:
    return [(one.value, capfirst(one.label)) for one in kinds]


class ProjectForm(SuggestsPlaces, forms.Form):
    """The person's own words about themselves; the form of their page, and the second half of the first one."""

    name = forms.CharField(
        label=_("First and last name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name: we call you by it.")},
    )
    phone = forms.CharField(
        label=_("Telephone (optional)"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_("If you prefer to be called."),
    )
    project = forms.ChoiceField(label=_("What work would you do here?"), initial=Lead.Project.UNDECIDED)
    horizon = forms.ChoiceField(label=_("When would you come?"), initial=Lead.Horizon.UNKNOWN)
    home = PlaceField(
        label=_("Where do you live now? (optional)"), help_text=_("Your département, or your commune of the Cantal.")
    )
    household_size = forms.IntegerField(
        label=_("How many would come? (optional)"),
        min_value=1,
        max_value=20,
        required=False,
        help_text=_("You included."),
        error_messages=dict.fromkeys(["min_value", "max_value", "invalid"], _("Write a number from 1 to 20, or leave it empty.")),
    )
    partner_needs_job = forms.BooleanField(label=_("My partner looks for work here, too"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].choices = _choices(Lead.Project)
        self.fields["horizon"].choices = _choices(Lead.Horizon)
        self.fields["home"].widget.attrs["list"] = "departements"


class ComeForm(SentOnceForm, ProjectForm):
    """The first contact. The two boxes are never ticked beforehand; the second one is not needed for the first."""

    field_order = ["name", "email", "phone", "project", "horizon", "home", "household_size", "partner_needs_job", "message"]

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("For example: nom@exemple.fr"),
        error_messages={
            "required": _("Write your e-mail address: the link to your project goes there."),
            "invalid": _("This e-mail address is not complete. For example: nom@exemple.fr"),
        },
    )
    message = forms.CharField(
        label=_("Tell us about your project (optional)"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The work, the place, what you would need. Health and opinions are not asked."),
    )
    agrees = forms.BooleanField(
        label=consents.TEXTS[consents.CURRENT],
        error_messages={"required": _("Without your agreement we may neither keep your project nor write to you about it.")},
    )
    wants_news = forms.BooleanField(label=consents.NEWS, required=False)

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def contact(self, **more) -> Contact:
        """Of a valid form."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "agrees"}
        return Contact(**said | more)


class ByHandForm(ComeForm):
    """The agency writes down who called or came; the person has said yes and gets the same mail."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agrees"].label = consents.BY_STAFF
        self.fields["agrees"].error_messages["required"] = _("Nobody becomes a lead without having agreed.")
        self.fields["wants_news"].label = _("The person would also like news of the network now and then, by mail.")
        self.fields["name"].error_messages["required"] = _("Write the person’s name.")
        self.fields["message"].label, self.fields["message"].help_text = _("What they said"), _("The person can read it.")
        self.fields["phone"].help_text = ""


class AgreedForm(forms.Form):
    """Before somebody known from elsewhere becomes a lead."""

    agrees = forms.BooleanField(
        label=consents.BY_STAFF, error_messages={"required": _("Nobody becomes a lead without having agreed.")}
    )
