"""The library's sign-in forms in the portal's words; apart from forms.py, which the library imports first."""

from allauth.account.forms import LoginForm, RequestLoginCodeForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """An address and, for who has one, a password; without it a code leaves by mail."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["password"].label = _("Password (if you have one)")
        self.fields["password"].help_text = _("Leave it empty and we send you a code by e-mail.")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)  # says the label once more, in other words

    def _setup_password_field(self) -> None:
        # The library drops the field when the sign-up asks for no password; ours may be set later, in the profile.
        self.fields["password"].required = False


class CodeRequestForm(RequestLoginCodeForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
