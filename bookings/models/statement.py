"""What a person owes a telecentre for a month, as it was written down; kept ten years, as the law wants it."""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.models.booker import Booker
from bookings.models.booking import Booking, part_words
from telecentres import words
from telecentres.models import Telecentre
from telecentres.models.scope import OfTelecentreQuerySet


class StatementQuerySet(OfTelecentreQuerySet):
    def live(self) -> Self:
        """Those that say what is owed now: a replaced one is kept, and owes nothing."""
        return self.exclude(state=Statement.State.REPLACED)

    def of(self, booker: Booker) -> Self:
        """Of an account, or of an address without one."""
        if booker.user:
            return self.filter(user=booker.user)
        return self.filter(user=None, email=booker.email)

    def visible_to(self, user: User) -> Self:
        """Their own, and those of the same address from before the account."""
        return self.filter(Q(user=user) | Q(user=None, email=user.email))

    def kept_long_enough(self, today: date) -> Self:
        """Ten years after the end of their year are over (article L123-22 of the Code de commerce)."""
        return self.filter(year__lt=today.year - Statement.YEARS_KEPT)


class Statement(models.Model):
    """Frozen lines and their sum, numbered without gaps per centre and year of the month; a revision replaces the one before."""

    YEARS_KEPT = 10

    class State(models.TextChoices):
        ISSUED = "issued", _("to be paid")
        PAID = "paid", _("paid")
        REPLACED = "replaced", _("replaced")

    telecentre = models.ForeignKey(Telecentre, models.PROTECT, verbose_name=_("telecentre"), related_name="statements")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("account"), null=True, related_name="statements"
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=2, default="fr")
    issuer = models.TextField(_("issued by"), help_text=_("Name, address and number of the telecentre as they were."))
    month = models.DateField(_("month"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    reference = models.CharField(_("reference"), max_length=24, unique=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ISSUED)
    total = models.DecimalField(_("total in euros"), max_digits=9, decimal_places=2)
    issued_at = models.DateTimeField(_("issued at"))
    key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["-month", "telecentre", "-number", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["telecentre", "year", "number", "revision"], name="bookings_statement_number"),
            models.UniqueConstraint(
                fields=["telecentre", "month", "user"],
                name="bookings_statement_once_user",
                condition=Q(user__isnull=False) & ~Q(state="replaced"),
            ),
            models.UniqueConstraint(
                fields=["telecentre", "month", "email"],
                name="bookings_statement_once_visitor",
                condition=Q(user=None) & ~Q(email="") & ~Q(state="replaced"),
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="bookings_statement_first_of_month"),
            models.CheckConstraint(condition=Q(total__gte=0), name="bookings_statement_positive"),
            models.CheckConstraint(condition=Q(number__gte=1, revision__gte=1), name="bookings_statement_counted"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("bookings:statement", args=[self.reference])

    @property
    def booker(self) -> Booker:
        """Whose bookings it charges; a name alone once the person has been forgotten."""
        return Booker.of(self.user) if self.user else Booker(self.name, self.email)

    @property
    def is_forgotten(self) -> bool:
        """The person's account or address is gone: name and lines stay, nothing leads from them to bookings."""
        return not self.user_id and not self.email

    @property
    def is_paid(self) -> bool:
        return self.state == self.State.PAID

    @property
    def month_words(self) -> str:
        return words.month_words(self.month)

    @cached_property
    def payment(self) -> "StatementEvent | None":
        """How and when it was paid; None while it is not."""
        paid = [event for event in self.events.all() if event.what == StatementEvent.What.PAID]
        return paid[-1] if self.is_paid and paid else None

    @property
    def successor(self) -> "Statement | None":
        """The one that holds now, of a replaced one."""
        if self.state != self.State.REPLACED:
            return None
        return Statement.objects.live().filter(telecentre=self.telecentre_id, year=self.year, number=self.number).first()


class StatementLine(models.Model):
    """One booking at the price that was fixed with it, a month plan, or what a day or a week that is capped takes off."""

    class Kind(models.TextChoices):
        BOOKING = "booking", _("booking")
        COVERED = "covered", _("booking, in the month plan")
        PLAN = "plan", _("month plan")
        DAY = "day", _("reduction: no more than the price of a day")
        WEEK = "week", _("reduction: no more than the price of a week")

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=7, choices=Kind)
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, related_name="statement_lines")
    day = models.DateField(help_text="The day of a booking or cap, the Monday of a week, the first of a month.")
    what = models.CharField(max_length=120, blank=True)
    part = models.CharField(max_length=11, blank=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2)

    class Meta:
        verbose_name = _("line of a statement")
        verbose_name_plural = _("lines of statements")
        default_permissions = ()
        ordering = ["statement", "position"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "position"], name="bookings_line_position"),
            models.CheckConstraint(
                condition=Q(kind__in=["day", "week"], amount__lt=0) | Q(kind__in=["booking", "covered", "plan"], amount__gte=0),
                name="bookings_line_sign",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement}/{self.position}"

    @property
    def when(self) -> str:
        if self.kind == self.Kind.PLAN:
            return words.month_words(self.day)
        if self.kind == self.Kind.WEEK:
            return gettext("week of %(day)s") % {"day": words.day_words(self.day)}
        return words.day_words(self.day)

    @property
    def said(self) -> str:
        """What it is for, in the language of the moment."""
        if self.kind in (self.Kind.BOOKING, self.Kind.COVERED):
            booked = f"{self.what}, {part_words(self.part)}"
            is_covered = self.kind == self.Kind.COVERED
            return gettext("%(booking)s (in the month plan)") % {"booking": booked} if is_covered else booked
        return capfirst(self.get_kind_display())


class StatementEvent(models.Model):
    """What happened to a statement, by whose hand; its history is never rewritten."""

    class What(models.TextChoices):
        ISSUED = "issued", _("issued")
        REPLACED = "replaced", _("replaced by a revision")
        PAID = "paid", _("noted as paid")
        UNPAID = "unpaid", _("payment taken back")

    class How(models.TextChoices):
        CASH = "cash", _("cash")
        CHEQUE = "cheque", _("cheque")
        TRANSFER = "transfer", _("transfer")
        CARD = "card", _("card, at the telecentre")
        OTHER = "other", _("otherwise")

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="events")
    what = models.CharField(max_length=8, choices=What)
    how = models.CharField(_("paid by"), max_length=8, choices=How, blank=True)
    paid_on = models.DateField(_("paid on"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("by"), null=True, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("event of a statement")
        verbose_name_plural = _("events of statements")
        default_permissions = ()
        ordering = ["statement", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(what="paid", paid_on__isnull=False) & ~Q(how="") | ~Q(what="paid") & Q(how="", paid_on=None),
                name="bookings_statement_event_paid",
            ),
            models.CheckConstraint(condition=~Q(what="unpaid", reason=""), name="bookings_statement_event_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.statement}, {self.get_what_display()}"


class StatementCounter(models.Model):
    """The last number given out in a centre and year; its row is locked while the next one is taken."""

    telecentre = models.ForeignKey(Telecentre, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("counter of statements")
        verbose_name_plural = _("counters of statements")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["telecentre", "year"], name="bookings_counter_once")]

    def __str__(self) -> str:
        return f"{self.telecentre}, {self.year}: {self.last}"
