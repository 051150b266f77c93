"""What the observatory tells the person it holds something about."""

from accounts.disclosing import SECRET, Disclosure, Person, by_account, register
from bookings.disclosures import bookings
from observatory.models import MovePledge, Report, Subscriber, UsageFact


def declare() -> None:
    register(USAGE, MOVES, *REPORTS)


USAGE = Disclosure(
    "observatory.UsageFact",
    "usage",
    lambda person: UsageFact.objects.filter(booking__in=bookings(person)),
    "booking month telecentre kind places hours home alternative mode km minutes co2_low co2_high",
    {"person": SECRET},
)


def _moves(person: Person):
    return MovePledge.objects.of(person.email)


MOVES = Disclosure(
    "observatory.MovePledge",
    "moves",
    _moves,
    "email direction previous new is_urban month persons telecentre consent_text declared_at confirmed_at",
)

REPORTS = [
    Disclosure("observatory.Report", "reports_asked", by_account(Report, "asked_by"), "kind scope first last asked_at asked_by"),
    Disclosure(
        "observatory.Subscriber",
        "report_recipients",
        lambda person: Subscriber.objects.of(person.email),
        "email name territory language agreed_on agreement",
    ),
]
