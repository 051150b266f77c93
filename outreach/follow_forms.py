"""What the agency fills in while it follows a lead: one form for each verb."""

from datetime import date

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.sent_once import SentOnceForm
from bookings.models import Booking
from jobs.models import JobOffer
from outreach import agents
from outreach.lead_forms import ProjectForm
from outreach.models import Campaign, Interaction, Lead
from telecentres.models import Telecentre


def day_field(label, help_text="", *, required: bool = False) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


def _chosen(kinds, empty=None) -> list[tuple[str, str]]:
    return [*([("", empty)] if empty is not None else []), *((one.value, capfirst(one.label)) for one in kinds)]


class NextForm(forms.Form):
    """What is to be done next, and when."""

    next_action = forms.CharField(label=_("Next action"), max_length=200, required=False)
    next_action_on = day_field(_("On"))


class MoveForm(NextForm):
    """Another stage, and what that stage needs."""

    field_order = ["stage", "visit_on", "settled_on", "lost_reason", "wake_on", "reason"]

    stage = forms.ChoiceField(label=_("To the stage"))
    visit_on = day_field(_("Day of the visit"), _("For a planned visit."))
    settled_on = day_field(_("Settled on"), _("For an outcome: resident, job found, business created."))
    lost_reason = forms.ChoiceField(label=_("Why lost"), required=False, help_text=_("For the lost."))
    wake_on = day_field(_("Ask again on"), _("For the dormant."))
    reason = forms.CharField(
        label=_("Reason or remark"),
        max_length=300,
        required=False,
        help_text=_("Needed where a step is left out. The person can read it."),
    )

    def __init__(self, *args, lead: Lead, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [pair for pair in _chosen(Lead.Stage) if pair[0] != lead.stage]
        self.fields["lost_reason"].choices = _chosen(Lead.LostReason, "—")
        self.fields["next_action"].help_text = _("Empty: the one that follows from the stage, or the one there is.")


class NoteForm(SentOnceForm, NextForm):
    """Something said or written; only contact by the person renews the three years."""

    field_order = ["kind", "direction", "happened_on", "text", "next_action", "next_action_on"]

    kind = forms.ChoiceField(label=_("Kind"))
    direction = forms.ChoiceField(label=_("Who made contact"))
    happened_on = day_field(_("Day"), _("Empty: today."))
    text = forms.CharField(
        label=_("What was said"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person can read it. Nothing about health or opinions."),
    )

    def __init__(self, *args, lead: Lead, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _chosen(Interaction.Kind)
        self.fields["direction"].choices = _chosen(Interaction.Direction)


class PlanForm(NextForm):
    def __init__(self, *args, lead: Lead, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("next_action", "next_action_on"):
            self.fields[name].initial = getattr(lead, name)


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Who follows them from now on"))

    def __init__(self, *args, lead: Lead, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = agents.agents().exclude(pk=lead.owner_id)


class JobForm(forms.Form):
    offer = forms.ModelChoiceField(JobOffer.objects.none(), label=_("The job offer of the portal"))

    def __init__(self, *args, lead: Lead, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offer"].queryset = JobOffer.objects.once_public().select_related("employer").order_by("title", "pk")


class StillHereForm(forms.Form):
    """Asked once 3, once 12 months after they settled."""

    is_here = forms.TypedChoiceField(
        label=_("Are they still here?"),
        choices=[("1", _("Yes")), ("0", _("No"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, lead: Lead, **kwargs) -> None:
        super().__init__(*args, **kwargs)


class FactsForm(ProjectForm):
    """What is known of the person, corrected."""

    language = forms.ChoiceField(label=_("Language of the mails"), choices=Lead._meta.get_field("language").choices)
    telecentre = forms.ModelChoiceField(Telecentre.objects.none(), label=_("Telecentre"), required=False)
    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=_("Campaign"), required=False)

    def __init__(self, *args, lead: Lead, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["telecentre"].queryset = Telecentre.objects.public().order_by("name")
        self.fields["campaign"].queryset = Campaign.objects.all()
        self.fields["name"].required = False
        self.fields["phone"].help_text = ""
        for name in self.fields:
            self.fields[name].initial = getattr(lead, name)


class WithdrawForm(forms.Form):
    is_sure = forms.BooleanField(label=_("The person has asked for it: erase their project and all that was said."))

    def __init__(self, *args, lead: Lead, **kwargs) -> None:
        super().__init__(*args, **kwargs)


class TrialForm(SentOnceForm):
    """A real desk: where, which day, which part of it."""

    centre = forms.ModelChoiceField(Telecentre.objects.none(), label=_("Telecentre"), to_field_name="slug")
    day = day_field(_("Day"), required=True)
    part = forms.ChoiceField(label=_("Part of the day"), choices=Booking.Part)

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].queryset = Telecentre.objects.open().order_by("name")
        self.fields["day"].widget.attrs["min"] = str(today)
