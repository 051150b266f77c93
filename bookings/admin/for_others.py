"""A manager books or moves for somebody: a form, then a page that says the desk, the price and every rule in the way."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scoped_admin import managed
from bookings import actions, rules
from bookings.admin import desk_forms
from bookings.admin.desk_forms import ForSomebodyForm, PlaceForm, WordForm
from bookings.availability import PART_OF_SLUG
from bookings.models import Booking, Occupancy
from telecentres import hours
from telecentres.models import Telecentre


class BooksForOthers:
    """For the admin of bookings, beside the planning, whose `_look` and `_page` it uses."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("planning/<slug:slug>/book/", view(self.book_for), name="bookings_booking_book_for"),
            path("<int:pk>/move/", view(self.move_for), name="bookings_booking_move_for"),
            *super().get_urls(),
        ]

    def book_for(self, request: HttpRequest, slug: str) -> HttpResponse:
        """`step` is "book" once the second page is sent; `?jour=`, `?creneau=` and `?bureau=` fill in the first one."""
        centre, _centres = self._look(request, slug)
        if not request.user.has_perm("bookings.add_booking"):
            raise PermissionDenied
        now = timezone.now()
        form = ForSomebodyForm(request.POST or None, telecentre=centre, now=now, initial=_asked(request, now))
        page = {"title": _("Book for somebody"), "centre": centre, "form": form}
        if request.method != "POST" or request.POST.get("step") == "back" or not form.is_valid():
            return self._first_page(request, page, form)
        said = form.cleaned_data
        slot = {"booker": form.booker, "workspace": said["workspace"], "day": said["day"], "part": said["part"]}
        slot |= {"places": form.people, "guest": said["guest"], "now": now}

        def book(word: actions.Word) -> Booking:
            was_there = Booking.objects.filter(idempotency_key=said["key"]).exists()
            language = form.booker.user.language if form.booker.user else "fr"
            booking = actions.book(**slot, key=said["key"], language=language, word=word)
            if not was_there:
                self.log_addition(request, booking, "booked by the centre")
            return booking

        if done := Booking.objects.filter(idempotency_key=said["key"], workspace__telecentre=centre).first():
            messages.info(request, _("This is booked already: here it is."))
            return HttpResponseRedirect(reverse("admin:bookings_booking_change", args=[done.pk]))
        return self._second_page(request, page, lambda: actions.try_out_new(**slot), book)

    def move_for(self, request: HttpRequest, pk: int) -> HttpResponse:
        """To another place or time in a centre that the manager runs, by `?centre=`; else in its own."""
        booking = self.get_object(request, str(pk))
        if not self.has_change_permission(request, booking):
            raise PermissionDenied
        now = timezone.now()
        centre = _centre(request, booking)
        try:
            rules.still_upcoming(booking, now=now)
        except ValidationError as refusal:
            messages.info(request, " ".join(refusal.messages))
            return HttpResponseRedirect(reverse("admin:bookings_booking_change", args=[pk]))
        form = PlaceForm(request.POST or None, telecentre=centre, now=now, booking=booking, initial=_as_it_is(booking))
        page = {"title": _("Move a booking"), "centre": centre, "form": form, "original": booking}
        page["centres"] = [one for one in managed(Telecentre.objects.open(), request) if one != centre]
        if request.method != "POST" or request.POST.get("step") == "back" or not form.is_valid():
            return self._first_page(request, page, form)
        said = form.cleaned_data
        slot = {"workspace": said["workspace"], "day": said["day"], "part": said["part"], "now": now}

        def move(word: actions.Word) -> Booking:
            moved = actions.move(booking, **slot, word=word)
            if moved.version != booking.version:
                self.log_change(request, moved, "moved by the centre")
            return moved

        return self._second_page(request, page, lambda: actions.try_out(booking, **slot), move)

    def _first_page(self, request: HttpRequest, page: dict, form: PlaceForm) -> HttpResponse:
        status = 422 if request.method == "POST" and form.errors and request.POST.get("step") != "back" else 200
        return self._page(request, "admin/bookings/booking/for_others.html", page, status=status)

    def _second_page(self, request: HttpRequest, page: dict, try_out, do) -> HttpResponse:
        """What it would be and what speaks against it; on `step=book` it is done, unless something has come between."""
        try:
            tried, refusals = try_out()
        except ValidationError:
            page["form"].add_error("part", _("Not open then: to book all the same, choose the hours."))
            return self._first_page(request, page, page["form"])
        against, sent = desk_forms.against(refusals), request.POST.get("step") == "book"
        form, problems = WordForm(request.POST if sent else None, against=against), []
        if sent and form.is_valid():
            allowing = frozenset(form.cleaned_data["allow"])
            try:
                booking = do(actions.Word(request.user, allowing, form.cleaned_data["reason"]))
            except actions.Clash as clash:
                problems = [*clash.messages, *_free_then(clash)]
            except ValidationError as refusal:
                is_listed = refusal.code in {one.code for one in against}
                problems = [_("Nothing is saved yet: decide about each point below.")] if is_listed else refusal.messages
            else:
                messages.success(request, _("It is done. A mail tells the person."))
                return HttpResponseRedirect(reverse("admin:bookings_booking_change", args=[booking.pk]))
        page |= {
            "tried": tried,
            "word": form,
            "problems": problems,
            "final": [one.words for one in against if not one.may_give_way],
            "gives_way": any(one.may_give_way for one in against),
            "is_taken": _is_taken(tried),
            "typed": [(name, value) for name, values in request.POST.lists() if name not in NOT_TYPED for value in values],
        }
        status = 409 if problems else 422 if sent else 200
        return self._page(request, "admin/bookings/booking/for_others_check.html", page, status=status)


NOT_TYPED = {"step", "allow", "reason", "csrfmiddlewaretoken"}


def _free_then(clash: actions.Clash) -> list[str]:
    free = ", ".join(str(one) for one in clash.alternatives.same_time)
    return [_("Free at the same time: %(places)s.") % {"places": free}] if free else []


def _is_taken(tried: Booking) -> bool:
    """By somebody else's booking; a closure may give way."""
    held = Occupancy.objects.live().filter(booking__isnull=False, workspace__in=tried.workspace.with_what_stands_in_it())
    return held.overlapping(tried.starts_at, tried.ends_at).exclude(booking=tried.pk).exists()


def _asked(request: HttpRequest, now: datetime) -> dict:
    """What a free cell of the planning says, else today; a person by the number of one of their bookings."""
    slug, code = request.GET.get("creneau", ""), request.GET.get("bureau", "")
    initial = {"day": request.GET.get("jour") or hours.civil_day(now), "part": PART_OF_SLUG.get(slug, "day"), "places": 1}
    return initial | ({"place": code} if code else {})


def _as_it_is(booking: Booking) -> dict:
    bounds = hours.stretch_bounds(booking.part)
    part = {"part": desk_forms.BY_HOURS, "begins": bounds[0], "ends": bounds[1]} if bounds else {"part": booking.part}
    return {"day": booking.day, "place": booking.workspace.code, **part}


def _centre(request: HttpRequest, booking: Booking) -> Telecentre:
    slug = request.GET.get("centre", "")
    return managed(Telecentre.objects.open(), request).filter(slug=slug).first() or booking.telecentre
