"""Somebody's place at an event: asked for, taken, waited for, used; and what people said of the event afterwards."""

import uuid
from datetime import date, datetime
from typing import Self

import pghistory
from django.core import signing
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outreach.models.event import Event
from outreach.models.session import EventSession

# What one secret opens: the person's page, and the questions after the event. One never opens the other.
PAGE, QUESTIONS = "outreach.registration", "outreach.answer"


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def managed_by(self, user, *, today: date) -> Self:
        """Those for the events of who manages their centre."""
        return self.filter(event__in=Event.objects.managed_by(user, today=today))

    def active(self) -> Self:
        """Of whom the event hears: one for each person and event."""
        return self.filter(state__in=Registration.State.active())

    def holding(self) -> Self:
        """They hold one of the places: taken, offered, or used."""
        return self.filter(state__in=Registration.State.holding())

    def coming(self) -> Self:
        """Whom the event expects."""
        return self.filter(state=Registration.State.REGISTERED)

    def in_line(self) -> Self:
        """Who waits, the first to have entered first."""
        return self.filter(state=Registration.State.WAITING).order_by("entry")

    def lapsed_by(self, moment: datetime) -> Self:
        """Offered a place that they have not taken in time."""
        return self.filter(state=Registration.State.OFFERED, offered_until__lte=moment)

    def unproved_since(self, moment: datetime) -> Self:
        return self.filter(state=Registration.State.PENDING, asked_at__lt=moment)

    def known(self) -> Self:
        """Whose person has not been forgotten."""
        return self.exclude(email="")

    def of(self, email: str) -> Self:
        """Of this address, which is kept in small letters."""
        return self.filter(email=email.lower())

    def with_event(self) -> Self:
        """Brings what pages and mails tell of the event."""
        return self.select_related("event__telecentre__commune", "event__commune").prefetch_related("event__sessions")

    def of_token(self, token: str, *, salt: str = PAGE) -> "Registration | None":
        """Whom a link of a mail is about; None for a token that is not ours, or whose person is forgotten."""
        try:
            key = uuid.UUID(_signer(salt).unsign(token))
        except (signing.BadSignature, ValueError):
            return None
        return self.with_event().filter(key=key).first()

    def ended_before(self, moment: datetime) -> Self:
        """Of events that were over, or would have been."""
        return self.filter(event__ends_at__lt=moment)


