"""What was put into a centre and what came of it, for each territory: every euro with its source and assumption."""

from datetime import date
from decimal import Decimal
from typing import Self
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from telecentres.models import Telecentre, Territory

NOT_NEGATIVE = MinValueValidator(Decimal(0), _("This cannot be less than nought."))
AT_LEAST_A_CENT = MinValueValidator(Decimal("0.01"), _("Write what was paid, in euros, more than nought."))
LAST_BEFORE_FIRST = _("The last day comes before the first: exchange them.")


class OfTerritoryQuerySet(models.QuerySet):
    def of(self, territory: Territory) -> Self:
        return self.filter(territory=territory)

    def real(self) -> Self:
        return self.filter(is_example=False)

    def examples(self) -> Self:
        return self.filter(is_example=True)

    def managed_by(self, user, *, today: date) -> Self:
        """The rows of the territories in which the person runs a centre today; all of them for the whole network's staff."""
        if user.has_perm("telecentres.manage_every_telecentre"):
            return self
        own = Telecentre.objects.managed_by(user, today=today)
        return self.filter(territory__in=Territory.objects.filter(children__telecentres__in=own))


class Row(models.Model):
    """What money and benefits have in common: where, when, and whether it is an example."""

    territory = models.ForeignKey(
        Territory,
        models.PROTECT,
        verbose_name=_("territory"),
        related_name="%(class)ss",
        limit_choices_to={"kind": Territory.Kind.EPCI},
        help_text=_("An intercommunality."),
    )
    telecentre = models.ForeignKey(
        Telecentre,
        models.SET_NULL,
        verbose_name=_("telecentre"),
        null=True,
        blank=True,
        related_name="%(class)ss",
        help_text=_("Empty: the whole territory."),
    )
    is_monthly = models.BooleanField(
        _("each month"), default=False, help_text=_("Not ticked: once, on a day, or in all from the first day to the last.")
    )
    ends_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The last day. Empty: goes on if it is monthly, else the one day alone.")
    )
    source = models.CharField(_("source"), max_length=300, help_text=_("The act, the invoice, the study or its address."))
    is_example = models.BooleanField(_("is an example"), default=False)

    objects = OfTerritoryQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def first_day(self) -> date:
        raise NotImplementedError

    @property
    def has_course(self) -> bool:
        """Whether one knows in which month it came; not of a sum that is known for several years as a whole."""
        return self.is_monthly or self.ends_on is None or self.ends_on.replace(day=1) == self.first_day.replace(day=1)

    @property
    def sources(self) -> list[tuple[str, str]]:
        """In words, each with its address, which is empty for what is no page."""
        parts = [part.strip() for part in self.source.split(" | ")]
        return [(urlsplit(part).hostname.removeprefix("www."), part) if _is_address(part) else (part, "") for part in parts]

    def clean(self) -> None:
        if self.territory_id and self.territory.kind != Territory.Kind.EPCI:
            raise ValidationError({"territory": _("Choose an intercommunality: returns are counted by intercommunality.")})
        if self.telecentre_id and self.territory_id and not self.telecentre.commune.parents.filter(pk=self.territory_id).exists():
            raise ValidationError(
                {"telecentre": _("This telecentre stands in another territory: choose that one, or no telecentre.")}
            )


def _is_address(text: str) -> bool:
    """Of a page; nothing else becomes a link."""
    try:
        return text.startswith(("https://", "http://")) and " " not in text and bool(urlsplit(text).hostname)
    except ValueError:
        return False


class Investment(Row):
    """Public money spent on a day. A grant is a public cost as well: it is counted, whoever paid it."""

    class Kind(models.TextChoices):
        CAPITAL = "capital", _("building and equipment")
        RUNNING = "running", _("running costs")
        GRANT = "grant", _("grant")
        WHOLE = "whole", _("all costs, not told apart")

    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    spent_on = models.DateField(_("spent on"), help_text=_("The day, or the first day."))
    amount = models.DecimalField(_("amount in euros"), max_digits=11, decimal_places=2, validators=[AT_LEAST_A_CENT])
    payer = models.CharField(_("paid by whom"), max_length=120)
    purpose = models.CharField(_("for what"), max_length=200)

    class Meta:
        verbose_name = _("investment")
        verbose_name_plural = _("investments")
        ordering = ["territory", "spent_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="observatory_investment_positive",
                violation_error_message=AT_LEAST_A_CENT.message,
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("spent_on")),
                name="observatory_investment_dates",
                violation_error_message=LAST_BEFORE_FIRST,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}, {self.spent_on:%Y-%m-%d}"

    @property
    def first_day(self) -> date:
        return self.spent_on


