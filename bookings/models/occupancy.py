"""The occupancy rows, in which alone PostgreSQL decides what overlaps."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from bookings.models.period import Period
from telecentres.models import Closure, Telecentre, Workspace

# Both halves are answered from the covering indexes alone.
TAKEN = """
    SELECT workspace_id, starts_at, ends_at FROM bookings_occupancy
    WHERE live AND telecentre_id = ANY(%(centres)s) AND starts_at >= %(starts_at)s AND starts_at < %(ends_at)s {own_aside}
    UNION ALL
    SELECT earlier.* FROM telecentres_workspace AS desk CROSS JOIN LATERAL (
        SELECT workspace_id, starts_at, ends_at FROM bookings_occupancy
        WHERE live AND workspace_id = desk.id AND starts_at < %(starts_at)s {own_aside}
        ORDER BY starts_at DESC LIMIT 1
    ) AS earlier
    WHERE desk.telecentre_id = ANY(%(centres)s) AND earlier.ends_at > %(starts_at)s
"""


class OccupancyQuerySet(models.QuerySet["Occupancy"]):
    def live(self) -> Self:
        return self.filter(live=True)

    def overlapping(self, starts_at: datetime, ends_at: datetime) -> Self:
        """Half-open: what ends at noon leaves noon free."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)

    def taken_in(
        self, telecentres: Sequence[int], starts_at: datetime, ends_at: datetime, *, without: Iterable[Booking] = ()
    ) -> list[tuple[int, datetime, datetime]]:
        """
        (workspace, start, end) of the live rows of some centres that meet the half-open time, those of some bookings aside.

        Live rows of a desk never overlap, so of those that began earlier only the last can reach into the time.
        Asking for `ends_at > …` instead reads the whole past of the desks: fifty times dearer with 200,000 rows.
        """
        own = [booking.pk for booking in without]
        values = {"centres": list(telecentres), "starts_at": starts_at, "ends_at": ends_at, "without": own}
        own_aside = "AND (booking_id IS NULL OR booking_id <> ALL(%(without)s))" if own else ""
        with connection.cursor() as cursor:
            cursor.execute(TAKEN.format(own_aside=own_aside), values)
            return cursor.fetchall()

    def claim(self, rows: Sequence["Occupancy"]) -> int:
        """
        Insert the rows that the exclusion constraint lets in; return how many.

        Rows go in by workspace and start, so that two writers never wait for each other in a circle, and a
        taken period makes no error but a missing row. A plain INSERT is as safe, yet under a rush it falls
        into deadlocks. The caller rolls back when the number is not the one it asked for.
        """
        ordered = sorted(rows, key=lambda row: (row.workspace_id, row.starts_at))
        if not ordered:
            return 0
        columns = "workspace_id, telecentre_id, starts_at, ends_at, live, booking_id, closure_id"
        values = [
            (row.workspace_id, row.telecentre_id, row.starts_at, row.ends_at, True, row.booking_id, row.closure_id)
            for row in ordered
        ]
        places = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(values))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO bookings_occupancy ({columns}) VALUES {places} ON CONFLICT DO NOTHING",  # noqa: S608
                [value for row in values for value in row],
            )
            return cursor.rowcount


class Occupancy(models.Model):
    """A workspace taken for a time, by a booking or by a closure: the only place where overlap is decided."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="occupancies")
    telecentre = models.ForeignKey(Telecentre, models.PROTECT, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    live = models.BooleanField(default=True)
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="occupancies", null=True)
    closure = models.ForeignKey(Closure, models.CASCADE, related_name="occupancies", null=True)

    objects = OccupancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("occupancy")
        verbose_name_plural = _("occupancies")
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="bookings_occupancy_order"),
            models.CheckConstraint(
                condition=Q(booking__isnull=False, closure__isnull=True) | Q(booking__isnull=True, closure__isnull=False),
                name="bookings_occupancy_one_owner",
            ),
            ExclusionConstraint(
                name="bookings_occupancy_no_overlap",
                expressions=[("workspace", RangeOperators.EQUAL), (Period("starts_at", "ends_at"), RangeOperators.OVERLAPS)],
                condition=Q(live=True),
            ),
        ]
        indexes = [
            # "The last start before": live rows of a desk never overlap, so only the newest one can touch a period.
            models.Index(
                fields=["workspace", "starts_at"], include=["ends_at"], condition=Q(live=True), name="bookings_occupancy_desk"
            ),
            models.Index(
                fields=["telecentre", "starts_at"],
                include=["ends_at", "workspace"],
                condition=Q(live=True),
                name="bookings_occupancy_centre",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workspace_id}: {self.starts_at:%Y-%m-%d %H:%M}–{self.ends_at:%H:%M}"
