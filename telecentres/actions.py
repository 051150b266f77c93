"""
The verbs of the places: who runs a centre, how far it has come, what is broken there, what could not be answered.

What touches bookings is in `bookings.actions`.
"""

import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.models import User
from accounts.roles import Role
from dispatch import actions as dispatch
from telecentres import hours, rules
from telecentres.models import (
    Closure,
    Fault,
    Gap,
    Habits,
    Interest,
    Membership,
    Need,
    StageEvent,
    Telecentre,
    Territory,
    Workspace,
)


@transaction.atomic
def appoint(user: User, telecentre: Telecentre, *, role: str, since: date, until: date | None = None) -> Membership:
    """
    Make somebody manager or deputy of a centre, both days included; no last day means until further notice.

    Whoever holds the same role there already on the first day keeps it, and its end is moved to the new one. Gives
    the manager's group, and with it the administration. Raises ValidationError when the days are the wrong way round.
    """
    if until and until < since:
        raise ValidationError(_("The last day cannot come before the first."), code="order")
    _lock(user)
    held = Membership.objects.in_force(since).filter(user=user, telecentre=telecentre, role=role).first()
    membership = held or Membership(user=user, telecentre=telecentre, role=role, since=since)
    membership.until = until
    membership.save()
    roles.grant(user, Role.CENTRE_MANAGER)
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, last_day: date, today: date) -> None:
    """
    Let a membership end with a day, included; one that had not begun by then is removed, for it never was.

    When the person manages nothing today nor later, the manager's group goes, and the administration with it.
    """
    _lock(membership.user)
    if last_day < membership.since:
        membership.delete()
    else:
        membership.until = last_day
        membership.save(update_fields=["until"])
    settle_rights(membership.user, today=today)


@transaction.atomic
def settle_rights(user: User, *, today: date) -> None:
    """Give or take the manager's group, as the memberships say."""
    if Membership.objects.not_over(today).filter(user=user).exists():
        roles.grant(user, Role.CENTRE_MANAGER)
    else:
        roles.revoke(user, Role.CENTRE_MANAGER)


@transaction.atomic
def end_memberships(user: User, now: datetime) -> None:
    """Of somebody whose access ends: the last day was yesterday; what had not begun is removed."""
    today = hours.civil_day(now)
    for membership in Membership.objects.not_over(today).filter(user=user).select_related("user"):
        end_membership(membership, last_day=today - timedelta(days=1), today=today)


def withdraw_lapsed_rights(*, today: date) -> int:
    """Take the manager's group from those whose last membership ended before today; returns how many. For a daily task."""
    lapsed = User.objects.filter(groups__name=Role.CENTRE_MANAGER, memberships__until__lt=today).exclude(
        pk__in=Membership.objects.not_over(today).values("user")
    )
    people = list(lapsed.distinct())
    for person in people:
        settle_rights(person, today=today)
    return len(people)


@transaction.atomic
def change_stage(telecentre: Telecentre, *, stage: str, reached_on: date, by: User | None = None, note: str = "") -> StageEvent:
    """
    Move a centre to a stage and keep the day, the author and a note of it.

    A step that was planned for that stage becomes the one reached. Raises ValidationError where life has no such
    way: nothing comes after closed or abandoned, an open centre does not go back to the pipeline, only an open or a
    suspended centre is suspended, reopened or closed. For a centre that has bookings call `bookings.actions.change_stage`,
    which settles them and then calls this verb.
    """
    telecentre = Telecentre.objects.select_for_update().get(pk=telecentre.pk)
    rules.can_become(telecentre, stage)
    telecentre.stage = stage
    telecentre.save(update_fields=["stage", "updated_at"])
    planned = telecentre.stage_events.filter(stage=stage, reached_on=None).last()
    event = planned or StageEvent(telecentre=telecentre, stage=stage)
    event.reached_on, event.author, event.note = reached_on, by, note or event.note
    event.save()
    return event


def plan_stage(telecentre: Telecentre, *, stage: str, planned_on: date, by: User | None = None, note: str = "") -> StageEvent:
    """Say when a stage is expected; a later word replaces the earlier one."""
    event, _created = StageEvent.objects.update_or_create(
        telecentre=telecentre, stage=stage, reached_on=None, defaults={"planned_on": planned_on, "author": by, "note": note}
    )
    return event


def report_fault(
    *,
    telecentre: Telecentre,
    workspace: Workspace | None,
    text: str,
    key: uuid.UUID,
    language: str,
    now: datetime,
    reporter: User | None = None,
    email: str = "",
) -> Fault:
    """Keep what somebody says is broken, for the managers of the centre alone; the same key reports once."""
    answers = {
        "telecentre": telecentre,
        "workspace": workspace,
        "text": text,
        "reporter": reporter,
        "reporter_email": "" if reporter else email,
        "language": language[:2],
        "reported_at": now,
    }
    return Fault.objects.get_or_create(key=key, defaults=answers)[0]


@transaction.atomic
def close_fault(fault: Fault, *, outcome: str, now: datetime) -> None:
    """
    Say what was done; the fault is no longer shown, and whoever left an address gets the outcome by mail, once.

    Raises ValidationError without an outcome, and for a fault that somebody has closed meanwhile.
    """
    if not outcome.strip():
        raise ValidationError(_("Say what was done."), code="outcome")
    closed = Fault.objects.open().filter(pk=fault.pk).update(closed_at=now, outcome=outcome.strip(), is_shown=False)
    if not closed:
        raise ValidationError(_("Somebody has dealt with this fault already."), code="closed")
    fault.refresh_from_db()
    if fault.answers_to:
        dispatch.post("telecentres.fault_closed", str(fault.pk), version=1, recipient=fault.answers_to)


