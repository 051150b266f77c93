"""The verbs of outreach, by what they act on."""

from outreach.actions.answers import answer, has_answered
from outreach.actions.certificates import certify, certify_anew
from outreach.actions.door import (
    arrive,
    forget_door_notes,
    make_door,
    note_at_door,
    revoke_door,
    settle_attendance,
    take_back_arrival,
    walk_in,
)
from outreach.actions.event_changes import cancel_event, move_online, postpone, reschedule
from outreach.actions.events import (
    book_rooms_again,
    close_events,
    copy_event,
    correct,
    delete_draft,
    publish,
    save_draft,
    told_of,
)
from outreach.actions.follow_up import (
    answer_follow_up,
    book_trial,
    correct_by_staff,
    due_follow_up,
    free_desk,
    link_job,
    move_to,
    note_interaction,
    plan_next_action,
)
from outreach.actions.forget_leads import (
    consequences_for_leads,
    forget_leads,
    forget_leads_of,
    leads_in_the_way,
    warn_leads,
    withdraw,
)
from outreach.actions.forget_registrations import (
    forget_needs,
    forget_registrations,
    forget_registrations_of,
    forget_staff_of_doors,
)
from outreach.actions.forgetting import consequences_of_the_end, forget_address, forget_person
from outreach.actions.leads import Contact, hand_over, reassign, take_up, wake
from outreach.actions.line import decline, hand_on, lapse_due, take_offer
from outreach.actions.mailings import figures, send, send_test
from outreach.actions.nudging import tell_owners
from outreach.actions.own_project import ask_for_news, correct_project, end_news, stay
from outreach.actions.registrations import add_by_staff, cancel, confirm, forget_pending, register
from outreach.actions.reminders import remind
from outreach.actions.rooms import note_arrivals, objections, tell_of_lost_rooms

__all__ = [
    "Contact",
    "add_by_staff",
    "answer",
    "answer_follow_up",
    "arrive",
    "ask_for_news",
    "book_rooms_again",
    "book_trial",
    "cancel",
    "cancel_event",
    "certify",
    "certify_anew",
    "close_events",
    "confirm",
    "consequences_for_leads",
    "consequences_of_the_end",
    "copy_event",
    "correct",
    "correct_by_staff",
    "correct_project",
    "decline",
    "delete_draft",
    "due_follow_up",
    "end_news",
    "figures",
    "forget_address",
    "forget_door_notes",
    "forget_leads",
    "forget_leads_of",
    "forget_needs",
    "forget_pending",
    "forget_person",
    "forget_registrations",
    "forget_registrations_of",
    "forget_staff_of_doors",
    "free_desk",
    "hand_on",
    "hand_over",
    "has_answered",
    "lapse_due",
    "leads_in_the_way",
    "link_job",
    "make_door",
    "move_online",
    "move_to",
    "note_arrivals",
    "note_at_door",
    "note_interaction",
    "objections",
    "plan_next_action",
    "postpone",
    "publish",
    "reassign",
    "register",
    "remind",
    "reschedule",
    "revoke_door",
    "save_draft",
    "send",
    "send_test",
    "settle_attendance",
    "stay",
    "take_back_arrival",
    "take_offer",
    "take_up",
    "tell_of_lost_rooms",
    "tell_owners",
    "told_of",
    "wake",
    "walk_in",
    "warn_leads",
    "withdraw",
]
