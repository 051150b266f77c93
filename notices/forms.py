"""What people type when they write to the help desk."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _


class QuestionForm(forms.Form):
    """The key is made when the page is drawn: the same form sent twice is one question."""

    name = forms.CharField(
        label=_("Your name (optional)"), max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Only to answer you. For example vous@exemple.fr."),
    )
    text = forms.CharField(
        label=_("Your message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What did you want to do, on which page, and what happened? Please say nothing about your health."),
    )
    key = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)
