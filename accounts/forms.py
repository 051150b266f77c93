"""The forms of the sign-up and of the profile."""

from collections.abc import Callable

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class NameForm(forms.Form):
    """What the sign-up asks besides the address: the library's own form inherits from this one."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As it should stand on your bookings."),
    )
    field_order = ["name", "email"]

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.language = request.LANGUAGE_CODE
        user.save(update_fields=["name", "language"])


class IdentityForm(forms.ModelForm):
    """The first part of the profile."""

    title = _("You")

    class Meta:
        model = User
        fields = ["name", "language"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, data=None, *, user: User) -> None:
        super().__init__(data, instance=user)


_parts: list[Callable[..., forms.BaseForm]] = []


def add_to_profile(part: Callable[..., forms.BaseForm]) -> None:
    """
    Each app adds its questions from `AppConfig.ready()`, and nobody imports upwards.

    A part is made of the data sent and `user`; it has a `title`, perhaps a `note`, and saves itself. Names of fields are
    unique over all parts.
    """
    if part not in _parts:
        _parts.append(part)


class ProfileForm:
    """All parts of the profile as one form: they are saved together or not at all."""

    def __init__(self, data=None, *, user: User) -> None:
        self.parts = [part(data, user=user) for part in _parts]

    def is_valid(self) -> bool:
        """Asks every part, so that all mistakes are said at once."""
        return not [part for part in self.parts if not part.is_valid()]

    @property
    def errors(self) -> dict:
        return {name: errors for part in self.parts for name, errors in part.errors.items()}

    def non_field_errors(self) -> list:
        return [error for part in self.parts for error in part.non_field_errors()]

    def visible_fields(self) -> list:
        return [field for part in self.parts for field in part.visible_fields()]

    def hidden_fields(self) -> list:
        return [field for part in self.parts for field in part.hidden_fields()]

    @transaction.atomic
    def save(self) -> None:
        for part in self.parts:
            part.save()
