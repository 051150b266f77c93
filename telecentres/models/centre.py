"""The telecentre, the stages of its life, and who runs it when."""

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal
from math import cos, radians
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from telecentres import geography, words
from telecentres.hours import civil_day
from telecentres.models.policy import Policy
from telecentres.models.schedule import Closure, OpeningHours
from telecentres.models.scope import OfTelecentreQuerySet
from telecentres.models.speciality import TelecentreSpeciality
from telecentres.models.territory import Territory
from telecentres.models.workspace import Workspace

LA_POSTE, LA_POSTE_HEAD_OFFICE = "356000000", "35600000000048"


def siret_number(value: str) -> None:
    """
    Fourteen digits: a SIREN of nine, and five more of which the last checks all; each part passes Luhn's test.

    The offices of La Poste other than its head office have numbers of another make, the sum of whose digits is a
    multiple of five; source: INSEE.
    """
    if re.fullmatch(r"\d{14}", value, re.ASCII) and _passes_luhn(value[:9]):
        is_office = value.startswith(LA_POSTE) and value != LA_POSTE_HEAD_OFFICE
        if sum(map(int, value)) % 5 == 0 if is_office else _passes_luhn(value):
            return
    raise ValidationError(_("This is not a SIRET number: fourteen digits, the last of which checks the others."), code="siret")


def _passes_luhn(number: str) -> bool:
    """From the right, every second digit counts double, as the sum of its digits; the whole is a multiple of ten."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(one - 9 * (one > 9) for one in doubled) % 10 == 0


class TelecentreQuerySet(models.QuerySet["Telecentre"]):
    def open(self) -> Self:
        """Only these take bookings."""
        return self.filter(stage=Telecentre.Stage.OPEN)

    def in_pipeline(self) -> Self:
        return self.filter(stage__in=Telecentre.Stage.pipeline())

    def public(self) -> Self:
        return self.filter(stage__in=Telecentre.Stage.public())

    def furnished(self) -> Self:
        """Open, or suspended: there are desks in which something can break."""
        return self.filter(stage__in=[Telecentre.Stage.OPEN, Telecentre.Stage.SUSPENDED])

    def with_specialities(self, today: date) -> Self:
        """Brings the commune, and the roles for specialities in force, lead roles first."""
        current = TelecentreSpeciality.objects.current(today).select_related("speciality").order_by("role", "speciality__name")
        return self.select_related("commune").prefetch_related(models.Prefetch("specialities", current))

    def nearest_first(self, start: Territory) -> Self:
        """As the crow flies from a commune, on a flat map that is true enough within a region; by name where it has no point."""
        if start.latitude is None or start.longitude is None:
            return self.order_by("name")
        north, east = F("latitude") - start.latitude, F("longitude") - start.longitude
        return self.order_by(north * north + east * east * cos(radians(start.latitude)) ** 2, "name")

    def with_timetable(self, starts_at: datetime, ends_at: datetime) -> Self:
        """Brings the weekly hours and the closures that `telecentres.timetable` reads for a half-open time."""
        first, last = civil_day(starts_at), civil_day(ends_at)
        return self.prefetch_related(
            models.Prefetch("opening_hours", OpeningHours.objects.valid_between(first, last)),
            models.Prefetch("closures", Closure.objects.overlapping(starts_at, ends_at).select_related("workspace")),
        )

    def with_portrait(self, today: date) -> Self:
        """Brings what pages say of a centre today: commune, specialities, workspaces in service, stages."""
        return self.with_specialities(today).prefetch_related(
            models.Prefetch("workspaces", Workspace.objects.active_on(today)),
            "stage_events",
        )

    def managed_by(self, user, *, today: date) -> Self:
        """The centres of the person's memberships in force today; every centre for who may see the whole network."""
        if user.has_perm("telecentres.manage_every_telecentre"):
            return self
        return self.filter(pk__in=Membership.objects.in_force(today).filter(user=user).values("telecentre"))


