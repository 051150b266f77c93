"""Figures that others have published, with their source: shown beside ours, never added to them."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from telecentres.models import Territory

# From the first count of the French population.
YEARS = [MinValueValidator(1801), MaxValueValidator(2100)]


class OfficialFigureQuerySet(models.QuerySet["OfficialFigure"]):
    def of(self, series: str, territory: Territory | None = None) -> Self:
        """One series in order of time; of one territory where it is given."""
        found = self.filter(series=series)
        if territory is not None:
            found = found.filter(territory=territory)
        return found.select_related("territory").order_by("territory__name", "first_year", "last_year")


class OfficialFigure(models.Model):
    """One published value: of a year, or of a period of years, both included."""

    class Series(models.TextChoices):
        POPULATION = "population", _("population")
        CHANGE = "change", _("change of the population, % a year")
        NATURAL = "natural", _("births less deaths, % a year")
        MIGRATION = "migration", _("arrivals less departures, % a year")
        ARRIVALS = "arrivals", _("arrivals in a year, people")
        DEPARTURES = "departures", _("departures in a year, people")
        NATURAL_PEOPLE = "natural_n", _("births less deaths, people a year")
        MIGRATION_PEOPLE = "migrate_n", _("arrivals less departures, people a year")

    series = models.CharField(_("series"), max_length=10, choices=Series)
    territory = models.ForeignKey(Territory, models.PROTECT, verbose_name=_("territory"), related_name="official_figures")
    first_year = models.PositiveSmallIntegerField(_("first year"), validators=YEARS)
    last_year = models.PositiveSmallIntegerField(_("last year"), validators=YEARS)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=3)
    source = models.CharField(_("source"), max_length=300)
    quality = models.CharField(_("quality"), max_length=200, blank=True)
    read_on = models.DateField(_("read on"), null=True, blank=True)

    objects = OfficialFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("official figure")
        verbose_name_plural = _("official figures")
        ordering = ["series", "territory", "first_year", "last_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "territory", "first_year", "last_year", "source"],
                name="observatory_official_once",
                violation_error_message=_("This source has that figure already."),
            ),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="observatory_official_order",
                violation_error_message=_("The last year comes before the first: exchange them."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_series_display()}, {self.territory}, {self.years}"

    @property
    def years(self) -> str:
        """ "2023", or "2011–2016"."""
        return f"{self.first_year}" if self.first_year == self.last_year else f"{self.first_year}–{self.last_year}"
