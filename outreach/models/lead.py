"""Somebody who may come to live or work in the Cantal, from the first contact to the home, and what was said with them."""

import uuid
from datetime import date, datetime
from typing import Self

import pghistory
from django.conf import settings
from django.core import signing
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bookings.models import Booking
from jobs.models import JobOffer
from outreach.models.campaign import Campaign
from outreach.models.event import Event
from telecentres.models import Telecentre, Territory

# The page of the person opens with one kind of link; the one that only ends the news stands in the headers of mails.
PERSON, NEWS = "outreach.lead.person", "outreach.lead.news"


class LeadQuerySet(models.QuerySet["Lead"]):
    def open(self) -> Self:
        """Somebody still has to do something about them."""
        return self.known().filter(stage__in=Lead.Stage.open())

    def awaiting(self) -> Self:
        """A day is noted for them: open, or settled and to be asked whether they are still here."""
        return self.known().filter(stage__in=Lead.Stage.followed(), next_action_on__isnull=False)

    def known(self) -> Self:
        """Whose person has not been forgotten."""
        return self.exclude(email="")

    def owned_by(self, user) -> Self:
        return self.filter(owner=user)

    def overdue(self, today: date) -> Self:
        """The day of their next action has passed; the longest first."""
        return self.awaiting().filter(next_action_on__lt=today).order_by("next_action_on", "pk")

    def to_do(self, today: date) -> Self:
        """To be done today, or before."""
        return self.awaiting().filter(next_action_on__lte=today).order_by("next_action_on", "pk")

    def settled(self) -> Self:
        return self.filter(stage__in=Lead.Stage.settled())

    def to_wake(self, today: date) -> Self:
        """Dormant until a day that has come."""
        return self.known().filter(stage=Lead.Stage.DORMANT, next_action_on__lte=today)

    def not_owned_by(self, users) -> Self:
        """Open, and who follows them is none of these people."""
        return self.open().exclude(owner__in=users)

    def reachable(self) -> Self:
        """Whom mailings may be sent to: a live consent to news, and an address."""
        return self.known().filter(news_consent_at__isnull=False, news_ended_at=None)

    def of(self, email: str) -> Self:
        return self.filter(email__iexact=email)

    def silent_since(self, moment: datetime) -> Self:
        """The person's own last contact is older than that."""
        return self.known().filter(last_contact_at__lt=moment)

    def of_token(self, token: str) -> "Lead | None":
        """What the person's own link is about; None for a token that is not ours, or once the person is forgotten."""
        return self._sealed(token, PERSON)

    def of_news_token(self, token: str) -> "Lead | None":
        """Whose news a link ends; None as for `of_token`."""
        return self._sealed(token, NEWS)

    def _sealed(self, token: str, salt: str) -> "Lead | None":
        try:
            pk, key = signing.loads(token, salt=salt)
        except (signing.BadSignature, TypeError, ValueError):
            return None
        return self.known().select_related("home", "telecentre", "offer", "event", "owner").filter(pk=pk, key=key).first()


