"""Statements: issue, revise, note as paid, take back."""

import logging
from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from bookings import charging, locks
from bookings.actions import reckoning
from bookings.actions.contention import retried
from bookings.charging import Line
from bookings.models import Booker, Statement, StatementCounter, StatementEvent, StatementLine
from dispatch import actions as dispatch
from telecentres import hours
from telecentres.models import Telecentre

log = logging.getLogger(__name__)
What, State = StatementEvent.What, Statement.State


def make_statements(month: date, *, now: datetime, centres: Iterable[Telecentre] | None = None, by: User | None = None) -> int:
    """
    Issue the statements of a civil month that are missing, one for each person and centre; returns how many.

    `month` is its first day. Whoever owes nothing gets none. What fails for one person is raised once the others have
    theirs. Raises ValidationError with the code "not_over".
    """
    if now < hours.whole_month(month).ends_at:
        raise ValidationError(_("This month is not over: its statements are made on the first of the next one."), code="not_over")
    chosen = Telecentre.objects.order_by("pk") if centres is None else centres
    payers = [(centre, booker) for centre in chosen for booker in reckoning.payers(centre, month)]
    made, failures = 0, []
    for centre, booker in payers:
        try:
            made += issue(centre, booker, month, now=now, by=by) is not None
        except Exception as failure:  # nobody waits for somebody else's statement
            log.error("A statement of %s could not be made at %s: %s", month, centre.slug, type(failure).__name__)
            failures.append(failure)
    if failures:
        raise failures[0]
    return made


@retried
@transaction.atomic
def issue(
    telecentre: Telecentre, booker: Booker, month: date, *, now: datetime, by: User | None = None, is_told: bool = True
) -> Statement | None:
    """The statement of a person, with its mail; of what has begun by now. None where there is one already, or nothing is owed."""
    locks.hold_person(booker.lock_key)
    counter = _locked_counter(telecentre, month.year)
    if Statement.objects.live().of(booker).filter(telecentre=telecentre, month=month).exists():
        return None
    lines = reckoning.lines(telecentre, booker, month, until=now)
    if not charging.total(lines):
        return None
    counter.last += 1
    counter.save(update_fields=["last"])
    statement = _write(telecentre, booker, month, lines, number=counter.last, revision=1, now=now, by=by)
    if is_told:
        _tell(statement)
    return statement


@retried
@transaction.atomic
def revise(statement: Statement, *, now: datetime, by: User | None = None) -> Statement:
    """
    Reckon a statement again; where anything has changed a revision takes its place, under the same number, and is mailed.

    Returns the statement that holds. A revision may come to nothing: the person must know. Raises ValidationError with
    the code "replaced", "paid" or "forgotten".
    """
    locks.hold_person(statement.booker.lock_key)
    statement = _fresh(statement)
    _must_hold(statement)
    if statement.is_paid:
        raise ValidationError(_("This statement is noted as paid. Take the payment back first, with the reason."), code="paid")
    if statement.is_forgotten:
        raise ValidationError(_("This person has been forgotten: the statement can no longer be made again."), code="forgotten")
    lines = reckoning.lines(statement.telecentre, statement.booker, statement.month, until=now, of=statement)
    if [_kept(line) for line in lines] == [_kept(line) for line in statement.lines.all()]:
        return statement
    statement.state = State.REPLACED
    statement.save(update_fields=["state"])
    statement.events.create(what=What.REPLACED, by=by, at=now)
    numbers = {"number": statement.number, "revision": statement.revision + 1}
    revision = _write(statement.telecentre, statement.booker, statement.month, lines, **numbers, now=now, by=by)
    _tell(revision)
    return revision


@retried
@transaction.atomic
def mark_paid(statement: Statement, *, how: str, paid_on: date, by: User, now: datetime) -> Statement:
    """Note that the person has paid; noting it twice changes nothing. Raises ValidationError: "replaced", "future"."""
    statement = _fresh(statement)
    _must_hold(statement)
    if paid_on > hours.civil_day(now):
        raise ValidationError({"paid_on": ValidationError(_("This day is to come. Note what has been paid."), code="future")})
    if not statement.is_paid:
        statement.state = State.PAID
        statement.save(update_fields=["state"])
        statement.events.create(what=What.PAID, how=how, paid_on=paid_on, by=by, at=now)
    return statement


@retried
@transaction.atomic
def mark_unpaid(statement: Statement, *, reason: str, by: User, now: datetime) -> Statement:
    """Take a payment back, with the reason; twice changes nothing. Raises ValidationError: "replaced", "reason"."""
    statement = _fresh(statement)
    _must_hold(statement)
    if not reason.strip():
        raise ValidationError(
            {"reason": ValidationError(_("Say why: whoever looks after you must understand it."), code="reason")}
        )
    if statement.is_paid:
        statement.state = State.ISSUED
        statement.save(update_fields=["state"])
        statement.events.create(what=What.UNPAID, reason=reason.strip(), by=by, at=now)
    return statement


def _locked_counter(telecentre: Telecentre, year: int) -> StatementCounter:
    """Nobody else takes a number of this centre and year until the transaction ends: what is given up leaves no gap."""
    StatementCounter.objects.get_or_create(telecentre=telecentre, year=year)
    return StatementCounter.objects.select_for_update().get(telecentre=telecentre, year=year)


def _write(
    telecentre: Telecentre,
    booker: Booker,
    month: date,
    lines: list[Line],
    *,
    number: int,
    revision: int,
    now: datetime,
    by: User | None,
) -> Statement:
    reference = f"{telecentre.code}-{month.year}-{number:04}" + (f"-R{revision}" if revision > 1 else "")
    statement = Statement.objects.create(
        telecentre=telecentre,
        user=booker.user,
        name=booker.name,
        email="" if booker.user else booker.email,
        language=reckoning.language(booker, [line.booking for line in lines if line.booking]),
        issuer=_issuer(telecentre),
        month=month,
        year=month.year,
        number=number,
        revision=revision,
        reference=reference,
        total=charging.total(lines),
        issued_at=now,
    )
    StatementLine.objects.bulk_create(
        [
            StatementLine(statement=statement, position=position, **dict(zip(KEPT, _kept(line), strict=True)))
            for position, line in enumerate(lines, 1)
        ]
    )
    statement.events.create(what=What.ISSUED, by=by, at=now)
    return statement


def _tell(statement: Statement) -> None:
    recipient = statement.booker.email
    dispatch.post("bookings.statement", statement.reference, version=statement.revision, recipient=recipient)


def _issuer(telecentre: Telecentre) -> str:
    with override("fr"):
        siret = f"SIRET {telecentre.siret}" if telecentre.siret else ""
        return "\n".join(part for part in [telecentre.full_name, telecentre.full_address, siret] if part)


KEPT = ("kind", "day", "amount", "booking_id", "what", "part")


def _kept(line: Line | StatementLine) -> tuple:
    """What makes two lines the same."""
    booking = line.booking_id if isinstance(line, StatementLine) else line.booking and line.booking.pk
    return str(line.kind), line.day, line.amount, booking, line.what, line.part


def _must_hold(statement: Statement) -> None:
    if statement.state == State.REPLACED:
        raise ValidationError(_("This statement has been replaced by a revision. Open that one."), code="replaced")


def _fresh(statement: Statement) -> Statement:
    """As it is now, kept so until the transaction ends."""
    return Statement.objects.select_related("telecentre__commune", "user").select_for_update(of=("self",)).get(pk=statement.pk)
