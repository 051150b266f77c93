"""The waiting list: who wants a place on a day on which none is free, in the order of asking."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bookings.models.ask import Ask
from bookings.models.booker import Booker
from bookings.models.booking import Booking, part_words
from telecentres.models import Speciality, Telecentre, TelecentreSpeciality, Workspace


class WaitQuerySet(models.QuerySet["Wait"]):
    def waiting(self) -> Self:
        """In line, the first one in front."""
        return self.filter(state=Wait.State.WAITING).order_by("joined_at", "pk")

    def active(self) -> Self:
        """Not ended: in line, with an offer, or still to prove an address."""
        return self.filter(state__in=Wait.State.active())

    def for_centre(self, telecentre: Telecentre, day: date) -> Self:
        """Those whom a place of the centre on that day would serve: by its name, or by a speciality that it holds then."""
        held = TelecentreSpeciality.objects.current(day).filter(telecentre=telecentre).values("speciality")
        return self.filter(Q(telecentre=telecentre) | Q(speciality__in=held), day=day)

    def of_person(self, booker: Booker) -> Self:
        if booker.user:
            return self.filter(booked_by=booker.user)
        return self.filter(booked_by=None, visitor_email=booker.email)

    def managed_by(self, user, *, today: date) -> Self:
        centres = Telecentre.objects.managed_by(user, today=today)
        held = TelecentreSpeciality.objects.current(today).filter(telecentre__in=centres).values("speciality")
        return self.filter(Q(telecentre__in=centres) | Q(speciality__in=held))

    def with_all(self) -> Self:
        return self.select_related("telecentre__commune", "speciality", "booked_by", "booking__workspace__telecentre__commune")


class Wait(models.Model):
    """Somebody's wish for a place at a centre, or at any that holds a speciality, for a part of a day that is full."""

    class State(models.TextChoices):
        UNPROVED = "unproved", _("address to confirm")
        WAITING = "waiting", _("in line")
        OFFERED = "offered", _("a place is offered")
        TAKEN = "taken", _("has the place")
        DECLINED = "declined", _("declined the place")
        LAPSED = "lapsed", _("did not answer in time")
        LEFT = "left", _("left the list")
        OVER = "over", _("the day is over")

        @classmethod
        def active(cls) -> list["Wait.State"]:
            return [cls.UNPROVED, cls.WAITING, cls.OFFERED]

    reference = models.CharField(_("reference"), max_length=12, unique=True)
    telecentre = models.ForeignKey(Telecentre, models.CASCADE, verbose_name=_("telecentre"), null=True, related_name="waits")
    speciality = models.ForeignKey(Speciality, models.CASCADE, verbose_name=_("speciality"), null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=13, choices=Workspace.Kind, default=Workspace.Kind.DESK)
    features = ArrayField(models.CharField(max_length=40), verbose_name=_("needs of the person"), default=list, blank=True)
    day = models.DateField(_("day"))
    part = models.CharField(_("part of the day"), max_length=11)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("account"), null=True, related_name="waits"
    )
    visitor_name = models.CharField(_("visitor's name"), max_length=120, blank=True)
    visitor_email = models.EmailField(_("visitor's e-mail address"), blank=True)
    language = models.CharField(_("language of the mails"), max_length=2, default="fr")
    state = models.CharField(_("state"), max_length=8, choices=State)
    secret = models.UUIDField(editable=False)
    joined_at = models.DateTimeField(_("in line since"), null=True)
    booking = models.ForeignKey(Booking, models.SET_NULL, verbose_name=_("booking"), null=True, related_name="waits")
    created_at = models.DateTimeField(_("asked at"))

    objects = WaitQuerySet.as_manager()

    class Meta:
        verbose_name = _("person in line")
        verbose_name_plural = _("waiting list")
        default_permissions = ("view",)
        ordering = ["day", "joined_at", "pk"]
        indexes = [models.Index(fields=["day"], condition=Q(state="waiting"), name="bookings_wait_line")]
        constraints = [
            models.CheckConstraint(
                condition=Q(telecentre__isnull=False, speciality__isnull=True)
                | Q(telecentre__isnull=True, speciality__isnull=False),
                name="bookings_wait_one_scope",
            ),
            models.CheckConstraint(condition=Q(booked_by__isnull=False) | ~Q(visitor_email=""), name="bookings_wait_somebody"),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "offered"]) | Q(joined_at__isnull=False), name="bookings_wait_rank"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("bookings:wait", args=[self.reference])

    @property
    def ask(self) -> Ask:
        return Ask(self.kind, 1, tuple(self.features))

    @property
    def booker(self) -> Booker:
        if self.booked_by:
            return Booker.of(self.booked_by)
        return Booker(self.visitor_name, self.visitor_email)

    @property
    def part_words(self) -> str:
        return part_words(self.part)

    @property
    def where_words(self) -> str:
        """ "Télécentre de Murat", or any centre of a speciality."""
        if self.telecentre:
            return self.telecentre.full_name
        return _("any telecentre for %(speciality)s") % {"speciality": self.speciality}

    @property
    def is_active(self) -> bool:
        return self.state in self.State.active()

    def has_offer(self, now: datetime) -> bool:
        """A place is held, and its time has not run out."""
        return self.state == self.State.OFFERED and self.booking is not None and self.booking.is_offered(now)

    def position(self) -> int:
        """
        1 for the first of those who wait for the same: the day, the kind, a part that meets, at the same centres.

        Who has an offer counts no longer: the next place goes to the first who waits.
        """
        centres = self.centres()
        line = Wait.objects.waiting().filter(kind=self.kind, part__in=_parts_that_meet(self.part))
        before = {pk for centre in centres for pk in _keys_before(line.for_centre(centre, self.day), self)}
        return len(before) + 1

    def centres(self) -> list[Telecentre]:
        """The centre, or the open ones that hold the speciality on that day, the lead first."""
        if self.telecentre:
            return [self.telecentre]
        held = TelecentreSpeciality.objects.current(self.day).filter(telecentre__in=Telecentre.objects.open())
        held = held.filter(speciality=self.speciality).select_related("telecentre__commune")
        return [one.telecentre for one in held.order_by("role", "telecentre")]


def _parts_that_meet(part: str) -> list[str]:
    """The day meets everything; stretches of hours count as meeting what lies in the same day."""
    if part in ("morning", "afternoon"):
        return [part, "day"]
    return ["day", "morning", "afternoon", part]


def _keys_before(line: WaitQuerySet, wait: Wait) -> list[int]:
    earlier = Q(joined_at__lt=wait.joined_at) | Q(joined_at=wait.joined_at, pk__lt=wait.pk)
    return list(line.filter(earlier).values_list("pk", flat=True))
