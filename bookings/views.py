"""The way to a desk: home, the search, and the two screens of a booking."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.limits import limited
from bookings import access, actions, availability, choice, referring, rules, search
from bookings.forms import ConfirmForm, DayForm, NeedForm, SearchForm, SlotForm
from bookings.models import Booker, Booking
from telecentres import hours, story
from telecentres.models import Need, Telecentre, Workspace


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    board = availability.board(now)
    centres = [centre for centre, _slots in board]
    context = {
        "board": board,
        "centres": centres,
        "open_count": sum(centre.is_open for centre in centres),
        "planned_count": sum(centre.is_in_pipeline for centre in centres),
        "form": DayForm(today=hours.civil_day(now)),
        "finder": NeedForm(),
        "frequent_needs": Need.objects.frequent(),
        "today": hours.civil_day(now),
        "facts": story.facts(),
        "nav": "home",
    }
    return render(request, "bookings/home.html", context)


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Lead to a centre, or search the network; without a question, show what is free next."""
    now = timezone.now()
    form = SearchForm(request.GET or None, today=hours.civil_day(now))
    via = referring.read(request.GET)
    context = {"form": form, "today": hours.civil_day(now), "nav": "book", "via": via}
    if not form.is_valid():
        return render(request, "bookings/start.html", context | {"board": availability.board(now)})
    wish = form.wish
    if centre := form.cleaned_data["centre"]:
        return redirect(_with_query("bookings:pick", centre.slug, (wish.query + (via.query if via else "")).lstrip("&")))
    found = search.search(wish, now=now)
    if wish.need and not found:
        found, context["has_no_centre"] = search.search(wish._replace(need=None), now=now), True
    context |= {"wish": wish, "day": wish.day, "found": found, "has_room": any(one.slots for one in found), "most": search.MOST}
    return render(request, "bookings/start.html", context)


@login_not_required
@require_safe
def pick(request: HttpRequest, slug: str) -> HttpResponse:
    """First screen: when and where."""
    centre = _public_centre(slug)
    if not centre.is_open:
        return _not_open(request, centre)
    now = timezone.now()
    answers = SlotForm.sent(request, now=now)
    chosen = answers.choose(centre, now=now)
    return _first_screen(request, chosen, errors=answers.problems, now=now)


@login_not_required
@never_cache
@limited("booking", only_visitors=True)
def verify(request: HttpRequest, slug: str) -> HttpResponse:
    """Second screen: check the answers, say who one is, confirm."""
    centre = _public_centre(slug)
    now = timezone.now()
    answers = SlotForm.sent(request, now=now)
    if not centre.is_open:
        return _not_open(request, centre)
    form = ConfirmForm(request.POST or None, signed_in=request.user.is_authenticated, initial=request.session.get("typed"))
    if form.is_bound:
        _keep_typed(request)
    desk = centre.workspaces.filter(code=answers.code).first()
    if desk and answers.is_complete and not answers.problems and form.is_valid():
        return _confirm(request, desk, answers, form, now=now)
    chosen = _as_asked(centre, answers, now=now)
    if answers.problems or not answers.is_complete:
        return _first_screen(
            request, chosen, errors=answers.problems or [_("Choose a day, a part of the day and a desk.")], now=now, status=422
        )
    if mine := _made_already(request, chosen):
        messages.info(request, _("You have booked this already: here it is."))
        return redirect(mine)
    if not answers.are_met_by(chosen) or not chosen.is_free:
        return _offer_instead(request, answers, chosen, form, now=now)
    return _second_screen(request, chosen, form, now=now, status=422 if form.is_bound else 200)


def _public_centre(slug: str) -> Telecentre:
    return get_object_or_404(Telecentre.objects.public().select_related("commune"), slug=slug)


def _as_asked(centre: Telecentre, answers: SlotForm, *, now: datetime) -> choice.Choice:
    """What was asked for, be it taken, and everything around it."""
    return answers.choose(centre, now=now, keep_taken=True)


def _made_already(request: HttpRequest, chosen: choice.Choice) -> Booking | None:
    """The booking that holds the chosen desk then, if this browser or account made it: somebody went back a page."""
    if chosen.desk is None or chosen.period is None or chosen.is_free:
        return None
    holding = Booking.objects.live().filter(workspace=chosen.desk).overlapping(*chosen.period).first()
    return holding and access.find(request, holding.reference)


def _not_open(request: HttpRequest, centre: Telecentre) -> HttpResponse:
    now = timezone.now()
    context = {"centre": centre, "board": availability.board(now), "today": hours.civil_day(now), "nav": "book"}
    context["onward"] = referring.Introduction(centre, referring.Reason.CLOSED)
    return render(request, "bookings/not_open.html", context, status=409 if request.method == "POST" else 200)


def _introduction(request: HttpRequest, centre: Telecentre, now: datetime) -> referring.Introduction | None:
    """Who sends the person to this centre, as the link or the form says."""
    return referring.read_for(request.POST or request.GET, centre, now=now)


