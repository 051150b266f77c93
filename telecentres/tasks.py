"""What Celery wakes for the places."""

from celery import shared_task
from django.utils import timezone

from dispatch import runs
from telecentres import actions, invitations


@shared_task
@runs.once_per_period
def withdraw_lapsed_rights() -> int:
    """Returns how many people whose last membership has ended lost the rights of a manager."""
    return actions.withdraw_lapsed_rights(today=timezone.localdate())


@shared_task
@runs.once_per_period
def forget_gaps() -> int:
    """Returns how many requests without an answer went, because nobody has made them for a year."""
    return actions.forget_gaps(now=timezone.now())


@shared_task
@runs.once_per_period
def announce_stages() -> int:
    """Returns how many people who had asked for it got news of a centre to come."""
    return actions.announce_stages(now=timezone.now())


@shared_task
@runs.once_per_period
def forget_interests() -> int:
    """Returns how many addresses went: never confirmed, or told of everything there was to tell."""
    return actions.forget_interests(now=timezone.now())


@shared_task
@runs.once_per_period
def forget_faults() -> int:
    """Returns how many faults went, because they were dealt with long ago."""
    return actions.forget_faults(now=timezone.now())


@shared_task
@runs.once_per_period
def forget_invitations() -> int:
    """Returns how many invitations went, because they were settled long ago."""
    return invitations.forget_invitations(now=timezone.now())
