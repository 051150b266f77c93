"""The races of an event: a button pressed many times, and two of the agency who decide differently at the same moment."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone

from accounts import roles
from bookings.models import Booking
from bookings.trials.browser import Answer, at_once
from bookings.trials.races import Race, Round, errors_in
from bookings.trials.stage import BEGINNING, make_manager
from outreach import actions
from outreach import event_rules as rules
from outreach.models import Event, EventSession
from telecentres import hours
from telecentres.models import Policy, Telecentre, Workspace

WORDS = "Une matinée pour comprendre comment on travaille à distance depuis un télécentre du réseau."


class EventRace(Race):
    """Somebody of the agency with many windows, and a draft with a room for each round."""

    def make_centre(self) -> Telecentre:
        centre, kind = self.stage.a_centre(desks=1), Workspace.Kind.MEETING_ROOM
        Policy.objects.create(telecentre=centre, kind=kind, granularity=Policy.Granularity.HOUR)
        told = {"code": "R", "name": "Salle", "kind": kind, "seats": 12, "active_from": BEGINNING}
        self.room = Workspace.objects.create(telecentre=centre, **told)
        self.officer = make_manager(centre)
        roles.grant(self.officer.user, roles.Role.AGENCY_STAFF)
        return centre

    def draft(self) -> Event:
        starts_at = hours.instant(self.stage.a_day(), time(9))
        told = {"title": "Essai", "kind": Event.Kind.MEETING, "summary": "Essai.", "description": WORDS, "capacity": 12}
        event = Event(**told, telecentre=self.centre, room=self.room, author=self.officer.user)
        return actions.save_draft(event, changed=[EventSession(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))])

    def press(self, page: str, *arguments: object, **typed: str) -> Callable[[], Answer]:
        return partial(self.browser(self.officer).post, reverse(f"admin:outreach_event_{page}", args=arguments), typed)

    def rooms(self, event: Event) -> list[datetime]:
        """When the room is held for the event."""
        held = Booking.objects.live().filter(workspace=self.room, for_name=event.title, starts_at__gte=event.starts_at)
        return list(held.filter(starts_at__lt=event.starts_at + timedelta(days=1)).values_list("starts_at", flat=True))


class PublishTwice(EventRace):
    """The button is pressed many times: published once, the room booked once, and every other answer says so."""

    name = "publish twice"

    def run(self) -> Round:
        event = self.draft()
        button = {"publish": "1", "seen": rules.mark_of(event)}
        answers = at_once(*(self.press("check", event.pk, **button) for _rival in self.people))
        wrong = errors_in(answers)
        if (won := sum(answer.status == 302 for answer in answers)) != 1:
            wrong.append(f"{won} were told that they published the event")
        if (rooms := self.rooms(event)) != [event.starts_at]:
            wrong.append(f"the room is held at {rooms}")
        return Round(answers, wrong)


class CancelOrReschedule(EventRace):
    """One half cancels while the other gives a new date: one of both happens, and the room says the same as the page."""

    name = "cancel or reschedule"

    def run(self) -> Round:
        event = actions.publish(self.draft(), by=self.officer.user, now=timezone.now())
        seen, session = rules.mark_of(Event.objects.get(pk=event.pk)), event.sessions.get()
        later = f"{timezone.localtime(event.starts_at):%Y-%m-%d}T14:00"
        date = {f"session_{session.pk}": later, "seen": seen}
        half = len(self.people) // 2
        cancels = [self.press("do", event.pk, "cancel", seen=seen, reason="Essai") for _rival in range(half)]
        moves = [self.press("do", event.pk, "reschedule", **date) for _rival in range(half)]
        answers = at_once(*(self.late(one) for one in [*cancels, *moves]))
        found = Event.objects.get(pk=event.pk)
        expected = [] if found.is_cancelled else [found.starts_at]
        wrong = errors_in(answers)
        if found.version != 2:
            wrong.append(f"version {found.version}, {found.state}: more than one thing happened")
        if self.rooms(event) != expected:
            wrong.append(f"{found.state}, and the room is held at {self.rooms(event)}")
        return Round(answers, wrong)
