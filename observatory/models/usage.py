"""What one attended booking did: where its person would have been else, and the way that was spared or added."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models import Booking
from observatory.models.factor import Factor, FactorSet
from telecentres.models import Telecentre, Territory, Workspace


class UsageFactQuerySet(models.QuerySet["UsageFact"]):
    def between(self, first: date, last: date) -> Self:
        """Of the civil months from that of `first` to that of `last`, both included."""
        return self.filter(month__gte=first.replace(day=1), month__lte=last)

    def answered(self) -> Self:
        """Whose person said what they would have done else, and whose way is known."""
        return self.filter(km__isnull=False)

    def of_known_people(self) -> Self:
        """Which still carry the key of their person."""
        return self.exclude(person="", booking=None)


class UsageFact(models.Model):
    """
    One attended booking, made once when its time is over.

    `person` is a keyed hash that tells people apart and names nobody; it and the link to the booking are dropped after 13
    months, or when the person takes their agreement back. Ways and CO2 are those of the whole day there and back:
    positive is spared, negative is added, empty is not known.
    """

    class Alternative(models.TextChoices):
        COMMUTE = "commute", _("would have commuted")
        HOME = "home", _("would have stayed at home")
        UNKNOWN = "unknown", _("not known")

    booking = models.OneToOneField(Booking, models.SET_NULL, null=True, blank=True, related_name="usage_fact")
    person = models.CharField(max_length=64, blank=True)
    month = models.DateField(_("month"))
    telecentre = models.ForeignKey(Telecentre, models.PROTECT, verbose_name=_("telecentre"), related_name="usage_facts")
    kind = models.CharField(_("kind of workspace"), max_length=13, choices=Workspace.Kind)
    places = models.PositiveSmallIntegerField(_("places"), default=1)
    hours = models.DecimalField(_("hours attended"), max_digits=6, decimal_places=2)
    home = models.ForeignKey(Territory, models.SET_NULL, verbose_name=_("home"), null=True, blank=True, related_name="+")
    alternative = models.CharField(_("instead"), max_length=7, choices=Alternative, default=Alternative.UNKNOWN)
    mode = models.CharField(_("means of transport"), max_length=12, choices=Factor.Mode, blank=True)
    km = models.DecimalField(_("km spared"), max_digits=7, decimal_places=1, null=True, blank=True)
    minutes = models.DecimalField(_("minutes spared"), max_digits=7, decimal_places=1, null=True, blank=True)
    co2_low = models.DecimalField(_("kg CO2e spared, at least"), max_digits=8, decimal_places=2, null=True, blank=True)
    co2_high = models.DecimalField(_("kg CO2e spared, at most"), max_digits=8, decimal_places=2, null=True, blank=True)
    factors = models.ForeignKey(
        FactorSet, models.PROTECT, verbose_name=_("emission factors"), null=True, blank=True, related_name="facts"
    )

    objects = UsageFactQuerySet.as_manager()

    class Meta:
        verbose_name = _("attended booking")
        verbose_name_plural = _("attended bookings")
        default_permissions = ()
        ordering = ["month", "pk"]
        indexes = [
            models.Index(fields=["month", "telecentre"], name="observatory_usage_month"),
            models.Index(fields=["person"], name="observatory_usage_person", condition=~Q(person="")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="observatory_usage_month_first"),
            models.CheckConstraint(
                condition=Q(km=None, minutes=None) | Q(km__isnull=False, minutes__isnull=False), name="observatory_usage_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.telecentre_id}, {self.month:%Y-%m}"
