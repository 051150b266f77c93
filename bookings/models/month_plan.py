"""Who pays a month at a telecentre rather than each day."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.booker import Booker
from telecentres.models import Telecentre
from telecentres.models.scope import OfTelecentreQuerySet


class MonthPlan(models.Model):
    """A civil month at a telecentre at one price: the person's bookings of a desk for themselves cost nothing more in it."""

    telecentre = models.ForeignKey(Telecentre, models.PROTECT, verbose_name=_("telecentre"), related_name="month_plans")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("account"), null=True, blank=True, related_name="month_plans"
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    month = models.DateField(_("month"), help_text=_("Its first day."))
    price = models.DecimalField(_("price in euros"), max_digits=7, decimal_places=2, validators=[MinValueValidator(Decimal(0))])
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("entered by"), null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("entered at"))

    objects = OfTelecentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("month plan")
        verbose_name_plural = _("month plans")
        ordering = ["-month", "telecentre", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["telecentre", "month", "user"], name="bookings_plan_once_user", condition=Q(user__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["telecentre", "month", "email"], name="bookings_plan_once_visitor", condition=Q(user=None) & ~Q(email="")
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="bookings_plan_first_of_month"),
            models.CheckConstraint(condition=Q(price__gte=0), name="bookings_plan_positive"),
            models.CheckConstraint(condition=Q(user__isnull=False) | ~Q(email=""), name="bookings_plan_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.booker.name or self.booker.email}, {self.telecentre}, {self.month:%Y-%m}"

    @property
    def booker(self) -> Booker:
        if self.user:
            return Booker.of(self.user)
        return Booker(self.name, self.email)