class Benefit(Row):
    """What a territory gained, in euros, people or pupils: once, or each month from a first to a last one."""

    class Kind(models.TextChoices):
        RENT = "rent", _("rent")
        LOCAL_SPENDING = "local_spending", _("money spent in the territory")
        WORKS = "works", _("building works")
        JOBS = "jobs", _("jobs")
        SCHOOL_PLACES = "school_places", _("pupils")
        PEOPLE = "people", _("people settled")

        @classmethod
        def in_euros(cls) -> list["Benefit.Kind"]:
            """These can be compared with what was paid; the others are counted and never turned into money."""
            return [cls.RENT, cls.LOCAL_SPENDING, cls.WORKS]

    class Nature(models.TextChoices):
        OBSERVED = "observed", _("observed")
        DECLARED = "declared", _("declared")
        ESTIMATED = "estimated", _("estimated")

    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    nature = models.CharField(
        _("nature"), max_length=9, choices=Nature, help_text=_("Observed in accounts, declared by people, or estimated.")
    )
    begins_on = models.DateField(_("from"), help_text=_("The day, or the first day of the first month."))
    low = models.DecimalField(_("low"), max_digits=12, decimal_places=2, validators=[NOT_NEGATIVE])
    central = models.DecimalField(_("central"), max_digits=12, decimal_places=2, validators=[NOT_NEGATIVE])
    high = models.DecimalField(_("high"), max_digits=12, decimal_places=2, validators=[NOT_NEGATIVE])
    starts_at_percent = models.PositiveSmallIntegerField(
        _("begins at, in %"),
        default=100,
        validators=[MaxValueValidator(100)],
        help_text=_("Of a monthly benefit that grows: how much of it there is at the opening."),
    )
    full_after_months = models.PositiveSmallIntegerField(
        _("full speed in month"),
        default=0,
        validators=[MaxValueValidator(72)],
        help_text=_("It grows evenly until that month; 0: full from the first month on."),
    )
    formula = models.CharField(_("how it is computed"), max_length=300)
    left_out_because = models.CharField(
        _("not added, because"),
        max_length=300,
        blank=True,
        help_text=_("Empty: it is added. Otherwise it is shown beside the sum, with this reason."),
    )

    class Meta:
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        ordering = ["territory", "begins_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(low__lte=F("central"), central__lte=F("high"), low__gte=0),
                name="observatory_benefit_order",
                violation_error_message=_("Low, central and high come in this order, from nought."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
                name="observatory_benefit_dates",
                violation_error_message=LAST_BEFORE_FIRST,
            ),
            models.CheckConstraint(
                condition=Q(starts_at_percent=100, full_after_months=0)
                | Q(is_monthly=True, starts_at_percent__lte=100, full_after_months__range=(1, 72)),
                name="observatory_benefit_growth",
                violation_error_message=_(
                    "Only a monthly benefit grows: give both the share at the opening and the month of full speed, or 100 and 0."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.territory}"

    @property
    def first_day(self) -> date:
        return self.begins_on

    @property
    def is_in_euros(self) -> bool:
        return self.kind in self.Kind.in_euros()

    @property
    def is_added(self) -> bool:
        """In euros, and no source says that it may be part of another sum."""
        return self.is_in_euros and not self.left_out_because

    def share_in(self, month: int) -> Decimal:
        """Of the full benefit, in its month counted from 1: evenly from the share at the opening to full speed."""
        if month >= self.full_after_months:
            return Decimal(1)
        start = Decimal(self.starts_at_percent) / 100
        return start + (1 - start) * month / self.full_after_months

    def clean(self) -> None:
        super().clean()
        if self.kind and not self.is_in_euros and self.is_monthly:
            raise ValidationError({"is_monthly": _("People, pupils and jobs are counted once, not each month.")})
