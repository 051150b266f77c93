"""Reports: asked for, made once by whoever comes first, restarted where they failed, mailed to those they concern."""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from dispatch import actions as dispatch
from dispatch.life import proof_of_life
from dispatch.mails import one_line
from observatory import contents, frozen, inputs, readers
from observatory.indicators import NETWORK, Scope, Span
from observatory.models import Report
from telecentres import hours
from telecentres.models import Telecentre, Territory

log = logging.getLogger(__name__)
Kind, State = Report.Kind, Report.State

LONGEST_ROUND = timedelta(minutes=2)  # then the next wake-up goes on, well within the time limit of a task
READINGS = 3  # of facts that change while they are read
DIED = gettext_lazy("The process that was making it died, several times. Restart it, and look at the log of the worker.")


class UnsettledError(Exception):
    """The facts changed at each reading."""


def ask(kind: str, scope: Scope, span: Span, *, by: User | None, now: datetime, is_for_all: bool = True) -> Report:
    """
    The report on these months, as it is or as it will be made; `by` is None for what comes by itself.

    One that is on its way or whose inputs have not changed is returned; one that failed is restarted; where the inputs have
    changed, a new revision is asked for. `is_for_all`: mailed to those it concerns, and not only to who asked.
    Raises ValidationError: "not_over", "kind", "unknown".
    """
    _must_be_possible(kind, scope, span, now)
    this = Report.objects.revisions(kind, str(scope), span.first, span.last)
    latest = this.first()
    if latest and latest.state == State.FAILED:
        return restart(latest, by=by, now=now)
    if latest and (latest.is_pending or latest.inputs_digest == frozen.digest(inputs.of(kind, scope, span))):
        return _also_for(latest, by, now) if is_for_all else latest
    asked = Report(
        kind=kind,
        scope=str(scope),
        first=span.first,
        last=span.last,
        revision=latest.revision + 1 if latest else 1,
        asked_by=by,
        asked_at=now,
        is_for_all=is_for_all,
        is_example=settings.DEMONSTRATION,
    )
    Report.objects.bulk_create([asked], ignore_conflicts=True)  # somebody else asked at the same moment: theirs is as good
    found = this.first()
    assert found is not None
    return found


def ask_monthly(*, now: datetime) -> int:
    """
    Of each open centre, of each territory with one, of the network: the reports on the month before; returns how many.

    And on those before it since the last that came by itself: where nothing ran for weeks, no month stays without a report.
    """
    centres = Telecentre.objects.open()
    wanted = [(Kind.CENTRE, Scope("centre", slug)) for slug in centres.order_by("slug").values_list("slug", flat=True)]
    epci = Territory.objects.filter(kind=Territory.Kind.EPCI, children__telecentres__in=centres)
    codes = epci.order_by("code").values_list("code", flat=True).distinct()
    wanted += [(Kind.TERRITORY, Scope("territory", code)) for code in codes]
    wanted.append((Kind.NETWORK, NETWORK))
    months = list(_months_without(now))
    for month in months:
        for kind, scope in wanted:
            ask(kind, scope, Span.month(month), by=None, now=now)
    return len(wanted) * len(months)


def _months_without(now: datetime) -> Iterator[date]:
    """From the month after the network's last report that came by itself, and always the month before now."""
    last = hours.month_before(hours.civil_day(now))
    known = Report.objects.filter(kind=Kind.NETWORK, asked_by=None, first__lt=last).aggregate(Max("first"))["first__max"]
    month = hours.month_after(known) if known else last
    while month <= last:
        yield month
        month = hours.month_after(month)


def ask_yearly(*, now: datetime) -> int:
    """The network's report on the year before."""
    ask(Kind.YEAR, NETWORK, Span.year(hours.civil_day(now).year - 1), by=None, now=now)
    return 1


def make_due(*, now: datetime) -> int:
    """
    Makes one report after the other until none is left or the round has lasted long enough; returns how many were made.

    Any number of makers may run at once, each report is claimed by one of them. Must not be called inside a transaction.
    """
    started, made = monotonic(), 0
    Report.objects.died_too_often().update(state=State.FAILED, owner=None, error=str(DIED))
    while monotonic() - started < LONGEST_ROUND.total_seconds():
        report = Report.objects.startable().order_by("asked_at", "pk").first()
        if report is None:
            break
        made += make(report, now=now)
    return made


