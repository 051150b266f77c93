"""What is to leave by mail (the outbox) and what has run by itself (task runs)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """One mail to one person about one fact; written together with the fact, sent afterwards."""

    class State(models.TextChoices):
        PENDING = "pending", _("to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        RETRY = "retry", _("to be tried again")
        UNCERTAIN = "uncertain", _("perhaps sent")
        DEAD = "dead", _("given up")
        EXPIRED = "expired", _("too late to be useful")
        DROPPED = "dropped", _("no longer true")

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("about"), max_length=60, help_text=_("What the mail is about, for example a booking's reference."))
    version = models.PositiveIntegerField(_("version"), default=1)
    recipient = models.EmailField(_("recipient"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    due_at = models.DateTimeField(_("due at"))
    expires_at = models.DateTimeField(_("useful until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    owner = models.BigIntegerField(null=True, blank=True, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    source = models.TextField(_("mail as sent"), blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("outbox")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "version", "recipient"], name="dispatch_message_once"),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="dispatch_message_due", condition=models.Q(state__in=["pending", "retry", "uncertain", "sending"])),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} v{self.version}"
