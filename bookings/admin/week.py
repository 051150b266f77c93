"""The usual week of a centre on one page: seven days, two ranges each, from a day on; beside it holidays and the next days."""

import re
from datetime import date, time, timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.scoped_admin import managed
from bookings import actions
from telecentres import holidays, hours, timetable, words
from telecentres.models import Closure, OpeningHours, Telecentre

Weekday = OpeningHours.Weekday
RANGES = (0, 1)
FORTNIGHT = 14
HOUR = re.compile(r"\s*(\d{1,2})\s*(?:[h:.]\s*(\d{2})?)?\s*", re.IGNORECASE)


class HourField(forms.Field):
    """A local time as people write it: 8h30, 8:30, 8 h 30, 18 h, 18."""

    default_error_messages = {"invalid": gettext_lazy("Write an hour, for example 8:30.")}

    def to_python(self, value: str | None) -> time | None:
        if not value or not str(value).strip():
            return None
        found = HOUR.fullmatch(str(value).replace("\u00a0", " ").replace("\u202f", " "))
        try:
            return time(int(found[1]), int(found[2] or 0)) if found else self._refuse()
        except ValueError:
            return self._refuse()

    def prepare_value(self, value):
        return words.hour_words(value) if isinstance(value, time) else value

    def _refuse(self):
        raise ValidationError(self.error_messages["invalid"], code="invalid")


