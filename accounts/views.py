"""The profile, and the demonstration's way in; the pages of the sign-in are its library's."""

from allauth.account import views as account
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache

from accounts import demonstration as demo
from accounts.forms import ProfileForm


@never_cache
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        with override(user.language):
            messages.success(request, _("Your profile is saved."))
        response = redirect("accounts:profile")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
        return response
    return render(request, "accounts/profile.html", {"form": form, "nav": "account"})


@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """The library's; with the session goes what the browser has stored. Cookies stay, for language and messages."""
    response = account.logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@never_cache
@login_not_required
def demonstration(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in as a person of the demonstration: from this machine only, by a link of this start only."""
    user = demo.user_of(token) if demo.is_this_machine(request) else None
    if user is None:
        raise Http404
    demo.sign_in(request, user)
    return redirect("admin:index" if user.is_staff else settings.LOGIN_REDIRECT_URL)
