"""When a telecentre is open: weekly hours with validity dates, and closures."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from telecentres.hours import WeeklyHours
from telecentres.models.scope import OfTelecentreQuerySet
from telecentres.models.workspace import Workspace


class SecondOfDay(Func):
    """A local time as seconds since midnight: PostgreSQL has no range of times, but one of integers."""

    template = "(extract(epoch from %(expressions)s)::integer)"
    output_field = models.IntegerField()


class OpeningHoursQuerySet(OfTelecentreQuerySet):
    def valid_between(self, first: date, last: date) -> Self:
        """Rows in force on at least one day from first to last, both included."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=first), valid_from__lte=last)

    def as_rows(self) -> list[WeeklyHours]:
        """What `telecentres.hours` computes with."""
        fields = ("weekday", "opens_at", "closes_at", "valid_from", "valid_until", "workspace")
        return [WeeklyHours(*row) for row in self.values_list(*fields)]


class OpeningHours(models.Model):
    """One opening range of one weekday, in local time, valid from a day on, for the centre or one workspace."""

    class Weekday(models.IntegerChoices):
        MONDAY = 1, _("Monday")
        TUESDAY = 2, _("Tuesday")
        WEDNESDAY = 3, _("Wednesday")
        THURSDAY = 4, _("Thursday")
        FRIDAY = 5, _("Friday")
        SATURDAY = 6, _("Saturday")
        SUNDAY = 7, _("Sunday")

    telecentre = models.ForeignKey("Telecentre", models.CASCADE, verbose_name=_("telecentre"), related_name="opening_hours")
    workspace = models.ForeignKey(
        "Workspace",
        models.CASCADE,
        verbose_name=_("workspace"),
        null=True,
        blank=True,
        related_name="opening_hours",
        help_text=_("Empty: the whole centre."),
    )
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=Weekday)
    opens_at = models.TimeField(_("opens at"))
    closes_at = models.TimeField(_("closes at"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("Last day, included."))
    is_example = models.BooleanField(_("example, not the real hours"), default=False)

    objects = OpeningHoursQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["telecentre", "weekday", "opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")),
                name="telecentres_hours_order",
                violation_error_message=_("The centre must open before it closes."),
            ),
            ExclusionConstraint(
                name="telecentres_hours_no_overlap",
                expressions=[
                    ("telecentre", RangeOperators.EQUAL),
                    (Coalesce("workspace", 0), RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (Func("valid_from", "valid_until", template="daterange(%(expressions)s, '[]')"), RangeOperators.OVERLAPS),
                    (Func(SecondOfDay("opens_at"), SecondOfDay("closes_at"), function="int4range"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("These hours overlap hours that are there already."),
            ),
        ]

    def clean(self) -> None:
        """In words and before the database: a range written the wrong way round would break the check for overlaps."""
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("The centre must open before it closes.")})
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": _("The last day cannot come before the first.")})
        _belongs(self)

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}"

    def as_weekly_hours(self) -> WeeklyHours:
        """The row as `telecentres.hours` reads it."""
        return WeeklyHours(self.weekday, self.opens_at, self.closes_at, self.valid_from, self.valid_until, self.workspace_id)


class ClosureQuerySet(OfTelecentreQuerySet):
    def overlapping(self, starts_at: datetime, ends_at: datetime) -> Self:
        """Half-open: a closure that ends at noon leaves noon open."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)

    def covering(self, workspace: Workspace) -> Self:
        """Of the workspace itself, of the room that it stands in, or of its whole centre."""
        named = Q(workspace=None) | Q(workspace=workspace)
        if workspace.parent_id:
            named |= Q(workspace=workspace.parent_id)
        return self.filter(named, telecentre=workspace.telecentre_id)


class Closure(models.Model):
    """A time when a centre, or one of its workspaces, takes nobody, and the reason people are told."""

    telecentre = models.ForeignKey("Telecentre", models.CASCADE, verbose_name=_("telecentre"), related_name="closures")
    workspace = models.ForeignKey(
        "Workspace",
        models.CASCADE,
        verbose_name=_("workspace"),
        null=True,
        blank=True,
        related_name="closures",
        help_text=_("Empty: the whole centre."),
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    reason = models.CharField(_("reason"), max_length=200, help_text=_("Shown to everybody, for example: snow."))
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("closed by"), null=True, blank=True)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="telecentres_closure_order",
                violation_error_message=_("A closure must end after it begins."),
            )
        ]

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("A closure must end after it begins.")})
        _belongs(self)

    def __str__(self) -> str:
        return f"{self.telecentre}, {self.reason}"


def _belongs(row: OpeningHours | Closure) -> None:
    """A workspace named on a row must stand in the row's centre."""
    if row.workspace_id and row.telecentre_id and row.workspace.telecentre_id != row.telecentre_id:
        raise ValidationError(
            {"workspace": _("This workspace is in another telecentre. Leave it empty to mean the whole centre.")}
        )