def make(report: Report, *, now: datetime) -> bool:
    """
    Finds the figures, freezes them with what they were made of, and posts the mails; False where another maker has it.

    What goes wrong is noted in the report and never raised: the others of the round wait. Only who still holds the claim
    writes: a maker taken for dead that comes back finds it gone.
    """
    with proof_of_life() as owner:
        begun = Report.objects.filter(pk=report.pk).startable()
        if not begun.update(state=State.MAKING, owner=owner, attempts=F("attempts") + 1, started_at=now, progress=0, error=""):
            return False
        mine = Report.objects.filter(pk=report.pk, state=State.MAKING, owner=owner)
        try:
            made_of, found = _read(report, lambda percent: mine.update(progress=percent))
        except Exception as failure:
            log.exception("The report %s could not be made", report.pk)
            error = one_line(f"{type(failure).__name__}: {failure}")[:500]
            mine.update(state=State.FAILED, owner=None, error=error)
            return False
        return _keep(mine, report.pk, made_of, found, now=now)


def restart(report: Report, *, by: User | None, now: datetime) -> Report:
    """A report that failed is asked for again, with all its attempts before it. Raises ValidationError: "not_failed"."""
    failed = Report.objects.filter(pk=report.pk, state=State.FAILED)
    asked: dict[str, Any] = {"asked_by": by} if by else {}
    try:
        with transaction.atomic():
            begun = failed.update(state=State.ASKED, attempts=0, progress=0, error="", asked_at=now, **asked)
    except IntegrityError:  # another revision is on its way
        begun = 0
    report.refresh_from_db()
    if not begun and report.state == State.FAILED:
        raise ValidationError(_("This report has been asked for again already. Open its newest revision."), code="not_failed")
    if not begun and not report.is_pending:
        raise ValidationError(_("This report did not fail: there is nothing to restart."), code="not_failed")
    return report


def _must_be_possible(kind: str, scope: Scope, span: Span, now: datetime) -> None:
    if now < span.period.ends_at:
        raise ValidationError(_("These months are not over: a report is made of what has happened."), code="not_over")
    if scope.kind != Kind(kind).scope_kind or (span == Span.month(span.first)) == (kind == Kind.YEAR):
        raise ValidationError(_("This kind of report is about something else."), code="kind")
    if scope.kind == "centre" and not Telecentre.objects.filter(slug=scope.key).exists():
        raise ValidationError(_("There is no such telecentre."), code="unknown")
    if scope.kind == "territory" and not Territory.objects.filter(kind=Territory.Kind.EPCI, code=scope.key).exists():
        raise ValidationError(_("There is no such territory."), code="unknown")


@transaction.atomic
def _also_for(report: Report, by: User | None, now: datetime) -> Report:
    """Those it concerns get it too, where it was asked for by one person alone; the row's lock settles who posts."""
    Report.objects.filter(pk=report.pk).update(is_for_all=True)
    report.refresh_from_db()
    if report.is_made:
        _tell(report, hours.civil_day(now))
    return report


def _read(report: Report, progress: contents.Progress) -> tuple[dict[str, Any], dict[str, Any]]:
    """
    The inputs, and the contents made of them and of nothing later.

    Inputs are read before and after: in one long transaction nobody would see the progress. Raises UnsettledError.
    """
    scope, span = contents.of_report(report)
    before = inputs.of(report.kind, scope, span)
    for _reading in range(READINGS):
        found = contents.find(report, progress)
        after = inputs.of(report.kind, scope, span)
        if before == after:
            return before, found
        before = after
    raise UnsettledError(_("The facts of these months kept changing while they were read. Restart it in a quiet hour."))


@transaction.atomic
def _keep(mine: Any, pk: int, made_of: dict[str, Any], found: dict[str, Any], *, now: datetime) -> bool:
    """Mails stand in the outbox if, and only if, the report is made; a revision that says the same as before tells nobody."""
    figures_digest = frozen.digest(found)
    kept = mine.update(
        state=State.MADE,
        owner=None,
        progress=100,
        inputs=made_of,
        inputs_digest=frozen.digest(made_of),
        figures=found,
        figures_digest=figures_digest,
        made_at=timezone.now(),
    )
    if not kept:
        return False
    report = Report.objects.select_related("asked_by").get(pk=pk)
    revisions = Report.objects.revisions(report.kind, report.scope, report.first, report.last)
    before = revisions.made().filter(revision__lt=report.revision).first()
    if before is None or before.figures_digest != figures_digest:
        _tell(report, hours.civil_day(now))
    return True


def _tell(report: Report, today: date) -> None:
    for address in readers.addresses(report, today):
        dispatch.post("observatory.report_ready", str(report.pk), version=report.revision, recipient=address)
