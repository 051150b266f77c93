"""The week of a centre, its day sheet to print, and writing to everybody of a day."""

from datetime import date, datetime, timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.scoped_admin import managed
from accounts.sent_once import SentOnceForm
from bookings import actions, planning
from bookings.models import Announcement, Booking
from telecentres import hours
from telecentres.models import Telecentre

FURTHEST = timedelta(days=3660)


class AnnouncementForm(SentOnceForm):
    """A few words; the key makes of the same form sent twice one mail to each."""

    text = forms.CharField(
        label=gettext_lazy("Message"),
        max_length=Announcement.LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Each person gets it by mail, with their own booking; nobody sees who else gets it."),
        error_messages={"required": gettext_lazy("Write what they should know.")},
    )


class ShowsPlanning:
    """For the admin of bookings: whoever may see a centre's bookings sees its week and its days."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("planning/", view(self.planning), name="bookings_booking_planning"),
            path("planning/<slug:slug>/", view(self.planning), name="bookings_booking_planning"),
            path("planning/<slug:slug>/<str:day>/", view(self.day_sheet), name="bookings_booking_day"),
            path("planning/<slug:slug>/<str:day>/write/", view(self.announce), name="bookings_booking_announce"),
            *super().get_urls(),
        ]

    def planning(self, request: HttpRequest, slug: str = "") -> HttpResponse:
        """`?jour=` is any day of the week wanted; without a centre, the first one of the person."""
        centre, centres = self._look(request, slug)
        today = hours.civil_day(timezone.now())
        monday = hours.monday_of(_day(request.GET.get("jour", ""), today) or today)
        week = planning.week_of(centre, monday, today=today)
        context = {"title": centre.full_name, "centre": centre, "centres": centres, "week": week, "today": today}
        context["may_book"] = centre.is_open and request.user.has_perm("bookings.add_booking")
        return self._page(request, "admin/bookings/booking/planning.html", context)

    def day_sheet(self, request: HttpRequest, slug: str, day: str) -> HttpResponse:
        """Who comes on a day and what is free, made for paper."""
        centre, _centres = self._look(request, slug)
        now = timezone.now()
        wanted = _day(day, hours.civil_day(now))
        if wanted is None:
            raise Http404
        shown, free = planning.day_of(centre, wanted, today=hours.civil_day(now))
        context = {
            "title": centre.full_name,
            "centre": centre,
            "day": shown,
            "free": free,
            "now": now,
            "may_note": wanted == hours.civil_day(now) and self.has_change_permission(request),
            "may_arrive": _who_may_arrive(centre, shown.bookings, now),
            "may_write": bool(shown.bookings) and wanted >= hours.civil_day(now) and self.has_change_permission(request),
        }
        return self._page(request, "admin/bookings/booking/day_sheet.html", context)

    def announce(self, request: HttpRequest, slug: str, day: str) -> HttpResponse:
        """Write to everybody booked on a day."""
        centre, _centres = self._look(request, slug)
        wanted = _day(day, hours.civil_day(timezone.now()))
        if wanted is None:
            raise Http404
        if not self.has_change_permission(request):
            raise PermissionDenied
        form = AnnouncementForm(request.POST or None)
        if form.is_valid():
            try:
                told = actions.announce(centre, day=wanted, **form.cleaned_data, by=request.user, now=timezone.now())
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                said = ngettext("%(count)s person gets it by mail.", "%(count)s people get it by mail.", told)
                messages.success(request, said % {"count": told} if told else _("It is on its way already."))
                return HttpResponseRedirect(reverse("admin:bookings_booking_day", args=[slug, day]))
        shown, _free = planning.day_of(centre, wanted, today=hours.civil_day(timezone.now()))
        context = {"title": _("Write to everybody of the day"), "centre": centre, "day": shown, "form": form}
        return self._page(request, "admin/bookings/booking/announce.html", context, status=422 if form.errors else 200)

    def _look(self, request: HttpRequest, slug: str) -> tuple[Telecentre, list[Telecentre]]:
        """The centre named, or the first of those that the person manages; a foreign one is not there."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        centres = sorted(managed(Telecentre.objects.furnished(), request), key=lambda centre: centre.sorting_name)
        if not centres:
            raise Http404
        named = get_object_or_404(managed(Telecentre.objects.all(), request), slug=slug) if slug else centres[0]
        return named, centres

    def _page(self, request: HttpRequest, template: str, context: dict, status: int = 200) -> HttpResponse:
        context = {"opts": self.opts, **context, **self.admin_site.each_context(request)}
        return render(request, template, context, status=status)


def _who_may_arrive(centre: Telecentre, bookings: list[Booking], now: datetime) -> set[int]:
    """By the rules of the centre, read once."""
    prefetch_related_objects([centre], "policies")
    for booking in bookings:
        booking.workspace.telecentre = centre
    return {booking.pk for booking in bookings if booking.may_arrive(now)}


def _day(typed: str, today: date) -> date | None:
    """None for what is no day, or one so far away that no week around it can be drawn."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if abs(day - today) < FURTHEST else None
