"""Who wants to know when a centre opens."""

from datetime import datetime
from typing import NamedTuple, Self

from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from telecentres.models.scope import OfTelecentreQuerySet

SALT = "telecentres.interest"
FEWEST = 5  # people of a commune who are counted by its name: fewer might be known


class Demand(NamedTuple):
    """Confirmed interests: all of them, and by commune those of FEWEST people or more."""

    people: int
    communes: list[tuple[str, int]]

    @property
    def elsewhere(self) -> int:
        """People of communes too small to be named, or of none."""
        return self.people - sum(people for _name, people in self.communes)


class InterestQuerySet(OfTelecentreQuerySet):
    def confirmed(self) -> Self:
        """The owner of the address said yes: only these get news and count as demand."""
        return self.filter(confirmed_at__isnull=False)

    def demand(self) -> "Demand":
        """How many people want the centre, and from where; one query."""
        rows = self.confirmed().order_by().values_list("commune__name").annotate(people=models.Count("pk"))
        counted = sorted(
            ((people, name) for name, people in rows if name and people >= FEWEST), key=lambda row: (-row[0], row[1])
        )
        return Demand(sum(people for _name, people in rows), [(name, people) for people, name in counted])

    def unconfirmed_since(self, moment: datetime) -> Self:
        return self.filter(confirmed_at=None, asked_at__lt=moment)

    def of_token(self, token: str) -> "Interest | None":
        """Whom a link of a mail is about; None for a token that is not ours, or of what is forgotten."""
        try:
            return self.select_related("telecentre", "commune").filter(pk=signing.loads(token, salt=SALT)).first()
        except (signing.BadSignature, TypeError, ValueError):
            return None


class Interest(models.Model):
    """An address that wants news of a centre to come, and where its owner lives, if they say so."""

    telecentre = models.ForeignKey("Telecentre", models.CASCADE, verbose_name=_("telecentre"), related_name="interests")
    commune = models.ForeignKey("Territory", models.SET_NULL, verbose_name=_("commune"), null=True, blank=True, related_name="+")
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(max_length=2, default="fr", editable=False)
    asked_at = models.DateTimeField(_("asked at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("interest in a centre to come")
        verbose_name_plural = _("interests in centres to come")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["telecentre", "email"], name="telecentres_interest_once")]

    def __str__(self) -> str:
        return f"{self.telecentre}, {self.pk}"

    @property
    def token(self) -> str:
        """Opens the page of this interest and nothing else; it stands in its mails alone."""
        return signing.dumps(self.pk, salt=SALT)

    def get_absolute_url(self) -> str:
        return reverse("telecentres:interest", args=[self.token])