def _first_screen(
    request: HttpRequest, chosen: choice.Choice, *, errors: list[str], now: datetime, status: int = 200
) -> HttpResponse:
    asked = request.GET.get("bureau", "")
    is_replaced = bool(asked and chosen.desk and chosen.desk.code != asked)
    centre = chosen.telecentre
    context = {"choice": chosen, "centre": centre, "errors": errors, "is_replaced": is_replaced, "nav": "book"}
    context |= {"message": centre.message_on(chosen.day), "via": _introduction(request, centre, now)}
    if onward := None if chosen.is_free else referring.why_not_here(centre, chosen, now=now):
        found = availability.alternatives(centre, chosen.day, chosen.part or Booking.Part.DAY, now=now, ask=chosen.ask)
        context |= {"onward": onward, "nearby": {"elsewhere": found.elsewhere}}
    return render(request, "bookings/pick.html", context, status=status)


def _second_screen(
    request: HttpRequest, chosen: choice.Choice, form: ConfirmForm, *, now: datetime, status: int = 200, **more
) -> HttpResponse:
    via = _introduction(request, chosen.telecentre, now)
    context = {"choice": chosen, "centre": chosen.telecentre, "form": form, "nav": "book", "via": via, **more}
    return render(request, "bookings/verify.html", context, status=status)


def _offer_instead(
    request: HttpRequest,
    answers: SlotForm,
    chosen: choice.Choice,
    form: ConfirmForm,
    *,
    now: datetime,
    found: availability.Alternatives | None = None,
) -> HttpResponse:
    """What was asked for cannot be had: the same page with another desk, other days and other centres; nothing typed is lost."""
    wanted = answers.part or chosen.part
    is_unknown = chosen.desk is None or chosen.desk.code != answers.code
    found = found or availability.alternatives(chosen.telecentre, chosen.day, wanted, now=now, ask=chosen.ask)
    code = found.same_time[0].code if found.same_time else ""
    proposed = answers.choose(chosen.telecentre, now=now, day=chosen.day, part=wanted, code=code, kind=chosen.ask.kind)
    more = {
        "is_refused": True,
        "why_not": chosen.why_not,
        "taken_desk": None if is_unknown else chosen.desk,
        "alternatives": found,
        "is_offered": bool(found.same_time),
        "onward": None if found.same_time else referring.why_not_here(chosen.telecentre, chosen, now=now),
    }
    return _second_screen(request, proposed, form, now=now, status=409, **more)


def _confirm(request: HttpRequest, desk: Workspace, answers: SlotForm, form: ConfirmForm, *, now: datetime) -> HttpResponse:
    """Book first, and look at what else there is only when that is refused: most bookings are not."""
    booker = _booker(request, form)
    try:
        booking = actions.book(
            booker=booker,
            workspace=desk,
            day=answers.day,
            part=answers.part,
            key=form.cleaned_data["key"],
            language=get_language(),
            now=now,
            places=answers.people,
            guest=form.cleaned_data.get("guest", ""),
            introduction=_introduction(request, desk.telecentre, now),
        )
    except ValidationError as refusal:
        return _refuse(request, desk, answers, form, refusal, booker, now=now)
    request.session.pop("typed", None)
    if booker.user is None:
        access.remember(request, booking, access.BY_BROWSER)
    return redirect(booking)


def _refuse(
    request: HttpRequest,
    desk: Workspace,
    answers: SlotForm,
    form: ConfirmForm,
    refusal: ValidationError,
    booker: Booker,
    *,
    now: datetime,
) -> HttpResponse:
    chosen = _as_asked(desk.telecentre, answers, now=now)
    if isinstance(refusal, actions.Clash):
        return _offer_instead(request, answers, chosen, form, now=now, found=refusal.alternatives)
    if not answers.are_met_by(chosen):
        return _offer_instead(request, answers, chosen, form, now=now)
    if booker.user is None and refusal.code in rules.CODES_ABOUT_THE_PERSON:
        actions.explain_by_mail(booker, desk, chosen.day, chosen.part, refusal.code, language=get_language())
        return render(request, "bookings/look_in_mail.html", {"email": booker.email, "nav": "book"})
    return _second_screen(request, chosen, form, now=now, status=409, refusal=refusal.messages)


def _booker(request: HttpRequest, form: ConfirmForm) -> Booker:
    if request.user.is_authenticated:
        return Booker.of(request.user)
    return Booker(form.cleaned_data["name"], form.cleaned_data["email"])


def _keep_typed(request: HttpRequest) -> None:
    """Until the booking is made, so that another day or centre does not ask for name and address again."""
    if not request.user.is_authenticated:
        request.session["typed"] = {"name": request.POST.get("name", "")[:120], "email": request.POST.get("email", "")[:254]}


def _with_query(name: str, slug: str, query: str) -> str:
    return reverse(name, args=[slug]) + (f"?{query}" if query else "")
