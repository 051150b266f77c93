"""
How leads come in by the hand of the agency: somebody called, or is known from an event or an application.

Who waits for a centre to open was promised that nobody sees their address: they come in by themselves, from their own page.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.models import Application
from outreach import actions
from outreach.lead_forms import AgreedForm, ByHandForm
from outreach.models import Lead, Registration

# Where somebody is known from: the rows, and what of them a lead takes over.
ORIGINS = {
    "registration": (Registration.objects.known().select_related("event"), Lead.Source.EVENT),
    "application": (Application.objects.known().select_related("offer"), Lead.Source.OFFER),
}


def contact_of(kind: str, row: Model) -> actions.Contact:
    """What a registration or an application tells of its person; nothing that was said for another purpose."""
    about = {"event": row.event} if kind == "registration" else {"offer": row.offer}
    return actions.Contact(email=row.email, name=row.name, language=row.language, source=ORIGINS[kind][1], **about)


class TakesUp:
    """For the admin of leads."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [path("from/<str:kind>/<int:pk>/", view(self.take_up_from), name="outreach_lead_from"), *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """Somebody who called or came, and agreed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ByHandForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            contact = form.contact(source=Lead.Source.HAND)
            if response := self._take_up(request, contact, form, owner=request.user):
                return response
        return self._intake_page(request, form, _("Add a lead"))

    def take_up_from(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        """Somebody known from elsewhere; first it is asked whether they have agreed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        row = ORIGINS[kind][0].all().filter(pk=pk).first() if kind in ORIGINS else None
        if row is None:
            raise Http404
        form, contact = AgreedForm(request.POST if request.method == "POST" else None), contact_of(kind, row)
        if form.is_valid() and (response := self._take_up(request, contact, form, owner=request.user)):
            return response
        return self._intake_page(request, form, _("Make a lead of somebody who agreed"), contact)

    def _take_up(self, request: HttpRequest, contact: actions.Contact, form, *, owner) -> HttpResponse | None:
        was_there = Lead.objects.filter(email=contact.email.lower()).exists()
        try:
            lead = actions.take_up(contact, now=timezone.now(), owner=owner)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return None
        self.log_change(request, lead, "noted") if was_there else self.log_addition(request, lead, "taken up")
        said = _("This person was there already: the new contact is noted.") if was_there else _("Taken up. They get a mail.")
        messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:outreach_lead_change", args=[lead.pk]))

    def _intake_page(self, request: HttpRequest, form, title: str, contact: actions.Contact | None = None) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, "form": form, "contact": contact}
        return render(request, "admin/outreach/lead/intake.html", context, status=422 if form.errors else 200)
