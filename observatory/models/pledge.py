"""Somebody who says that they moved, from where to where: the only way in which the network can know."""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.core import signing
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from telecentres.models import Telecentre, Territory

OWN_PAGE = "observatory.pledge"


class MovePledgeQuerySet(models.QuerySet["MovePledge"]):
    def confirmed(self) -> Self:
        """Said by the owner of the address; these alone are counted."""
        return self.filter(confirmed_at__isnull=False)

    def between(self, first: date, last: date) -> Self:
        """Of the civil months from that of `first` to that of `last`, both included."""
        return self.filter(month__gte=first.replace(day=1), month__lte=last)

    def known(self) -> Self:
        """Whose address is still there."""
        return self.exclude(email="")

    def of(self, email: str) -> Self:
        return self.filter(email__iexact=email).exclude(email="")

    def of_token(self, token: str) -> "MovePledge | None":
        """What the person's own link is about; None for a token that is not ours, or once they are forgotten."""
        try:
            pk, key = signing.loads(token, salt=OWN_PAGE)
        except (signing.BadSignature, TypeError, ValueError):
            return None
        return self.known().select_related("previous", "new", "telecentre").filter(pk=pk, key=key).first()


class MovePledge(models.Model):
    """A move that somebody declared, with a consent of its own; the address is erased after 13 months, the numbers stay."""

    class Direction(models.TextChoices):
        IN = "in", _("to the Cantal")
        OUT = "out", _("away from the Cantal")

    email = models.EmailField(_("e-mail address"), blank=True)
    direction = models.CharField(_("direction"), max_length=3, choices=Direction)
    previous = models.ForeignKey(
        Territory, models.PROTECT, verbose_name=_("lived before in"), related_name="+", help_text=_("Commune or département.")
    )
    new = models.ForeignKey(Territory, models.PROTECT, verbose_name=_("lives now in"), related_name="+")
    is_urban = models.BooleanField(_("the place outside the Cantal is urban"), null=True, blank=True)
    month = models.DateField(_("month of the move"))
    persons = models.PositiveSmallIntegerField(_("people"), default=1, validators=[MinValueValidator(1), MaxValueValidator(20)])
    telecentre = models.ForeignKey(
        Telecentre, models.SET_NULL, verbose_name=_("telecentre that counted"), null=True, blank=True, related_name="+"
    )
    consent_text = models.CharField(_("version of the consent"), max_length=20)
    declared_at = models.DateTimeField(_("declared at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="fr")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_example = models.BooleanField(_("is an example"), default=False)

    objects = MovePledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("declared move")
        verbose_name_plural = _("declared moves")
        ordering = ["-month", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="observatory_pledge_month_first"),
            models.CheckConstraint(condition=Q(persons__gte=1, persons__lte=20), name="observatory_pledge_persons"),
            models.CheckConstraint(condition=~Q(previous=F("new")), name="observatory_pledge_moved"),
        ]

    def __str__(self) -> str:
        return f"{self.get_direction_display()}, {self.month:%Y-%m}"

    @property
    def token(self) -> str:
        """Opens the person's own page; it stands in their mail alone."""
        return signing.dumps([self.pk, str(self.key)], salt=OWN_PAGE)
