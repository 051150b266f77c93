"""The page of a lead: its story, what was said, and a form for each verb; what is refused comes back with what was typed."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach import actions, follow_forms
from outreach.models import Lead
from telecentres import hours


class Verb(NamedTuple):
    """One thing to do with a lead: how it is called, what it asks, what does it, what the log says."""

    title: Promise | str
    form: type[Form]
    act: Callable[..., object]
    logged: str
    done: Promise | str


class OpenForm(NamedTuple):
    """A verb on the page, with its form as it is."""

    name: str
    verb: Verb
    form: Form
    is_open: bool


def _hand_over(lead: Lead, said: dict, **who) -> None:
    actions.hand_over(lead, said["owner"], **who)


def _answer(lead: Lead, said: dict, *, by, now: datetime) -> None:
    months = actions.due_follow_up(lead, hours.civil_day(now))
    if months is None:
        raise ValidationError(_("It is too early to know."), code="too_early")
    actions.answer_follow_up(lead, months=months, is_here=said["is_here"], by=by, now=now)


VERBS = {
    "still_here": Verb(gettext_lazy("Still here?"), follow_forms.StillHereForm, _answer, "asked", gettext_lazy("Noted.")),
    "note": Verb(
        gettext_lazy("Note what was said"),
        follow_forms.NoteForm,
        lambda lead, said, **who: actions.note_interaction(lead, **said, **who),
        "noted",
        gettext_lazy("Noted."),
    ),
    "move": Verb(
        gettext_lazy("Move to another stage"),
        follow_forms.MoveForm,
        lambda lead, said, **who: actions.move_to(lead, **said, **who),
        "",
        gettext_lazy("The lead has moved."),
    ),
    "plan": Verb(
        gettext_lazy("Change the next action"),
        follow_forms.PlanForm,
        lambda lead, said, **who: actions.plan_next_action(lead, **said, **who),
        "planned",
        gettext_lazy("The next action is noted."),
    ),
    "job": Verb(
        gettext_lazy("Note the job they found on the portal"),
        follow_forms.JobForm,
        lambda lead, said, **who: actions.link_job(lead, said["offer"], **who),
        "job",
        gettext_lazy("The job is noted."),
    ),
    "facts": Verb(
        gettext_lazy("Correct what is known"),
        follow_forms.FactsForm,
        lambda lead, said, **who: actions.correct_by_staff(lead, said),
        "noted",
        gettext_lazy("It is corrected."),
    ),
    "hand_over": Verb(
        gettext_lazy("Hand over to a colleague"),
        follow_forms.OwnerForm,
        _hand_over,
        "handed over",
        gettext_lazy("The lead is handed over, and the colleague is told by mail."),
    ),
    "withdraw": Verb(
        gettext_lazy("Erase at the person’s request"),
        follow_forms.WithdrawForm,
        lambda lead, said, *, by, now: actions.withdraw(lead, now=now),
        "withdrawn",
        gettext_lazy("The project is erased. Only the steps it reached stay as numbers."),
    ),
}


# Where a form shows what a rule refuses; other codes bear the name of their field.
FIELD_OF_CODE = {"skip": "reason", "same": "stage", "exit": "stage", "settled": "stage", "trial": "stage"}


class FollowsUp:
    """For the admin of leads. `?verb=` opens a form, the other parameters fill it in."""

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        lead = self.get_object(request, object_id)
        if not self.has_view_or_change_permission(request, lead):
            raise PermissionDenied
        refused = None
        if request.method == "POST":
            if not self.has_change_permission(request, lead):
                raise PermissionDenied
            refused = self._act(request, lead)
            if refused is None:
                return HttpResponseRedirect(reverse("admin:outreach_lead_change", args=[lead.pk]))
        now = timezone.now()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "lead": lead,
            "title": _("Forgotten lead") if lead.is_forgotten else lead.name or lead.email,
            "forms": self._forms(request, lead, refused, now),
            "is_late": bool(lead.next_action_on and lead.next_action_on < hours.civil_day(now)),
            "interactions": lead.interactions.select_related("by"),
            "next_stage": next_stage(lead),
        }
        return render(request, "admin/outreach/lead/page.html", context, status=422 if refused else 200)

    def _act(self, request: HttpRequest, lead: Lead) -> OpenForm | None:
        """Do what was sent; returns the form that was refused."""
        name = request.POST.get("verb", "")
        if name not in VERBS:
            messages.error(request, _("The form did not arrive whole. Check it, then send it again."))
            return None
        verb = VERBS[name]
        form = verb.form(request.POST, lead=lead, auto_id=f"id_{name}_%s")
        if form.is_valid():
            said = form.cleaned_data
            try:
                verb.act(lead, said, by=request.user, now=timezone.now())
            except ValidationError as refusal:
                field = FIELD_OF_CODE.get(refusal.code, refusal.code)
                form.add_error(field if field in form.fields else None, refusal)
            else:
                self.log_change(request, lead, verb.logged or said["stage"])
                messages.success(request, verb.done)
                return None
        return OpenForm(name, verb, form, is_open=True)

    def _forms(self, request: HttpRequest, lead: Lead, refused: OpenForm | None, now: datetime) -> list[OpenForm]:
        if lead.is_forgotten or not self.has_change_permission(request, lead):
            return []
        asked = request.GET.get("verb", "")
        found = []
        for name, verb in VERBS.items():
            if name == "still_here" and actions.due_follow_up(lead, hours.civil_day(now)) is None:
                continue
            if refused is not None and refused.name == name:
                found.append(refused)
                continue
            initial = {"stage": request.GET.get("stage", "")} if name == "move" else {}
            form = verb.form(lead=lead, initial=initial, auto_id=f"id_{name}_%s")
            found.append(OpenForm(name, verb, form, is_open=name in (asked, "still_here")))
        return found


def next_stage(lead: Lead) -> tuple[str, str] | None:
    """The step that follows in the funnel, with its words; None at its end, and outside of it."""
    way = Lead.Stage.funnel()
    if lead.is_forgotten or lead.stage not in way[:-1]:
        return None
    following = way[way.index(lead.stage) + 1]
    return str(following), capfirst(following.label)