def forget_faults(*, now: datetime) -> int:
    """Delete the faults dealt with longer ago than `TELECENTRES_KEEP_FAULTS`; returns how many. For a daily task."""
    return Fault.objects.closed_before(now - settings.TELECENTRES_KEEP_FAULTS).delete()[0]


# Words nobody has asked before are no longer kept beyond this: a machine that invents requests must not fill the disk.
MOST_GAPS = 5_000


def record_gap(words: str, *, now: datetime, need: Need | None = None) -> None:
    """
    Count once more that these words found no answer: not understood, or understood as a need that no centre takes on.

    `words` is what `finder.without_names` leaves of a request; nothing is kept of who asked. Nothing to keep, nothing done.
    """
    text = words[: Gap.LONGEST].strip()
    kind = Gap.Kind.NO_CENTRE if need else Gap.Kind.NOT_UNDERSTOOD
    gap = Gap.objects.filter(text=text, kind=kind)
    if not text or (not gap.exists() and Gap.objects.count() >= MOST_GAPS):
        return
    # Two who ask the same at the same moment count as two: the row is there before either adds to it.
    Gap.objects.bulk_create([Gap(text=text, kind=kind, need=need, first_asked_at=now, last_asked_at=now)], ignore_conflicts=True)
    gap.update(count=F("count") + 1, last_asked_at=now)


def forget_gaps(*, now: datetime) -> int:
    """Delete what has not been asked for a year; returns how many. For a daily task."""
    return Gap.objects.forgotten(now).delete()[0]


def ask_for_news(telecentre: Telecentre, *, email: str, commune: Territory | None, language: str, now: datetime) -> None:
    """
    Keep that somebody wants news of a centre to come, and ask the owner of the address whether it is so.

    One mail a day at most, and none to who has confirmed already: whoever asks again learns nothing from it.
    """
    with transaction.atomic():
        said = {"commune": commune, "language": language[:2], "asked_at": now}
        interest, _is_new = Interest.objects.get_or_create(telecentre=telecentre, email=email, defaults=said)
        if interest.confirmed_at is None:
            Interest.objects.filter(pk=interest.pk).update(**said)
            version = hours.civil_day(now).toordinal()
            dispatch.post("telecentres.interest_asked", str(interest.pk), version=version, recipient=email)


def confirm_news(interest: Interest, *, now: datetime) -> None:
    """The owner of the address said yes; saying it twice changes nothing."""
    Interest.objects.filter(pk=interest.pk, confirmed_at=None).update(confirmed_at=now)


def end_news(interest: Interest) -> None:
    """No more mails: the address is erased at once."""
    Interest.objects.filter(pk=interest.pk).delete()


def announce_stages(*, now: datetime) -> int:
    """
    Write a mail to everybody with a confirmed interest for each stage reached since; returns how many. For a periodic task.

    Not in `change_stage`: thousands of mails would hold the schedule's lock meanwhile. Two at once share no event.
    """
    told = 0
    with transaction.atomic():
        for event in StageEvent.objects.to_announce().select_for_update(skip_locked=True):
            for interest in Interest.objects.confirmed().filter(telecentre=event.telecentre_id):
                told += dispatch.post(
                    "telecentres.stage_reached", f"{event.pk}/{interest.pk}", version=1, recipient=interest.email
                )
            StageEvent.objects.filter(pk=event.pk).update(announced_at=now)
    return told


def forget_interests(*, now: datetime) -> int:
    """
    Delete who did not confirm in time, and who has been told of the opening or the end; returns how many. For a daily task.
    """
    waited = Interest.objects.unconfirmed_since(now - settings.TELECENTRES_CONFIRM_INTEREST)
    final = [Telecentre.Stage.OPEN, Telecentre.Stage.CLOSED, Telecentre.Stage.ABANDONED]
    long_ago = now - settings.TELECENTRES_KEEP_INTERESTS
    told = StageEvent.objects.filter(stage__in=final, announced_at__lt=long_ago)
    done = Interest.objects.filter(telecentre__stage__in=final, telecentre__in=told.values("telecentre"), asked_at__lt=long_ago)
    return waited.delete()[0] + done.delete()[0]


def memberships_to_end(user: User, *, now: datetime) -> list[str]:
    """A centre does not lose its manager from one minute to the next: the network ends the membership first."""
    coming = Membership.objects.not_over(hours.civil_day(now)).filter(user=user).select_related("telecentre")
    return [
        gettext("You are %(role)s of %(centre)s: have an administrator of the network end this first.")
        % {"role": membership.get_role_display(), "centre": membership.telecentre.full_name}
        for membership in coming
    ]


def forget_person(user: User, *, now: datetime) -> None:
    """What is broken, closed or reached stays; that it was this person who said so goes. Ways and memberships go."""
    forget_address(user.email, now=now)
    Habits.objects.filter(user=user).delete()
    Membership.objects.filter(user=user).delete()
    Closure.objects.filter(closed_by=user).update(closed_by=None)
    StageEvent.objects.filter(author=user).update(author=None)
    Fault.objects.filter(reporter=user).update(reporter=None, reporter_email="")


def forget_address(email: str, *, now: datetime) -> None:
    """Who waited for a centre no longer does; what was reported as broken stays, without the address."""
    Interest.objects.filter(email__iexact=email).delete()
    Fault.objects.filter(reporter_email__iexact=email).update(reporter=None, reporter_email="")


def _lock(user: User) -> None:
    """Two changes of one person's memberships wait for each other, or the last one might leave wrong rights behind."""
    User.objects.select_for_update().get(pk=user.pk)