class WeekForm(forms.Form):
    """Empty ranges are closed; `rows` gives them back by weekday."""

    valid_from = forms.DateField(
        label=gettext_lazy("From this day on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Until the day before, the hours of today stay as they are: the past stays true."),
    )

    def __init__(self, data=None, *, week: dict[int, list[hours.Range]], today: date) -> None:
        super().__init__(data, initial={"valid_from": today})
        self.today = today
        for day in Weekday:
            for number in RANGES:
                opening = week[day][number] if number < len(week[day]) else (None, None)
                for end, said, value in zip("ab", (_("opens at"), _("closes at")), opening, strict=True):
                    nth = _("range %(number)s") % {"number": number + 1}
                    label = f"{day.label}, {nth}, {said}"
                    widget = forms.TextInput(attrs={"aria-label": label, "size": 7})
                    self.fields[f"d{day}_{number}{end}"] = HourField(required=False, label=label, widget=widget, initial=value)

    @property
    def days(self) -> list[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        return [
            (capfirst(day.label), [(self[f"d{day}_{number}a"], self[f"d{day}_{number}b"]) for number in RANGES])
            for day in Weekday
        ]

    def clean_valid_from(self) -> date:
        day = self.cleaned_data["valid_from"]
        if day < self.today:
            raise ValidationError(_("This day is over. Choose today or a day to come."), code="past")
        return day

    def clean(self) -> dict:
        cleaned = super().clean()
        for day in Weekday:
            last = None
            for number in RANGES:
                start, end = cleaned.get(f"d{day}_{number}a"), cleaned.get(f"d{day}_{number}b")
                if (start is None) != (end is None) and not self.errors:
                    self.add_error(f"d{day}_{number}b", _("Give both hours of the range, or neither."))
                elif start and end and not (start < end and (last is None or last <= start)):
                    self.add_error(f"d{day}_{number}b", _("The hours of a day follow each other: correct their order."))
                last = end or last
        return cleaned

    def copied(self) -> dict:
        """What was typed, with Monday's ranges on Tuesday to Friday as well."""
        data = self.data.copy()
        for day in (Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY):
            for number in RANGES:
                for end in "ab":
                    data[f"d{day}_{number}{end}"] = data.get(f"d{Weekday.MONDAY}_{number}{end}", "")
        return data

    @property
    def rows(self) -> dict[int, list[hours.Range]]:
        said = self.cleaned_data
        return {
            int(day): [
                hours.Range(said[f"d{day}_{number}a"], said[f"d{day}_{number}b"])
                for number in RANGES
                if said[f"d{day}_{number}a"]
            ]
            for day in Weekday
        }


class EditsTheWeek:
    """For the admin of opening hours."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("week/", view(self.week), name="telecentres_openinghours_week"),
            path("week/<slug:slug>/", view(self.week), name="telecentres_openinghours_week"),
            *super().get_urls(),
        ]

    def week(self, request: HttpRequest, slug: str = "") -> HttpResponse:
        """Nothing is saved before the bookings in the way have their answers."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return self._asking(request, self._week, slug)

    def _week(self, request: HttpRequest, slug: str) -> HttpResponse:
        centres = sorted(managed(Telecentre.objects.furnished(), request), key=lambda one: one.sorting_name)
        if not centres:
            raise Http404
        centre = get_object_or_404(managed(Telecentre.objects.all(), request), slug=slug) if slug else centres[0]
        now = timezone.now()
        today = hours.civil_day(now)
        if "holiday" in request.POST:
            return self._close_on_holidays(request, centre, today)
        form = WeekForm(request.POST or None, week=_week_in_force(centre, today), today=today)
        if "copy" in request.POST:
            form = WeekForm(form.copied(), week=_week_in_force(centre, today), today=today)
        elif form.is_valid():
            said = form.cleaned_data["valid_from"]
            answers = self.answers(request)
            actions.replace_week(centre, form.rows, valid_from=said, now=now, by=request.user, touched=answers)
            if row := centre.opening_hours.filter(valid_from=said).first():
                self.log_change(request, row, "week")
            messages.success(request, _("Saved: these hours hold from %(day)s on.") % {"day": words.day_words(said, year=True)})
            return HttpResponseRedirect(reverse("admin:telecentres_openinghours_week", args=[centre.slug]))
        context = {
            "opts": self.opts,
            "title": _("Opening hours of %(centre)s") % {"centre": centre.full_name},
            "centre": centre,
            "centres": centres,
            "form": form,
            "fortnight": timetable.days_from(centre, today, FORTNIGHT),
            "holidays": _holidays_to_propose(centre, today),
            **self.admin_site.each_context(request),
        }
        status = 422 if form.errors and "copy" not in request.POST else 200
        return render(request, "admin/telecentres/openinghours/week.html", context, status=status)

    def _close_on_holidays(self, request: HttpRequest, centre: Telecentre, today: date) -> HttpResponse:
        """One of them, or all or none; whoever has booked on any of them is listed first."""
        wanted, answers, in_the_way = request.POST["holiday"], self.answers(request), []
        with transaction.atomic():
            for holiday in _holidays_to_propose(centre, today):
                if wanted in ("all", str(holiday.day)):
                    span, said = hours.whole_day(holiday.day), {"reason": holiday.name, "by": request.user}
                    try:
                        actions.close(telecentre=centre, **span._asdict(), **said, now=timezone.now(), touched=answers)
                    except actions.Touched as touched:
                        in_the_way += touched.bookings
            if in_the_way:
                raise actions.Touched(in_the_way)
        messages.success(request, _("Closed. It is shown on the page of the centre."))
        return HttpResponseRedirect(reverse("admin:telecentres_openinghours_week", args=[centre.slug]))


def _week_in_force(centre: Telecentre, today: date) -> dict[int, list[hours.Range]]:
    """The usual ranges of the next seven days, by weekday; what holds on a later day is not looked at."""
    rows = centre.opening_hours.valid_between(today, today + timedelta(days=6)).as_rows()
    days = [today + timedelta(days=number) for number in range(7)]
    return {day.isoweekday(): hours.ranges_on(day, rows) for day in days}


def _holidays_to_propose(centre: Telecentre, today: date) -> list[holidays.Holiday]:
    """Of the coming year, those on which the centre would open; what is closed already is left out."""
    coming = holidays.coming_holidays(today)
    rows = centre.opening_hours.valid_between(today, today + timedelta(days=365)).as_rows()
    closed = [
        hours.Period(*period)
        for period in Closure.objects.filter(telecentre=centre, workspace=None, ends_at__gt=hours.whole_day(today).starts_at)
        .order_by()
        .values_list("starts_at", "ends_at")
    ]
    return [holiday for holiday in coming if hours.openings_on(holiday.day, rows, closed)]
