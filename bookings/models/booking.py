"""The booking, its states, and the history that a trigger writes."""

import uuid
from datetime import date, datetime, timedelta
from typing import Self

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, Func, OuterRef, Q
from django.db.models.functions import Greatest, TruncDate, TruncTime
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bookings.models.ask import Ask
from bookings.models.booker import Booker
from bookings.models.period import Period
from dispatch.models import Message
from telecentres import hours, words
from telecentres.models import Telecentre, Workspace


class BookingQuerySet(models.QuerySet["Booking"]):
    def live(self) -> Self:
        """Holding their desk, those of the past included."""
        return self.filter(state__in=Booking.State.live())

    def to_decide(self) -> Self:
        """Requests, the most urgent first."""
        return self.filter(state=Booking.State.REQUESTED).order_by("decide_by", "starts_at")

    def overlapping(self, starts_at: datetime, ends_at: datetime) -> Self:
        """Half-open: a booking that ends at noon leaves noon free."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)

    def on_day(self, telecentre: Telecentre, day: date) -> Self:
        """Of a civil day at a centre, in order of time."""
        here = self.filter(workspace__telecentre=telecentre).overlapping(*hours.whole_day(day))
        return here.order_by("starts_at", "workspace__code", "pk")

    def noted_at_the_door(self) -> Self:
        """Those whose arrival or departure may still be noted, or was; a released one is told so."""
        shown = [Booking.State.CONFIRMED, Booking.State.CHECKED_IN, Booking.State.COMPLETED, Booking.State.RELEASED]
        return self.filter(state__in=shown)

    def charged(self, telecentre: Telecentre, period: hours.Period) -> Self:
        """
        What is paid for at a centre, of bookings that begin in the period, in order of time.

        Given up, refused or released (nobody came) owes nothing, a request that nobody decided neither; nor what has no price.
        """
        owed = [Booking.State.CONFIRMED, Booking.State.CHECKED_IN, Booking.State.COMPLETED]
        here = self.filter(workspace__telecentre=telecentre, state__in=owed, price__isnull=False)
        known = here.exclude(booked_by=None, visitor_email__endswith=Message.FORGOTTEN)
        return known.filter(starts_at__gte=period.starts_at, starts_at__lt=period.ends_at).order_by("starts_at", "pk")

    def upcoming(self, now: datetime) -> Self:
        """Live and not over yet, the next one first."""
        return self.live().filter(ends_at__gt=now).order_by("starts_at")

    def past(self, now: datetime) -> Self:
        """Over or given up, the latest one first."""
        return self.exclude(pk__in=self.upcoming(now).order_by().values("pk")).order_by("-starts_at")

    def held_by(self, booker: Booker) -> Self:
        """
        What counts for a person: by account and by proved address, or by address for a visitor.

        What a stranger booked under the address of an account, and nobody proved, does not count against the account.
        """
        if booker.user:
            proved = Q(booked_by=None, visitor_email=booker.email, proved_at__isnull=False)
            return self.filter(Q(booked_by=booker.user) | proved)
        return self.filter(booked_by=None, visitor_email=booker.email)

    def of_known_visitors(self) -> Self:
        """Made without an account, by somebody whose address is still there."""
        return self.filter(booked_by=None).exclude(visitor_email__endswith=Message.FORGOTTEN)

    def visible_to(self, user) -> Self:
        """Made by the person signed in, or under the same address without signing in."""
        return self.filter(Q(booked_by=user) | Q(booked_by=None, visitor_email=user.email))

    def managed_by(self, user, *, today: date) -> Self:
        return self.filter(workspace__telecentre__in=Telecentre.objects.managed_by(user, today=today))

    def with_place(self) -> Self:
        return self.select_related("workspace__telecentre__commune", "booked_by")

    def missing(self, now: datetime) -> Self:
        """
        Begun, not over, nobody noted as arrived, where the centre releases such desks after a time of grace.

        Whoever booked after the beginning has the same grace from then on.
        """
        rules = {"workspace__telecentre__policies__kind": F("workspace__kind")}
        grace = F("workspace__telecentre__policies__grace_minutes")
        due = Greatest("starts_at", "placed_at") + ExpressionWrapper(grace * timedelta(minutes=1), models.DurationField())
        found = self.filter(**rules, workspace__telecentre__policies__grace_minutes__isnull=False).alias(due=due)
        return found.filter(state=Booking.State.CONFIRMED, starts_at__lte=now, ends_at__gt=now, due__lte=now)

    def due_for_reminder(self, now: datetime) -> Self:
        """
        Confirmed, not begun, past the centre's hour of reminder on the day before, and not reminded yet;
        whoever wants no reminders is left out.

        Days and hours are civil ones of Europe/Paris, so that a day of 23 or 25 hours changes nothing. Whoever
        booked or moved after that hour has just had a mail that says the same, and is left in peace.
        """
        local = timezone.localtime(now)
        reminder_hour = F("workspace__telecentre__reminder_at")
        is_today = Q(day=local.date())
        is_tomorrow = Q(day=local.date() + timedelta(days=1), workspace__telecentre__reminder_at__lte=local.time())
        placed_before_the_hour = Q(placed_on__lt=F("eve")) | Q(placed_on=F("eve"), placed_time__lt=reminder_hour)
        reminded = Message.objects.filter(kind="bookings.reminder", key=OuterRef("reference"), version=OuterRef("version"))
        return (
            self.filter(state=Booking.State.CONFIRMED, starts_at__gt=now, starts_at__lt=now + timedelta(days=3))
            .alias(  # and not annotate: a booking has a property `day`, which no query may set
                day=TruncDate("starts_at"),
                eve=Func(TruncDate("starts_at"), template="(%(expressions)s - 1)", output_field=models.DateField()),
                placed_on=TruncDate("placed_at"),
                placed_time=TruncTime("placed_at"),
            )
            .filter(is_today | is_tomorrow, placed_before_the_hour)
            .exclude(booked_by__wants_reminders=False)
            .exclude(Exists(reminded))
        )


class Booking(models.Model):
    """A desk held by somebody for a time."""

    class State(models.TextChoices):
        HELD = "held", _("offered to the waiting list")
        REQUESTED = "requested", _("awaiting approval")
        CONFIRMED = "confirmed", _("confirmed")
        CHECKED_IN = "checked_in", _("arrived")
        COMPLETED = "completed", _("completed")
        CANCELLED = "cancelled", _("cancelled")
        RELEASED = "released", _("released, nobody came")
        REJECTED = "rejected", _("refused")
        EXPIRED = "expired", _("expired")

        @classmethod
        def live(cls) -> list["Booking.State"]:
            """Completed ones stay among them, so that not even the past overlaps."""
            return [cls.HELD, cls.REQUESTED, cls.CONFIRMED, cls.CHECKED_IN, cls.COMPLETED]

    class Part(models.TextChoices):
        DAY = "day", _("whole day")
        MORNING = "morning", _("morning")
        AFTERNOON = "afternoon", _("afternoon")

    reference = models.CharField(_("reference"), max_length=12, unique=True)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("booked by"), null=True, blank=True, related_name="bookings"
    )
    visitor_name = models.CharField(_("visitor's name"), max_length=120, blank=True)
    visitor_email = models.EmailField(_("visitor's e-mail address"), blank=True)
    proved_at = models.DateTimeField(_("address proved at"), null=True, blank=True)
    for_name = models.CharField(
        _("guest"), max_length=120, blank=True, default="", db_default="", help_text=_("Who comes, if not the person who books.")
    )
    by_centre = models.BooleanField(_("booked by the telecentre"), default=False, db_default=False)
    workspace = models.ForeignKey(Workspace, models.PROTECT, verbose_name=_("workspace"), related_name="bookings")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    part = models.CharField(_("part of the day"), max_length=11, help_text=_("A Part, or hours such as 09:00-11:30."))
    places = models.PositiveSmallIntegerField(_("places"), default=1, help_text=_("People who come; of desks, one for each."))
    also = models.ManyToManyField(Workspace, verbose_name=_("further desks"), related_name="+", blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CONFIRMED)
    is_personal = models.BooleanField(_("one desk, for the person who books"), default=True)
    price = models.DecimalField(_("price in euros"), max_digits=7, decimal_places=2, null=True, blank=True)
    language = models.CharField(_("language of the mails"), max_length=2, default="fr")
    version = models.PositiveIntegerField(_("version"), default=1, help_text=_("Raised by each move and by the cancellation."))
    idempotency_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    cancel_reason = models.CharField(_("why the telecentre cancelled"), max_length=200, blank=True)
    series = models.ForeignKey(
        "bookings.Series", models.SET_NULL, verbose_name=_("regular days"), null=True, blank=True, related_name="bookings"
    )
    told_in = models.PositiveIntegerField(null=True, editable=False)  # the version of the series whose mail tells of it
    decide_by = models.DateTimeField(_("to be decided before"), null=True, blank=True)
    held_until = models.DateTimeField(_("offered until"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    placed_at = models.DateTimeField(_("booked or last moved at"))
    created_at = models.DateTimeField(_("booked at"), auto_now_add=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["-starts_at"]
        indexes = [
            models.Index(fields=["booked_by", "starts_at"], name="bookings_booking_member"),
            models.Index(fields=["visitor_email", "starts_at"], name="bookings_booking_visitor", condition=~Q(visitor_email="")),
            models.Index(fields=["starts_at"], name="bookings_booking_upcoming", condition=Q(state="confirmed")),
            models.Index(fields=["workspace", "starts_at"], name="bookings_booking_place"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="bookings_booking_order"),
            models.CheckConstraint(condition=Q(places__gte=1), name="bookings_booking_places"),
            models.CheckConstraint(
                condition=Q(part__in=["day", "morning", "afternoon"]) | Q(part__regex=r"^\d\d:\d\d-\d\d:\d\d$"),
                name="bookings_booking_part",
            ),
            models.CheckConstraint(condition=Q(booked_by__isnull=False) | ~Q(visitor_email=""), name="bookings_booking_somebody"),
            ExclusionConstraint(
                name="bookings_booking_one_desk_at_a_time",
                expressions=[("booked_by", RangeOperators.EQUAL), (Period("starts_at", "ends_at"), RangeOperators.OVERLAPS)],
                condition=Q(is_personal=True, state__in=["held", "requested", "confirmed", "checked_in", "completed"]),
                violation_error_message=_("You have another desk at that time."),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("bookings:detail", args=[self.reference])

    @property
    def telecentre(self) -> Telecentre:
        return self.workspace.telecentre

    @cached_property
    def policy(self):
        return self.telecentre.policy_for(self.workspace.kind)

    @property
    def ask(self) -> Ask:
        """What was looked for; which desks it came to be is in `workspaces`."""
        return Ask(self.workspace.kind, self.places)

    @property
    def workspaces(self) -> list[Workspace]:
        """Everything booked, the one that stands for all first; one query where it is several desks."""
        return [self.workspace, *(self.also.all() if self.ask.desks > 1 else [])]

    @property
    def place_words(self) -> str:
        """ "Bureau 2", "Bureau 2 et 2 autres"; without a query."""
        others = self.ask.desks - 1
        if not others:
            return str(self.workspace)
        said = ngettext("%(desk)s and %(count)s more", "%(desk)s and %(count)s more", others)
        return said % {"desk": self.workspace, "count": others}

    @property
    def part_words(self) -> str:
        """ "matin", or the hours of a stretch."""
        return part_words(self.part)

    @property
    def booker(self) -> Booker:
        if self.booked_by:
            return Booker.of(self.booked_by)
        return Booker(self.visitor_name, self.visitor_email)

    @property
    def who_comes(self) -> str:
        """The guest, else the person who booked, by name or at least by address."""
        return self.for_name or self.booker.name or self.booker.email

    @property
    def who_words(self) -> str:
        """The person, or the guest and whose guest it is."""
        host = self.booker.name or self.booker.email
        return _("%(guest)s, guest of %(host)s") % {"guest": self.for_name, "host": host} if self.for_name else host

    @property
    def name_at_the_door(self) -> str:
        """First name and initial, for a screen that everybody who passes can read; "Willy E."."""
        first, *others = (self.for_name or self.booker.name).split() or [self.reference[-3:]]
        return " ".join([first, *(f"{others[-1][0]}." for _one in others[-1:])])

    @property
    def day(self) -> date:
        """The civil day at the centre."""
        return timezone.localdate(self.starts_at)

    @property
    def welcome(self) -> str:
        """What somebody reads who has just arrived."""
        until = words.hour_words(self.ends_at)
        return _("Welcome! Your place: %(desk)s, until %(hour)s.") % {"desk": self.place_words, "hour": until}

    @property
    def arrival_from(self) -> datetime:
        """The first moment at which an arrival may be noted."""
        return self.starts_at - timedelta(minutes=self.policy.arrival_minutes)

    def may_arrive(self, now: datetime) -> bool:
        return self.state == self.State.CONFIRMED and self.arrival_from <= now < self.ends_at

    def is_there(self, now: datetime) -> bool:
        """Arrived, and the time is not over."""
        return self.state == self.State.CHECKED_IN and now < self.ends_at

    @property
    def cancellable_until(self) -> datetime:
        return self.policy.cancellable_until(self.starts_at)

    def story(self) -> list[tuple[str, "BookingEvent"]]:
        """What happened to the booking, in words, in order of time."""
        events = list(self.history.select_related("workspace__telecentre"))
        return [(event.words(before), event) for before, event in zip([None, *events], events, strict=False)]

    def is_offered(self, now: datetime) -> bool:
        """Held for somebody of the waiting list, who may still say yes."""
        return self.state == self.State.HELD and self.held_until is not None and now < self.held_until

    @property
    def is_undecided(self) -> bool:
        """Holds its place, but nobody has said yes yet: the centre to a request, the person to an offer."""
        return self.state in (self.State.REQUESTED, self.State.HELD)

    def why_of(self, event: "BookingEvent") -> str:
        """The reason that the person was told, of the change that cancelled the booking."""
        return self.cancel_reason if event.state == self.State.CANCELLED else ""

    @property
    def is_live(self) -> bool:
        return self.state in self.State.live()

    @property
    def is_unproved(self) -> bool:
        """Made by a visitor who has not yet opened the mail; what the centre booked needs no proof."""
        return self.booked_by_id is None and self.proved_at is None and not self.by_centre


def part_words(part: str) -> str:
    """ "matin", or the hours of a stretch."""
    bounds = hours.stretch_bounds(part)
    return words.hours_words(*bounds) if bounds else str(Booking.Part(part).label)


class BookingEvent(
    pghistory.create_event_model(
        Booking,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        fields=["state", "workspace", "starts_at", "ends_at", "part", "version", "proved_at"],
        obj_field=pghistory.ObjForeignKey(related_name="history"),
    )
):
    """
    A state, time or desk that a booking had, since when and by whose hand.

    Written by a trigger, so that bulk writes leave their trace too. It holds no name, address or free text, so
    that erasing a person stays possible.
    """

    class Meta:
        verbose_name = _("change of a booking")
        verbose_name_plural = _("changes of bookings")
        ordering = ["pgh_id"]

    def words(self, before: "BookingEvent | None") -> str:
        """What this change did, told from the one before it."""
        if before is None:
            return _("Offered to the waiting list") if self.state == Booking.State.HELD else _("Booked")
        if self.state != before.state:
            return Booking.State(self.state).label.capitalize()
        if self.version != before.version:
            return _("Moved")
        return _("Address confirmed")
