"""What became of the people hired through an offer: the figure by which the network is measured."""

from datetime import date
from typing import Self

from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jobs.models.application import Application
from jobs.models.offer import JobOffer

SALT = "jobs.outcome"
MONTHS = (6, 12)


def after_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    first_of_next = date(day.year + year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = first_of_next.toordinal() - 1
    return date.fromordinal(min(last, date(day.year + year, month + 1, 1).toordinal() + day.day - 1))


class OutcomeQuerySet(models.QuerySet["JobOutcome"]):
    def to_ask(self, today: date, months: int) -> Self:
        """Hired so many months ago or more, not asked yet, and the address is still there."""
        asked = {f"asked_after_{months}_on": None}
        limit = after_months(today, -months)
        return self.filter(hired_on__lte=limit, application__isnull=False, **asked).exclude(application__email="")

    def of_token(self, token: str) -> "tuple[JobOutcome, int] | None":
        """What the link of a question is about, and after how many months; None for a token that is not ours."""
        try:
            key, months = signing.loads(token, salt=SALT)
        except (signing.BadSignature, TypeError, ValueError):
            return None
        found = self.select_related("offer").filter(pk=key).first()
        return (found, months) if found and months in MONTHS else None


class JobOutcome(models.Model):
    """One hire: when, through which offer, and whether the person is still there; the person is forgotten before the figure."""

    offer = models.ForeignKey(JobOffer, models.PROTECT, related_name="outcomes")
    application = models.OneToOneField(Application, models.SET_NULL, null=True, blank=True, related_name="outcome")
    hired_on = models.DateField(_("hired on"))
    asked_after_6_on = models.DateField(null=True, blank=True)
    asked_after_12_on = models.DateField(null=True, blank=True)
    is_there_after_6 = models.BooleanField(_("still there after 6 months"), null=True, blank=True)
    is_there_after_12 = models.BooleanField(_("still there after 12 months"), null=True, blank=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome of an offer")
        verbose_name_plural = _("outcomes of offers")
        default_permissions = ()
        ordering = ["hired_on"]

    def __str__(self) -> str:
        return f"{self.offer}, {self.hired_on}"

    def token(self, months: int) -> str:
        return signing.dumps([self.pk, months], salt=SALT)

    def question_url(self, months: int) -> str:
        return reverse("jobs:outcome", args=[self.token(months)])
