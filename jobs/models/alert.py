"""A search that somebody keeps, to hear of new offers by mail."""

from datetime import datetime
from typing import Self

from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.sealing import seal, unseal

SALT = "jobs.alert"


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
    query = models.TextField(_("what is searched for"), blank=True)
    rhythm = models.CharField(_("how often"), max_length=6, choices=Rhythm, default=Rhythm.WEEKLY)
    language = models.CharField(max_length=2, default="fr", editable=False)
    asked_at = models.DateTimeField(_("asked at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    told_until = models.DateTimeField(null=True, blank=True)  # what was published before has been told, or was there before

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


class AlertRoundQuerySet(models.QuerySet["AlertRound"]):
    def of_mail(self, email: str, rhythm: str, number: int) -> Self:
        """What one mail tells, as long as its searches are not stopped."""
        found = self.filter(alert__email=email, alert__rhythm=rhythm, alert__confirmed_at__isnull=False, number=number)
        return found.select_related("alert").order_by("alert")


class AlertRound(models.Model):
    """What a mail tells of a search: the offers published in [since, until). Frozen, whenever the mail leaves."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()

    objects = AlertRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail of a saved search")
        verbose_name_plural = _("mails of saved searches")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["alert", "number"], name="jobs_alert_round_once")]

    def __str__(self) -> str:
        return f"{self.alert}, {self.number}"


def stop_token(email: str, rhythm: str) -> str:
    """Ends every search of an address in a rhythm; sealed, so that the address does not stand in the link."""
    return seal({"email": email, "rhythm": rhythm})


def stopped_by(token: str) -> tuple[str, str] | None:
    """Whose searches a link ends; None for a token that is not ours."""
    found = unseal(token)
    return (found["email"], found["rhythm"]) if found and set(found) == {"email", "rhythm"} else None