class Registration(models.Model):
    """One person's registration for one event; the address is proved by a link before it takes a place."""

    class State(models.TextChoices):
        PENDING = "pending_email", _("address not proved yet")
        REGISTERED = "registered", _("registered")
        WAITING = "waiting", _("in the waiting list")
        OFFERED = "offered", _("offered a place")
        DECLINED = "declined", _("declined the place")
        LAPSED = "lapsed", _("did not take the place in time")
        CANCELLED = "cancelled", pgettext_lazy("registration", "cancelled")
        ATTENDED = "attended", _("came")
        NO_SHOW = "no_show", _("did not come")

        @classmethod
        def active(cls) -> list["Registration.State"]:
            return [cls.PENDING, cls.REGISTERED, cls.WAITING, cls.OFFERED, cls.ATTENDED, cls.NO_SHOW]

        @classmethod
        def holding(cls) -> list["Registration.State"]:
            """What counts against the places of the event."""
            return [cls.REGISTERED, cls.OFFERED, cls.ATTENDED, cls.NO_SHOW]

        @classmethod
        def may_cancel(cls) -> list["Registration.State"]:
            return [cls.PENDING, cls.REGISTERED, cls.WAITING, cls.OFFERED]

    class Source(models.TextChoices):
        PORTAL = "portal", _("the page of the event")
        STAFF = "staff", _("entered by staff")
        DOOR = "door", _("came without registration")

    reference = models.CharField(_("reference"), max_length=12, unique=True, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, verbose_name=_("event"), related_name="registrations")
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    need = models.CharField(
        _("what they need to take part"),
        max_length=300,
        blank=True,
        help_text=_("Read by the organisers alone, erased after the event."),
    )
    language = models.CharField(max_length=2, default="fr", editable=False)
    source = models.CharField(_("how they registered"), max_length=6, choices=Source, default=Source.PORTAL, editable=False)
    state = models.CharField(_("state"), max_length=13, choices=State, default=State.PENDING)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    waiting_since = models.DateTimeField(_("waits since"), null=True, blank=True)
    entry = models.PositiveIntegerField(_("number of entry into the waiting list"), null=True, blank=True, editable=False)
    offered_until = models.DateTimeField(_("place offered until"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    certificate = models.CharField(_("reference of the certificate"), max_length=16, blank=True, editable=False)
    certified_at = models.DateTimeField(_("certified at"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["event", "name", "pk"]
        indexes = [
            models.Index(fields=["event", "entry"], condition=Q(state="waiting"), name="outreach_registration_line"),
            models.Index(fields=["offered_until"], condition=Q(state="offered"), name="outreach_registration_offers"),
            models.Index(fields=["email"], name="outreach_registration_email"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=~Q(email="")
                & Q(state__in=["pending_email", "registered", "waiting", "offered", "attended", "no_show"]),
                name="outreach_registration_once",
                violation_error_message=_("This address is registered for the event already."),
            ),
            models.UniqueConstraint(fields=["event", "entry"], name="outreach_registration_entry"),
            models.UniqueConstraint(
                fields=["certificate"], condition=~Q(certificate=""), name="outreach_registration_certificate"
            ),
            models.CheckConstraint(
                condition=Q(state="offered", offered_until__isnull=False) | (~Q(state="offered") & Q(offered_until=None)),
                name="outreach_registration_offer",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "offered"]) | Q(entry__isnull=False, waiting_since__isnull=False),
                name="outreach_registration_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The person's page: whoever has the address may act for them."""
        return reverse("outreach:registration", args=[self.token])

    @property
    def token(self) -> str:
        """Made from the registration's own random key and the portal's secret; a new key makes every earlier link useless."""
        return _signer(PAGE).sign(self.key.hex)

    @property
    def questions_token(self) -> str:
        return _signer(QUESTIONS).sign(self.key.hex)

    @property
    def is_pending(self) -> bool:
        return self.state == self.State.PENDING

    @property
    def is_registered(self) -> bool:
        return self.state == self.State.REGISTERED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_offered(self) -> bool:
        return self.state == self.State.OFFERED

    @property
    def has_attended(self) -> bool:
        return self.state == self.State.ATTENDED

    @property
    def has_missed(self) -> bool:
        return self.state == self.State.NO_SHOW

    @property
    def is_expected(self) -> bool:
        """May be noted at the door: before the night settles it, and after, when somebody was forgotten."""
        return self.state in [self.State.REGISTERED, self.State.ATTENDED, self.State.NO_SHOW]

    @property
    def may_be_cancelled(self) -> bool:
        return self.state in self.State.may_cancel()

    @property
    def position(self) -> int | None:
        """1 for the next in line; None for who does not wait."""
        if not self.is_waiting:
            return None
        return Registration.objects.in_line().filter(event=self.event_id, entry__lte=self.entry).count()

    def story(self) -> list[tuple[str, "RegistrationHistory"]]:
        """Every state the registration had, in words, in order of time."""
        return [(capfirst(str(Registration.State(change.state).label)), change) for change in self.history.all()]


def _signer(salt: str) -> signing.Signer:
    return signing.Signer(salt=salt, sep=".")


class RegistrationHistory(
    pghistory.create_event_model(
        Registration,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(condition=pghistory.AnyChange("state")),
        fields=["state", "version"],
        obj_field=pghistory.ObjForeignKey(related_name="history"),
    )
):
    """A state that a registration had; nothing of the person, so that forgetting stays possible."""

    class Meta:
        verbose_name = _("change of a registration")
        verbose_name_plural = _("changes of registrations")
        ordering = ["pgh_id"]


class Attendance(models.Model):
    """Somebody came to a session; pressing twice notes it once."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="attendances", verbose_name=_("registration"))
    session = models.ForeignKey(EventSession, models.CASCADE, related_name="attendances", verbose_name=_("session"))
    arrived_at = models.DateTimeField(_("arrived at"))

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        default_permissions = ()
        ordering = ["session", "arrived_at"]
        constraints = [models.UniqueConstraint(fields=["registration", "session"], name="outreach_attendance_once")]

    def __str__(self) -> str:
        return f"{self.registration}, {self.session}"


class Answer(models.Model):
    """What somebody who came said of an event, in three questions; tied to nobody."""

    MARKS = [MinValueValidator(1), MaxValueValidator(5)]

    event = models.ForeignKey(Event, models.CASCADE, related_name="answers", verbose_name=_("event"))
    useful = models.PositiveSmallIntegerField(_("was it useful to you?"), validators=MARKS)
    organised = models.PositiveSmallIntegerField(_("was it well organised?"), validators=MARKS)
    comment = models.TextField(_("what should be better?"), max_length=1000, blank=True)
    answered_on = models.DateField(_("answered on"))
    ticket = models.CharField(
        max_length=64, unique=True, editable=False
    )  # digest of the link: one answer each, and nobody's name

    class Meta:
        verbose_name = _("answer about an event")
        verbose_name_plural = _("answers about events")
        default_permissions = ("view",)
        ordering = ["event", "pk"]

    def __str__(self) -> str:
        return f"{self.event}, {self.useful}/5"
