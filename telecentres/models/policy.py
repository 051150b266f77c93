"""The rules and the prices of a telecentre, as data its manager edits."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from telecentres import hours
from telecentres.models.scope import OfTelecentreQuerySet
from telecentres.models.workspace import Workspace


class Policy(models.Model):
    """In which parts, how far ahead, how long, how often and until when one may book and cancel, per centre and kind."""

    class Granularity(models.TextChoices):
        DAY = "day", _("whole days")
        HALF_DAY = "half_day", _("days and half-days")
        HOUR = "hour", _("days, half-days and hours")

    telecentre = models.ForeignKey("Telecentre", models.CASCADE, verbose_name=_("telecentre"), related_name="policies")
    kind = models.CharField(_("kind"), max_length=13, choices=Workspace.Kind, default=Workspace.Kind.DESK)
    granularity = models.CharField(_("booked by"), max_length=8, choices=Granularity, default=Granularity.HOUR)
    notice_minutes = models.PositiveIntegerField(
        _("minutes of notice"), default=0, help_text=_("0: one may book until the slot ends.")
    )
    horizon_days = models.PositiveSmallIntegerField(_("days ahead"), default=90, validators=[MinValueValidator(1)])
    longest_hours = models.PositiveSmallIntegerField(_("longest stay in hours"), default=14, validators=[MinValueValidator(1)])
    weekly_quota = models.PositiveSmallIntegerField(
        _("bookings per person and week"), default=10, validators=[MinValueValidator(1)]
    )
    series_weeks = models.PositiveSmallIntegerField(
        _("regular days: weeks ahead"),
        default=26,
        validators=[MaxValueValidator(52)],
        help_text=_("How far regular days may be booked together. 0: no regular days."),
    )
    needs_approval = models.BooleanField(
        _("each booking is granted by hand"),
        default=False,
        help_text=_("A request holds the place until the telecentre has answered."),
    )
    approval_hours = models.PositiveSmallIntegerField(
        _("hours to answer a request"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(720)],
        help_text=_("Without an answer it lapses; never later than the start."),
    )
    cancel_days_before = models.PositiveSmallIntegerField(_("cancel until: days before"), default=1)
    cancel_at = models.TimeField(_("cancel until: hour"), default=time(20))
    arrival_minutes = models.PositiveSmallIntegerField(
        _("arrival noted: minutes before the start"), default=30, validators=[MaxValueValidator(240)]
    )
    grace_minutes = models.PositiveSmallIntegerField(
        _("desk released: minutes after the start"),
        null=True,
        blank=True,
        validators=[MinValueValidator(15), MaxValueValidator(600)],
        help_text=_("When nobody has been noted as arrived. Empty: never."),
    )

    objects = OfTelecentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking rules")
        verbose_name_plural = _("booking rules")
        constraints = [models.UniqueConstraint(fields=["telecentre", "kind"], name="telecentres_policy_kind")]

    def __str__(self) -> str:
        return f"{self.telecentre}, {self.get_kind_display()}"

    def offers(self, part: str) -> bool:
        """Whether a part of a day, named as in `hours.part_of`, may be booked at all."""
        if hours.stretch_bounds(part):
            return self.granularity == self.Granularity.HOUR
        return part == "day" or self.granularity != self.Granularity.DAY

    def cancellable_until(self, starts_at: datetime) -> datetime:
        """The local hour so many civil days before the start; never after the start itself."""
        day = timezone.localdate(starts_at) - timedelta(days=self.cancel_days_before)
        return min(datetime.combine(day, self.cancel_at, timezone.get_default_timezone()), starts_at)


class TariffQuerySet(OfTelecentreQuerySet):
    def in_force(self, day: date) -> Self:
        """The newest row of each kind and unit that is valid on the day."""
        one_of = ("telecentre_id", "kind", "unit")
        return self.filter(valid_from__lte=day).order_by(*one_of, "-valid_from").distinct(*one_of)


class Tariff(models.Model):
    """What a kind of workspace costs in a telecentre, by unit, from a day on."""

    class Unit(models.TextChoices):
        HOUR = "hour", _("hour")
        HALF_DAY = "half_day", _("half-day")
        DAY = "day", _("day")
        WEEK = "week", _("week")
        MONTH = "month", _("month, 1 or 2 days a week")

    telecentre = models.ForeignKey("Telecentre", models.CASCADE, verbose_name=_("telecentre"), related_name="tariffs")
    kind = models.CharField(_("kind"), max_length=13, choices=Workspace.Kind, default=Workspace.Kind.DESK)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit)
    price = models.DecimalField(_("price in euros"), max_digits=7, decimal_places=2, validators=[MinValueValidator(Decimal(0))])
    valid_from = models.DateField(_("valid from"))
    source_url = models.URLField(_("source"), max_length=300, blank=True)
    is_example = models.BooleanField(_("example, not the real price"), default=False)

    objects = TariffQuerySet.as_manager()

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        ordering = ["telecentre", "kind", "unit", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["telecentre", "kind", "unit", "valid_from"], name="telecentres_tariff_once"),
            models.CheckConstraint(condition=Q(price__gte=0), name="telecentres_tariff_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.telecentre}, {self.get_unit_display()}"


class FreePeriodQuerySet(OfTelecentreQuerySet):
    def in_force(self, day: date) -> Self:
        """The newest row of each telecentre that is valid on the day."""
        return self.filter(valid_from__lte=day).order_by("telecentre_id", "-valid_from").distinct("telecentre_id")


class FreePeriod(models.Model):
    """How many days, counted from their first one at a telecentre, newcomers have a desk for nothing; from a day on."""

    telecentre = models.ForeignKey("Telecentre", models.CASCADE, verbose_name=_("telecentre"), related_name="free_periods")
    days = models.PositiveSmallIntegerField(
        _("days free for newcomers"),
        validators=[MaxValueValidator(366)],
        help_text=_("Counted from the person’s first day here, that day included. 0: newcomers pay from then on."),
    )
    valid_from = models.DateField(_("valid from"), help_text=_("It holds for those whose first day is this one or later."))
    source_url = models.URLField(_("source"), max_length=300, blank=True)
    is_example = models.BooleanField(_("example, not the real offer"), default=False)

    objects = FreePeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("free period for newcomers")
        verbose_name_plural = _("free periods for newcomers")
        ordering = ["telecentre", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["telecentre", "valid_from"], name="telecentres_free_period_once"),
            models.CheckConstraint(condition=Q(days__lte=366), name="telecentres_free_period_days"),
        ]

    def __str__(self) -> str:
        return f"{self.telecentre}, {self.valid_from:%Y-%m-%d}"
