"""The verbs of the observatory: the only code that changes its facts."""

from observatory.actions.factors import load_factors
from observatory.actions.facts import drop_person_keys, note_usage, person_key, unlink_person
from observatory.actions.forgetting import consequences_of_the_end, forget_address, forget_person
from observatory.actions.pledges import confirm, correct, declare, forget_addresses, forget_unconfirmed, withdraw
from observatory.actions.publishing import publish_month
from observatory.actions.reports import ask, ask_monthly, ask_yearly, make, make_due, restart
from observatory.actions.subscribers import unsubscribe

__all__ = [
    "ask",
    "ask_monthly",
    "ask_yearly",
    "confirm",
    "consequences_of_the_end",
    "correct",
    "declare",
    "drop_person_keys",
    "forget_address",
    "forget_addresses",
    "forget_person",
    "forget_unconfirmed",
    "load_factors",
    "make",
    "make_due",
    "note_usage",
    "person_key",
    "publish_month",
    "restart",
    "unlink_person",
    "unsubscribe",
    "withdraw",
]
