"""Booking a trial desk for a lead: where, when, and what else there is when that is refused."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings import availability
from outreach import actions
from outreach.follow_forms import TrialForm
from outreach.models import Lead
from telecentres import hours
from telecentres.models import Telecentre


class BooksTrials:
    """For the admin of leads."""

    def get_urls(self) -> list:
        return [path("<int:pk>/trial/", self.admin_site.admin_view(self.trial), name="outreach_lead_trial"), *super().get_urls()]

    def trial(self, request: HttpRequest, pk: int) -> HttpResponse:
        """`?centre=`, `?day=` and `?part=` fill in the form, as the alternatives do."""
        lead = self.get_object(request, str(pk))
        if not self.has_change_permission(request, lead):
            raise PermissionDenied
        page = reverse("admin:outreach_lead_change", args=[pk])
        if not lead.is_open or lead.is_forgotten:
            messages.info(request, _("Take the lead up again first: choose a stage of the way."))
            return HttpResponseRedirect(page)
        now = timezone.now()
        data = request.POST if request.method == "POST" else None
        form = TrialForm(data, today=hours.civil_day(now), initial=_asked(request, lead))
        others = None
        if form.is_valid():
            said = form.cleaned_data
            try:
                self._book(request, lead, said, now)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
                others = getattr(refusal, "alternatives", None) or availability.alternatives(
                    said["centre"], said["day"], said["part"], now=now
                )
            else:
                return HttpResponseRedirect(page)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Book a trial desk"),
            "lead": lead,
            "form": form,
            "slots": [*others.same_place, *others.elsewhere] if others else [],
        }
        return render(request, "admin/outreach/lead/trial.html", context, status=409 if others else 422 if form.errors else 200)

    def _book(self, request: HttpRequest, lead: Lead, said: dict, now) -> None:
        desk = actions.free_desk(said["centre"], said["day"], said["part"], now=now)
        if desk is None:
            raise ValidationError(_("No desk is free there then, or the centre is closed."), code="taken")
        slot = {"desk": desk, "day": said["day"], "part": said["part"], "key": said["key"]}
        actions.book_trial(lead, **slot, by=request.user, now=now)
        self.log_change(request, lead, "trial")
        messages.success(request, _("Booked: the person gets the confirmation by mail."))


def _asked(request: HttpRequest, lead: Lead) -> dict:
    """What the address says, else the centre that the person asked about."""
    asked = {name: request.GET[name] for name in ("centre", "day", "part") if name in request.GET}
    if "centre" not in asked and lead.telecentre and lead.telecentre.is_open:
        asked["centre"] = lead.telecentre.slug
    if "day" in asked:
        try:
            asked["day"] = date.fromisoformat(asked["day"])
        except ValueError:
            del asked["day"]
    if "centre" in asked and asked["centre"] not in set(Telecentre.objects.open().values_list("slug", flat=True)):
        del asked["centre"]
    return asked
