"""A convention, a meeting, a training, and its states."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outreach.models.campaign import Campaign
from telecentres.models import Speciality, Telecentre, Territory, Workspace

if TYPE_CHECKING:
    from outreach.models.event_history import EventHistory


class EventQuerySet(models.QuerySet["Event"]):
    def managed_by(self, user, *, today: date) -> Self:
        """Those of the centres that the person manages today; all of them for who may see the whole network."""
        if user.has_perm("telecentres.manage_every_telecentre"):
            return self
        return self.filter(telecentre__in=Telecentre.objects.managed_by(user, today=today))

    def once_public(self) -> Self:
        """Published, and whatever became of it since: its page says which."""
        return self.exclude(state=Event.State.DRAFT)

    def taking_place(self) -> Self:
        """Published and neither put off nor cancelled."""
        return self.filter(state=Event.State.PUBLISHED)

    def coming(self, now: datetime) -> Self:
        """Not over: those that began still show."""
        return self.once_public().filter(ends_at__gt=now).order_by("starts_at", "pk")

    def between(self, starts_at: datetime, ends_at: datetime) -> Self:
        """Half-open: an event that ends at midnight is not of the next day."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)

    def over(self, now: datetime) -> Self:
        """Published, and their last session has ended."""
        return self.filter(state=Event.State.PUBLISHED, ends_at__lte=now)

    def visible_to(self, user, *, today: date) -> Self:
        """What is public; what is between the centres as well for those who run one or look after all."""
        found = self.once_public()
        if user.is_authenticated and Telecentre.objects.managed_by(user, today=today).exists():
            return found
        return found.for_everybody()

    def for_everybody(self) -> Self:
        """Not those that concern only the people who run the centres."""
        return self.filter(audience=Event.Audience.PUBLIC)

    def for_pages(self) -> Self:
        """Brings what cards and pages show."""
        return self.select_related("telecentre__commune", "commune", "theme", "room").prefetch_related("sessions")


