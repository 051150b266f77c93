"""What can be booked in a telecentre."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from telecentres import hours
from telecentres.models.scope import OfTelecentreQuerySet


class WorkspaceQuerySet(OfTelecentreQuerySet):
    def active_on(self, day: date) -> Self:
        """Both days included; an open end never ends."""
        return self.filter(Q(active_until__isnull=True) | Q(active_until__gte=day), active_from__lte=day)

    def not_retired(self, day: date) -> Self:
        """In service on the day or from a later one."""
        return self.filter(Q(active_until__isnull=True) | Q(active_until__gte=day))

    def desks(self) -> Self:
        return self.filter(kind=Workspace.Kind.DESK)

    def for_people(self, kind: str, places: int) -> Self:
        """Of a kind; anything but a desk has seats for so many people, whereas of desks one takes as many as there are people."""
        return self.filter(kind=kind, seats__gte=1 if kind == Workspace.Kind.DESK else places)


class Workspace(models.Model):
    """A desk or a room; a whole room is the parent of its desks."""

    class Kind(models.TextChoices):
        DESK = "desk", _("desk")
        OFFICE = "office", _("private office")
        MEETING_ROOM = "meeting_room", _("meeting room")
        BOOTH = "booth", _("telephone booth")
        TRAINING_ROOM = "training_room", _("training room")

    ACCESSIBILITY = ("is_step_free", "has_adjustable_height", "is_quiet", "has_hearing_loop", "has_screen_reader")

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
    def kind_label(self) -> str:
        """For a list of facts: "Bureau", "Salle de réunion"."""
        return capfirst(self.get_kind_display())

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

    def part_on(self, day: date, part: str) -> hours.Period | None:
        """When a part of a day is, as `hours.part_of` reads it; None where the weekly hours do not offer it. One query."""
        rows = self.telecentre.opening_hours.valid_between(day, day).as_rows()
        return hours.part_of(day, hours.ranges_on(day, rows, workspace=self.pk), part)

    def with_what_stands_in_it(self) -> list["Workspace"]:
        """Whoever takes a whole room takes the desks in it; one query, none for a desk."""
        return [self] if self.kind == self.Kind.DESK else [self, *self.children.all()]

    def clean(self) -> None:
        """A room and its desks stand in one centre, and no room stands in a room: two levels, so that one look finds all."""
        if self.parent is None:
            return
        if self.parent.telecentre_id != self.telecentre_id:
            raise ValidationError({"parent": ValidationError(_("The room stands in another telecentre."), code="other_centre")})
        is_room = self.parent.kind != self.Kind.DESK
        if self.parent == self or not is_room or self.parent.parent_id or (self.pk and self.children.exists()):
            raise ValidationError({"parent": ValidationError(_("Choose a room that stands in no other room."), code="nested")})

    @property
    def accessibility(self) -> list[str]:
        """What helps whom at this place, in words; empty where nothing is known."""
        found = [str(self._meta.get_field(name).verbose_name) for name in self.ACCESSIBILITY if getattr(self, name)]
        if self.parking_metres is not None:
            found.append(_("adapted parking place at %(metres)s m") % {"metres": self.parking_metres})
        return found

    @property
    def details(self) -> list[str]:
        """Seats of a room, equipment and accessibility, each in a few words."""
        seats = ngettext("%(count)s seat", "%(count)s seats", self.seats) % {"count": self.seats}
        return [*([seats] if self.seats > 1 else []), *([self.equipment] if self.equipment else []), *self.accessibility]
