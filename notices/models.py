"""What the law asks the network to say of its accessibility, and the questions that people send."""

import uuid
from datetime import date, datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class NetworkWideQuerySet(models.QuerySet):
    def managed_by(self, user, *, today: date) -> Self:
        """One network, one declaration: whoever holds the permission holds it for all rows."""
        return self


class AccessibilityDeclarationQuerySet(NetworkWideQuerySet):
    def in_force(self, today: date) -> "AccessibilityDeclaration":
        """The latest one that is not of the future; without any, an unsaved one that says what is then true: not audited."""
        latest = self.filter(declared_on__lte=today).order_by("-declared_on", "-pk").first()
        return latest or AccessibilityDeclaration(declared_on=today)


class AccessibilityDeclaration(models.Model):
    """How far the portal follows the RGAA, in the form that the law fixes; a new audit makes a new declaration."""

    class State(models.TextChoices):
        NON_COMPLIANT = "non_compliant", _("not compliant")
        PARTLY_COMPLIANT = "partly_compliant", _("partly compliant")
        FULLY_COMPLIANT = "fully_compliant", _("fully compliant")

    state = models.CharField(_("state"), max_length=16, choices=State, default=State.NON_COMPLIANT)
    declared_on = models.DateField(_("declared on"))
    audited_on = models.DateField(_("audited on"), null=True, blank=True, help_text=_("Empty: no audit has been made."))
    audited_by = models.CharField(_("audited by"), max_length=120, blank=True)
    met_percent = models.PositiveSmallIntegerField(
        _("criteria met, in per cent"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    results = models.TextField(_("other results of tests"), blank=True, help_text=_("One paragraph on each line."))
    technologies = models.TextField(_("technologies"), blank=True, help_text=_("One on each line."))
    assistive_tools = models.TextField(
        _("browsers and assistive tools of the tests"), blank=True, help_text=_("One combination on each line.")
    )
    tools = models.TextField(_("tools of the tests"), blank=True, help_text=_("One on each line."))
    pages_tested = models.TextField(_("pages tested"), blank=True, help_text=_("One on each line."))

    objects = AccessibilityDeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = _("accessibility declaration")
        verbose_name_plural = _("accessibility declarations")
        ordering = ["-declared_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                # RGAA: without a valid audit, or below one half of the criteria, the only honest word is "non conforme".
                condition=Q(state="non_compliant")
                | Q(state="partly_compliant", audited_on__isnull=False, met_percent__gte=50)
                | Q(state="fully_compliant", audited_on__isnull=False, met_percent=100),
                name="notices_declaration_state_is_audited",
                violation_error_message=_(
                    "Partly compliant needs the date of an audit and half of the criteria met; fully compliant, all of them."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}, {self.declared_on:%Y-%m-%d}"

    def issues_by_kind(self) -> dict[str, list["AccessibilityIssue"]]:
        """Failures, derogations and exempt contents, each list there even when it is empty; one query."""
        found = list(self.issues.all()) if self.pk else []
        return {kind.value: [issue for issue in found if issue.kind == kind] for kind in AccessibilityIssue.Kind}


class AccessibilityIssue(models.Model):
    """Something on the portal that not everybody can use, and what to do instead."""

    class Kind(models.TextChoices):
        FAILURE = "failure", _("failure to comply")
        DEROGATION = "derogation", _("derogation for a disproportionate burden")
        EXEMPT = "exempt", _("content that the law exempts")

    declaration = models.ForeignKey(
        AccessibilityDeclaration, models.CASCADE, verbose_name=_("declaration"), related_name="issues"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.FAILURE)
    content = models.CharField(_("content concerned"), max_length=300)
    criterion = models.CharField(_("RGAA criterion"), max_length=20, blank=True, help_text=_("For example: 8.9."))
    explanation = models.CharField(_("way round, reason or date of repair"), max_length=300, blank=True)

    objects = NetworkWideQuerySet.as_manager()

    class Meta:
        verbose_name = _("accessibility issue")
        verbose_name_plural = _("accessibility issues")
        ordering = ["kind", "criterion", "pk"]

    def __str__(self) -> str:
        return self.content


class AccessibilityPlanQuerySet(NetworkWideQuerySet):
    def for_year(self, year: int) -> "AccessibilityPlan | None":
        """The plan that covers the year; failing that, the latest one."""
        return self.filter(first_year__lte=year, last_year__gte=year).first() or self.first()


class AccessibilityPlan(models.Model):
    """The plan for at most three years that makes the portal usable by everybody."""

    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"), help_text=_("Three years at most, both included."))
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True, help_text=_("Empty: the plan is a proposal."))
    commitments = models.TextField(_("commitments"), blank=True, help_text=_("One paragraph on each line."))
    organisation = models.TextField(_("people and means"), blank=True, help_text=_("One paragraph on each line."))

    objects = AccessibilityPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("accessibility plan")
        verbose_name_plural = _("accessibility plans")
        ordering = ["-first_year", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year"), last_year__lte=F("first_year") + 2),
                name="notices_plan_three_years",
                violation_error_message=_("A plan covers one to three years."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_year}–{self.last_year}"

    def actions_by_year(self) -> dict[int, list["PlannedAction"]]:
        """The years of the plan that have actions, in order; one query."""
        by_year: dict[int, list[PlannedAction]] = {}
        for action in self.actions.all():
            by_year.setdefault(action.year, []).append(action)
        return by_year


class PlannedAction(models.Model):
    """One thing to do for accessibility in a year of the plan, and what became of it."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        DONE = "done", _("done")
        POSTPONED = "postponed", _("postponed")

    plan = models.ForeignKey(AccessibilityPlan, models.CASCADE, verbose_name=_("plan"), related_name="actions")
    year = models.PositiveSmallIntegerField(_("year"))
    what = models.CharField(_("what is to be done"), max_length=300)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PLANNED)
    outcome = models.CharField(_("what became of it"), max_length=300, blank=True)

    objects = NetworkWideQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned action")
        verbose_name_plural = _("planned actions")
        ordering = ["year", "pk"]

    def __str__(self) -> str:
        return f"{self.year}: {self.what}"

    def clean(self) -> None:
        if self.plan and self.year and not self.plan.first_year <= self.year <= self.plan.last_year:
            raise ValidationError({"year": ValidationError(_("This year is not one of the plan."), code="outside_the_plan")})


class QuestionQuerySet(models.QuerySet["Question"]):
    def written_before(self, moment: datetime) -> Self:
        return self.filter(written_at__lt=moment)


class Question(models.Model):
    """What somebody wrote to the help desk, kept until it can be answered and a little longer."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"))
    text = models.TextField(_("message"), max_length=4000)
    language = models.CharField(_("language"), max_length=2, default="fr")
    written_at = models.DateTimeField(_("written at"))

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to the help desk")
        verbose_name_plural = _("questions to the help desk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk}"
