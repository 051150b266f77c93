"""The profile, the end of the account, and the demonstration's way in; the pages of the sign-in are its library's."""

from allauth.account import views as account
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import actions, personal_data
from accounts import demonstration as demo
from accounts.forms import ProfileForm
from accounts.proving import prove_who_you_are


@never_cache
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        user = request.user
        with override(user.language):
            messages.success(request, _("Your profile is saved."))
        response = redirect("accounts:profile")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
        return response
    return render(request, "accounts/profile.html", {"form": form, "nav": "account"}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest) -> HttpResponse:
    """What the end of the account erases and what stays; then, on one's word, the end. First the person shows who they are."""
    now = timezone.now()
    why = _("Sign in once more, so that nobody ends your account in your place.")
    if away := prove_who_you_are(request, back="accounts:end", why=why, now=now):
        return away
    obstacles = actions.obstacles_to_the_end(request.user, now=now)
    if request.method == "POST" and not obstacles:
        actions.end_account(request.user, now=now)
        logout(request)
        messages.success(request, _("Your account has ended. A last mail says so."))
        response = redirect("bookings:home")
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response
    context = {
        "obstacles": obstacles,
        "consequences": actions.consequences_of_the_end(request.user, now=now),
        "treatments": personal_data.treatments(),
        "nav": "account",
    }
    return render(request, "accounts/end.html", context, status=409 if request.method == "POST" else 200)


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
