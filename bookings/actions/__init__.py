"""The verbs of bookings, by what they act on."""

from bookings.actions.allowances import Word
from bookings.actions.announcements import announce, mail_days
from bookings.actions.approval import approve, lapse, lapse_requests, refuse
from bookings.actions.bars import bar, forget_bars, lift_bar
from bookings.actions.booking import book, cancel, explain_by_mail, move, prove, remind, try_out, try_out_new
from bookings.actions.desks import follow_the_room, lay
from bookings.actions.feeds import make_feed, note_reading, revoke_feed, revoke_feeds
from bookings.actions.forgetting import (
    bookings_to_cancel,
    consequences_of_the_end,
    forget_address,
    forget_person,
    forget_visitors,
)
from bookings.actions.kiosks import forget_kiosk_notes, make_kiosk, note_at_kiosk, note_use, revoke_kiosk
from bookings.actions.month_plans import subscribe
from bookings.actions.old_statements import forget_statements
from bookings.actions.presence import arrive, leave, release, settle_presence, take_back_arrival
from bookings.actions.referrals import (
    accept_referral,
    decline_referral,
    expire_referral,
    forget_old_referrals,
    refer,
    settle_past,
    settle_referrals,
)
from bookings.actions.refusals import Clash, KeyReused, Touched
from bookings.actions.schedule import change_hours, change_stage, close, drop_hours, reopen, replace_week, replace_weeks, retire
from bookings.actions.series import Changed, book_series, cancel_series, change_series, changeable
from bookings.actions.settling import Answers
from bookings.actions.statements import issue, make_statements, mark_paid, mark_unpaid, revise
from bookings.actions.waiting import accept_offer, enter, forget_waits, join, lapse_offer, leave_list, settle_waiting

__all__ = [
    "Answers",
    "Changed",
    "Clash",
    "KeyReused",
    "Touched",
    "Word",
    "accept_offer",
    "accept_referral",
    "announce",
    "approve",
    "arrive",
    "bar",
    "book",
    "book_series",
    "bookings_to_cancel",
    "cancel",
    "cancel_series",
    "change_hours",
    "change_series",
    "change_stage",
    "changeable",
    "close",
    "consequences_of_the_end",
    "decline_referral",
    "drop_hours",
    "enter",
    "expire_referral",
    "explain_by_mail",
    "follow_the_room",
    "forget_address",
    "forget_bars",
    "forget_kiosk_notes",
    "forget_old_referrals",
    "forget_person",
    "forget_statements",
    "forget_visitors",
    "forget_waits",
    "issue",
    "join",
    "lapse",
    "lapse_offer",
    "lapse_requests",
    "lay",
    "leave",
    "leave_list",
    "lift_bar",
    "mail_days",
    "make_feed",
    "make_kiosk",
    "make_statements",
    "mark_paid",
    "mark_unpaid",
    "move",
    "note_at_kiosk",
    "note_reading",
    "note_use",
    "prove",
    "refer",
    "refuse",
    "release",
    "remind",
    "reopen",
    "replace_week",
    "replace_weeks",
    "retire",
    "revise",
    "revoke_feed",
    "revoke_feeds",
    "revoke_kiosk",
    "settle_past",
    "settle_presence",
    "settle_referrals",
    "settle_waiting",
    "subscribe",
    "take_back_arrival",
    "try_out",
    "try_out_new",
]
