"""The secret addresses under which calendars read bookings again and again."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.models.secret import hash_of
from telecentres.models import Telecentre


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def live(self) -> Self:
        return self.filter(revoked_at=None, user__is_active=True)

    def belonging_to(self, user: User, telecentre: Telecentre | None = None) -> Self:
        """The person's own, or the one they made for a centre."""
        return self.filter(user=user, telecentre=telecentre)

    def opened_by(self, token: str) -> Self:
        return self.live().filter(token_hash=hash_of(token)).select_related("user", "telecentre")


class CalendarFeed(models.Model):
    """An address that a calendar reads: the bookings of a person, or those of a telecentre for somebody who manages it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds")
    telecentre = models.ForeignKey(Telecentre, models.CASCADE, null=True, blank=True, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_read_on = models.DateField(null=True)  # the day alone: whether a calendar still reads, not when somebody is awake
    revoked_at = models.DateTimeField(null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "telecentre"], name="bookings_feed_one_live", condition=Q(revoked_at=None), nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.telecentre}" if self.telecentre else str(self.user)

    def may_be_read(self, today: date) -> bool:
        """A centre's bookings only while the person manages the centre; one's own always."""
        if self.telecentre_id is None:
            return True
        centres = Telecentre.objects.filter(pk=self.telecentre_id)
        return self.user.has_perm("bookings.view_booking") and centres.managed_by(self.user, today=today).exists()