class Event(models.Model):
    """Something the network invites to; one address on the site for its whole life, whatever becomes of it."""

    class Kind(models.TextChoices):
        CONVENTION = "convention", _("convention")
        MEETING = "meeting", _("meeting")
        TRAINING = "training", _("training")
        INFORMATION = "information", _("information session")
        OPEN_DAY = "open_day", _("open day")
        IMMERSION_STAY = "immersion_stay", _("immersion stay")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", pgettext_lazy("event", "published")
        POSTPONED = "postponed", pgettext_lazy("event", "postponed, the new date is not known")
        CANCELLED = "cancelled", pgettext_lazy("event", "cancelled")
        HELD = "held", pgettext_lazy("event", "held")

    class Mode(models.TextChoices):
        TELECENTRE = "telecentre", _("at a telecentre")
        PLACE = "place", _("at another place")
        ONLINE = "online", _("online")
        MIXED = "mixed", _("at a place and online")

    class Audience(models.TextChoices):
        """A training between centres concerns those who run them."""

        PUBLIC = "public", _("everybody")
        CENTRES = "centres", _("those who run the telecentres")

    slug = models.SlugField(_("address on the site"), max_length=110, unique=True, editable=False)
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, verbose_name=_("campaign"), null=True, blank=True, related_name="events"
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    audience = models.CharField(_("for whom"), max_length=7, choices=Audience, default=Audience.PUBLIC)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=240, help_text=_("Shown in lists and search engines."))
    description = models.TextField(
        _("description"),
        max_length=6000,
        blank=True,
        help_text=_("What happens, for whom. A line that begins with - is a point."),
    )
    theme = models.ForeignKey(Speciality, models.SET_NULL, verbose_name=_("theme"), null=True, blank=True, related_name="+")
    language = models.CharField(_("language of the event"), max_length=2, choices=settings.LANGUAGES, default="fr")

    mode = models.CharField(_("where it takes place"), max_length=10, choices=Mode, default=Mode.TELECENTRE)
    telecentre = models.ForeignKey(
        Telecentre, models.PROTECT, verbose_name=_("telecentre"), null=True, blank=True, related_name="events"
    )
    room = models.ForeignKey(
        Workspace,
        models.PROTECT,
        verbose_name=_("room"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("It is booked for the time of each session, as anybody would book it."),
    )
    place_name = models.CharField(_("name of the place"), max_length=120, blank=True)
    place_address = models.CharField(_("address of the place"), max_length=200, blank=True)
    commune = models.ForeignKey(
        Territory, models.PROTECT, verbose_name=_("commune of the place"), null=True, blank=True, related_name="+"
    )
    online_url = models.URLField(
        _("address of the meeting online"), blank=True, help_text=_("Sent to who is registered, shown nowhere.")
    )
    moved_online_at = models.DateTimeField(_("moved online at"), null=True, blank=True, editable=False)
    accessibility = models.TextField(
        _("accessibility of the place"),
        max_length=1000,
        blank=True,
        help_text=_("In words: steps, lift, width of doors, induction loop, parking, whom to call."),
    )

    starts_at = models.DateTimeField(_("begins at"), null=True, blank=True, editable=False)  # of the first session
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True, editable=False)  # of the last
    previous_starts = ArrayField(
        models.DateTimeField(), verbose_name=_("earlier dates"), default=list, blank=True, editable=False
    )
    capacity = models.PositiveIntegerField(_("places"), validators=[MinValueValidator(1)])
    waiting_capacity = models.PositiveIntegerField(_("places in the waiting list"), default=20)
    registration_opens_at = models.DateTimeField(
        _("registration opens at"), null=True, blank=True, help_text=_("Empty: with the publication.")
    )
    registration_closes_at = models.DateTimeField(
        _("registration closes at"), null=True, blank=True, help_text=_("Empty: when the event begins.")
    )
    price = models.DecimalField(
        _("price, in euros"),
        max_digits=7,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("Paid on the spot; nought is free."),
    )
    hours_certified = models.DecimalField(
        _("hours of training"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Of trainings, for the certificate. Empty: the length of the sessions."),
    )

    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT, editable=False)
    reason = models.CharField(_("what people are told"), max_length=300, blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("author"),
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed at"), auto_now=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    # Rises with each change that registered people are told of: SEQUENCE in their calendars, the version of their mails.
    version = models.PositiveIntegerField(default=1, editable=False)
    entries = models.PositiveIntegerField(default=0, editable=False)  # how many have ever entered the waiting list
    is_example = models.BooleanField(_("is an example"), default=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_at", "title"]
        indexes = [models.Index(fields=["starts_at"], condition=~Q(state="draft"), name="outreach_event_agenda")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(published_at__isnull=False, starts_at__isnull=False, ends_at__isnull=False)),
                name="outreach_event_published",
                violation_error_message=_("An event is published with a date."),
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="outreach_event_period",
                violation_error_message=_("The event ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(room=None) | Q(telecentre__isnull=False),
                name="outreach_event_room",
                violation_error_message=_("A room is a telecentre’s: choose the telecentre, too."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1), name="outreach_event_capacity", violation_error_message=_("At least one place.")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("outreach:event", args=[self.slug])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_postponed(self) -> bool:
        return self.state == self.State.POSTPONED

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def was_moved_online(self) -> bool:
        """It was to be at a place."""
        return self.moved_online_at is not None

    @property
    def was_rescheduled(self) -> bool:
        """It takes place, on another date than people first read; a time of the same day changed is not another date."""
        return bool(self.previous_starts) and not self.is_postponed

    @property
    def is_open_to_everybody(self) -> bool:
        return self.audience == self.Audience.PUBLIC

    @property
    def needs_its_room(self) -> bool:
        """It takes place in a room that the portal books."""
        return self.is_published and self.room_id is not None and not self.is_online

    @property
    def is_online(self) -> bool:
        """Nobody needs to go anywhere."""
        return self.mode == self.Mode.ONLINE

    @property
    def has_online_part(self) -> bool:
        return self.mode in {self.Mode.ONLINE, self.Mode.MIXED}

    @property
    def place_words(self) -> str:
        """Where one goes, with the address; "En ligne" where one goes nowhere."""
        return place_words(self)

    @property
    def is_free(self) -> bool:
        return self.price == 0

    @property
    def is_training(self) -> bool:
        return self.kind == self.Kind.TRAINING

    @property
    def registration_ends_at(self) -> datetime | None:
        """When nobody can register any more; None for a draft without a date."""
        return self.registration_closes_at or self.starts_at

    def takes_registrations(self, now: datetime) -> bool:
        """Half-open: at the moment it closes it is closed."""
        opens_at, ends_at = self.registration_opens_at, self.registration_ends_at
        return self.is_published and (opens_at is None or opens_at <= now) and ends_at is not None and now < ends_at

    def story(self) -> list[tuple[str, "EventHistory"]]:
        """What happened to the event, in words, in order of time."""
        changes = list(self.history.all())
        return [(change.words(before), change) for before, change in zip([None, *changes], changes, strict=False)]


def place_words(event: "Event | EventHistory") -> str:
    """Where an event takes place, or once did."""
    if event.mode == Event.Mode.ONLINE:
        return capfirst(str(_("online")))
    if event.telecentre:
        return ", ".join([event.telecentre.full_name, event.telecentre.full_address])
    return ", ".join(part for part in (event.place_name, event.place_address, str(event.commune or "")) if part)
