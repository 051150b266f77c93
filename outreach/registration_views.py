"""Registering for an event, and the person's own page, which the link of a mail opens."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.limits import limited
from accounts.models import User
from bookings.admin.presence import drawn
from outreach import actions, certificate_files, event_calendars, registration_words
from outreach import registration_rules as rules
from outreach.models import Event, Registration
from outreach.registration_forms import RegisterForm


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("registration", only_visitors=True)
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """The answer is the same whether the address is registered already or not: only its owner reads more, in a mail."""
    event = get_object_or_404(Event.objects.once_public().for_pages(), slug=slug)
    proved = _proved(request.user)
    form = RegisterForm(request.POST or None, proved=proved)
    if form.is_valid():
        try:
            rules.concerns(event, request.user)
            answers = form.answers(proved)
            made = actions.register(event, **answers, language=get_language(), now=timezone.now(), is_proved=proved is not None)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            if proved:
                messages.success(request, _("It is noted; a mail with all that matters is on its way."))
                return redirect(made)
            context = {"event": event, "email": answers["email"], "nav": "events"}
            return render(request, "outreach/registration_look_in_mail.html", context)
    context = {"event": event, "form": form, "proved": proved, "refused": _refused(event, request.user), "nav": "events"}
    context["when"] = registration_words.when(event)
    return render(request, "outreach/registration_form.html", context, status=422 if form.errors else 200)


def _proved(user: User) -> User | None:
    """Who is signed in with an address that they have shown to be theirs."""
    is_theirs = user.is_authenticated and EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()
    return user if is_theirs else None


def _refused(event: Event, user: User) -> str:
    """Why nobody, or not this person, can register now; empty when they can."""
    try:
        rules.concerns(event, user)
        rules.takes_place(event)
        rules.in_window(event, now=timezone.now())
        rules.has_room(event)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


@never_cache
@require_safe
def my_registrations(request: HttpRequest) -> HttpResponse:
    """Of the address of the account, once it is proved: an address alone is nobody."""
    proved = _proved(request.user)
    mine = Registration.objects.of(proved.email) if proved else Registration.objects.none()
    found = list(mine.with_event().order_by("-event__starts_at", "-pk"))
    now = timezone.now()
    context = {
        "coming": [one for one in reversed(found) if one.event.ends_at > now],
        "past": [one for one in found if one.event.ends_at <= now],
        "is_proved": proved is not None,
        "nav": "my_bookings",
    }
    return render(request, "outreach/registration_list.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """The person's own page. Opening it changes nothing, for scanners of mail open links; buttons do."""
    found = Registration.objects.known().of_token(token)
    if found is None:
        return render(request, "outreach/registration_gone.html", {"nav": "events"}, status=404)
    if request.method == "POST":
        return _act(request, found)
    event, now = found.event, timezone.now()
    address = settings.PUBLIC_URL + reverse("admin:outreach_registration_check_in", args=[found.reference])
    context = {
        "registration": found,
        "event": event,
        "when": registration_words.when(event),
        "sessions": [registration_words.session_words(one) for one in event.sessions.all()],
        "position": found.position,
        "is_over": event.ends_at <= now,
        "is_open_offer": found.is_offered and now < found.offered_until,
        "may_cancel": found.may_be_cancelled and now < event.starts_at,
        "may_answer": found.has_attended and not actions.has_answered(found),
        "code": drawn(address) if found.is_registered and not event.is_online else "",
        "nav": "events",
    }
    return render(request, "outreach/registration.html", context)


def _act(request: HttpRequest, found: Registration) -> HttpResponse:
    try:
        said = _carry_out(request, found)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, said)
    is_kept = Registration.objects.filter(pk=found.pk).exists()
    return redirect(found if is_kept else found.event)


def _carry_out(request: HttpRequest, found: Registration) -> str:
    """What became of it, in words; raises ValidationError when nothing could."""
    now = timezone.now()
    if "confirm" in request.POST:
        if actions.confirm(found, now=now).is_waiting:
            return _("Your address is confirmed. All places are taken: you are in the waiting list.")
        return _("Your registration is confirmed. A mail with the date for your calendar is on its way.")
    if "take" in request.POST:
        actions.take_offer(found, now=now)
        return _("The place is yours. A mail with the date for your calendar is on its way.")
    if "decline" in request.POST:
        actions.decline(found, now=now)
        return _("Thank you for your answer: the place goes to the next in line.")
    if "cancel" in request.POST:
        actions.cancel(found, now=now)
        return _("Your registration is cancelled, and the place is free for others.")
    raise ValidationError(_("Nothing has been done: press one of the buttons of the page."), code="unknown")


@login_not_required
@never_cache
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The dates of somebody who has a place, for their calendar."""
    found = Registration.objects.known().of_token(token)
    if found is None or not found.is_registered:
        raise Http404
    response = HttpResponse(event_calendars.own_file(found), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.event.slug}.ics"'
    return response


@login_not_required
@never_cache
@require_safe
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    """The person's certificate; there once the training is over and somebody noted that they came."""
    found = Registration.objects.known().of_token(token)
    if found is None or not found.certificate:
        raise Http404
    return certificate_files.as_download(found)
