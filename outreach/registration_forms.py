"""What people type to come to an event, at its door, and to say afterwards how it was."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.sent_once import SentOnceForm
from outreach.models import Answer

NAME = {"label": _("First and last name"), "max_length": 120, "widget": forms.TextInput(attrs={"autocomplete": "name"})}
LETTERS_OF_CERTIFICATE = 12
INCOMPLETE = _("This e-mail address is not complete. For example: nom@exemple.fr")


class RegisterForm(SentOnceForm):
    """Two things and a third if one wants; who is signed in with a proved address is not asked for it."""

    name = forms.CharField(**NAME, error_messages={"required": _("Write your name: the door knows you by it.")})
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("A mail asks you to confirm. For example: nom@exemple.fr"),
        error_messages={"required": _("Write your e-mail address: the confirmation goes there."), "invalid": INCOMPLETE},
    )
    need = forms.CharField(
        label=_("What you need to take part (optional)"),
        max_length=300,
        required=False,
        widget=forms.TextInput,
        help_text=_("For example: access by wheelchair, a seat in front. Read by the organisers alone, erased after the event."),
    )

    def __init__(self, *args, proved: User | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if proved:
            self.fields["name"].initial = proved.name
            del self.fields["email"]

    def answers(self, proved: User | None) -> dict:
        """For `actions.register`."""
        return {**self.cleaned_data, "email": proved.email if proved else self.cleaned_data["email"]}


class AddForm(SentOnceForm):
    """Staff enter who rang up, or who stands at the door; the address is what mails go to, if any."""

    name = forms.CharField(**NAME, error_messages={"required": _("Write the name: the door knows the person by it.")})
    email = forms.EmailField(
        label=_("E-mail address (optional)"),
        max_length=254,
        required=False,
        help_text=_("With the person’s agreement. Without it, no mail and no waiting list."),
        error_messages={"invalid": INCOMPLETE},
    )


class StaffAddForm(AddForm):
    """The same, and what the person needs."""

    need = forms.CharField(label=_("What they need to take part (optional)"), max_length=300, required=False)


class DoorNoteForm(forms.Form):
    """What was pressed on a tablet: who came, and when if it could not be sent at once."""

    person = forms.CharField(max_length=12)
    key = forms.UUIDField()
    pressed_at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"])


class CertificateForm(forms.Form):
    """The reference that stands on a certificate; small letters and missing hyphens are understood."""

    reference = forms.CharField(
        label=_("Reference of the certificate"),
        max_length=20,
        help_text=_("Twelve letters and digits, for example K7MP-2QXR-9ABC."),
        error_messages={"required": _("Write the reference that stands on the certificate.")},
    )

    def clean_reference(self) -> str:
        typed = "".join(sign for sign in self.cleaned_data["reference"].upper() if sign.isalnum())
        if len(typed) != LETTERS_OF_CERTIFICATE:
            raise ValidationError(_("A reference has twelve letters and digits: compare it with the certificate."), code="length")
        return "-".join([typed[:4], typed[4:8], typed[8:]])


class AnswerForm(forms.Form):
    """Three questions, two of them marks from 1 to 5."""

    MARKS = [(5, _("5, very much")), (4, "4"), (3, "3"), (2, "2"), (1, _("1, not at all"))]
    MISSING = _("Choose a mark from 1 to 5.")

    useful = forms.TypedChoiceField(
        label=_("Was it useful to you?"),
        choices=MARKS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": MISSING},
    )
    organised = forms.TypedChoiceField(
        label=_("Was it well organised?"),
        choices=MARKS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": MISSING},
    )
    comment = forms.CharField(
        label=_("What should be better? (optional)"),
        max_length=Answer._meta.get_field("comment").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Do not write your name: the answer is kept without it."),
    )
