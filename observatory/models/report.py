"""A report: its inputs are frozen, its figures never change; what changed later makes another revision."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dispatch.life import OwnerIsDead
from telecentres.models import Telecentre


class ReportQuerySet(models.QuerySet["Report"]):
    def revisions(self, kind: str, scope: str, first: date, last: date) -> Self:
        """Every revision of one report, the newest first."""
        return self.filter(kind=kind, scope=scope, first=first, last=last).order_by("-revision")

    def made(self) -> Self:
        return self.filter(state=Report.State.MADE)

    def newest(self) -> Self:
        """Of each report its newest revision that is made; in the order of the keys of a report."""
        whole = ("kind", "scope", "first", "last")
        newest = self.made().order_by(*whole, "-revision").distinct(*whole)
        return self.filter(pk__in=newest.values("pk"))

    def open_to_all(self) -> Self:
        """Made of public figures alone."""
        return self.filter(kind__in=Report.Kind.public())

    def startable(self) -> Self:
        """
        Asked for, or begun by a process that has died; at most `MOST_ATTEMPTS` times.

        To be taken over in one UPDATE (see `OwnerIsDead`).
        """
        abandoned = Q(OwnerIsDead("owner"), state=Report.State.MAKING)
        return self.filter(abandoned | Q(state=Report.State.ASKED), attempts__lt=Report.MOST_ATTEMPTS)

    def died_too_often(self) -> Self:
        """Its maker has died, and nobody tries again without being asked."""
        return self.filter(OwnerIsDead("owner"), state=Report.State.MAKING, attempts__gte=Report.MOST_ATTEMPTS)

    def managed_by(self, user, *, today: date) -> Self:
        """Those of the centres that the person manages; all for who may see the whole network."""
        if user.has_perm("telecentres.manage_every_telecentre"):
            return self
        slugs = Telecentre.objects.managed_by(user, today=today).values_list("slug", flat=True)
        return self.filter(kind=Report.Kind.CENTRE, scope__in=[f"centre:{slug}" for slug in slugs])


class Report(models.Model):
    """One report about one scope and one span of months; made by Celery, mailed to those it concerns."""

    MOST_ATTEMPTS = 3

    class Kind(models.TextChoices):
        CENTRE = "centre", _("a telecentre’s month")
        TERRITORY = "territory", _("a territory’s month")
        NETWORK = "network", _("the network’s month")
        YEAR = "year", _("the network’s year")

        @classmethod
        def public(cls) -> list["Report.Kind"]:
            """What is in them may be read by everybody; the others are for who runs the centre."""
            return [cls.TERRITORY, cls.NETWORK, cls.YEAR]

        @property
        def scope_kind(self) -> str:
            return {self.CENTRE: "centre", self.TERRITORY: "territory"}.get(self, "network")

    class State(models.TextChoices):
        ASKED = "asked", _("asked for")
        MAKING = "making", _("being made")
        MADE = "made", _("made")
        FAILED = "failed", _("failed")

        @classmethod
        def pending(cls) -> list["Report.State"]:
            return [cls.ASKED, cls.MAKING]

    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    scope = models.CharField(pgettext_lazy("of a report", "about"), max_length=60)
    first = models.DateField(_("first month"))
    last = models.DateField(_("last month"))
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.ASKED)
    progress = models.PositiveSmallIntegerField(_("progress in %"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    owner = models.IntegerField(null=True, blank=True, editable=False)
    error = models.CharField(_("what went wrong"), max_length=500, blank=True)
    inputs = models.JSONField(_("inputs"), default=dict, blank=True)
    inputs_digest = models.CharField(_("digest of the inputs"), max_length=64, blank=True)
    figures = models.JSONField(_("figures"), default=dict, blank=True)
    figures_digest = models.CharField(_("digest of the figures"), max_length=64, blank=True)
    is_for_all = models.BooleanField(_("mailed to those it concerns"), default=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("asked for by"), null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked for at"))
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    made_at = models.DateTimeField(_("made at"), null=True, blank=True)
    is_example = models.BooleanField(_("is an example"), default=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        default_permissions = ("view", "add")
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-first", "kind", "scope", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "scope", "first", "last", "revision"], name="observatory_report_once"),
            models.UniqueConstraint(
                fields=["kind", "scope", "first", "last"],
                condition=Q(state__in=["asked", "making"]),
                name="observatory_report_one_at_a_time",
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="observatory_report_order"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="observatory_report_progress"),
        ]
        indexes = [
            # What the makers look at every few seconds: a handful of rows, however long the history.
            models.Index(
                fields=["asked_at", "id"], name="observatory_report_pending", condition=Q(state__in=["asked", "making"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.scope}, {self.span_name}"

    def get_absolute_url(self) -> str:
        """Where whoever got the mail reads it."""
        if self.kind == self.Kind.CENTRE:
            return reverse("admin:observatory_report_change", args=[self.pk])
        if self.kind == self.Kind.TERRITORY:
            return reverse("observatory:territory_report", args=[self.span_name, self.key])
        return reverse("observatory:report", args=[self.span_name])

    @property
    def key(self) -> str:
        """The address of the centre or the code of the territory; empty for the network."""
        return self.scope.partition(":")[2]

    @property
    def span_name(self) -> str:
        """ "2026-10", or "2026" for a year; it stands in addresses and in the names of files."""
        return f"{self.first:%Y}" if self.kind == self.Kind.YEAR else f"{self.first:%Y-%m}"

    @property
    def is_pending(self) -> bool:
        return self.state in self.State.pending()

    @property
    def is_made(self) -> bool:
        return self.state == self.State.MADE

    @property
    def may_restart(self) -> bool:
        return self.state == self.State.FAILED
