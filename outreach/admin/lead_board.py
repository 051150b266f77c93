"""The board: a column for each stage of the way, a card for each open lead, and a button that takes it one step on."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from outreach import actions, agents
from outreach.admin.lead_page import next_stage
from outreach.models import Lead
from telecentres import hours

MOST = 12  # cards of a column; the list has all


class ShowsBoard:
    """For the admin of leads."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("board/", view(self.board), name="outreach_lead_board"),
            path("<int:pk>/step/", view(self.step), name="outreach_lead_step"),
            *super().get_urls(),
        ]

    def board(self, request: HttpRequest) -> HttpResponse:
        """`?owner=` is "me" or the number of a colleague; without it, everybody's."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        owner = request.GET.get("owner", "")
        staff = list(agents.agents())
        leads = Lead.objects.open().select_related("owner").order_by("next_action_on", "pk")
        chosen = str(request.user.pk) if owner == "me" else owner
        if chosen in {str(one.pk) for one in staff} | {str(request.user.pk)}:
            leads = leads.filter(owner=int(chosen))
        cards = {stage: [] for stage in Lead.Stage.funnel()}
        for lead in leads:
            cards[Lead.Stage(lead.stage)].append((lead, next_stage(lead)))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("People on their way"),
            "columns": [(stage, capfirst(stage.label), found[:MOST], len(found)) for stage, found in cards.items()],
            "most": MOST,
            "staff": staff,
            "owner": owner,
            "today": hours.civil_day(timezone.now()),
            "may_change": self.has_change_permission(request),
        }
        return render(request, "admin/outreach/lead/board.html", context)

    def step(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One step on; where that step needs a word first, to the form that asks for it."""
        lead = self.get_object(request, str(pk))
        if not self.has_change_permission(request, lead):
            raise PermissionDenied
        board = _board_of(request)
        if request.method != "POST":
            return HttpResponseRedirect(board)
        stage = request.POST.get("stage", "")
        if stage not in Lead.Stage.funnel() or lead.stage == stage:
            return HttpResponseRedirect(board)  # a double click, or a column that is gone
        try:
            actions.move_to(lead, stage, by=request.user, now=timezone.now())
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
            if refusal.code == "trial":
                return HttpResponseRedirect(reverse("admin:outreach_lead_trial", args=[pk]))
            return HttpResponseRedirect(f"{reverse('admin:outreach_lead_change', args=[pk])}?verb=move&stage={stage}#move")
        self.log_change(request, lead, stage)
        moved = {"name": lead.name or lead.reference, "stage": Lead.Stage(stage).label}
        messages.success(request, _("%(name)s: %(stage)s.") % moved)
        return HttpResponseRedirect(board)


def _board_of(request: HttpRequest) -> str:
    """The board as it was seen."""
    owner = request.POST.get("owner", "")
    query = f"?owner={owner}" if owner == "me" or owner.isdecimal() else ""
    return reverse("admin:outreach_lead_board") + query
