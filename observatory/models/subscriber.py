"""Who gets the reports of a territory or of the network by mail without having an account."""

import uuid
from typing import Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from telecentres.models import Territory

SALT = "observatory.subscriber"


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def of(self, email: str) -> Self:
        return self.filter(email__iexact=email)

    def of_token(self, token: str) -> "Subscriber | None":
        """Whom the link of a mail was made for; None for a forged one, and once they have ended it."""
        try:
            key = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return None
        return self.select_related("territory").filter(key=key).first()


class Subscriber(models.Model):
    """An elected or appointed official who agreed to get the reports of their territory, or of the whole network, by mail."""

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120)
    territory = models.ForeignKey(
        Territory,
        models.PROTECT,
        verbose_name=_("territory"),
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": Territory.Kind.EPCI},
        help_text=_("Empty: the reports of the whole network."),
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="fr")
    agreed_on = models.DateField(_("agreed on"))
    agreement = models.CharField(
        _("how they agreed"), max_length=200, help_text=_("For example: by mail, at the council of 12 March.")
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipient of reports")
        verbose_name_plural = _("recipients of reports")
        ordering = ["territory__name", "name"]
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("email"),
                "territory",
                name="observatory_subscriber_once",
                nulls_distinct=False,
                violation_error_message=_("This address gets these reports already."),
            ),
        ]

    def __str__(self) -> str:
        where = self.territory.name if self.territory else _("the whole network")
        return f"{self.name}, {where}"

    @property
    def token(self) -> str:
        """Opens the page that ends the mails."""
        return signing.dumps(str(self.key), salt=SALT)
