"""The times at which an event takes place, and the bookings of its room."""

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bookings.models import Booking
from outreach.models.event import Event


class EventSessionQuerySet(models.QuerySet["EventSession"]):
    def managed_by(self, user, *, today: date) -> Self:
        return self.filter(event__in=Event.objects.managed_by(user, today=today))

    def in_rooms(self) -> Self:
        """Of events that take place, in a room that the portal books."""
        taking_place = self.filter(event__state=Event.State.PUBLISHED, event__room__isnull=False)
        return taking_place.exclude(event__mode=Event.Mode.ONLINE)

    def without_their_room(self, now: datetime) -> Self:
        """To come, and nobody holds the room for them any more, or another one, or at another time; the next one first."""
        held = Q(
            booking__state__in=Booking.State.live(),
            booking__workspace=F("event__room"),
            booking__starts_at__lte=F("starts_at"),
            booking__ends_at__gte=F("ends_at"),
        )
        kept = EventSession.objects.filter(held).values("pk")  # a subquery, for NOT over an empty booking is not known
        return self.in_rooms().filter(starts_at__gt=now).exclude(pk__in=kept).order_by("starts_at", "pk")

    def beginning(self, now: datetime, *, within: timedelta) -> Self:
        """Their room is booked and nobody has noted an arrival; they begin within so long, or are running."""
        awaited = self.in_rooms().filter(booking__state=Booking.State.CONFIRMED)
        return awaited.filter(booking__starts_at__lte=now + within, booking__ends_at__gt=now)


class EventSession(models.Model):
    """A time at which an event takes place: a training has several, the others mostly one. Half-open."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions", verbose_name=_("event"))
    title = models.CharField(_("title"), max_length=120, blank=True, help_text=_("Empty where there is only one."))
    starts_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))
    booking = models.OneToOneField(
        Booking,
        models.SET_NULL,
        verbose_name=_("booking of the room"),
        null=True,
        blank=True,
        related_name="event_session",
        editable=False,
    )

    objects = EventSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="outreach_session_period",
                violation_error_message=_("A session ends after it begins."),
            ),
            models.UniqueConstraint(
                fields=["event", "starts_at"],
                name="outreach_session_once",
                # Looked at once all are saved: the second session may go where the third was.
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Two sessions of an event cannot begin at the same time."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.event)
