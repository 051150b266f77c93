"""Somebody who may not come to a centre for a time."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.models.booker import Booker
from telecentres.models import Telecentre


class BarQuerySet(models.QuerySet["Bar"]):
    def against(self, booker: Booker) -> Self:
        """By account, and by address whoever books under it; capitals do not matter."""
        named = Q(mark=mark_of(booker.email)) | Q(email=booker.email.lower())
        return self.filter(named | Q(person=booker.user)) if booker.user else self.filter(named)

    def in_force_on(self, day: date) -> Self:
        """Not lifted; both days included."""
        return self.filter(lifted_at=None, starts_on__lte=day, ends_on__gte=day)

    def meeting(self, first: date, last: date) -> Self:
        """Not lifted, with a day in common; both days included."""
        return self.filter(lifted_at=None, starts_on__lte=last, ends_on__gte=first)

    def not_over(self, today: date) -> Self:
        return self.filter(lifted_at=None, ends_on__gte=today)

    def over_since(self, day: date) -> Self:
        """Lifted or run out before that day."""
        return self.filter(Q(lifted_at__date__lt=day) | Q(ends_on__lt=day))

    def managed_by(self, user, *, today: date) -> Self:
        return self.filter(telecentre__in=Telecentre.objects.managed_by(user, today=today))


class Bar(models.Model):
    """
    A person may not book at a centre on the days from `starts_on` to `ends_on`, both included.

    `mark` alone recognises the address, so that a bar outlives the account of the person without saying who it was.
    """

    KEPT_FOR = timedelta(days=365)

    telecentre = models.ForeignKey(Telecentre, models.CASCADE, verbose_name=_("telecentre"), related_name="bars")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("account"), null=True, blank=True, related_name="bars"
    )
    email = models.EmailField(
        _("e-mail address"), blank=True, help_text=_("Of an account, or the one under which the person books without an account.")
    )
    mark = models.CharField(max_length=64, editable=False)
    reason = models.CharField(
        _("reason"), max_length=500, blank=True, help_text=_("For you and the other managers; the person does not read it.")
    )
    told = models.CharField(
        _("what the person is told"),
        max_length=300,
        blank=True,
        help_text=_("Stands in the mail and wherever the person tries to book. For example: unpaid invoices."),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), help_text=_("The last day, included."))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("barred by"), null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(_("barred at"))
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("lifted by"), null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)

    objects = BarQuerySet.as_manager()

    class Meta:
        verbose_name = _("barring")
        verbose_name_plural = _("barred people")
        ordering = ["-ends_on"]
        indexes = [models.Index(fields=["mark"], name="bookings_bar_mark")]
        constraints = [models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="bookings_bar_order")]

    def is_not_over(self, today: date) -> bool:
        return self.lifted_at is None and today <= self.ends_on

    def __str__(self) -> str:
        return f"{self.who}, {self.telecentre}"

    @property
    def who(self) -> str:
        return self.email or gettext("a person whose account has ended")


def mark_of(email: str) -> str:
    """Recognises an address without telling it to who has not the key of the portal."""
    return salted_hmac("bookings.bar", email.strip().lower(), algorithm="sha256").hexdigest()
