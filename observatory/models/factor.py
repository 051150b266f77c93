"""What a kilometre costs the climate, by means of transport: a figure without its version and date is worthless."""

from datetime import date
from typing import Self

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from telecentres.models import Habits

FROZEN = _("Figures were computed with this edition: it stays as it is. Add a new edition instead.")

FREEZE = """
    IF EXISTS (SELECT FROM observatory_usagefact WHERE factors_id = EDITION) THEN
        RAISE EXCEPTION 'This edition of emission factors was used: it is frozen.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def _keep(name: str, edition: str, operation: pgtrigger.Operations) -> pgtrigger.Trigger:
    """In the database, so that no bulk write, no shell and no second process changes what published figures rest on."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        func=FREEZE.replace("EDITION", edition),
    )


class FactorSetQuerySet(models.QuerySet["FactorSet"]):
    def newest(self) -> "FactorSet | None":
        """The one that new facts are computed with."""
        return self.order_by("-published_on", "-pk").first()

    def used(self) -> Self:
        """Frozen: at least one fact was computed with them."""
        return self.filter(facts__isnull=False).distinct()


class FactorSet(models.Model):
    """One edition of the emission factors; frozen as soon as a fact was computed with it."""

    version = models.CharField(_("version"), max_length=40, unique=True)
    published_on = models.DateField(_("published on"))
    source = models.CharField(_("source"), max_length=300)
    note = models.TextField(_("note"), blank=True)

    objects = FactorSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of emission factors")
        verbose_name_plural = _("editions of emission factors")
        ordering = ["-published_on", "-pk"]
        triggers = [_keep("frozen", "OLD.id", pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.version

    @property
    def is_used(self) -> bool:
        return self.pk is not None and self.facts.exists()

    def clean(self) -> None:
        """In words and before the database, which refuses it as well."""
        super().clean()
        if self.is_used:
            raise ValidationError(FROZEN, code="frozen")


class FactorQuerySet(models.QuerySet["Factor"]):
    def managed_by(self, user, *, today: date) -> Self:
        """The same for the whole network: the permission alone decides."""
        return self


class Factor(models.Model):
    """Kilograms of CO2e of one kilometre by one means of transport, for one person."""

    Mode = Habits.Mode

    edition = models.ForeignKey(FactorSet, models.CASCADE, verbose_name=_("edition"), related_name="factors")
    mode = models.CharField(_("means of transport"), max_length=12, choices=Mode)
    kg_per_km = models.DecimalField(_("kg CO2e per km"), max_digits=7, decimal_places=5)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = FactorQuerySet.as_manager()

    class Meta:
        verbose_name = _("emission factor")
        verbose_name_plural = _("emission factors")
        ordering = ["edition", "mode"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "mode"],
                name="observatory_factor_once",
                violation_error_message=_("This edition has that means of transport already."),
            ),
            models.CheckConstraint(condition=models.Q(kg_per_km__gte=0), name="observatory_factor_positive"),
        ]
        triggers = [
            _keep("frozen", "OLD.edition_id", pgtrigger.Update | pgtrigger.Delete),
            _keep("complete", "NEW.edition_id", pgtrigger.Insert | pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.edition}, {self.get_mode_display()}"

    def clean(self) -> None:
        """As of the edition: what is used gains no means of transport and loses none."""
        super().clean()
        if self.edition_id and self.edition.is_used:
            raise ValidationError(FROZEN, code="frozen")
