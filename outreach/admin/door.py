"""The door of an event, for staff with a telephone: a list with one button each, who comes unannounced, codes, and tablets."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.scoped_admin import managed
from bookings.admin.presence import drawn
from outreach import actions
from outreach.models import Door, Event, EventSession, Registration
from outreach.registration_forms import AddForm
from outreach.registration_search import found_by, session_now

STILL_LISTED = timedelta(days=14)  # after the event, for who forgot to note somebody


class DoorForm(forms.ModelForm):
    class Meta:
        model = Door
        fields = ["name"]


class KeepsDoor:
    """For the admin of registrations, whose `page` it uses."""

    def get_urls(self) -> list:
        view, name = self.admin_site.admin_view, "outreach_registration"
        return [
            path("doors/", view(self.doors), name=f"{name}_doors"),
            path("doors/<int:pk>/", view(self.door), name=f"{name}_door"),
            path("doors/<int:pk>/note/", view(self.note), name=f"{name}_note"),
            path("doors/<int:pk>/tablets/", view(self.tablets), name=f"{name}_tablets"),
            path("doors/<int:pk>/tablets/<int:door_pk>/revoke/", view(self.revoke), name=f"{name}_revoke"),
            path("check-in/<str:reference>/", view(self.check_in), name=f"{name}_check_in"),
            *super().get_urls(),
        ]

    def doors(self, request: HttpRequest) -> HttpResponse:
        """The events whose door one may keep now or soon."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.page(
            request,
            "admin/outreach/registration/doors.html",
            {"title": _("At the door"), "events": self.coming_events(request, past=STILL_LISTED)},
        )

    def coming_events(self, request: HttpRequest, past: timedelta = timedelta(0)) -> list[Event]:
        """Published, the next first, those over for less than `past` included."""
        mine = managed(Event.objects.all(), request).filter(ends_at__gt=timezone.now() - past)
        shown = mine.filter(state__in=[Event.State.PUBLISHED, Event.State.HELD])
        return list(shown.select_related("telecentre").order_by("starts_at", "pk")[:100])

    def door(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everybody who has a place, and what is noted for one session; on POST, somebody who comes without registration."""
        event = self._event(request, pk)
        session = self._session(event, request.POST.get("session") or request.GET.get("session", ""))
        form = AddForm(request.POST or None)
        if request.method == "POST" and self._may_note(request) and form.is_valid() and self._let_in(request, session, form):
            return HttpResponseRedirect(_address(event, session))
        expected = self._expected(event)
        letters = request.GET.get("q", "")[:60]
        here = {one.pk for one in expected for there in one.attendances.all() if session and there.session_id == session.pk}
        shown = found_by(expected, letters) if letters.strip() else expected
        context = {
            "title": _("At the door: %(event)s") % {"event": event},
            "event": event,
            "session": session,
            "sessions": list(event.sessions.all()),
            "rows": [(one, one.pk in here) for one in shown],
            "letters": letters,
            "here": len(here),
            "expected": len(expected),
            "form": form,
            "may_note": session is not None and self.has_change_permission(request),
            **self.counts(event),
        }
        status = 422 if form.errors else 200
        return self.page(request, "admin/outreach/registration/door.html", context, status=status)

    def note(self, request: HttpRequest, pk: int) -> HttpResponse:
        """`person` is a reference, `note` one of arrive, take_back."""
        event = self._event(request, pk)
        self._may_note(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        session = self._session(event, request.POST.get("session", ""))
        person = get_object_or_404(event.registrations, reference=request.POST.get("person", ""))
        if session is None:
            raise Http404
        try:
            said = self._carry_out(person, session, request.POST.get("note", ""))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            self.log_change(request, person, request.POST["note"])
            messages.success(request, said)
        return HttpResponseRedirect(_address(event, session, request.POST.get("q", "")[:60]))

    def _carry_out(self, person: Registration, session: EventSession, note: str) -> str:
        who = {"who": person.name or person.reference}
        if note == "arrive":
            actions.arrive(person, session, now=timezone.now())
            return _("%(who)s is there.") % who
        if note == "take_back":
            actions.take_back_arrival(person, session)
            return _("%(who)s is noted as not there.") % who
        raise ValidationError(_("Nothing has been noted: look at the list again."), code="unknown")

    def _let_in(self, request: HttpRequest, session: EventSession | None, form: AddForm) -> bool:
        try:
            if session is None:
                raise ValidationError(_("This event has no date."), code="no_session")
            made = actions.walk_in(session, **form.cleaned_data, now=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return False
        self.log_addition(request, made, [{"added": {}}])
        messages.success(request, _("%(who)s is there.") % {"who": made.name})
        return True

    def check_in(self, request: HttpRequest, reference: str) -> HttpResponse:
        """What the code on somebody's page opens for staff: one person, one button."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        mine = managed(Registration.objects.with_event(), request).prefetch_related("attendances")
        person = get_object_or_404(mine, reference=reference)
        session = session_now(person.event, timezone.now())
        context = {
            "title": person.name or person.reference,
            "event": person.event,
            "person": person,
            "session": session,
            "is_here": any(session and one.session_id == session.pk for one in person.attendances.all()),
            "may_note": session is not None and person.is_expected and self.has_change_permission(request),
        }
        return self.page(request, "admin/outreach/registration/check_in.html", context)

    def tablets(self, request: HttpRequest, pk: int) -> HttpResponse:
        """On POST a new one, whose address is shown in the answer and never again."""
        event = self._event(request, pk)
        self._may_note(request)
        form, address = DoorForm(request.POST or None), ""
        if form.is_valid():
            _made, token = actions.make_door(event, **form.cleaned_data, by=request.user, now=timezone.now())
            address = settings.PUBLIC_URL + reverse("outreach:open_door", args=[token])
            form = DoorForm()
        context = {"title": _("Tablets at the door"), "event": event, "form": form, "doors": event.doors.live()}
        context |= {"address": address, "drawing": drawn(address) if address else ""}
        status = 422 if form.errors else 200
        return self.page(request, "admin/outreach/registration/tablets.html", context, status=status)

    def revoke(self, request: HttpRequest, pk: int, door_pk: int) -> HttpResponse:
        event = self._event(request, pk)
        self._may_note(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        actions.revoke_door(get_object_or_404(event.doors, pk=door_pk), now=timezone.now())
        messages.success(request, _("This tablet opens nothing any more."))
        return HttpResponseRedirect(reverse("admin:outreach_registration_tablets", args=[pk]))

    def counts(self, event: Event) -> dict:
        """Places taken, never more than there are, and who waits."""
        holding = event.registrations.holding().count()
        waiting = event.registrations.in_line().count()
        return {"taken": min(holding, event.capacity), "places": event.capacity, "waiting": waiting}

    def _event(self, request: HttpRequest, pk: int) -> Event:
        if not self.has_view_permission(request):
            raise PermissionDenied
        mine = managed(Event.objects.all(), request).select_related("telecentre").prefetch_related("sessions")
        return get_object_or_404(mine, pk=pk)

    def _may_note(self, request: HttpRequest) -> bool:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return True

    def _session(self, event: Event, number: str) -> EventSession | None:
        """The one named, else the one that is on."""
        named = [one for one in event.sessions.all() if str(one.pk) == number]
        return named[0] if named else session_now(event, timezone.now())

    def _expected(self, event: Event) -> list[Registration]:
        states = [Registration.State.REGISTERED, Registration.State.ATTENDED, Registration.State.NO_SHOW]
        return list(event.registrations.filter(state__in=states).prefetch_related("attendances").order_by("name", "pk"))


def _address(event: Event, session: EventSession | None, letters: str = "") -> str:
    """Back to where one was in the list."""
    query = {**({"session": session.pk} if session else {}), **({"q": letters} if letters else {})}
    return f"{reverse('admin:outreach_registration_door', args=[event.pk])}?{urlencode(query)}"
