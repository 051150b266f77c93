"""The verbs of bookings, by what they act on."""

from bookings.actions.announcements import announce, mail_days
from bookings.actions.booking import book, cancel, explain_by_mail, move, prove, remind
from bookings.actions.desks import follow_the_room, lay
from bookings.actions.feeds import make_feed, note_reading, revoke_feed, revoke_feeds
from bookings.actions.forgetting import bookings_to_cancel, forget_person, forget_visitors
from bookings.actions.kiosks import forget_kiosk_notes, make_kiosk, note_at_kiosk, note_use, revoke_kiosk
from bookings.actions.presence import arrive, leave, release, settle_presence, take_back_arrival
from bookings.actions.refusals import Clash, KeyReused, Touched
from bookings.actions.schedule import change_hours, change_stage, close, drop_hours, reopen, replace_week, retire
from bookings.actions.settling import Answers

__all__ = [
    "Answers",
    "Clash",
    "KeyReused",
    "Touched",
    "announce",
    "arrive",
    "book",
    "bookings_to_cancel",
    "cancel",
    "change_hours",
    "change_stage",
    "close",
    "drop_hours",
    "explain_by_mail",
    "follow_the_room",
    "forget_kiosk_notes",
    "forget_person",
    "forget_visitors",
    "lay",
    "leave",
    "mail_days",
    "make_feed",
    "make_kiosk",
    "move",
    "note_at_kiosk",
    "note_reading",
    "note_use",
    "prove",
    "release",
    "remind",
    "reopen",
    "replace_week",
    "retire",
    "revoke_feed",
    "revoke_feeds",
    "revoke_kiosk",
    "settle_presence",
    "take_back_arrival",
]
