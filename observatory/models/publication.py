"""What was published of an indicator, so that nothing published later can be subtracted from it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class PublicationQuerySet(models.QuerySet["Publication"]):
    def months_of(self, indicator: str, scope: str, first: date, last: date) -> Self:
        """Those of single months, from that of `first` to that of `last`, both included, in their order."""
        found = self.filter(indicator=indicator, scope=scope, first=F("last"), first__gte=first, first__lte=last)
        return found.order_by("first")


class Publication(models.Model):
    """
    The figure of one indicator for one scope and one span, as everybody may see it.

    Written once when the span is over and its facts are settled; what was hidden then stays hidden, so that two readings
    never give by subtraction what one of them keeps back. `exact` is the same before anything was hidden, for the year that
    the month belongs to; it is shown to nobody, and emptied once the year is published.
    """

    indicator = models.CharField(_("indicator"), max_length=40)
    scope = models.CharField(_("about"), max_length=60)
    first = models.DateField(_("first month"))
    last = models.DateField(_("last month"))
    figure = models.JSONField(_("figure"))
    exact = models.JSONField(default=list, blank=True, editable=False)
    digest = models.CharField(_("digest"), max_length=64)
    published_at = models.DateTimeField(_("published at"))

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        default_permissions = ("view",)
        ordering = ["-first", "indicator", "scope"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "scope", "first", "last"], name="observatory_publication_once")
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.scope}, {self.first:%Y-%m}"
