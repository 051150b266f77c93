"""A person whom one telecentre sends on to another, because it cannot serve them itself."""

import uuid
from datetime import date, datetime, timedelta
from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bookings.models.booker import Booker
from bookings.models.booking import Booking
from telecentres import hours
from telecentres.models import Speciality, Telecentre


class ReferralQuerySet(models.QuerySet["Referral"]):
    def managed_by(self, user, *, today: date) -> Self:
        """Both centres see it; only the receiver decides."""
        centres = Telecentre.objects.managed_by(user, today=today)
        return self.filter(Q(giver__in=centres) | Q(receiver__in=centres))

    def received_by(self, user, *, today: date) -> Self:
        return self.filter(receiver__in=Telecentre.objects.managed_by(user, today=today))

    def given_by(self, user, *, today: date) -> Self:
        return self.filter(giver__in=Telecentre.objects.managed_by(user, today=today))

    def undecided(self) -> Self:
        return self.filter(state=Referral.State.PROPOSED)

    def overdue(self, now: datetime) -> Self:
        """Nobody decided in time."""
        return self.undecided().filter(decide_by__lte=now)

    def still_open(self) -> Self:
        """Proposed or accepted: the person is still on the way."""
        return self.filter(state__in=[Referral.State.PROPOSED, Referral.State.ACCEPTED])

    def credited(self) -> Self:
        """What counts for both centres: the receiver took the person, whether or not they came."""
        return self.filter(state__in=Referral.State.credited())

    def of_person(self, email: str, user=None) -> Self:
        """Those of an address or an account, by whichever way they are known."""
        own = Q(email=email) | Q(account__email=email) | Q(booking__booked_by__email=email)
        own |= Q(booking__booked_by=None, booking__visitor_email=email)
        return self.filter(own | Q(account=user) | Q(booking__booked_by=user) if user else own)

    def decide(self, referral: "Referral", state: str, *, now: datetime, **answers) -> bool:
        """Of an answer and the end of the deadline, one alone is written down: whether it was this one."""
        return self.filter(pk=referral.pk, state=Referral.State.PROPOSED).update(state=state, decided_at=now, **answers) == 1

    def with_places(self) -> Self:
        return self.select_related("giver", "receiver", "speciality", "account", "booking__booked_by", "booking__workspace")


class Referral(models.Model):
    """Who was sent from which centre to which, why, and what became of it; both centres are credited."""

    class Reason(models.TextChoices):
        FULL = "full", _("full")
        CLOSED = "closed", _("closed")
        SPECIALITY = "speciality", _("another speciality")
        DISTANCE = "distance", _("nearer to the person")
        ACCESSIBILITY = "accessibility", _("accessibility")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("to be answered")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        EXPIRED = "expired", _("not answered in time")
        HONOURED = "honoured", _("the person came")
        LOST = "lost", _("the person did not come")

        @classmethod
        def credited(cls) -> list["Referral.State"]:
            return [cls.ACCEPTED, cls.HONOURED, cls.LOST]

    giver = models.ForeignKey(Telecentre, models.PROTECT, verbose_name=_("sending telecentre"), related_name="referrals_given")
    receiver = models.ForeignKey(
        Telecentre, models.PROTECT, verbose_name=_("receiving telecentre"), related_name="referrals_received"
    )
    reason = models.CharField(_("reason"), max_length=13, choices=Reason)
    speciality = models.ForeignKey(
        Speciality, models.PROTECT, verbose_name=_("speciality"), null=True, blank=True, related_name="referrals"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("account"), null=True, blank=True, related_name="referrals"
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    agreed_at = models.DateTimeField(
        _("agreed at"), null=True, blank=True, help_text=_("When the person said yes to being sent on.")
    )
    language = models.CharField(_("language of the mails"), max_length=2, default="fr")
    note = models.CharField(_("note for the other telecentre"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PROPOSED)
    decide_by = models.DateTimeField(_("answer until"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("sent on by"), null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("answered by"), null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    decline_reason = models.CharField(_("why it was declined"), max_length=200, blank=True)
    origin = models.ForeignKey(
        Booking, models.SET_NULL, verbose_name=_("booking at the sending telecentre"), null=True, blank=True, related_name="+"
    )
    booking = models.ForeignKey(
        Booking,
        models.CASCADE,
        verbose_name=_("booking at the receiving telecentre"),
        null=True,
        blank=True,
        related_name="referrals",
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("sent on at"))

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["decide_by"], name="bookings_referral_undecided", condition=Q(state="proposed")),
            models.Index(fields=["decided_at"], name="bookings_referral_on_the_way", condition=Q(state="accepted")),
            models.Index(fields=["created_at"], name="bookings_referral_month"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")),
                name="bookings_referral_two_centres",
                violation_error_message=_("Choose another telecentre: nobody is sent on to where they are."),
            ),
            models.CheckConstraint(
                condition=Q(reason="speciality", speciality__isnull=False) | ~Q(reason="speciality") & Q(speciality__isnull=True),
                name="bookings_referral_speciality",
                violation_error_message=_("Name the speciality where it is the reason, and only there."),
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True, decide_by__isnull=False)
                | ~Q(state="proposed") & Q(decided_at__isnull=False),
                name="bookings_referral_decided",
            ),
            models.CheckConstraint(condition=Q(state="declined") | Q(decline_reason=""), name="bookings_referral_declined"),
            models.CheckConstraint(condition=~Q(state="honoured") | Q(booking__isnull=False), name="bookings_referral_honoured"),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"

    @property
    def person(self) -> Booker:
        """Who is sent on; without a name and an address once forgotten."""
        if self.booking:
            return self.booking.booker
        if self.account:
            return Booker.of(self.account)
        return Booker(self.name, self.email)

    @property
    def is_known_to_giver(self) -> bool:
        """The sending centre spoke with the person or had their booking; who only followed a link stays unknown to it."""
        return self.agreed_at is not None or self.origin_id is not None

    @property
    def reason_words(self) -> str:
        """ "complet", "autre spécialité : Comptabilité"."""
        label = str(self.get_reason_display())
        return _("%(reason)s: %(speciality)s") % {"reason": label, "speciality": self.speciality} if self.speciality else label

    @property
    def last_day(self) -> date | None:
        """The civil day until whose end the receiver may answer."""
        return self.decide_by and hours.civil_day(self.decide_by - timedelta(seconds=1))

    @property
    def is_undecided(self) -> bool:
        return self.state == self.State.PROPOSED

    def get_admin_url(self) -> str:
        return reverse("admin:bookings_referral_answer", args=[self.pk])


class ReferralEvent(
    pghistory.create_event_model(
        Referral,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        fields=["state", "booking"],
        obj_field=pghistory.ObjForeignKey(related_name="history"),
    )
):
    """A state that a referral had, since when and by whose hand; written by a trigger, without names or free text."""

    class Meta:
        verbose_name = _("change of a referral")
        verbose_name_plural = _("changes of referrals")
        ordering = ["pgh_id"]
