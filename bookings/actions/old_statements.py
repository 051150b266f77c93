"""What becomes of statements and month plans when a person is forgotten, and after ten years."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import uuid4

from django.utils.translation import gettext as _

from accounts.models import User
from bookings import charging
from bookings.actions.reckoning import lines
from bookings.actions.statements import issue
from bookings.models import Booker, Booking, MonthPlan, Statement, StatementCounter, StatementLine
from telecentres import hours, words
from telecentres.models import Telecentre


def issue_what_is_open(booker: Booker, *, now: datetime) -> None:
    """Before a person is forgotten: write down what they owe of this month so far and of the last one, without a mail."""
    for centre, month in _open_months(booker, now):
        issue(centre, booker, month, now=now, is_told=False)


def what_is_open(user: User, *, now: datetime) -> list[str]:
    """Each statement that the end of the account will make, or leaves unpaid, in a sentence."""
    unpaid = Statement.objects.live().visible_to(user).filter(state=Statement.State.ISSUED)
    found = {(one.telecentre, one.month) for one in unpaid.select_related("telecentre")} | set(_open_months(Booker.of(user), now))
    return [
        _("What you owe %(place)s for %(month)s stays to be paid there.")
        % {"place": words.at_place_words(centre.name), "month": words.month_words(month)}
        for centre, month in sorted(found, key=lambda one: (one[1], one[0].name))
    ]


def forget_whose(statements: Iterable[Statement]) -> int:
    """Name and lines stay, as the law wants it; address, account, secret link and the way to the bookings go."""
    pks = [statement.pk for statement in statements]
    StatementLine.objects.filter(statement__in=pks).update(booking=None)
    for pk in pks:
        Statement.objects.filter(pk=pk).update(user=None, email="", key=uuid4())
    return len(pks)


def forget_visitors_of_statements(before: datetime) -> int:
    """Of people without an account, for months that were over before that moment; their month plans are deleted."""
    months = {"user": None, "month__lt": hours.month_before(hours.civil_day(before))}
    MonthPlan.objects.filter(**months).delete()
    return forget_whose(Statement.objects.filter(**months).exclude(email=""))


def forget_statements(now: datetime) -> int:
    """Delete what has been kept for ten years, a whole year at once; returns how many statements."""
    today = hours.civil_day(now)
    old = Statement.objects.kept_long_enough(today)
    StatementCounter.objects.filter(year__lt=today.year - Statement.YEARS_KEPT).delete()
    MonthPlan.objects.filter(month__year__lt=today.year - Statement.YEARS_KEPT).delete()
    found = old.count()
    old.delete()
    return found


def _open_months(booker: Booker, now: datetime) -> list[tuple[Telecentre, date]]:
    """Where a person owes something for this month so far or the last one, and nobody has written it down."""
    today = hours.civil_day(now)
    found = []
    for centre in Telecentre.objects.filter(workspaces__bookings__in=Booking.objects.held_by(booker)).distinct().order_by("pk"):
        for month in (hours.month_before(today), hours.month_of(today)):
            is_written = Statement.objects.live().of(booker).filter(telecentre=centre, month=month).exists()
            if not is_written and charging.total(lines(centre, booker, month, until=now)):
                found.append((centre, month))
    return found
