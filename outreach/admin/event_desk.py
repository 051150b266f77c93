"""The second screen of an event, and a page for each thing that may come between it and its day."""

from collections.abc import Callable
from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach import actions
from outreach import event_rules as rules
from outreach.admin.event_forms import ChangeForm, DatesForm, OnlineForm, PublishForm, ReasonForm
from outreach.models import Event, EventSession

State = Event.State


class Change(NamedTuple):
    """A page of its own: its heading, its button, what is said afterwards, the form, the verb, and when it can be done."""

    title: Promise | str
    button: Promise | str
    said: Promise | str
    form: type[ChangeForm]
    verb: Callable[..., Event]
    states: tuple[str, ...]


def _reschedule(event: Event, form: DatesForm, **by) -> Event:
    typed = form.cleaned_data
    return actions.reschedule(
        event, starts=form.starts, reason=typed["reason"], room_reason=typed.get("room_reason", ""), seen=typed["seen"], **by
    )


def _postpone(event: Event, form: ReasonForm, **by) -> Event:
    return actions.postpone(event, reason=form.cleaned_data["reason"], seen=form.cleaned_data["seen"], **by)


def _cancel(event: Event, form: ReasonForm, **by) -> Event:
    return actions.cancel_event(event, reason=form.cleaned_data["reason"], seen=form.cleaned_data["seen"], **by)


def _go_online(event: Event, form: OnlineForm, **by) -> Event:
    typed = form.cleaned_data
    return actions.move_online(event, url=typed["url"], reason=typed["reason"], seen=typed["seen"], **by)


CHANGES = {
    "reschedule": Change(
        gettext_lazy("Give another date"),
        gettext_lazy("Move the event and tell people"),
        gettext_lazy("The event has its new date. Those who are registered are told by mail."),
        DatesForm,
        _reschedule,
        (State.PUBLISHED, State.POSTPONED),
    ),
    "postpone": Change(
        gettext_lazy("Postpone without a new date"),
        gettext_lazy("Postpone the event and tell people"),
        gettext_lazy(
            "The event is postponed. Those who are registered are told by mail; give the new date here once it is known."
        ),
        ReasonForm,
        _postpone,
        (State.PUBLISHED,),
    ),
    "online": Change(
        gettext_lazy("Move online"),
        gettext_lazy("Move the event online and tell people"),
        gettext_lazy("The event takes place online. Those who are registered get the address by mail."),
        OnlineForm,
        _go_online,
        (State.PUBLISHED,),
    ),
    "cancel": Change(
        gettext_lazy("Cancel the event"),
        gettext_lazy("Cancel the event and tell people"),
        gettext_lazy("The event is cancelled. Those who are registered are told by mail; its page says why."),
        ReasonForm,
        _cancel,
        (State.PUBLISHED, State.POSTPONED),
    ),
}


class ChangesEvents:
    """For the admin of events."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/check/", view(self.check_page), name="outreach_event_check"),
            path("<int:pk>/<slug:what>/do/", view(self.change_page), name="outreach_event_do"),
            *super().get_urls(),
        ]

    def check_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is missing, what speaks against the room, how it will look, and what can be done now."""
        event = self._look(request, pk)
        form = PublishForm(request.POST or None, event=event)
        if request.method == "POST":
            self._require_change(request, event)
            if form.is_valid() and (done := self._do(request, event, form.cleaned_data)):
                return done
        return self._check(request, event, form, status=409 if request.method == "POST" else 200)

    def change_page(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        """One change: its reason, and how many people will be told."""
        event = self._look(request, pk)
        change = CHANGES.get(what)
        if change is None:
            raise Http404
        self._require_change(request, event)
        if event.state not in change.states or (what == "online" and event.is_online):
            messages.error(request, _("The event is not in a state for this: here is what can be done."))
            return self._to(event, "check")
        form, status = change.form(request.POST or None, event=event), 200
        if request.method == "POST":
            status = 422
            if form.is_valid():
                try:
                    done = change.verb(event, form, by=request.user, now=timezone.now())
                except ValidationError as refusal:
                    _explain(form, refusal)
                    status = 409
                else:
                    self.log_change(request, done, f"{what}: {done.reason}" if done.reason else what)
                    messages.success(request, change.said)
                    return self._to(event, "check")
        context = {"change": change, "title": change.title, "form": form, "told": actions.told_of(event)}
        return self._page(request, event, "admin/outreach/event/change.html", context, status)

    def _do(self, request: HttpRequest, event: Event, typed: dict) -> HttpResponse | None:
        """One button, one verb; None where it was refused, and the page says why."""
        by = {"by": request.user, "now": timezone.now(), "seen": typed["seen"], "room_reason": typed["room_reason"]}
        verbs = {
            "publish": (lambda: actions.publish(event, **by), _("Published: everybody it is for can read it now.")),
            "room": (lambda: actions.book_rooms_again(event, **by), _("The room is booked.")),
            "copy": (
                lambda: actions.copy_event(event, by=request.user),
                _("A copy to work on: give it its dates, then check it."),
            ),
        }
        name = next((name for name in verbs if name in request.POST), None)
        if name is None:
            return None
        verb, said = verbs[name]
        try:
            result = verb()
        except ValidationError as refusal:
            for words in refusal.messages:
                messages.error(request, words)
            return None
        self.log_change(request, result, name)
        messages.success(request, said)
        return self._to(result, "change" if name == "copy" else "check")

    def _check(self, request: HttpRequest, event: Event, form: forms.Form, status: int) -> HttpResponse:
        now = timezone.now()
        event = Event.objects.for_pages().get(pk=event.pk)
        is_written = event.is_draft or event.is_published
        lost = EventSession.objects.filter(event=event).without_their_room(now)
        context = {
            "title": _("Check: %(event)s") % {"event": event},
            "missing": rules.missing(event, now=now) if is_written else [],
            "objections": actions.objections(event, now=now) if is_written else [],
            "lost": lost,
            "told": actions.told_of(event),
            "form": form,
            "changes": self._changes(event, now) if self._may_change(request, event) else [],
            "may_change": self._may_change(request, event),
            "is_crowded": bool(event.room and not event.is_online and event.capacity > event.room.seats),
        }
        return self._page(request, event, "admin/outreach/event/check.html", context, status)

    def _changes(self, event: Event, now) -> list[tuple[str, Change]]:
        if event.is_draft or (event.is_published and event.ends_at <= now):
            return []
        possible = [(name, one) for name, one in CHANGES.items() if event.state in one.states]
        return [(name, one) for name, one in possible if name != "online" or not event.is_online]

    def _look(self, request: HttpRequest, pk: int) -> Event:
        event = self.get_object(request, str(pk))
        if not self.has_view_permission(request, event):
            raise PermissionDenied
        return event

    def _may_change(self, request: HttpRequest, event: Event) -> bool:
        """The right alone: what is over or postponed is still copied, cancelled or given a date."""
        return request.user.has_perm("outreach.change_event")

    def _require_change(self, request: HttpRequest, event: Event) -> None:
        if not self._may_change(request, event):
            raise PermissionDenied

    def _page(self, request: HttpRequest, event: Event, template: str, context: dict, status: int) -> HttpResponse:
        page = {"opts": self.opts, "event": event, "original": event, **self.admin_site.each_context(request), **context}
        return render(request, template, page, status=status)

    def _to(self, event: Event, page: str) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:outreach_event_{page}", args=[event.pk]))


def _explain(form: forms.Form, refusal: ValidationError) -> None:
    """What a verb refuses stands above the form, which keeps what was typed and shows the event as it is now."""
    form.add_error(None, refusal.messages)
