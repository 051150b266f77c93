"""Forms that do their thing once, however often they are sent: each carries a key of its own, made when it is shown."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

DAMAGED = _("The form did not arrive whole. Check it, then send it again.")


class SentOnceForm(forms.Form):
    """With a hidden `key`, by which the verb knows what it has done already."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages=dict.fromkeys(["required", "invalid"], DAMAGED))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            self.fields["key"].initial = uuid.uuid4()

    def full_clean(self) -> None:
        """A key that came back damaged is replaced, so that sending the form again works."""
        super().full_clean()
        if "key" in (self._errors or {}):
            self.data = self.data.copy()
            self.data[self.add_prefix("key")] = str(uuid.uuid4())
