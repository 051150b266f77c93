"""Who pays by the month at a centre: entered by its manager."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from bookings import locks
from bookings.actions.contention import retried
from bookings.actions.reckoning import plan
from bookings.models import Booker, Booking, MonthPlan
from telecentres import hours
from telecentres.models import Tariff, Telecentre, Workspace


@retried
@transaction.atomic
def subscribe(telecentre: Telecentre, *, email: str, month: date, price: Decimal | None, by: User, now: datetime) -> MonthPlan:
    """
    Enter a month plan for somebody known at the centre: an account that has booked there, or an address proved there.

    `month` is any day of it. Without a price that of the centre for a month of a desk is copied. Raises ValidationError
    for a field, with the code "unknown", "price" or "twice".
    """
    booker = _known(telecentre, email.strip().lower())
    locks.hold_person(booker.lock_key)
    month = hours.month_of(month)
    if plan(telecentre, booker, month):
        raise ValidationError({"month": ValidationError(_("This person has a plan for that month already."), code="twice")})
    if price is None:
        price = telecentre.prices_on(month, Workspace.Kind.DESK).get(Tariff.Unit.MONTH)
    if price is None:
        said = _("The telecentre has no price for a month: give the price, or enter it on the page of the telecentre first.")
        raise ValidationError({"price": ValidationError(said, code="price")})
    whose = {"user": booker.user} if booker.user else {"name": booker.name, "email": booker.email}
    return MonthPlan.objects.create(telecentre=telecentre, month=month, price=price, made_by=by, made_at=now, **whose)


def _known(telecentre: Telecentre, email: str) -> Booker:
    """Who has never booked here is not found: the page must not say which addresses have an account."""
    proved = Q(booked_by=None, visitor_email=email, proved_at__isnull=False)
    here = Booking.objects.filter(Q(booked_by__email=email) | proved, workspace__telecentre=telecentre)
    booking = here.select_related("booked_by").order_by("-starts_at").first()
    if booking is None:
        said = _(
            "Nobody has booked here with this address and confirmed it. The person books once, signed in or confirming the "
            "address by the link in the mail; then enter the plan."
        )
        raise ValidationError({"email": ValidationError(said, code="unknown")})
    user = booking.booked_by or User.objects.filter(email=email, is_active=True).first()
    return Booker.of(user) if user else booking.booker