class Lead(models.Model):
    """A person who agreed to be accompanied; while the lead is open it has an owner and a dated next action."""

    class Stage(models.TextChoices):
        NEW = "new", _("new")
        QUALIFIED = "qualified", _("qualified")
        VISIT_PLANNED = "visit_planned", _("visit planned")
        VISITED = "visited", _("visited")
        TRIAL_BOOKED = "trial_booked", _("trial booked")
        SETTLING = "settling", _("settling")
        RESIDENT = "resident", _("resident")
        JOB_FOUND = "job_found", _("found a job")
        BUSINESS_CREATED = "business_created", _("created a business")
        DORMANT = "dormant", _("dormant")
        LOST = "lost", _("lost")

        @classmethod
        def funnel(cls) -> list["Lead.Stage"]:
            """The steps in their order, before the outcomes."""
            return [cls.NEW, cls.QUALIFIED, cls.VISIT_PLANNED, cls.VISITED, cls.TRIAL_BOOKED, cls.SETTLING]

        @classmethod
        def open(cls) -> list["Lead.Stage"]:
            return cls.funnel()

        @classmethod
        def settled(cls) -> list["Lead.Stage"]:
            """What the whole work is for."""
            return [cls.RESIDENT, cls.JOB_FOUND, cls.BUSINESS_CREATED]

        @classmethod
        def followed(cls) -> list["Lead.Stage"]:
            """Somebody may have something to do: who has settled is asked later whether they are still here."""
            return [*cls.open(), *cls.settled()]

        @classmethod
        def exits(cls) -> list["Lead.Stage"]:
            return [cls.DORMANT, cls.LOST]

    class Source(models.TextChoices):
        EVENT = "event", _("an event")
        OFFER = "offer", _("a job offer")
        FORM = "form", _("the form “come and live here”")
        INTEREST = "interest", _("the interest list of a centre to come")
        HAND = "hand", _("entered by hand")

    class Project(models.TextChoices):
        SALARIED = "salaried", _("employed work")
        SELF_EMPLOYED = "self_employed", _("self-employed work")
        TAKEOVER = "takeover", _("taking over a business")
        COMPANY_SITE = "company_site", _("a site of a company")
        UNDECIDED = "undecided", _("not decided yet")

    class Horizon(models.TextChoices):
        SOON = "soon", _("within six months")
        YEAR = "year", _("within a year")
        LATER = "later", _("later")
        UNKNOWN = "unknown", _("not known")

    class LostReason(models.TextChoices):
        HOUSING = "housing", _("no home found")
        JOB = "job", _("no work found")
        PARTNER = "partner", _("no work for the partner")
        CONNECTION = "connection", _("line or telephone too weak")
        DISTANCE = "distance", _("too far")
        ELSEWHERE = "elsewhere", _("settled elsewhere")
        GIVEN_UP = "given_up", _("the project was given up")
        SILENT = "silent", _("no answer any more")
        OTHER = "other", _("another reason")

    reference = models.CharField(_("reference"), max_length=12, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="fr")

    source = models.CharField(_("source"), max_length=8, choices=Source)
    event = models.ForeignKey(Event, models.SET_NULL, verbose_name=_("event"), null=True, blank=True, related_name="leads")
    offer = models.ForeignKey(JobOffer, models.SET_NULL, verbose_name=_("job offer"), null=True, blank=True, related_name="leads")
    telecentre = models.ForeignKey(
        Telecentre, models.SET_NULL, verbose_name=_("telecentre"), null=True, blank=True, related_name="leads"
    )
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, verbose_name=_("campaign"), null=True, blank=True, related_name="leads"
    )
    home = models.ForeignKey(
        Territory,
        models.SET_NULL,
        verbose_name=_("where they live now"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("A département, or a commune of the Cantal."),
    )
    project = models.CharField(_("project"), max_length=13, choices=Project, default=Project.UNDECIDED)
    household_size = models.PositiveSmallIntegerField(
        _("people in the household"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    horizon = models.CharField(_("when they mean to come"), max_length=7, choices=Horizon, default=Horizon.UNKNOWN)
    partner_needs_job = models.BooleanField(_("the partner looks for work, too"), default=False)
    message = models.TextField(_("what they wrote"), max_length=3000, blank=True)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage, default=Stage.NEW)
    stage_since = models.DateTimeField(_("at this stage since"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("who follows them"),
        null=True,
        blank=True,
        related_name="leads",
    )
    next_action = models.CharField(_("next action"), max_length=200, blank=True)
    next_action_on = models.DateField(_("on"), null=True, blank=True)
    lost_reason = models.CharField(_("why they were lost"), max_length=10, choices=LostReason, blank=True)
    job_found = models.ForeignKey(
        JobOffer,
        models.SET_NULL,
        verbose_name=_("job found on the portal"),
        null=True,
        blank=True,
        related_name="+",
    )
    trial = models.ForeignKey(
        Booking, models.SET_NULL, verbose_name=_("trial booking"), null=True, blank=True, related_name="+", editable=False
    )
    visit_on = models.DateField(_("day of the visit"), null=True, blank=True)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    here_at_3_months = models.BooleanField(_("still here after 3 months"), null=True, blank=True)
    here_at_12_months = models.BooleanField(_("still here after 12 months"), null=True, blank=True)

    created_at = models.DateTimeField(_("first contact at"))
    last_contact_at = models.DateTimeField(_("last contact by the person at"))
    consent_text = models.CharField(_("version of the consent"), max_length=20, blank=True)
    consent_at = models.DateTimeField(_("agreed to be contacted at"), null=True, blank=True)
    # Ticked in a form; whoever filled it in, the owner of the address says so once more before anything is sent.
    news_asked_at = models.DateTimeField(_("would like news, said at"), null=True, blank=True)
    news_consent_at = models.DateTimeField(_("agreed to news at"), null=True, blank=True)
    news_ended_at = models.DateTimeField(_("ended the news at"), null=True, blank=True)
    warned_at = models.DateTimeField(_("told of the erasure at"), null=True, blank=True, editable=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    is_example = models.BooleanField(_("is an example"), default=False)

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        ordering = ["next_action_on", "pk"]
        indexes = [models.Index(fields=["owner", "next_action_on"], name="outreach_lead_to_do")]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=~Q(email=""),
                name="outreach_lead_once",
                violation_error_message=_("There is a lead with this address already: open it, and add what is new."),
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["new", "qualified", "visit_planned", "visited", "trial_booked", "settling"])
                | (Q(owner__isnull=False, next_action_on__isnull=False) & ~Q(next_action=""))
                | Q(email=""),
                name="outreach_lead_has_next_action",
                violation_error_message=_("An open lead has somebody who follows it, and a next action with its day."),
            ),
            models.CheckConstraint(
                condition=~Q(stage="lost") | ~Q(lost_reason=""),
                name="outreach_lead_lost_reason",
                violation_error_message=_("Say why the lead was lost."),
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["resident", "job_found", "business_created"]) | Q(settled_on__isnull=False),
                name="outreach_lead_settled_on",
                violation_error_message=_("Say since when."),
            ),
        ]

    def __str__(self) -> str:
        """Never the name: what is logged about a record outlives the person's data."""
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("outreach:project", args=[self.token])

    @property
    def token(self) -> str:
        """Opens the person's own page; it stands in their mails alone, and opens nothing once they are forgotten."""
        return signing.dumps([self.pk, str(self.key)], salt=PERSON)

    @property
    def news_token(self) -> str:
        """Ends the news and does nothing else."""
        return signing.dumps([self.pk, str(self.key)], salt=NEWS)

    @property
    def is_open(self) -> bool:
        return self.stage in self.Stage.open()

    @property
    def is_settled(self) -> bool:
        return self.stage in self.Stage.settled()

    @property
    def is_dormant(self) -> bool:
        return self.stage == self.Stage.DORMANT

    @property
    def is_forgotten(self) -> bool:
        return self.email == ""

    @property
    def gets_news(self) -> bool:
        return not self.is_forgotten and self.news_consent_at is not None and self.news_ended_at is None

    def story(self) -> list[tuple[str, "LeadHistory"]]:
        """Every stage the lead had, in words, in order of time."""
        return [(capfirst(str(Lead.Stage(change.stage).label)), change) for change in self.history.all()]


