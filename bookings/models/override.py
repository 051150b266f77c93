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
        NOTICE = "notice", _("booked later than the notice allows")
        HORIZON = "horizon", _("booked further ahead than usual")
        GRANULARITY = "granularity", _("booked for another part of the day than usual")
        SEATS = "seats", _("booked for more people than seats")
        LONGEST = "longest_stay", _("booked for longer than usual")
        QUOTA = "weekly_quota", _("booked beyond the number of a week")
        BARRED = "barred", _("booked for a person who is barred")

        @classmethod
        def of_code(cls, code: str) -> "Override.Rule | None":
            """The one that a refusal of `bookings.rules` with this code gives way to; None where none may."""
            return {"closed": cls.CLOSURE, **{rule.value: rule for rule in cls.by_a_word()}}.get(code)

        @classmethod
        def by_a_word(cls) -> list["Override.Rule"]:
            """What a manager may allow for a new booking: a desk out of service or a centre that is shut is not among them."""
            return [rule for rule in cls if rule not in (cls.RETIRED, cls.STAGE)]

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="overrides")
    rule = models.CharField(_("rule"), max_length=12, choices=Rule)
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
