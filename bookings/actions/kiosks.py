"""The tablet at the door: making and revoking it, and carrying out what was pressed on it, once."""

import uuid
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from bookings.actions.presence import arrive, leave
from bookings.models import Booking, Kiosk, KioskNote
from bookings.models.secret import hash_of, new_token
from telecentres import hours
from telecentres.models import Telecentre

LONGEST_WAIT = timedelta(hours=18)  # a tablet without line sends in the evening what was pressed in the morning
KEPT = timedelta(days=30)


def make_kiosk(telecentre: Telecentre, *, name: str, by: User, now: datetime) -> tuple[Kiosk, str]:
    """A tablet and the token that opens it, which is kept nowhere: only its hash is."""
    token = new_token()
    made = Kiosk.objects.create(telecentre=telecentre, name=name, token_hash=hash_of(token), made_by=by, made_at=now)
    return made, token


def revoke_kiosk(kiosk: Kiosk, *, now: datetime) -> bool:
    """False: it was revoked before."""
    return Kiosk.objects.live().filter(pk=kiosk.pk).update(revoked_at=now) == 1


def note_use(kiosk: Kiosk, *, now: datetime) -> None:
    """The day alone, written once a day."""
    today = hours.civil_day(now)
    if kiosk.seen_on != today:
        Kiosk.objects.filter(pk=kiosk.pk).update(seen_on=today)


@transaction.atomic
def note_at_kiosk(kiosk: Kiosk, *, key: uuid.UUID, booking: Booking, note: str, pressed_at: datetime, now: datetime) -> KioskNote:
    """
    Carry out what was pressed, as of when it was pressed.

    `said` of the note is what the person reads, a refusal included. The same key does nothing more and says the same. A
    moment in the future, or longer ago than LONGEST_WAIT, counts as now: the clock of a tablet may be wrong.
    """
    if not now - LONGEST_WAIT <= pressed_at <= now:
        pressed_at = now
    answers = {"kiosk": kiosk, "booking": booking, "note": note, "pressed_at": pressed_at, "received_at": now}
    written, is_new = KioskNote.objects.get_or_create(key=key, defaults=answers)
    if is_new:
        written.said = _carry_out(booking, note, pressed_at)[:200]
        written.save(update_fields=["said"])
    return written


def _carry_out(booking: Booking, note: str, pressed_at: datetime) -> str:
    try:
        if note == KioskNote.Note.ARRIVE:
            return arrive(booking, now=pressed_at).welcome
        leave(booking, now=pressed_at)
        return _("Thank you for coming. What remains of the time is free for others.")
    except ValidationError as refusal:
        return " ".join(refusal.messages)


def forget_kiosk_notes(now: datetime) -> int:
    """Returns how many old notes went; who came when stays on the booking, as long as that names somebody."""
    return KioskNote.objects.filter(received_at__lt=now - KEPT).delete()[0]
