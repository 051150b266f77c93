"""Whom a network administrator asks to join the staff, and what became of it."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import roles
from telecentres.hours import civil_day
from telecentres.models.centre import Membership

SALT = "telecentres.invitation"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Neither used nor withdrawn; its days may be over."""
        return self.filter(used_at=None, withdrawn_at=None)

    def waiting(self, now: datetime) -> Self:
        """Its link works."""
        return self.open().filter(Q(until=None) | Q(until__gte=civil_day(now)), expires_at__gt=now)

    def expired(self, now: datetime) -> Self:
        return self.open().filter(Q(expires_at__lte=now) | Q(until__lt=civil_day(now)))

    def settled_before(self, moment: datetime) -> Self:
        """Used, withdrawn or expired so long ago."""
        return self.filter(Q(used_at__lt=moment) | Q(withdrawn_at__lt=moment) | Q(used_at=None, expires_at__lt=moment))

    def of_token(self, token: str) -> "Invitation | None":
        """What a link of the latest mail opens, in whatever state; None for one that is not ours, or replaced since."""
        try:
            pk, sendings = signing.loads(token, salt=SALT)
        except (signing.BadSignature, TypeError, ValueError):
            return None
        return self.filter(pk=pk, sendings=sendings).first()


class Invitation(models.Model):
    """An address, a role, and for those who run centres which ones from when to when."""

    class Role(models.TextChoices):
        MANAGER = "manager", _("manager of telecentres")
        DEPUTY = "deputy", _("deputy manager of telecentres")
        AGENCY_STAFF = "agency_staff", roles.Role.AGENCY_STAFF.label
        NETWORK_ADMIN = "network_admin", roles.Role.NETWORK_ADMIN.label

    class State(models.TextChoices):
        SENT = "sent", _("sent")
        USED = "used", _("used")
        EXPIRED = "expired", _("expired")
        WITHDRAWN = "withdrawn", _("withdrawn")

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=2, choices=[("fr", _("French")), ("en", _("English"))], default="fr")
    role = models.CharField(_("role"), max_length=13, choices=Role)
    telecentres = models.ManyToManyField(
        "Telecentre",
        verbose_name=_("telecentres"),
        blank=True,
        related_name="+",
        help_text=_("For managers and deputies alone."),
    )
    since = models.DateField(_("from"), null=True, blank=True, help_text=_("Of managers and deputies; empty: at once."))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Last day, included; empty: until further notice."))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("invited by"), null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("written at"))
    sent_at = models.DateTimeField(_("last sent at"))
    sendings = models.PositiveSmallIntegerField(_("times sent"), default=1)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("account"), null=True, blank=True, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(used_at=None, withdrawn_at=None),
                name="telecentres_invitation_one_open",
                violation_error_message=_("This address has an invitation already: send that one again, or withdraw it."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
                name="telecentres_invitation_order",
                violation_error_message=_("The last day cannot come before the first."),
            ),
        ]

    def __str__(self) -> str:
        return _("invitation %(number)s") % {"number": self.pk}

    @property
    def runs_centres(self) -> bool:
        return self.role in Membership.Role.values

    def state(self, now: datetime) -> "Invitation.State":
        if self.used_at:
            return self.State.USED
        if self.withdrawn_at:
            return self.State.WITHDRAWN
        return self.State.EXPIRED if self.expires_at <= now or self._is_over(civil_day(now)) else self.State.SENT

    def _is_over(self, today: date) -> bool:
        return self.until is not None and self.until < today

    @property
    def token(self) -> str:
        """Stands in its latest mail alone; sending again makes another one."""
        return signing.dumps([self.pk, self.sendings], salt=SALT)

    @property
    def link(self) -> str:
        """Not `get_absolute_url`: the administration would offer it to whoever reads the invitation."""
        return reverse("telecentres:invitation", args=[self.token])

    @property
    def centre_names(self) -> str:
        return ", ".join(centre.full_name for centre in self.telecentres.all())
