"""Which mails about bookings a person wants: a part of the profile."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class MailsForm(forms.ModelForm):
    """The reminder is a service, the others are the booking itself."""

    title = _("The mails you get")
    note = _(
        "The confirmation, the change and the cancellation of a booking always come: without them you would not know "
        "whether you have a desk. We send nothing else, and no advertising."
    )

    class Meta:
        model = User
        fields = ["wants_reminders"]
        labels = {"wants_reminders": _("Remind me on the evening before")}
        help_texts = {"wants_reminders": _("Holds at once, for bookings made already as well.")}

    def __init__(self, data=None, *, user: User) -> None:
        super().__init__(data, instance=user)
