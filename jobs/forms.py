"""What people type about work: what they look for, an application, a search to keep."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.sent_once import SentOnceForm
from jobs import rules
from jobs.models import Alert, Application
from jobs.search import LONGEST
from telecentres import finder
from telecentres.models import Territory


class LookForm(forms.Form):
    """Words and a commune, above the list; the filters beside it are links."""

    q = forms.CharField(label=_("Job or word"), max_length=LONGEST, required=False, widget=forms.SearchInput)
    commune = forms.CharField(
        label=_("Your commune"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "communes", "autocomplete": "off"}),
        help_text=_("To show the road that each offer spares you. It is not kept."),
        error_messages={"max_length": _("Write only the name of the commune, or its postal code.")},
    )

    def clean_commune(self) -> Territory | None:
        """The commune that is meant, guessed as in the finder: nothing is kept of it."""
        typed = self.cleaned_data["commune"]
        found = finder.start_named(typed) if typed.strip() else None
        if typed.strip() and found is None:
            raise ValidationError(
                _("No commune of the Cantal is called that. Check the name, or leave it empty."), code="unknown"
            )
        return found and found.commune

    @property
    def start(self) -> Territory | None:
        """Where the person sets out from, if they said so in a way that is understood."""
        return None if self.errors.get("commune") else getattr(self, "cleaned_data", {}).get("commune")

    @cached_property
    def suggestions(self) -> list[str]:
        """The communes of the Cantal, by name."""
        return list(Territory.objects.communes().values_list("name", flat=True))


class ApplicationForm(SentOnceForm):
    """A name, an address, a few words, a file if one wants; the key makes of the same form sent twice one application."""

    name = forms.CharField(
        label=_("First and last name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name: the employer answers you with it.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("To follow your application or take it back. For example: nom@exemple.fr"),
        error_messages={
            "required": _("Write your e-mail address: the answer goes there."),
            "invalid": _("This e-mail address is not complete. For example: nom@exemple.fr"),
        },
    )
    message = forms.CharField(
        label=_("Your message"),
        max_length=Application.LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What you can do for this job, and what you need to do it well. Age, health and family are not asked."),
        error_messages={"required": _("Write a few words: why this job, and what you can do.")},
    )
    cv = forms.FileField(
        label=_("CV (optional)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.odt,.docx"}),
        help_text=_("PDF, ODT or DOCX, 5 MB at most. A CV is not needed to apply."),
        error_messages={"empty": _("This file is empty. Choose another one, or none.")},
    )
    keep = forms.BooleanField(
        label=_("If it is no this time, keep my application for other offers, two years at most"),
        required=False,
        help_text=_("You can change your mind at any time by the link in the mail."),
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class AlertForm(forms.Form):
    """Where new offers of a search go, and how often."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("For example: nom@exemple.fr. Erased with the search."),
        error_messages={
            "required": _("Write your e-mail address: the offers go there."),
            "invalid": _("This e-mail address is not complete. For example: nom@exemple.fr"),
        },
    )
    rhythm = forms.ChoiceField(label=_("How often"), choices=Alert.Rhythm, initial=Alert.Rhythm.WEEKLY, widget=forms.RadioSelect)
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class AnswerForm(forms.Form):
    """What becomes of an application; the person is told of it."""

    state = forms.ChoiceField(label=_("What becomes of this application"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("What the person reads with it"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for a refusal: what was missing for this job, never who somebody is."),
    )
    others = forms.ChoiceField(
        label=_("The others who wait"),
        required=False,
        widget=forms.HiddenInput,
        choices=[("ask", ""), ("keep", _("Leave them waiting")), ("refuse", _("Tell each that the position is given"))],
    )

    def __init__(self, *args, application: Application, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        states = [state for state in rules.MOVES.get(application.state, []) if state != Application.State.RECEIVED]
        if application.pool_consent_at is None:
            states = [state for state in states if state != Application.State.POOL]
        self.fields["state"].choices = [(state, capfirst(Application.State(state).label)) for state in states]

    def clean_others(self) -> str:
        return self.cleaned_data["others"] or "ask"
