"""Communes and what they belong to."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class TerritoryQuerySet(models.QuerySet["Territory"]):
    def communes(self) -> Self:
        """Those that exist today; only the Cantal's are loaded."""
        return self.filter(kind=Territory.Kind.COMMUNE, is_obsolete=False)

    def places(self) -> Self:
        """Where somebody may live or work: the communes of the Cantal, and the other départements as a whole."""
        elsewhere = self.filter(kind=Territory.Kind.DEPARTEMENT).exclude(code="15")
        return self.communes() | elsewhere


class Territory(models.Model):
    """A commune, an intercommunality (EPCI), a département or a region, with its official code."""

    class Kind(models.TextChoices):
        COMMUNE = "commune", _("commune")
        EPCI = "epci", _("intercommunality")
        DEPARTEMENT = "departement", _("département")
        REGION = "region", _("region")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    code = models.CharField(_("official code"), max_length=9, help_text=_("INSEE code, or SIREN of the intercommunality."))
    name = models.CharField(_("name"), max_length=120)
    postal_code = models.CharField(_("postal code"), max_length=5, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    parents = models.ManyToManyField("self", verbose_name=_("belongs to"), symmetrical=False, related_name="children", blank=True)
    is_obsolete = models.BooleanField(_("no longer exists"), default=False)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="telecentres_territory_code")]

    def __str__(self) -> str:
        return self.name
