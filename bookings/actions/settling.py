"""What becomes of bookings that stand in the way of a manager's change: each is kept, moved or cancelled, and its person told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from bookings import locks, ways_out
from bookings.actions.booking import relocate
from bookings.actions.desks import Taken, give_up
from bookings.actions.offers import tell_of_end, withdraw_offer
from bookings.actions.referrals import follow_move
from bookings.actions.refusals import Touched
from bookings.models import Booking, Override, Referral, Wait

ASK, KEEP, CANCEL = "ask", "keep", "cancel"


@dataclass(frozen=True)
class Answers:
    """
    One word for all ("ask", "keep" or "cancel"), and other words for some, by reference.

    Besides the same three a word may be the `value` of a `ways_out.Move`. `listed` are the references that were shown
    when this was said: somebody who booked since is asked about anew. None where no list was shown.
    """

    for_all: str = ASK
    each: Mapping[str, str] = field(default_factory=dict)
    listed: frozenset[str] | None = None

    def of(self, booking: Booking) -> str:
        """What becomes of a booking; an offer that nobody has accepted is withdrawn without asking."""
        if booking.state == Booking.State.HELD:
            return CANCEL
        if self.listed is not None and booking.reference not in self.listed:
            return ASK
        return self.each.get(booking.reference) or self.for_all

    def centres(self) -> set[int]:
        """Those that bookings would move to; their schedules are held as well."""
        moves = [ways_out.read(word) for word in self.each.values() if word.startswith(ways_out.MOVE)]
        return {move.workspace.telecentre_id for move in moves if move}


def hold_people(bookings: Iterable[Booking], answers: Answers) -> None:
    """Those whose bookings move, in order, for what they hold at a time is looked at. Taken after schedules."""
    for key in sorted({booking.booker.lock_key for booking in bookings if answers.of(booking).startswith(ways_out.MOVE)}):
        locks.hold_person(key)


def ask_first(bookings: list[Booking], answers: Answers) -> None:
    """Raises Touched, with all of them, as long as one has no answer."""
    if any(answers.of(booking) == ASK for booking in bookings):
        raise Touched([booking for booking in bookings if booking.state != Booking.State.HELD])


def settle(bookings: list[Booking], answers: Answers, *, rule: str, reason: str, now: datetime, by: User | None = None) -> None:
    """
    Do with each booking what was answered, inside the caller's transaction, once what stood in its way is written down.

    Raises ValidationError when a place to move to has been taken or closed meanwhile: then nothing is changed at all.
    """
    for booking in bookings:
        answer = answers.of(booking)
        if booking.state == Booking.State.HELD:
            _take_offer_back(booking)
        elif answer == CANCEL:
            if booking.ends_at > now and booking.state != Booking.State.COMPLETED:
                give_up(booking, reason)
        elif answer == KEEP:
            Override.objects.create(booking=booking, rule=rule, reason=reason[:300], made_by=by, made_at=now)
        else:
            _move(booking, answer, now=now, by=by, rule=rule)


def _take_offer_back(booking: Booking) -> None:
    """Who was offered the place waits on, at their rank."""
    wait = Wait.objects.select_for_update().filter(booking=booking, state=Wait.State.OFFERED).first()
    withdraw_offer(booking)
    if wait:
        wait.state, wait.booking = Wait.State.WAITING, None
        wait.save(update_fields=["state", "booking"])
        tell_of_end(wait, booking)


def _move(booking: Booking, answer: str, *, now: datetime, by: User | None, rule: str) -> None:
    """To another centre it is a referral, accepted since the desk is held: this centre is closed then, or has no other desk."""
    move = ways_out.read(answer)
    if move is None:
        raise ValidationError(_("Say for each booking whether to keep, move or cancel it."), code="answer")
    place, giver = move.label_for(booking), booking.telecentre
    try:
        relocate(booking, workspace=move.workspace, day=move.day, part=move.part, now=now)
    except Taken:
        raise ValidationError(
            _("%(place)s has been taken meanwhile: choose another way for %(reference)s. Nothing has been saved."),
            code="taken",
            params={"place": place, "reference": booking.reference},
        ) from None
    reason = Referral.Reason.FULL if rule == Override.Rule.RETIRED else Referral.Reason.CLOSED
    follow_move(booking, giver=giver, reason=reason, by=by, now=now)
