"""Mailings: written, looked at as people will get them, sent to oneself, then sent once; and what became of them."""

from csp.constants import SELF
from csp.decorators import csp_update
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from accounts.scoped_admin import NetworkWideAdmin
from dispatch.admin import MAIL_POLICY
from outreach import actions, mailing_emails
from outreach.models import Lead, Mailing


def _boxes(label, kinds) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=[(one.value, capfirst(one.label)) for one in kinds],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: all."),
    )


class MailingForm(forms.ModelForm):
    stages = _boxes(gettext_lazy("Stages"), Lead.Stage)
    sources = _boxes(gettext_lazy("Sources"), Lead.Source)
    projects = _boxes(gettext_lazy("Projects"), Lead.Project)


class SendForm(forms.Form):
    """The number that was shown is sent back, so that nobody writes to more people than they meant to."""

    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


@admin.register(Mailing)
class MailingAdmin(NetworkWideAdmin):
    form = MailingForm
    list_display = ["subject", "state", "created_at", "sent_at", "recipients_count", "author"]
    list_filter = ["state"]
    list_select_related = ["author"]
    search_fields = ["subject"]
    autocomplete_fields = ["telecentre", "campaign"]
    open_choices = ("campaign",)
    fields = ["subject", "text", "stages", "sources", "projects", "telecentre", "campaign"]
    actions = None
    change_form_template = "admin/outreach/mailing/change_form.html"

    def has_change_permission(self, request: HttpRequest, obj: Mailing | None = None) -> bool:
        """What has been sent stays as people got it."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_draft)

    def has_delete_permission(self, request: HttpRequest, obj: Mailing | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_draft)

    def save_model(self, request: HttpRequest, obj: Mailing, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.author = request.user
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Mailing, post_url_continue: str | None = None) -> HttpResponse:
        """A draft is looked at before anything else."""
        return HttpResponseRedirect(reverse("admin:outreach_mailing_check", args=[obj.pk]))

    def response_change(self, request: HttpRequest, obj: Mailing) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:outreach_mailing_check", args=[obj.pk]))

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/check/", view(self.check_page), name="outreach_mailing_check"),
            path("<int:pk>/html/", view(self.html), name="outreach_mailing_html"),
            *super().get_urls(),
        ]

    @method_decorator(csp_update({"frame-src": [SELF]}))
    def check_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Whom it goes to and how it reads; the buttons send it to oneself, or to everybody, once."""
        mailing = self._mailing(request, pk)
        form = SendForm(request.POST if "send" in request.POST else None)
        if request.method == "POST" and not self.has_add_permission(request):
            raise PermissionDenied
        if "test" in request.POST and mailing.is_draft:
            actions.send_test(mailing, to=request.user, now=timezone.now())
            self.log_change(request, mailing, "tested")
            messages.success(request, _("It is on its way to %(email)s.") % {"email": request.user.email})
            return HttpResponseRedirect(request.path)
        if form.is_valid():
            try:
                self._send(request, mailing, form.cleaned_data["expected"])
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                return HttpResponseRedirect(request.path)
        count = mailing.recipients().count() if mailing.is_draft else mailing.recipients_count
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": mailing.subject,
            "mailing": mailing,
            "form": form,
            "count": count,
            "filters": _filters(mailing),
            "text": mailing_emails.as_mail(mailing, to="nom@exemple.fr", language="fr", token=mailing_emails.NOBODYS).body,
            "figures": None if mailing.is_draft else actions.figures(mailing),
            "may_send": mailing.is_draft and self.has_add_permission(request),
        }
        return render(request, "admin/outreach/mailing/check.html", context, status=422 if form.errors else 200)

    def _send(self, request: HttpRequest, mailing: Mailing, expected: int) -> None:
        was_draft = mailing.is_draft
        sent = actions.send(mailing, expected=expected, now=timezone.now())
        if not was_draft:
            messages.info(request, _("It was sent already: nothing is sent twice."))
            return
        self.log_change(request, sent, "sent")
        said = ngettext("%(count)s mail is on its way.", "%(count)s mails are on their way.", sent.recipients_count)
        messages.success(request, said % {"count": sent.recipients_count})

    @method_decorator([require_safe, xframe_options_sameorigin])
    def html(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The HTML part alone, for the frame of the page."""
        mail = mailing_emails.as_mail(
            self._mailing(request, pk), to="nom@exemple.fr", language="fr", token=mailing_emails.NOBODYS
        )
        response = HttpResponse(mail.alternatives[0][0])
        response["Content-Security-Policy"] = MAIL_POLICY
        return response

    def _mailing(self, request: HttpRequest, pk: int) -> Mailing:
        mailing = self.get_object(request, str(pk))
        if not self.has_view_permission(request, mailing):
            raise PermissionDenied
        return mailing


def _filters(mailing: Mailing) -> list[tuple[str, str]]:
    """What was chosen, in words; what was left empty takes everybody."""
    named = [
        (_("Stages"), Lead.Stage, mailing.stages),
        (_("Sources"), Lead.Source, mailing.sources),
        (_("Projects"), Lead.Project, mailing.projects),
    ]
    found = [(name, ", ".join(str(kinds(one).label) for one in chosen) or _("all")) for name, kinds, chosen in named]
    return [*found, (_("Telecentre"), str(mailing.telecentre or _("all")))]
