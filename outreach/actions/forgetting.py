"""How outreach forgets a person: registrations and project, and the names of staff on what they wrote."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from outreach.actions.forget_leads import consequences_for_leads, forget_leads_of, withdraw
from outreach.actions.forget_registrations import forget_registrations_of, forget_staff_of_doors
from outreach.models import Event, Lead, Registration


def forget_person(user: User, *, now: datetime) -> None:
    """What stands under the address of the account goes; events, tablets and mailings of the person stay without a name."""
    forget_registrations_of(user.email, now=now)
    forget_staff_of_doors(user)
    forget_leads_of(user, now=now)
    Event.objects.filter(author=user).update(author=None)


def forget_address(email: str, *, now: datetime) -> None:
    """The same for who has no account."""
    forget_registrations_of(email, now=now)
    for lead in Lead.objects.of(email):
        withdraw(lead, now=now)


def consequences_of_the_end(user: User, *, now: datetime) -> list[str]:
    """What `forget_person` will change at once, in sentences."""
    coming = Registration.objects.of(user.email).filter(state__in=Registration.State.may_cancel(), event__starts_at__gt=now)
    places = [
        _("Your registration for “%(event)s” is cancelled.") % {"event": one.event} for one in coming.select_related("event")
    ]
    return [*places, *consequences_for_leads(user, now=now)]
