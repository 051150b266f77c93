"""What is to leave by mail (the outbox) and what has run by itself (task runs)."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from dispatch.life import OwnerIsDead

STUCK_AFTER = timedelta(minutes=10)


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: datetime) -> Self:
        """Ready to leave, the longest waiting first."""
        waiting = self.filter(state__in=Message.State.waiting(), next_try_at__lte=now)
        return waiting.exclude(expires_at__lte=now).order_by("next_try_at", "id")

    def for_one_dispatcher(self) -> Self:
        """Locks the row against other dispatchers, who pass over it instead of queueing."""
        return self.select_for_update(skip_locked=True)

    def too_late(self, now: datetime) -> Self:
        return self.filter(state__in=Message.State.waiting(), expires_at__lte=now)

    def orphaned(self) -> Self:
        """In the hands of a dispatcher that has died; to be taken over in one UPDATE (see `OwnerIsDead`)."""
        return self.filter(OwnerIsDead("owner"), state=Message.State.SENDING)

    def doubtful(self, now: datetime) -> Self:
        """Perhaps sent, and the time of grace is over."""
        return self.filter(state=Message.State.UNCERTAIN, next_try_at__lte=now)

    def awaiting_a_person(self) -> Self:
        """Perhaps sent, of a kind that must not be sent twice: nothing moves until somebody decides."""
        return self.filter(state=Message.State.UNCERTAIN, next_try_at=None)

    def stuck(self, now: datetime) -> Self:
        """Should have left more than ten minutes ago: no dispatcher runs, or one hangs."""
        limit = now - STUCK_AFTER
        waiting = models.Q(state__in=[*Message.State.waiting(), Message.State.UNCERTAIN], next_try_at__lte=limit)
        return self.filter(waiting | models.Q(state=Message.State.SENDING, claimed_at__lte=limit))

    def given_up_since(self, since: datetime) -> Self:
        return self.filter(state=Message.State.DEAD, claimed_at__gte=since)

    def forgettable(self, before: datetime) -> Self:
        """Settled, due before the given moment, and still holding personal data."""
        return self.filter(state__in=Message.State.settled(), due_at__lt=before).exclude(recipient__endswith=Message.FORGOTTEN)

    def to(self, address: str) -> Self:
        """All mails to one person: for the export and the erasure of their data."""
        return self.filter(recipient__iexact=address)


class Message(models.Model):
    """One mail to one person about one fact; written together with the fact, sent afterwards."""

    FORGOTTEN = "@forgotten.invalid"

    class State(models.TextChoices):
        PENDING = "pending", _("to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        RETRY = "retry", _("to be tried again")
        UNCERTAIN = "uncertain", _("perhaps sent")
        DEAD = "dead", _("given up")
        EXPIRED = "expired", _("too late to be useful")
        DROPPED = "dropped", _("no longer true")

        @classmethod
        def waiting(cls) -> list["Message.State"]:
            return [cls.PENDING, cls.RETRY]

        @classmethod
        def settled(cls) -> list["Message.State"]:
            return [cls.SENT, cls.UNCERTAIN, cls.DEAD, cls.EXPIRED, cls.DROPPED]

        @classmethod
        def retriable(cls) -> list["Message.State"]:
            """What a person may send again."""
            return [cls.DEAD, cls.UNCERTAIN]

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("about"), max_length=60, help_text=_("What the mail is about, for example a booking's reference."))
    version = models.PositiveIntegerField(_("version"), default=1)
    recipient = models.EmailField(_("recipient"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    due_at = models.DateTimeField(_("due at"), db_index=True)
    expires_at = models.DateTimeField(_("useful until"), null=True, blank=True)
    next_try_at = models.DateTimeField(_("next try at"), null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    owner = models.IntegerField(null=True, blank=True, editable=False)
    claimed_at = models.DateTimeField(_("last try at"), null=True, blank=True, editable=False)
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    source = models.TextField(_("mail as sent"), blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "version", "recipient"], name="dispatch_message_once"),
        ]
        indexes = [
            # What the dispatcher looks at every few seconds: a handful of rows, however long the history.
            models.Index(
                fields=["next_try_at", "id"],
                name="dispatch_message_due",
                condition=models.Q(state__in=["pending", "retry", "uncertain", "sending"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} v{self.version}"

    @property
    def is_forgotten(self) -> bool:
        return self.recipient.endswith(self.FORGOTTEN)


class TaskRunQuerySet(models.QuerySet["TaskRun"]):
    def startable(self) -> Self:
        """
        Not yet begun, or begun in vain: failed, or its process has died; at most `MOST_ATTEMPTS` times.

        To be taken over in one UPDATE (see `OwnerIsDead`).
        """
        begun_in_vain = models.Q(outcome=TaskRun.Outcome.FAILED) | models.Q(OwnerIsDead("owner"), outcome=TaskRun.Outcome.RUNNING)
        return self.filter(begun_in_vain | models.Q(outcome=TaskRun.Outcome.DUE), attempts__lt=TaskRun.MOST_ATTEMPTS)

    def latest_by_task(self) -> Self:
        return self.order_by("task", "-period").distinct("task")

    def good(self) -> Self:
        return self.filter(outcome__in=[TaskRun.Outcome.DONE, TaskRun.Outcome.NOTED])

    def quiet(self) -> Self:
        """Went well and found nothing to do: a sign of life, and no more."""
        return self.filter(outcome=TaskRun.Outcome.DONE, result=0)


class TaskRun(models.Model):
    """One periodic task in one of its periods: it runs once, however many clocks call it."""

    MOST_ATTEMPTS = 3

    class Outcome(models.TextChoices):
        DUE = "due", _("due")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        NOTED = "noted", _("first seen")

    task = models.CharField(_("task"), max_length=120)
    period = models.DateTimeField(_("period"), help_text=_("The moment at which the task was to start."))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.DUE)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    owner = models.IntegerField(null=True, blank=True, editable=False)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    result = models.PositiveIntegerField(_("things done"), default=0)
    error = models.TextField(_("error"), blank=True)

    objects = TaskRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("task run")
        verbose_name_plural = _("task runs")
        constraints = [models.UniqueConstraint(fields=["task", "period"], name="dispatch_taskrun_once")]

    def __str__(self) -> str:
        return f"{self.task} {self.period:%Y-%m-%d %H:%M:%S}"
