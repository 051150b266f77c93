"""Regular days: bookings made together, that can be changed and cancelled together."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from bookings.models.ask import Ask
from bookings.models.booker import Booker
from bookings.models.booking import part_words
from telecentres import words
from telecentres.models import Telecentre, Workspace


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, user) -> Self:
        return self.filter(booked_by=user)

    def running(self, now: datetime) -> Self:
        """With a booking still to come, the one that begins first in front."""
        return self.filter(bookings__ends_at__gt=now, bookings__state__in=["requested", "confirmed"]).distinct().order_by("pk")


class Series(models.Model):
    """
    What somebody asked for: some weekdays from a first to a last day, both included, and a part of the day.

    Each date is a booking of its own, made in local time, so that the change of the clocks moves no hour. `version`
    counts what was done to all of them together: each such act writes one mail.
    """

    reference = models.CharField(_("reference"), max_length=12, unique=True)
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("booked by"), related_name="series")
    telecentre = models.ForeignKey(Telecentre, models.PROTECT, verbose_name=_("telecentre"), related_name="+")
    kind = models.CharField(_("kind"), max_length=13, choices=Workspace.Kind, default=Workspace.Kind.DESK)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("days of the week"), help_text=_("Monday is 1."))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    part = models.CharField(_("part of the day"), max_length=11)
    language = models.CharField(_("language of the mails"), max_length=2, default="fr")
    version = models.PositiveIntegerField(_("version"), default=1)
    idempotency_key = models.UUIDField(unique=True, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("booked at"))

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("regular days")
        verbose_name_plural = _("regular days")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="bookings_series_order")]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("bookings:series", args=[self.reference])

    @property
    def ask(self) -> Ask:
        return Ask(self.kind)

    @property
    def booker(self) -> Booker:
        return Booker.of(self.booked_by)

    @property
    def weekday_words(self) -> str:
        """ "mardi et jeudi"."""
        return words.series_words(str(WEEKDAYS[number - 1]) for number in self.weekdays)

    @property
    def part_words(self) -> str:
        return part_words(self.part)
