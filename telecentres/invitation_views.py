"""What the link of an invitation opens: who is invited to what, and a password to choose."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.limits import limited
from accounts.models import User
from telecentres import invitations
from telecentres.models import Invitation


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("invitation")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing, for scanners of mail open links; the form does, once."""
    now = timezone.now()
    found = Invitation.objects.of_token(token)
    if found is None or found.state(now) != Invitation.State.SENT:
        return _gone(request)
    form = SetPasswordForm(User(email=found.email, name=found.name), request.POST if request.method == "POST" else None)
    form.fields["new_password1"].label = _("Password")
    form.fields["new_password2"].label = _("The same password once more")
    if request.method == "POST" and form.is_valid():
        if invitations.accept(token, password=form.cleaned_data["new_password1"], now=now) is None:
            return _gone(request)
        messages.success(request, _("Your account is ready. Sign in, then set up the second factor: the page says how."))
        return redirect_to_login(reverse("admin:index"), reverse("account_login"))
    context = {"form": form, "invitation": found}
    return render(request, "telecentres/invitation.html", context, status=422 if form.errors else 200)


def _gone(request: HttpRequest) -> HttpResponse:
    """The same words whether it was used, withdrawn, replaced or never written."""
    return render(request, "telecentres/invitation_gone.html", status=404)
