"""Somebody without an account asks by letter or mail what is held about them: the page by which the network answers."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.disclosing import Holding, Person, holdings_of
from accounts.models import User
from accounts.sent_once import SentOnceForm

LOOK, SEND, ERASE = "look", "send", "erase"


class AddressForm(SentOnceForm):
    """What is done with the address; erasing wants a tick, since nothing brings the data back."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"})
    )
    act = forms.ChoiceField(choices=[(LOOK, LOOK), (SEND, SEND), (ERASE, ERASE)], widget=forms.HiddenInput, initial=LOOK)
    asked = forms.BooleanField(label=_("The person asked for it, and I know that it is they"), required=False)

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean(self) -> dict:
        told = super().clean()
        if told.get("act") in (SEND, ERASE) and not told.get("asked"):
            self.add_error("asked", _("Make sure that it is the person themselves who asks, then tick the box."))
        return told


def answer_an_address(request: HttpRequest, context: dict) -> HttpResponse:
    """
    How much is held under an address, in numbers alone; sends it there by a link, or erases it.

    The address is posted, so that it stands in no log and in no history of a browser.
    """
    if not request.user.has_perm("accounts.change_user"):
        raise PermissionDenied
    form = AddressForm(request.POST or None)
    holdings, status = None, 200
    if request.method == "POST":
        if form.is_valid() and form.cleaned_data["act"] != LOOK and _done(request, form, timezone.now()):
            return HttpResponseRedirect(reverse("admin:accounts_user_address"))
        if "email" in form.cleaned_data:
            holdings = held_under(form.cleaned_data["email"])
        status = 422 if form.errors else 200
    told = {"title": _("Personal data of an address without an account"), "form": form, "holdings": holdings}
    return render(request, "admin/accounts/user/address.html", context | told, status=status)


def held_under(email: str) -> list[Holding]:
    return [holding for holding in holdings_of(Person(email)) if holding.count]


def _done(request: HttpRequest, form: AddressForm, now: datetime) -> bool:
    told = form.cleaned_data
    verb, said = {
        SEND: (actions.send_data_link, gettext("The link is on its way to that address; it serves for seven days.")),
        ERASE: (actions.forget_address, gettext("What was held under that address is erased; a mail says so.")),
    }[told["act"]]
    try:
        verb(told["email"], key=told["key"], now=now)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    LogEntry.objects.create(
        user=request.user,
        content_type=ContentType.objects.get_for_model(User),
        object_repr=gettext("an address without an account"),
        action_flag=CHANGE,
        change_message=f"personal data: {told['act']}",  # not whose: the trace would keep what was erased
    )
    messages.success(request, said)
    return True
