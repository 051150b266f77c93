"""Invitations in the administration, for network administrators."""

from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.exporting import Exports
from accounts.models import User
from accounts.scoped_admin import BROWSERS_PICKERS, NetworkWideAdmin
from telecentres import invitations
from telecentres.models import Invitation


class InvitationForm(forms.ModelForm):
    by: User | None = None

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean(self) -> dict:
        """The same rules as the verb's, so that what was typed stays."""
        cleaned = super().clean()
        if not self.errors:
            asked = Invitation(**{name: value for name, value in cleaned.items() if name != "telecentres"})
            asked.invited_by = self.by
            invitations.check(asked, list(cleaned["telecentres"]), now=timezone.now())
        return cleaned


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("It stays in the history of the invitation."))


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return Invitation.State.choices

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        now = timezone.now()
        found = {
            "sent": queryset.waiting(now),
            "used": queryset.exclude(used_at=None),
            "expired": queryset.expired(now),
            "withdrawn": queryset.exclude(withdrawn_at=None),
        }
        return found.get(self.value(), queryset)


@admin.register(Invitation)
class InvitationAdmin(Exports, NetworkWideAdmin):
    """Written once; then sent again or withdrawn, each act with who and when in the history."""

    form = InvitationForm
    formfield_overrides = BROWSERS_PICKERS
    open_choices = ("telecentres", "invited_by", "user")
    list_display = ["email", "name", "role", "centres", "status", "sent_at", "invited_by"]
    list_filter = [StateFilter, "role"]
    list_select_related = ["invited_by"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "language", "role", "telecentres", "since", "until"]
    SHOWN = ["status", "sent_at", "sendings", "expires_at", "used_at", "withdrawn_at", "user", "invited_by"]
    change_form_template = "admin/telecentres/invitation/change_form.html"
    actions = None

    @admin.display(description=_("state"))
    def status(self, invitation: Invitation) -> str:
        return str(invitation.state(timezone.now()).label)

    @admin.display(description=_("telecentres"))
    def centres(self, invitation: Invitation) -> str:
        return ", ".join(centre.name for centre in invitation.telecentres.all()) or "–"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).prefetch_related("telecentres")

    def get_fields(self, request: HttpRequest, obj: Invitation | None = None) -> list[str]:
        return [*self.fields, *self.SHOWN] if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Invitation | None = None) -> list[str]:
        return [*self.fields, *self.SHOWN] if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        """What was written in a mail is not rewritten: withdraw it, and invite anew."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/send-again/", view(self.send_again), name="telecentres_invitation_send_again"),
            path("<int:pk>/withdraw/", view(self.withdraw), name="telecentres_invitation_withdraw"),
            *super().get_urls(),
        ]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        may_act = object_id is not None and self._may_act(request)
        shown = {"may_act": may_act, "show_save_and_continue": False, "show_save_and_add_another": False}
        try:
            return super().changeform_view(request, object_id, form_url, (extra_context or {}) | shown)
        except ValidationError as refusal:  # somebody else has invited the same address at this moment
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(reverse("admin:telecentres_invitation_changelist"))

    def save_model(self, request: HttpRequest, obj: Invitation, form: forms.ModelForm, change: bool) -> None:
        made = invitations.invite(**form.cleaned_data, by=request.user, now=timezone.now())
        obj.pk, obj._state.adding = made.pk, False
        if made.used_at:
            messages.info(request, gettext("This address has an account already: it has the role now, and a mail says so."))

    def get_form(self, request: HttpRequest, obj: Invitation | None = None, change: bool = False, **kwargs) -> type:
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def log_addition(self, request: HttpRequest, obj: Invitation, message: str | list) -> None:
        """The verb has noted it."""

    def send_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        said = _("A new mail leaves with a new link; the link of the former mail opens nothing any more.")

        def act(found: Invitation, form: forms.Form) -> None:
            invitations.send_again(found, by=request.user, now=timezone.now())

        return self._act(request, pk, forms.Form, act, _("Send the invitation again"), said)

    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        def act(found: Invitation, form: forms.Form) -> None:
            invitations.withdraw(found, by=request.user, reason=form.cleaned_data["reason"], now=timezone.now())

        return self._act(request, pk, WithdrawForm, act, _("Withdraw the invitation"), _("Its link opens nothing any more."))

    def _may_act(self, request: HttpRequest) -> bool:
        return request.user.has_perm("telecentres.change_invitation")

    def _act(
        self,
        request: HttpRequest,
        pk: int,
        form_class: type[forms.Form],
        act: Callable[[Invitation, forms.Form], None],
        title: Promise,
        explanation: Promise,
    ) -> HttpResponse:
        """Asks first; the form sent twice is refused by the verb, in words."""
        if not self._may_act(request):
            raise PermissionDenied
        invitation = self.get_object(request, str(pk))
        form = form_class(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                act(invitation, form)
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
            else:
                messages.success(request, gettext("Done, and noted in the history."))
            return HttpResponseRedirect(reverse("admin:telecentres_invitation_change", args=[pk]))
        context = {"opts": self.opts, "invitation": invitation, "form": form, "title": title, "explanation": explanation}
        return render(request, "admin/telecentres/invitation/act.html", context | self.admin_site.each_context(request))
