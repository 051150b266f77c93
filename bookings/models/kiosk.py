"""The tablet at the door of a centre, and what was pressed on it."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from bookings.models.secret import hash_of
from telecentres.models import Telecentre


class KioskQuerySet(models.QuerySet["Kiosk"]):
    def live(self) -> Self:
        return self.filter(revoked_at=None)

    def opened_by(self, token: str) -> Self:
        return self.live().filter(token_hash=hash_of(token)).select_related("telecentre__commune")

    def managed_by(self, user, *, today: date) -> Self:
        return self.filter(telecentre__in=Telecentre.objects.managed_by(user, today=today))


class Kiosk(models.Model):
    """A tablet at the door that shows who is expected today; whoever holds its secret address sees no more than that."""

    telecentre = models.ForeignKey(Telecentre, models.CASCADE, verbose_name=_("telecentre"), related_name="kiosks")
    name = models.CharField(_("name"), max_length=60, help_text=_("Which tablet it is, for example: tablet at the door."))
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("made by"), null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    seen_on = models.DateField(_("last used on"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    objects = KioskQuerySet.as_manager()

    class Meta:
        verbose_name = _("tablet at the door")
        verbose_name_plural = _("tablets at the door")
        default_permissions = ()
        ordering = ["telecentre", "made_at"]

    def __str__(self) -> str:
        return self.name


class KioskNote(models.Model):
    """A button pressed on a tablet, perhaps long before it could be sent; the same key is carried out once."""

    class Note(models.TextChoices):
        ARRIVE = "arrive", _("arrived")
        LEAVE = "leave", _("left")

    key = models.UUIDField(primary_key=True)
    kiosk = models.ForeignKey(Kiosk, models.CASCADE, related_name="notes")
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="kiosk_notes")
    note = models.CharField(max_length=6, choices=Note)
    pressed_at = models.DateTimeField()
    received_at = models.DateTimeField(db_index=True)
    said = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("note of a tablet")
        verbose_name_plural = _("notes of tablets")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.booking}, {self.get_note_display()}"
