"""What the places tell the person they hold something about."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.disclosing import STAFF, Choice, Disclosure, Person, by_account, by_address, register, register_choice
from telecentres.models import Closure, Fault, Habits, Interest, Invitation, Membership, StageEvent


def declare() -> None:
    register(*RUNNING, FAULTS, HABITS, INTERESTS, INVITATIONS)
    register_choice(Choice("habits", "accounts:profile", _("Change or empty where you live and work")))


def _faults(person: Person):
    """An account and an address may stand on the same fault."""
    own = Q(reporter_email__iexact=person.email)
    return Fault.objects.filter(own | Q(reporter=person.user) if person.user else own)


RUNNING = [
    Disclosure(
        "telecentres.Membership",
        "running",
        by_account(Membership, "user"),
        "user telecentre role since until",
    ),
    Disclosure(
        "telecentres.Closure",
        "running",
        by_account(Closure, "closed_by"),
        "telecentre starts_at ends_at closed_by",
    ),
    Disclosure(
        "telecentres.StageEvent",
        "running",
        by_account(StageEvent, "author"),
        "telecentre stage author",
    ),
    Disclosure("telecentres.Telecentre", "running", None, "", {"phone email": _("Those of the centre, public on its page.")}),
]

FAULTS = Disclosure(
    "telecentres.Fault", "faults", _faults, "telecentre text reported_at reporter reporter_email closed_at outcome"
)

HABITS = Disclosure(
    "telecentres.Habits",
    "habits",
    by_account(Habits, "user"),
    "user home alternative employer_at mode",
)

INTERESTS = Disclosure(
    "telecentres.Interest",
    "interests",
    by_address(Interest, "email"),
    "telecentre commune email asked_at confirmed_at",
)

INVITATIONS = Disclosure(
    "telecentres.Invitation",
    "invitations",
    by_address(Invitation, "email"),
    "email name role telecentres since until created_at sent_at sendings expires_at used_at withdrawn_at user",
    {"invited_by": STAFF},
)
