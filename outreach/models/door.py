"""The tablet at the door of an event, and what was pressed on it."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models.secret import hash_of
from outreach.models.event import Event
from outreach.models.registration import Registration
from outreach.models.session import EventSession


class DoorQuerySet(models.QuerySet["Door"]):
    def live(self) -> Self:
        return self.filter(revoked_at=None)

    def opened_by(self, token: str) -> Self:
        return self.live().filter(token_hash=hash_of(token)).select_related("event__telecentre")

    def managed_by(self, user, *, today: date) -> Self:
        return self.filter(event__in=Event.objects.managed_by(user, today=today))


class Door(models.Model):
    """A tablet at the door of one event; whoever holds its secret address notes who comes, and sees no more than that."""

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("event"), related_name="doors")
    name = models.CharField(_("name"), max_length=60, help_text=_("Which tablet it is, for example: tablet at the door."))
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("made by"), null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    objects = DoorQuerySet.as_manager()

    class Meta:
        verbose_name = _("door of an event")
        verbose_name_plural = _("doors of events")
        default_permissions = ()
        ordering = ["event", "made_at"]

    def __str__(self) -> str:
        return self.name


class DoorNote(models.Model):
    """A button pressed on a tablet, perhaps long before it could be sent; the same key is carried out once."""

    key = models.UUIDField(primary_key=True)
    door = models.ForeignKey(Door, models.CASCADE, related_name="notes")
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="door_notes")
    session = models.ForeignKey(EventSession, models.CASCADE, related_name="+")
    received_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("note of a door")
        verbose_name_plural = _("notes of doors")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.key)
