"""A mail to many leads: what it says, whom it is for, and how many it went to."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outreach.models.campaign import Campaign
from outreach.models.lead import Lead, LeadQuerySet
from telecentres.models import Telecentre


class Mailing(models.Model):
    """Words for the leads who agreed to news; the consent of each is asked for again when their mail leaves."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENT = "sent", pgettext_lazy("mailing", "sent")

    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, verbose_name=_("campaign"), null=True, blank=True, related_name="mailings"
    )
    subject = models.CharField(_("subject"), max_length=120)
    text = models.TextField(
        _("text"), max_length=6000, help_text=_("Paragraphs are parted by an empty line; addresses become links.")
    )
    stages = ArrayField(models.CharField(max_length=16, choices=Lead.Stage), verbose_name=_("stages"), default=list, blank=True)
    sources = ArrayField(models.CharField(max_length=8, choices=Lead.Source), verbose_name=_("sources"), default=list, blank=True)
    projects = ArrayField(
        models.CharField(max_length=13, choices=Lead.Project), verbose_name=_("projects"), default=list, blank=True
    )
    telecentre = models.ForeignKey(
        Telecentre,
        models.SET_NULL,
        verbose_name=_("telecentre"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Only those who asked about it."),
    )
    state = models.CharField(_("state"), max_length=5, choices=State, default=State.DRAFT, editable=False)
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
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    recipients_count = models.PositiveIntegerField(_("people written to"), null=True, blank=True, editable=False)
    is_example = models.BooleanField(_("is an example"), default=False)

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None) | Q(state="sent", sent_at__isnull=False),
                name="outreach_mailing_sent",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    def recipients(self) -> LeadQuerySet:
        """Whom it would go to now: its filters, and a live consent to news. An empty filter leaves everybody in."""
        chosen = {"stage__in": self.stages, "source__in": self.sources, "project__in": self.projects}
        wanted = {name: values for name, values in chosen.items() if values}
        if self.telecentre_id:
            wanted["telecentre"] = self.telecentre_id
        return Lead.objects.reachable().filter(**wanted).order_by("pk")
