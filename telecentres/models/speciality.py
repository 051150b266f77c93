"""What each telecentre is good at: for every telework problem there is one specialised centre."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from telecentres.models.scope import OfTelecentreQuerySet


class Speciality(models.Model):
    """A field of telework problems that one telecentre masters for the whole network."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address on the site"), unique=True)
    market = models.CharField(_("for whom"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("speciality")
        verbose_name_plural = _("specialities")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TelecentreSpecialityQuerySet(OfTelecentreQuerySet):
    def current(self, today: date) -> Self:
        """Begun and not ended; both days included."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)


class TelecentreSpeciality(models.Model):
    """The role a telecentre plays for a speciality: the one lead of the network, or a support."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead centre")
        SUPPORT = "support", _("support centre")

    telecentre = models.ForeignKey("Telecentre", models.CASCADE, verbose_name=_("telecentre"), related_name="specialities")
    speciality = models.ForeignKey(Speciality, models.PROTECT, verbose_name=_("speciality"), related_name="centres")
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.LEAD)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Last day, included."))
    note = models.CharField(
        _("what the centre does for it"), max_length=200, blank=True, help_text=_("One sentence, shown by the finder.")
    )
    source_url = models.URLField(_("source"), max_length=300, blank=True)
    is_example = models.BooleanField(_("is an example"), default=False)

    objects = TelecentreSpecialityQuerySet.as_manager()

    class Meta:
        verbose_name = _("role for a speciality")
        verbose_name_plural = _("roles for specialities")
        constraints = [
            models.UniqueConstraint(
                fields=["speciality"],
                condition=Q(role="lead", until__isnull=True),
                name="telecentres_one_lead_per_speciality",
                violation_error_message=_("This speciality has a lead centre already. End its role first."),
            )
        ]

    @property
    def is_lead(self) -> bool:
        return self.role == self.Role.LEAD

    def __str__(self) -> str:
        return f"{self.speciality}, {self.get_role_display()}: {self.telecentre}"
