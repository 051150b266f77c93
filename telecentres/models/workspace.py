"""What can be booked in a telecentre."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from telecentres import hours
from telecentres.models.scope import OfTelecentreQuerySet


class WorkspaceQuerySet(OfTelecentreQuerySet):
    def active_on(self, day: date) -> Self:
        """Both days included; an open end never ends."""
        return self.filter(Q(active_until__isnull=True) | Q(active_until__gte=day), active_from__lte=day)

    def desks(self) -> Self:
        return self.filter(kind=Workspace.Kind.DESK)


class Workspace(models.Model):
    """A desk or a room; a whole room is the parent of its desks."""

    class Kind(models.TextChoices):
        DESK = "desk", _("desk")
        OFFICE = "office", _("private office")
        MEETING_ROOM = "meeting_room", _("meeting room")
        BOOTH = "booth", _("telephone booth")
        TRAINING_ROOM = "training_room", _("training room")

    telecentre = models.ForeignKey("Telecentre", models.PROTECT, verbose_name=_("telecentre"), related_name="workspaces")
    code = models.CharField(_("code"), max_length=10, help_text=_("Short, unique in the centre; it stands in addresses."))
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=13, choices=Kind, default=Kind.DESK)
    seats = models.PositiveSmallIntegerField(_("seats"), default=1, validators=[MinValueValidator(1)])
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("stands in"), related_name="children", null=True, blank=True
    )
    row = models.PositiveSmallIntegerField(
        _("row on the plan"), default=1, validators=[MinValueValidator(1), MaxValueValidator(6)]
    )
    column = models.PositiveSmallIntegerField(
        _("column on the plan"), default=1, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    equipment = models.CharField(
        _("equipment"), max_length=200, blank=True, help_text=_("In a few words, for example: window, two screens.")
    )
    is_step_free = models.BooleanField(_("step-free route, wheelchair fits"), default=False)
    has_adjustable_height = models.BooleanField(_("height-adjustable"), default=False)
    is_quiet = models.BooleanField(_("quiet"), default=False)
    has_hearing_loop = models.BooleanField(_("hearing loop"), default=False)
    has_screen_reader = models.BooleanField(_("screen-reader station"), default=False)
    parking_metres = models.PositiveSmallIntegerField(_("metres to the adapted parking place"), null=True, blank=True)
    active_from = models.DateField(_("in service from"))
    active_until = models.DateField(_("in service until"), null=True, blank=True, help_text=_("Last day, included."))
    is_example = models.BooleanField(_("example, not a real desk"), default=False)

    objects = WorkspaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("workspace")
        verbose_name_plural = _("workspaces")
        ordering = ["telecentre", "row", "column", "code"]
        constraints = [
            models.UniqueConstraint(fields=["telecentre", "code"], name="telecentres_workspace_code"),
            # The target of the composite foreign key that keeps the centre copied on occupancies true.
            models.UniqueConstraint(fields=["id", "telecentre"], name="telecentres_workspace_centre"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def plan_x(self) -> int:
        """Left edge on the small plan of the room, 48 units a column; the room is 200 wide."""
        return 8 + 48 * (self.column - 1)

    @property
    def plan_y(self) -> int:
        """Upper edge on the small plan of the room, 44 units a row."""
        return 8 + 44 * (self.row - 1)

    def is_in_service(self, day: date) -> bool:
        """Both days included."""
        return self.active_from <= day and (self.active_until is None or day <= self.active_until)

    def parts_on(self, day: date) -> dict[str, hours.Period]:
        """The parts of a day that the weekly hours offer here; one query."""
        rows = self.telecentre.opening_hours.valid_between(day, day).as_rows()
        return hours.parts_of(day, hours.ranges_on(day, rows, workspace=self.pk))

    def clean(self) -> None:
        if self.parent and self.parent.telecentre_id != self.telecentre_id:
            raise ValidationError({"parent": ValidationError(_("The room stands in another telecentre."), code="other_centre")})

    @property
    def accessibility(self) -> list[str]:
        """What helps whom at this place, in words; empty where nothing is known."""
        fitted = [
            (self.is_step_free, _("step-free route, wheelchair fits")),
            (self.has_adjustable_height, _("height-adjustable")),
            (self.is_quiet, _("quiet")),
            (self.has_hearing_loop, _("hearing loop")),
            (self.has_screen_reader, _("screen-reader station")),
        ]
        found = [str(words) for is_fitted, words in fitted if is_fitted]
        if self.parking_metres is not None:
            found.append(_("adapted parking place at %(metres)s m") % {"metres": self.parking_metres})
        return found

    @property
    def details(self) -> list[str]:
        """Seats of a room, equipment and accessibility, each in a few words."""
        seats = ngettext("%(count)s seat", "%(count)s seats", self.seats) % {"count": self.seats}
        return [*([seats] if self.seats > 1 else []), *([self.equipment] if self.equipment else []), *self.accessibility]
