"""The communication plan: what the agency sets out to do, for whom, with what money, and how one will know."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Max, Min, Q
from django.utils.translation import gettext_lazy as _

from telecentres.models import Territory

NOT_NEGATIVE = MinValueValidator(Decimal(0))


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def in_period(self, first: date, last: date) -> Self:
        """Those that run on any of these days, both included."""
        return self.filter(begins_on__lte=last, ends_on__gte=first)

    def of_year(self, year: int) -> Self:
        """Those that run on any day of a civil year."""
        return self.in_period(date(year, 1, 1), date(year, 12, 31))

    def years(self) -> list[int]:
        """From the first year in which one runs to the last, the latest first; empty without any."""
        found = self.aggregate(first=Min("begins_on"), last=Max("ends_on"))
        return [] if found["first"] is None else list(range(found["last"].year, found["first"].year - 1, -1))


class Campaign(models.Model):
    """One line of the communication plan: an objective, an audience, a territory, a time and a budget."""

    title = models.CharField(_("title"), max_length=120)
    objective = models.TextField(_("objective"), max_length=1000, help_text=_("What should be different afterwards."))
    audience = models.CharField(
        _("audience"), max_length=200, help_text=_("Whom it speaks to: families of Paris, firms of Aurillac…")
    )
    territory = models.ForeignKey(
        Territory,
        models.PROTECT,
        verbose_name=_("territory"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: the whole network."),
    )
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    budget_planned = models.DecimalField(
        _("budget planned, in euros"), max_digits=10, decimal_places=2, default=Decimal(0), validators=[NOT_NEGATIVE]
    )
    budget_spent = models.DecimalField(
        _("spent, in euros"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
        help_text=_("Empty as long as nobody knows: it is not nought."),
    )
    outcome = models.TextField(_("what came of it"), max_length=2000, blank=True, help_text=_("For the steering committee."))
    is_example = models.BooleanField(_("is an example"), default=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-begins_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="outreach_campaign_period",
                violation_error_message=_("The last day comes before the first: exchange them."),
            ),
            models.CheckConstraint(
                condition=Q(budget_planned__gte=0) & (Q(budget_spent=None) | Q(budget_spent__gte=0)),
                name="outreach_campaign_budget",
                violation_error_message=_("An amount cannot be below nought."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def managed_by(self, user, *, today: date) -> Self:
        """The plan is the network's: whoever may open it may open all of it."""
        return self


class Indicator(models.Model):
    """What a campaign is measured by: a number planned; the number reached is counted, or written where nobody can count it."""

    class Kind(models.TextChoices):
        EVENTS = "events", _("events held")
        REGISTRATIONS = "registrations", _("registrations")
        ATTENDANCES = "attendances", _("people who came")
        LEADS = "leads", _("leads")
        SETTLED = "settled", _("people settled")
        MAILINGS = "mailings", _("mailings sent")
        OTHER = "other", _("other, counted by hand")

    campaign = models.ForeignKey(Campaign, models.CASCADE, verbose_name=_("campaign"), related_name="indicators")
    kind = models.CharField(_("what is counted"), max_length=13, choices=Kind)
    name = models.CharField(_("in words"), max_length=120, blank=True, help_text=_("For what is counted by hand."))
    planned = models.PositiveIntegerField(_("planned"))
    counted = models.PositiveIntegerField(_("reached, counted by hand"), null=True, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["campaign", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kind", "name"],
                name="outreach_indicator_once",
                violation_error_message=_("This campaign has that indicator already."),
            ),
            models.CheckConstraint(
                condition=(Q(kind="other") & ~Q(name="")) | (~Q(kind="other") & Q(counted=None)),
                name="outreach_indicator_by_hand",
                violation_error_message=_("What is counted by hand needs a name; what the portal counts takes no number."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())
