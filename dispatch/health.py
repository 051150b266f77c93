"""Whether what should run by itself does: the one verdict behind the health page and the admin's banner."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dispatch.models import Message, TaskRun
from dispatch.schedule import latest_instants, scheduled_tasks

RESTART = timedelta(minutes=2)  # a worker that is being restarted is no alarm
RECENT = timedelta(hours=24)
CHECK = "dispatch.tasks.check_invariants"


class Level(IntEnum):
    FINE = 0
    WARNING = 1
    FAILING = 2


@dataclass(frozen=True)
class Finding:
    """`text` is public: it names the task or the state, never a person."""

    level: Level
    code: str
    text: str

    @property
    def is_failing(self) -> bool:
        return self.level == Level.FAILING


@dataclass(frozen=True)
class Verdict:
    findings: list[Finding]

    @property
    def level(self) -> Level:
        return max((finding.level for finding in self.findings), default=Level.FINE)

    @property
    def is_fine(self) -> bool:
        return self.level == Level.FINE

    @property
    def is_failing(self) -> bool:
        return self.level == Level.FAILING


def verdict(now: datetime) -> Verdict:
    return Verdict([*_late_tasks(now), *_outbox(now), *_contradictions()])


def last_good_runs() -> dict[str, datetime]:
    """Task → the period of its last good run."""
    return dict(TaskRun.objects.good().latest_by_task().values_list("task", "period"))


def is_late(task: str, last_period: datetime | None, now: datetime) -> bool:
    """More than two periods behind its schedule; a task that the catch-up has yet to note is not."""
    if last_period is None:
        return False
    oldest_tolerated = latest_instants(task, now, 3)[-1]
    return last_period < oldest_tolerated and now - last_period > RESTART


def _late_tasks(now: datetime) -> list[Finding]:
    runs = last_good_runs()
    if not runs:
        return [Finding(Level.FAILING, "no_run", _("Nothing has run by itself yet: is the worker started?"))]
    return [
        Finding(Level.FAILING, "late_task", _("The task %(task)s is late.") % {"task": task})
        for task in scheduled_tasks()
        if is_late(task, runs.get(task), now)
    ]


def _contradictions() -> list[Finding]:
    """What the last nightly check found; the list itself is for `manage.py check_invariants`, it names bookings."""
    last = TaskRun.objects.filter(task=CHECK, outcome=TaskRun.Outcome.DONE).order_by("-period").first()
    if not last or not last.result:
        return []
    text = ngettext("%(count)s contradiction in the data.", "%(count)s contradictions in the data.", last.result)
    return [Finding(Level.FAILING, "contradictions", text % {"count": last.result})]


def _outbox(now: datetime) -> list[Finding]:
    findings = []
    if Message.objects.stuck(now).exists():
        findings.append(Finding(Level.FAILING, "stuck_outbox", _("Mails that are due do not leave.")))
    if given_up := Message.objects.given_up_since(now - RECENT).count():
        text = ngettext(
            "%(count)s mail was given up in the last 24 hours.", "%(count)s mails were given up in the last 24 hours.", given_up
        )
        findings.append(Finding(Level.WARNING, "dead_mails", text % {"count": given_up}))
    if in_doubt := Message.objects.awaiting_a_person().count():
        text = ngettext("%(count)s mail has perhaps been sent.", "%(count)s mails have perhaps been sent.", in_doubt)
        findings.append(Finding(Level.WARNING, "uncertain_mails", text % {"count": in_doubt}))
    return findings
