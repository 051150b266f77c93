"""A booking that stays although a rule speaks against it, because somebody who may said so."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking


class Override(models.Model):
    """Which rule gave way for a booking, why, and by whose word; never the overlap, which nobody can allow."""

    class Rule(models.TextChoices):
        CLOSURE = "closure", _("kept inside a closure")
        HOURS = "hours", _("kept outside the opening hours")
        RETIRED = "retired", _("kept although the desk goes out of service")
        STAGE = "stage", _("kept although the centre takes no more bookings")

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="overrides")
    rule = models.CharField(_("rule"), max_length=8, choices=Rule)
    reason = models.CharField(_("reason"), max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("by"), null=True, related_name="+")
    made_at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("exception for a booking")
        verbose_name_plural = _("exceptions for bookings")
        default_permissions = ()
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"{self.booking}, {self.get_rule_display()}"