class LeadHistory(
    pghistory.create_event_model(
        Lead,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(condition=pghistory.AnyChange("stage")),
        fields=["stage", "stage_since", "version"],
        obj_field=pghistory.ObjForeignKey(related_name="history"),
    )
):
    """A stage that a lead had, since when and by whose hand; nothing of the person, so that counts survive the forgetting."""

    class Meta:
        verbose_name = _("change of a lead")
        verbose_name_plural = _("changes of leads")
        ordering = ["pgh_id"]


class Interaction(models.Model):
    """Something said or written between a lead and the network; only the person's own contact renews the three years."""

    class Kind(models.TextChoices):
        CALL = "call", pgettext_lazy("interaction", "call")
        MAIL = "mail", pgettext_lazy("interaction", "mail")
        MEETING = "meeting", pgettext_lazy("interaction", "meeting")
        VISIT = "visit", pgettext_lazy("interaction", "visit")
        EVENT = "event", pgettext_lazy("interaction", "event")
        FORM = "form", pgettext_lazy("interaction", "form")
        NOTE = "note", pgettext_lazy("interaction", "note")

    class Direction(models.TextChoices):
        PERSON = "person", _("by the person")
        NETWORK = "network", _("by the network")

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="interactions", verbose_name=_("lead"))
    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    direction = models.CharField(_("who made contact"), max_length=7, choices=Direction)
    happened_on = models.DateField(_("day"))
    text = models.TextField(_("what was said"), max_length=3000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("noted by"), null=True, blank=True, related_name="+"
    )
    noted_at = models.DateTimeField(_("noted at"))
    key = models.UUIDField(null=True, blank=True, unique=True, editable=False)  # of the form, so that sent twice it is noted once

    class Meta:
        verbose_name = _("interaction")
        verbose_name_plural = _("interactions")
        ordering = ["-happened_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.happened_on}"
