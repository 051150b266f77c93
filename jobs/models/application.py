"""Somebody's application, what became of it, and what the employer saw of it."""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Self

import pghistory
from django.core import signing
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from jobs.models.offer import JobOffer

PERSON, EMPLOYER = "jobs.application.person", "jobs.application.employer"
EMPLOYER_LINK_LIVES = timedelta(days=60)
ANSWER_DUE = timedelta(days=30)


def private_files():
    """Outside everything that a web server hands out; see STORAGES."""
    return storages["private"]


def file_name(application: "Application", original: str) -> str:
    """Random: nothing of the person, and nothing of what their machine called it."""
    return f"cv/{secrets.token_hex(16)}"


class ApplicationQuerySet(models.QuerySet["Application"]):
    def unanswered(self) -> Self:
        """The person waits for a yes or a no."""
        return self.filter(state__in=Application.State.unanswered())

    def due(self, moment: datetime) -> Self:
        """Waiting for an answer since the moment or longer; the longest first."""
        return self.unanswered().filter(waits_since__lte=moment).order_by("waits_since")

    def known(self) -> Self:
        """Whose person has not been forgotten."""
        return self.exclude(email="")

    def of_token(self, token: str) -> "Application | None":
        """What the person's own link is about; None for a token that is not ours, or of what is forgotten."""
        try:
            key = signing.loads(token, salt=PERSON)
        except signing.BadSignature:
            return None
        return self.known().select_related("offer__employer").filter(pk=key).first()

    def of_employer_token(self, token: str) -> "Application | None":
        """What the employer's link is about; None once it is too old, was replaced by a newer one, or the person is gone."""
        try:
            key, number = signing.loads(token, salt=EMPLOYER, max_age=EMPLOYER_LINK_LIVES)
        except (signing.BadSignature, TypeError, ValueError):
            return None
        return self.known().select_related("offer__employer").filter(pk=key, passed_on_count=number).first()


class Application(models.Model):
    """One person's application for one offer: a name, an address, a few words; never who somebody is."""

    LONGEST = 4000

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        REVIEWING = "reviewing", _("being read")
        SHORTLISTED = "shortlisted", _("shortlisted")
        INTERVIEW = "interview", _("interview")
        HIRED = "hired", _("hired")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")
        POOL = "pool", _("kept for later offers")

        @classmethod
        def unanswered(cls) -> list["Application.State"]:
            return [cls.RECEIVED, cls.REVIEWING, cls.SHORTLISTED, cls.INTERVIEW]

    reference = models.CharField(_("reference"), max_length=12, unique=True, editable=False)
    offer = models.ForeignKey(JobOffer, models.PROTECT, verbose_name=_("offer"), related_name="applications")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    message = models.TextField(_("message"), max_length=LONGEST, blank=True)
    cv = models.FileField(_("CV"), storage=private_files, upload_to=file_name, max_length=80, blank=True)
    cv_kind = models.CharField(_("kind of file"), max_length=4, blank=True)
    language = models.CharField(max_length=2, default="fr", editable=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=11, choices=State, default=State.RECEIVED)
    reason = models.CharField(_("what the person is told"), max_length=300, blank=True)
    received_at = models.DateTimeField(_("received at"))
    waits_since = models.DateTimeField(_("waits for an answer since"))
    passed_on_at = models.DateTimeField(_("passed on to the employer at"), null=True, blank=True)
    passed_on_count = models.PositiveSmallIntegerField(default=0, editable=False)
    read_at = models.DateTimeField(_("first opened by the employer at"), null=True, blank=True)
    settled_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    pool_consent_at = models.DateTimeField(_("consent to be kept, at"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    moves = models.PositiveIntegerField(default=1, editable=False)  # of its state: what the mails about it count

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-received_at"]
        indexes = [models.Index(fields=["waits_since"], condition=Q(settled_at=None), name="jobs_application_waits")]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "email"],
                condition=~Q(email="") & ~Q(state="withdrawn"),
                name="jobs_application_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "reviewing", "shortlisted", "interview"], settled_at=None)
                | Q(state__in=["hired", "refused", "withdrawn", "pool"], settled_at__isnull=False),
                name="jobs_application_settled",
            ),
            models.CheckConstraint(
                condition=~Q(state="pool") | Q(pool_consent_at__isnull=False), name="jobs_application_pool_consent"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("jobs:application", args=[self.token])

    @property
    def token(self) -> str:
        """Opens the person's own page; it stands in their mails alone."""
        return signing.dumps(self.pk, salt=PERSON)

    @property
    def employer_token(self) -> str:
        """Opens the application for sixty days, until it is passed on once more or the person is forgotten."""
        return signing.dumps([self.pk, self.passed_on_count], salt=EMPLOYER)

    @property
    def is_unanswered(self) -> bool:
        return self.state in self.State.unanswered()

    @property
    def is_forgotten(self) -> bool:
        return self.email == ""

    @property
    def answer_due_at(self) -> datetime:
        return self.waits_since + ANSWER_DUE

    def story(self) -> list[tuple[str, "ApplicationEvent"]]:
        """Every state the application had, in words, in order of time."""
        return [(capfirst(Application.State(event.state).label), event) for event in self.history.all()]


class ApplicationEvent(
    pghistory.create_event_model(
        Application,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(condition=pghistory.AnyChange("state")),
        fields=["state", "version"],
        obj_field=pghistory.ObjForeignKey(related_name="history"),
    )
):
    """A state that an application had, since when and by whose hand; nothing of the person, so that forgetting stays possible."""

    class Meta:
        verbose_name = _("change of an application")
        verbose_name_plural = _("changes of applications")
        ordering = ["pgh_id"]


class Opening(models.Model):
    """Somebody with the employer's link looked at the application, or took the CV."""

    class What(models.TextChoices):
        APPLICATION = "application", _("the application")
        CV = "cv", _("the CV")

    application = models.ForeignKey(Application, models.CASCADE, related_name="openings")
    what = models.CharField(max_length=11, choices=What)
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("opening by the employer")
        verbose_name_plural = _("openings by the employer")
        default_permissions = ()
        ordering = ["opened_at"]

    def __str__(self) -> str:
        return f"{self.application}, {self.get_what_display()}"
