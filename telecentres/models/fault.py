"""What people report as broken at a place."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from telecentres.models.scope import OfTelecentreQuerySet


class FaultQuerySet(OfTelecentreQuerySet):
    def open(self) -> Self:
        """Nobody has dealt with them yet."""
        return self.filter(closed_at=None)

    def shown(self) -> Self:
        """Open, and the manager says so in words of their own: the only ones that pages tell of."""
        return self.open().filter(is_shown=True)

    def closed_before(self, moment: datetime) -> Self:
        return self.filter(closed_at__lt=moment)


class Fault(models.Model):
    """Something broken at a desk or in the whole centre, as somebody wrote it and as the manager tells it."""

    LONGEST = 1000

    telecentre = models.ForeignKey("Telecentre", models.CASCADE, verbose_name=_("telecentre"), related_name="faults")
    workspace = models.ForeignKey(
        "Workspace",
        models.CASCADE,
        verbose_name=_("workspace"),
        null=True,
        blank=True,
        related_name="faults",
        help_text=_("Empty: the whole centre."),
    )
    text = models.TextField(_("what was reported"), max_length=LONGEST)
    reported_at = models.DateTimeField(_("reported at"))
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("reported by"), null=True, blank=True, related_name="faults"
    )
    reporter_email = models.EmailField(_("e-mail address for the answer"), blank=True)
    language = models.CharField(max_length=2, default="fr", editable=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_shown = models.BooleanField(
        _("show on the desk"),
        default=False,
        help_text=_("Where the desk is chosen and on the day of a booking, until it is closed."),
    )
    public_note = models.CharField(
        _("what everybody reads"),
        max_length=120,
        blank=True,
        help_text=_("In a few words, for example: one of the two screens is out of order. What was reported is never published."),
    )
    closed_at = models.DateTimeField(_("dealt with at"), null=True, blank=True)
    outcome = models.CharField(
        _("what was done"),
        max_length=300,
        blank=True,
        help_text=_("Writing it closes the fault. Whoever reported it gets it by mail."),
    )

    objects = FaultQuerySet.as_manager()

    class Meta:
        verbose_name = _("fault")
        verbose_name_plural = _("faults")
        ordering = ["-reported_at"]
        indexes = [models.Index(fields=["telecentre"], condition=Q(closed_at=None), name="telecentres_fault_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_shown=False) | ~Q(public_note=""),
                name="telecentres_fault_note",
                violation_error_message=_("Write what everybody reads, or do not show it."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="telecentres_fault_outcome",
                violation_error_message=_("Say what was done."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workspace or self.telecentre}, {self.text[:60]}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def answers_to(self) -> str:
        """Where the outcome goes: the address of the account, or the one the visitor left; empty for nowhere."""
        if self.reporter and self.reporter.is_active:
            return self.reporter.email
        return self.reporter_email

    def get_absolute_url(self) -> str:
        return reverse("telecentres:detail", args=[self.telecentre.slug])
