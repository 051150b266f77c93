"""How the observatory forgets a person: their moves are erased, their days stay as numbers, their name goes off reports."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from observatory.actions.facts import unlink_person
from observatory.actions.pledges import forget_moves_of
from observatory.models import MovePledge, Report, Subscriber


def forget_person(user: User, *, now: datetime) -> None:
    """What stands under the address of the account, too."""
    unlink_person(user=user)
    Report.objects.filter(asked_by=user).update(asked_by=None)
    forget_address(user.email, now=now)


def forget_address(email: str, *, now: datetime) -> None:
    """The same for who has no account."""
    unlink_person(email=email)
    Subscriber.objects.of(email).delete()
    forget_moves_of(email)


def consequences_of_the_end(user: User, *, now: datetime) -> list[str]:
    """What `forget_person` will change at once, in sentences."""
    has_moved = MovePledge.objects.of(user.email).exists()
    return [_("The move that you declared is erased, and no longer counted.")] if has_moved else []