class Telecentre(models.Model):
    """A place where people rent a desk near home, open or still to come."""

    class Stage(models.TextChoices):
        IDEA = "idea", _("idea")
        STUDY = "study", _("being studied")
        FUNDED = "funded", _("funded")
        WORKS = "works", _("under construction")
        OPEN = "open", _("open")
        SUSPENDED = "suspended", _("suspended")
        CLOSED = "closed", _("closed for good")
        ABANDONED = "abandoned", _("abandoned")

        @classmethod
        def pipeline(cls) -> list["Telecentre.Stage"]:
            return [cls.IDEA, cls.STUDY, cls.FUNDED, cls.WORKS]

        @classmethod
        def public(cls) -> list["Telecentre.Stage"]:
            return [*cls.pipeline(), cls.OPEN, cls.SUSPENDED]

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address on the site"), unique=True)
    code = models.CharField(
        _("code"), max_length=3, unique=True, help_text=_("Three capitals that begin each booking reference.")
    )
    commune = models.ForeignKey("Territory", models.PROTECT, verbose_name=_("commune"), related_name="telecentres")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.IDEA)
    stage_note = models.CharField(
        _("about the stage"), max_length=300, blank=True, help_text=_("Shown beside the stage, with its source.")
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True, help_text=_("Answers to the mails about bookings come here."))
    summary = models.TextField(_("in a few words"), blank=True)
    message = models.CharField(
        _("message of the moment"),
        max_length=300,
        blank=True,
        help_text=_("On its page, and where one books a day until then: a lift out of order, the baker who comes on Friday."),
    )
    message_until = models.DateField(
        _("message shown until"), null=True, blank=True, help_text=_("Last day, included; empty: until you take it away.")
    )
    equipment = models.TextField(_("equipment"), blank=True, help_text=_("One line each."))
    access = models.TextField(_("how to come"), blank=True, help_text=_("One line each: step-free, parking, bus, train."))
    arrival = models.TextField(_("how to get in"), blank=True, help_text=_("Sent with each confirmation: door, bell, code."))
    acceslibre_url = models.URLField(_("acceslibre page"), blank=True)
    reminder_at = models.TimeField(_("hour of the reminder"), default=time(18), help_text=_("Local time, the day before."))
    siret = models.CharField(
        _("SIRET number"),
        max_length=14,
        blank=True,
        validators=[siret_number],
        help_text=_("Of the body that runs the centre: without it the national directory of places takes no centre."),
    )
    source_url = models.URLField(_("source"), max_length=300, blank=True)
    has_example_details = models.BooleanField(_("the details are an example"), default=False)
    updated_at = models.DateTimeField(_("last changed at"), auto_now=True)

    objects = TelecentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("telecentre")
        verbose_name_plural = _("telecentres")
        ordering = ["name"]
        permissions = [("manage_every_telecentre", _("Can manage every telecentre"))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("telecentres:detail", args=[self.slug])

    @property
    def full_name(self) -> str:
        return words.place_words(self.name)

    def message_on(self, day: date) -> str:
        """What the manager has to say on a day; empty once the last day is over."""
        return self.message if self.message_until is None or day <= self.message_until else ""

    @property
    def full_address(self) -> str:
        """On one line, for mails and calendars."""
        return ", ".join(part for part in [self.address, f"{self.commune.postal_code} {self.commune.name}".strip()] if part)

    def policy_for(self, kind: str) -> "Policy":
        """The centre's rules for a kind of workspace; the network's defaults where it has set none."""
        found = [policy for policy in self.policies.all() if policy.kind == kind]
        return found[0] if found else Policy(telecentre=self, kind=kind)

    def prices_on(self, day: date, kind: str) -> "dict[str, Decimal]":
        """Of a kind of workspace, by unit, the prices in euros in force on a day; one query."""
        return dict(self.tariffs.filter(kind=kind).in_force(day).values_list("unit", "price"))

    def distance_to(self, other: "Telecentre") -> float:
        """Kilometres as the crow flies."""
        return geography.great_circle_km(self.latitude, self.longitude, other.latitude, other.longitude)

    def road_from(self, start: Territory) -> geography.Road | None:
        """An estimate of the way from a commune; None where its point is not known."""
        if start.latitude is None or start.longitude is None:
            return None
        km = geography.great_circle_km(start.latitude, start.longitude, self.latitude, self.longitude)
        return geography.road(km)

    @property
    def sorting_name(self) -> tuple[str, str]:
        """Without accents and capitals first, so that Égletons stands before Murat."""
        bare = unicodedata.normalize("NFD", self.name.lower())
        return "".join(letter for letter in bare if not unicodedata.combining(letter)), self.name

    @property
    def assets(self) -> list[str]:
        """What the workspaces in service offer, in a few words each: how many desks, which rooms, which ways in."""
        workspaces = self.workspaces.all()
        desks = sum(workspace.kind == Workspace.Kind.DESK for workspace in workspaces)
        rooms = {workspace.get_kind_display() for workspace in workspaces if workspace.kind != Workspace.Kind.DESK}
        found = [ngettext("%(count)s desk", "%(count)s desks", desks) % {"count": desks}] if desks else []
        found += sorted(rooms)
        if any(workspace.is_step_free for workspace in workspaces):
            found.append(_("step-free"))
        return found

    @property
    def lead_roles(self) -> list[TelecentreSpeciality]:
        """The specialities it leads, among those that `with_specialities` brought."""
        return [role for role in self.specialities.all() if role.is_lead]

    @property
    def opening_planned_on(self) -> date | None:
        """The last word on the day of opening, while it is still to come."""
        awaited = [event for event in self.stage_events.all() if event.stage == self.Stage.OPEN and not event.reached_on]
        return awaited[-1].planned_on if awaited else None

    @property
    def is_open(self) -> bool:
        return self.stage == self.Stage.OPEN

    @property
    def is_suspended(self) -> bool:
        return self.stage == self.Stage.SUSPENDED

    @property
    def is_in_pipeline(self) -> bool:
        return self.stage in self.Stage.pipeline()


class StageEventQuerySet(OfTelecentreQuerySet):
    def to_announce(self) -> Self:
        """Reached, and nobody who asked for news has been told."""
        return self.filter(reached_on__isnull=False, announced_at=None)


class StageEvent(models.Model):
    """A dated step in a telecentre's life, planned or done."""

    telecentre = models.ForeignKey(Telecentre, models.CASCADE, verbose_name=_("telecentre"), related_name="stage_events")
    stage = models.CharField(_("stage"), max_length=10, choices=Telecentre.Stage)
    planned_on = models.DateField(_("planned on"), null=True, blank=True)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("author"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    announced_at = models.DateTimeField(
        _("told to who asked for news, at"), null=True, blank=True, editable=False, help_text=_("Of a stage reached.")
    )

    objects = StageEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage reached or planned")
        verbose_name_plural = _("stages reached or planned")
        ordering = ["planned_on", "reached_on", "id"]

    def __str__(self) -> str:
        return f"{self.telecentre}, {self.get_stage_display()}"


class MembershipQuerySet(OfTelecentreQuerySet):
    def in_force(self, today: date) -> Self:
        """Both days included; an open end never ends."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)

    def addresses_at(self, telecentre: "Telecentre", today: date) -> list[str]:
        """Where to write to who runs a centre on a day: each manager and deputy in force once."""
        here = self.in_force(today).filter(telecentre=telecentre, user__is_active=True)
        return list(here.order_by().values_list("user__email", flat=True).distinct())

    def not_over(self, today: date) -> Self:
        """In force, or still to begin."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=today))


class Membership(models.Model):
    """Who manages which telecentre, from which day to which day."""

    class Role(models.TextChoices):
        MANAGER = "manager", _("manager")
        DEPUTY = "deputy", _("deputy")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("person"), related_name="memberships")
    telecentre = models.ForeignKey(Telecentre, models.CASCADE, verbose_name=_("telecentre"), related_name="memberships")
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.MANAGER)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Last day, included."))

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("manager or deputy")
        verbose_name_plural = _("managers and deputies")
        ordering = ["telecentre", "since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="telecentres_membership_dates",
                violation_error_message=_("The last day cannot come before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.telecentre}"
