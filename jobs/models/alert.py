"""A search that somebody keeps, to hear of new offers by mail."""

from datetime import datetime
from typing import Self

from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

SALT, ADDRESS_SALT = "jobs.alert", "jobs.alert.address"


class AlertQuerySet(models.QuerySet["Alert"]):
    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed_since(self, moment: datetime) -> Self:
        return self.filter(confirmed_at=None, asked_at__lt=moment)

    def of_token(self, token: str) -> "Alert | None":
        """Whom a link of a mail is about; None for a token that is not ours, or of what is erased."""
        try:
            return self.filter(pk=signing.loads(token, salt=SALT)).first()
        except (signing.BadSignature, TypeError, ValueError):
            return None


class Alert(models.Model):
    """
    A saved search: an address and the query of the list, daily or weekly, until its owner stops it.

    What somebody looks for may tell of their health or their family: nobody but the mails reads it, and it goes with the row.
    """

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("each day when there are new ones")
        WEEKLY = "weekly", _("once a week")

    email = models.EmailField(_("e-mail address"))
    query = models.CharField(_("what is searched for"), max_length=400, blank=True)
    rhythm = models.CharField(_("how often"), max_length=6, choices=Rhythm, default=Rhythm.WEEKLY)
    language = models.CharField(max_length=2, default="fr", editable=False)
    asked_at = models.DateTimeField(_("asked at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    # The offers of the latest mail: published in [told_from, told_until).
    told_from = models.DateTimeField(null=True, blank=True)
    told_until = models.DateTimeField(null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["email", "query", "rhythm"], name="jobs_alert_once")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def token(self) -> str:
        """Opens the page of this alert and nothing else; it stands in its mails alone."""
        return signing.dumps(self.pk, salt=SALT)

    def get_absolute_url(self) -> str:
        return reverse("jobs:alert", args=[self.token])
