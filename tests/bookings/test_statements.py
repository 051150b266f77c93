"""What a person owes for a month: the lines, the caps, the numbers, the revisions, the payments, what is kept and what goes."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import consequences_of_the_end, end_account
from bookings import actions, links, statement_checks, tasks
from bookings.models import Booker, Booking, MonthPlan, Statement, StatementCounter, StatementLine
from dispatch.models import Message
from telecentres import hours
from telecentres.models import Policy, Tariff
from tests.factories import BEGINNING, make_booking, make_desk

DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)
IN_JANUARY = datetime(2027, 1, 1, 4, 20, tzinfo=timezone.get_default_timezone())
IN_FEBRUARY = datetime(2027, 2, 1, 4, 20, tzinfo=timezone.get_default_timezone())
MONDAY = date(2026, 12, 7)


@pytest.fixture
def prices(murat):
    Policy.objects.create(telecentre=murat, kind="desk", weekly_quota=50)
    for unit, price in {"half_day": 10, "day": 20, "week": 80, "month": 100}.items():
        Tariff.objects.create(telecentre=murat, unit=unit, price=price, valid_from=BEGINNING)


@pytest.fixture
def stay(remote_worker, desk, prices, now):
    """Days of December, at Murat."""

    def make(*days: int | date, part: str = "day", of=None, at=None, **changes) -> list[Booking]:
        dates = [date(2026, 12, day) if isinstance(day, int) else day for day in days]
        return [make_booking(of or remote_worker, at or desk, day, part, now=now, **changes) for day in dates]

    return make


def made(month: date = DECEMBER, at: datetime = IN_JANUARY) -> list[Statement]:
    actions.make_statements(month, now=at)
    return list(Statement.objects.live().filter(month=month))


def told(statement: Statement) -> list[tuple[str, Decimal]]:
    return [(line.kind, line.amount) for line in statement.lines.all()]


def contradictions() -> list[str]:
    return [what for rule in statement_checks.RULES for what in rule(IN_JANUARY)]


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as refusal:
        call(*args, **kwargs)
    error = refusal.value
    return (error.error_list if not hasattr(error, "error_dict") else next(iter(error.error_dict.values())))[0].code


# --- lines and caps ---------------------------------------------------------------------------------------------


def test_a_statement_lists_each_booking_at_its_own_price(stay, remote_worker, murat):
    stay(1)
    stay(2, part="morning")

    [statement] = made()

    assert told(statement) == [("booking", Decimal("20.00")), ("booking", Decimal("10.00"))]
    assert (statement.total, statement.user, statement.reference) == (Decimal("30.00"), remote_worker, "MUR-2026-0001")
    assert [line.said for line in statement.lines.all()] == ["Bureau 1, journée", "Bureau 1, matin"]
    assert contradictions() == []


def test_a_later_tariff_does_not_change_what_was_fixed(stay, murat):
    stay(1)
    Tariff.objects.create(telecentre=murat, unit="day", price=35, valid_from=date(2026, 11, 26))

    assert made()[0].total == 20


@pytest.mark.parametrize(("halves", "total"), [(["morning"], 12), (["morning", "afternoon"], 20)])
def test_two_half_days_cost_a_day_at_most(stay, murat, halves, total):
    Tariff.objects.filter(unit="half_day").update(price=12)
    for half in halves:
        stay(1, part=half, at=murat.workspaces.get(code="1" if half == "morning" else "2"))

    [statement] = made()

    assert statement.total == total
    assert [amount for kind, amount in told(statement) if kind == "day"] == ([Decimal(-4)] if len(halves) == 2 else [])


@pytest.mark.parametrize(("days", "reduction"), [(4, None), (5, Decimal(-20))])
def test_the_days_of_a_week_cost_the_week_at_most(stay, days, reduction):
    stay(*range(7, 7 + days))

    [statement] = made()

    assert [amount for kind, amount in told(statement) if kind == "week"] == ([reduction] if reduction else [])
    assert statement.total == 80


def test_days_of_two_weeks_are_not_added_up(stay):
    stay(9, 10, 11, 14, 15)

    assert made()[0].total == 100


def test_the_cap_of_the_day_comes_before_that_of_the_week(stay):
    Tariff.objects.filter(unit="half_day").update(price=15)
    stay(*range(7, 12), part="morning")
    stay(*range(7, 12), part="afternoon")

    [statement] = made()

    assert [told(statement)[index] for index in (2, -1)] == [("day", Decimal(-10)), ("week", Decimal(-20))]
    assert statement.total == 80


def test_a_week_over_the_edge_of_two_months_is_capped_once(stay):
    """28 December 2026 is a Monday: four days in December, one in January."""
    stay(28, 29, 30, 31, date(2027, 1, 1))

    [december] = made()
    [january] = made(JANUARY, IN_FEBRUARY) or [None]

    assert (december.total, january) == (Decimal(80), None)


def test_the_later_month_takes_off_what_the_earlier_one_could_not_know(stay, prices):
    Tariff.objects.filter(unit="week").update(price=50)
    stay(28, 29, date(2027, 1, 1), date(2027, 1, 5))

    [december], [january] = made(), made(JANUARY, IN_FEBRUARY)

    assert told(december) == [("booking", Decimal(20)), ("booking", Decimal(20))]
    assert told(january)[:2] == [("booking", Decimal(20)), ("week", Decimal(-10))]
    assert (december.total, january.total) == (Decimal(40), Decimal(30))
    assert january.lines.get(kind="week").day == date(2026, 12, 28)


def test_a_month_is_civil_and_a_booking_of_its_last_evening_belongs_to_it(stay, desk, remote_worker):
    [first, last] = stay(1, 31)
    midnight = datetime(2026, 12, 31, 22, 30, tzinfo=timezone.get_default_timezone())
    Booking.objects.filter(pk=last.pk).update(starts_at=midnight, ends_at=midnight + timedelta(hours=1))
    first_minutes = datetime(2026, 12, 1, 0, 15, tzinfo=timezone.get_default_timezone())  # still November in UTC
    Booking.objects.filter(pk=first.pk).update(starts_at=first_minutes)

    assert hours.whole_month(DECEMBER).starts_at.isoformat() == "2026-11-30T23:00:00+00:00"
    assert [line.day.day for line in made()[0].lines.all()] == [1, 31]


def test_desks_of_a_group_are_capped_each(stay, murat):
    Tariff.objects.filter(unit="half_day").update(price=12)
    stay(1, part="morning", places=3)
    stay(1, part="afternoon", places=2)

    [statement] = made()

    assert told(statement) == [("booking", Decimal(36)), ("booking", Decimal(24)), ("day", Decimal(-8))]


def test_two_rooms_at_the_same_time_are_two_places(stay, murat, now):
    rooms = [make_desk(murat, code, kind="meeting_room", seats=6) for code in ("A", "B")]
    Tariff.objects.create(telecentre=murat, kind="meeting_room", unit="day", price=25, valid_from=BEGINNING)
    for room in rooms:
        stay(1, at=room)

    assert made()[0].total == 50


def test_desks_and_rooms_are_capped_apart(stay, murat):
    room = make_desk(murat, "A", kind="meeting_room", seats=6)
    Tariff.objects.create(telecentre=murat, kind="meeting_room", unit="half_day", price=15, valid_from=BEGINNING)
    stay(1, part="morning")
    stay(1, part="afternoon", at=room)

    assert made()[0].total == 25


@pytest.mark.parametrize(
    ("state", "is_charged"),
    [
        ("confirmed", True),
        ("checked_in", True),
        ("completed", True),
        ("cancelled", False),
        ("released", False),
        ("rejected", False),
        ("expired", False),
        ("requested", False),
        ("held", False),
    ],
)
def test_who_did_not_come_or_gave_up_owes_nothing(stay, state, is_charged):
    [booking] = stay(1)
    Booking.objects.filter(pk=booking.pk).update(state=state)

    assert bool(made()) is is_charged


def test_who_leaves_early_owes_what_was_fixed(stay):
    [booking] = stay(1)
    Booking.objects.filter(pk=booking.pk).update(state="completed", ends_at=booking.starts_at + timedelta(minutes=20))

    assert made()[0].total == 20


def test_nothing_owed_is_no_statement_and_takes_no_number(stay, other_worker, murat):
    [free] = stay(1)
    Booking.objects.filter(pk=free.pk).update(price=0)
    stay(1, of=other_worker, at=murat.workspaces.get(code="2"))

    [statement] = made()

    assert (statement.user, statement.number) == (other_worker, 1)


# --- whose it is ------------------------------------------------------------------------------------------------


def test_a_proved_address_counts_for_its_account_an_unproved_one_for_itself(stay, remote_worker, murat):
    [proved] = stay(1, of=remote_worker.email)
    actions.prove(proved, now=IN_JANUARY)
    stay(2)
    stay(3, of=remote_worker.email, at=murat.workspaces.get(code="2"))

    statements = made()

    assert {(one.user, one.email, one.total) for one in statements} == {
        (remote_worker, "", Decimal(40)),
        (None, remote_worker.email, Decimal(20)),
    }
    assert contradictions() == []


def test_an_account_made_after_the_statement_is_not_charged_again(stay, remote_worker):
    [booking] = stay(1, of="nouvelle@exemple.fr")
    actions.prove(booking, now=IN_JANUARY)
    made()
    remote_worker.email = "nouvelle@exemple.fr"
    remote_worker.save()

    statements = made()

    assert [(one.user, one.total) for one in statements] == [(None, Decimal(20))]
    assert actions.revise(statements[0], now=IN_JANUARY) == statements[0]


# --- numbers, reruns, revisions ------------------------------------------------------------------------------------


def test_statements_are_made_once(stay):
    stay(1)

    first, second = actions.make_statements(DECEMBER, now=IN_JANUARY), actions.make_statements(DECEMBER, now=IN_JANUARY)

    assert (first, second, Statement.objects.count()) == (1, 0, 1)
    assert Message.objects.filter(kind="bookings.statement").count() == 1


def test_a_month_that_goes_on_has_no_statements(stay):
    stay(1)
    last_moment = datetime(2026, 12, 31, 23, 59, tzinfo=timezone.get_default_timezone())

    assert refused(actions.make_statements, DECEMBER, now=last_moment) == "not_over"


def test_the_task_makes_last_month_once(stay, time_machine):
    stay(1)
    time_machine.move_to(IN_JANUARY, tick=False)

    assert (tasks.make_statements(), tasks.make_statements()) == (1, None)
    assert Statement.objects.get().month == DECEMBER


def test_numbers_begin_anew_each_year_and_in_each_centre(stay, remote_worker, allanche, now):
    Tariff.objects.create(telecentre=allanche, unit="day", price=18, valid_from=BEGINNING)
    stay(1, date(2027, 1, 5))
    make_booking(remote_worker, allanche.workspaces.first(), date(2026, 12, 2), now=now)

    made()
    made(JANUARY, IN_FEBRUARY)

    assert set(Statement.objects.values_list("reference", flat=True)) == {"MUR-2026-0001", "ALL-2026-0001", "MUR-2027-0001"}


def test_the_database_refuses_a_second_statement_of_a_month(stay, murat, remote_worker):
    stay(1)
    [statement] = made()
    again = {name: getattr(statement, name) for name in ("telecentre", "user", "month", "year", "total", "issued_at", "issuer")}

    with pytest.raises(IntegrityError, match="bookings_statement_once_user"), transaction.atomic():
        Statement.objects.create(**again, number=2, reference="MUR-2026-0002")


def test_what_is_given_up_leaves_no_gap(stay, other_worker, murat, monkeypatch):
    stay(1)
    stay(1, of=other_worker, at=murat.workspaces.get(code="2"))
    from bookings.actions import statements as verbs

    real, calls = verbs._write, []

    def breaks_once(*args, **kwargs):
        calls.append(args)
        if len(calls) == 1:
            raise RuntimeError
        return real(*args, **kwargs)

    monkeypatch.setattr(verbs, "_write", breaks_once)
    with pytest.raises(RuntimeError):
        made()
    others = Statement.objects.count()
    made()

    assert others == 1
    assert sorted(Statement.objects.values_list("number", flat=True)) == [1, 2]
    assert contradictions() == []


def test_a_revision_replaces_and_the_old_one_is_kept(stay, murat_manager):
    [first, _second] = stay(1, 2)
    [statement] = made()
    Booking.objects.filter(pk=first.pk).update(state="released")

    revision = actions.revise(statement, now=IN_JANUARY, by=murat_manager)

    statement.refresh_from_db()
    assert (statement.state, statement.total, statement.successor) == ("replaced", Decimal(40), revision)
    assert (revision.reference, revision.number, revision.total) == ("MUR-2026-0001-R2", 1, Decimal(20))
    assert Message.objects.filter(kind="bookings.statement", key=revision.reference).exists()
    assert contradictions() == []


def test_a_revision_may_come_to_nothing(stay):
    [booking] = stay(1)
    [statement] = made()
    Booking.objects.filter(pk=booking.pk).update(state="released")

    revision = actions.revise(statement, now=IN_JANUARY)

    assert (revision.total, revision.lines.count()) == (Decimal(0), 0)
    assert contradictions() == []


def test_nothing_new_makes_no_revision(stay):
    stay(1)
    [statement] = made()

    assert actions.revise(statement, now=IN_JANUARY) == statement


def test_what_is_paid_or_replaced_is_not_revised(stay, murat_manager):
    [booking] = stay(1)
    [statement] = made()
    actions.mark_paid(statement, how="cash", paid_on=JANUARY, by=murat_manager, now=IN_JANUARY)
    assert refused(actions.revise, statement, now=IN_JANUARY) == "paid"

    actions.mark_unpaid(statement, reason="erreur", by=murat_manager, now=IN_JANUARY)
    Booking.objects.filter(pk=booking.pk).update(state="released")
    actions.revise(statement, now=IN_JANUARY)

    assert refused(actions.revise, statement, now=IN_JANUARY) == "replaced"
    assert refused(actions.mark_paid, statement, how="cash", paid_on=JANUARY, by=murat_manager, now=IN_JANUARY) == "replaced"


# --- payments ------------------------------------------------------------------------------------------------------


def test_a_payment_is_noted_once_with_its_hand_and_taken_back_with_a_reason(stay, murat_manager):
    stay(1)
    [statement] = made()
    paid = {"how": "cheque", "paid_on": JANUARY, "by": murat_manager, "now": IN_JANUARY}

    actions.mark_paid(statement, **paid)
    actions.mark_paid(statement, **paid)
    refusal = refused(actions.mark_unpaid, statement, reason=" ", by=murat_manager, now=IN_JANUARY)
    actions.mark_unpaid(statement, reason="chèque sans provision", by=murat_manager, now=IN_FEBRUARY)

    events = statement.events.values_list("what", "how", "paid_on", "reason", "by")
    assert refusal == "reason"
    assert list(events) == [
        ("issued", "", None, "", None),
        ("paid", "cheque", JANUARY, "", murat_manager.pk),
        ("unpaid", "", None, "chèque sans provision", murat_manager.pk),
    ]
    assert contradictions() == []


def test_nobody_has_paid_tomorrow(stay, murat_manager):
    stay(1)
    [statement] = made()
    tomorrow = date(2027, 1, 2)

    assert refused(actions.mark_paid, statement, how="cash", paid_on=tomorrow, by=murat_manager, now=IN_JANUARY) == "future"


# --- month plans -----------------------------------------------------------------------------------------------------


@pytest.fixture
def plan(murat, murat_manager, remote_worker, now, prices):
    def make(email: str = remote_worker.email, month: date = DECEMBER, price=None) -> MonthPlan:
        return actions.subscribe(murat, email=email, month=month, price=price, by=murat_manager, now=now)

    return make


def test_a_plan_is_charged_instead_of_the_desks_of_its_month(stay, plan, murat):
    stay(date(2026, 11, 30), 1, 2)
    plan()

    [statement] = made()

    assert told(statement) == [("plan", Decimal(100)), ("covered", Decimal(0)), ("covered", Decimal(0))]
    assert statement.total == 100


def test_a_plan_covers_no_room_and_no_group(stay, plan, murat):
    stay(1)
    stay(2, places=2)
    plan()

    assert made()[0].total == 140


def test_days_that_a_plan_covered_fill_no_week_of_the_next_month(stay, plan):
    stay(28, 29, 30, 31, date(2027, 1, 1))
    plan()

    assert made(JANUARY, IN_FEBRUARY)[0].total == 20


def test_a_plan_without_any_day_is_owed(stay, plan):
    stay(date(2026, 11, 26))
    plan()

    assert made()[0].total == 100


def test_the_price_of_a_plan_is_copied(stay, plan):
    stay(1)
    entered = plan(month=date(2026, 12, 15))
    Tariff.objects.filter(unit="month").update(price=130)

    entered.refresh_from_db()
    assert (entered.price, entered.month) == (Decimal(100), DECEMBER)


def test_a_plan_is_for_somebody_known_here(stay, plan, other_worker):
    stay(1, of="jamais-prouve@exemple.fr")

    assert refused(plan, other_worker.email) == "unknown"
    assert refused(plan, "jamais-prouve@exemple.fr") == "unknown"


def test_a_month_has_one_plan_and_needs_a_price(stay, plan):
    stay(1)
    plan()

    assert refused(plan) == "twice"
    Tariff.objects.filter(unit="month").delete()
    assert refused(plan, month=JANUARY) == "price"
    assert plan(month=JANUARY, price=Decimal(90)).price == 90


def test_a_plan_entered_late_shows_on_the_revision(stay, plan):
    stay(*range(7, 12), *range(14, 19))
    [statement] = made()

    plan()

    assert (statement.total, actions.revise(statement, now=IN_JANUARY).total) == (Decimal(160), Decimal(100))


def test_a_visitor_with_a_proved_address_has_a_plan(stay, plan):
    [booking] = stay(1, of="preuve@exemple.fr")
    actions.prove(booking, now=IN_JANUARY)
    plan("preuve@exemple.fr")

    assert [(one.email, one.total) for one in made()] == [("preuve@exemple.fr", Decimal(100))]


def test_a_plan_is_not_charged_again_to_the_account_made_since(stay, plan, other_worker):
    [booking] = stay(1, of="preuve@exemple.fr")
    actions.prove(booking, now=IN_JANUARY)
    plan("preuve@exemple.fr")
    made()
    other_worker.email = "preuve@exemple.fr"
    other_worker.save()

    assert [(one.user, one.total) for one in made()] == [(None, Decimal(100))]


# --- what is kept, and what goes ----------------------------------------------------------------------------------


def test_who_is_forgotten_stays_on_the_statement_by_name_alone(stay, remote_worker, time_machine):
    stay(1)
    [statement] = made()
    link = links.statement_token(statement)
    time_machine.move_to(IN_JANUARY, tick=False)

    end_account(remote_worker, now=IN_JANUARY)

    statement.refresh_from_db()
    assert (statement.name, statement.email, statement.user, statement.total) == ("Camille Exemple", "", None, Decimal(20))
    assert [(line.booking, line.amount) for line in statement.lines.all()] == [(None, Decimal(20))]
    assert not links.opens_statement(statement, link)
    assert refused(actions.revise, statement, now=IN_JANUARY) == "forgotten"
    assert contradictions() == []


def test_what_is_owed_so_far_is_written_down_before_a_person_is_forgotten(stay, remote_worker, time_machine):
    stay(1, 21)
    in_december = datetime(2026, 12, 10, 12, tzinfo=timezone.get_default_timezone())
    time_machine.move_to(in_december, tick=False)

    said = consequences_of_the_end(remote_worker, now=in_december)
    end_account(remote_worker, now=in_december)

    assert any("décembre 2026" in sentence for sentence in said)
    assert [(one.name, one.total, one.user) for one in Statement.objects.all()] == [("Camille Exemple", Decimal(20), None)]
    assert not Message.objects.filter(kind="bookings.statement").exists()
    assert made() == list(Statement.objects.all())


def test_visitors_are_forgotten_after_twelve_months(stay, prices):
    stay(1, of="visiteuse@exemple.fr")
    [statement] = made()

    actions.forget_visitors(datetime(2027, 11, 30, tzinfo=timezone.get_default_timezone()))
    statement.refresh_from_db()
    assert statement.email == "visiteuse@exemple.fr"
    actions.forget_visitors(datetime(2028, 2, 2, tzinfo=timezone.get_default_timezone()))

    statement.refresh_from_db()
    assert (statement.name, statement.email) == ("Visiteur Exemple", "")
    assert StatementLine.objects.get().booking is None


@pytest.mark.parametrize(("year", "is_gone"), [(2036, False), (2037, True)])
def test_statements_are_deleted_ten_years_after_their_year(stay, plan, year, is_gone):
    stay(1)
    plan()
    made()

    actions.forget_statements(datetime(year, 12 if year == 2036 else 1, 1, 12, tzinfo=timezone.get_default_timezone()))

    assert (not Statement.objects.exists()) is is_gone
    assert (not StatementCounter.objects.exists()) is is_gone
    assert (not MonthPlan.objects.exists()) is is_gone
    assert contradictions() == []


# --- what must never be ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "spoil"),
    [
        ("statement_numbers_with_gaps", lambda one: Statement.objects.update(number=3)),
        ("statement_numbers_with_gaps", lambda one: StatementCounter.objects.update(last=7)),
        ("statement_numbers_with_gaps", lambda one: one.delete()),
        ("statement_revisions_out_of_order", lambda one: Statement.objects.update(revision=2)),
        ("statement_revisions_out_of_order", lambda one: Statement.objects.update(state="replaced")),
        ("statements_that_do_not_add_up", lambda one: Statement.objects.update(total=1)),
        ("payments_nobody_noted", lambda one: Statement.objects.update(state="paid")),
        ("bookings_charged_twice", lambda one: one.lines.create(position=9, kind="covered", booking=one.lines.first().booking,
                                                                day=DECEMBER, amount=0)),
    ],
)  # fmt: skip
def test_contradictions_of_statements_are_found(stay, rule, spoil):
    stay(1)
    [statement] = made()

    spoil(statement)

    assert rule in [one.__name__ for one in statement_checks.RULES if one(IN_JANUARY)]


def test_a_statement_cannot_be_issued_to_a_visitor_twice(stay):
    stay(1, of="visiteuse@exemple.fr")
    made()
    visitor = Booker("Visiteur Exemple", "visiteuse@exemple.fr")

    assert actions.issue(Statement.objects.get().telecentre, visitor, DECEMBER, now=IN_JANUARY) is None
