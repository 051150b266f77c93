"""Who offers the work."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.codes import NafVersion
from telecentres.models import Territory
from telecentres.models.centre import siret_number


class Employer(models.Model):
    """A firm, an association or a public body whose offers the agency publishes."""

    name = models.CharField(_("name"), max_length=120)
    siret = models.CharField(_("SIRET number"), max_length=14, validators=[siret_number])
    naf_version = models.CharField(_("nomenclature of the industry"), max_length=4, choices=NafVersion, default=NafVersion.REV2)
    naf_code = models.CharField(
        _("code of the industry (NAF)"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d{4}[A-Z]$", _("Four digits and a capital, without a dot: 6201Z."), code="naf")],
        help_text=_("Four digits and a capital: 6201Z. From 2027 on, of the NAF 2025."),
    )
    industry = models.CharField(_("industry in words"), max_length=80, blank=True, help_text=_("Shown beside the name."))
    commune = models.ForeignKey(Territory, models.PROTECT, verbose_name=_("commune"), related_name="+")
    address = models.CharField(_("address"), max_length=200, blank=True)
    website = models.URLField(_("website"), blank=True)
    about = models.TextField(_("about the employer"), blank=True, max_length=1500)
    contact_email = models.EmailField(
        _("e-mail address for applications"), blank=True, help_text=_("Applications go there by a link; it is shown nowhere.")
    )
    is_example = models.BooleanField(_("is an example"), default=False)

    class Meta:
        verbose_name = _("employer")
        verbose_name_plural = _("employers")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["siret"],
                name="jobs_employer_siret",
                violation_error_message=_("This establishment is on the list already: choose it there."),
            ),
            models.CheckConstraint(
                condition=Q(naf_code="") | Q(naf_code__regex=r"^[0-9]{4}[A-Z]$"),
                name="jobs_employer_naf",
                violation_error_message=_("Four digits and a capital, without a dot: 6201Z."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def naf_words(self) -> str:
        """ "62.01Z (NAF rév. 2 (2008))", as it is printed; empty without a code."""
        return f"{self.naf_code[:2]}.{self.naf_code[2:]} ({self.get_naf_version_display()})" if self.naf_code else ""
