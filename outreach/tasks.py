"""What Celery wakes for outreach; each is safe to run twice."""

from celery import shared_task
from django.utils import timezone

from dispatch import runs
from outreach import actions


@shared_task
@runs.once_per_period
def close_events() -> int:
    """Returns how many events are over and were noted as held."""
    return actions.close_events(now=timezone.now())


@shared_task
@runs.once_per_period
def note_arrivals() -> int:
    """Returns how many rooms were noted as used, because a session in them begins."""
    return actions.note_arrivals(now=timezone.now())


@shared_task
@runs.once_per_period
def tell_of_lost_rooms() -> int:
    """Returns how many mails about events without their room were written."""
    return actions.tell_of_lost_rooms(now=timezone.now())


@shared_task
@runs.once_per_period
def reassign_leads() -> int:
    """Returns how many open leads went to somebody else, because who followed them has left the agency."""
    return actions.reassign(now=timezone.now())


@shared_task
@runs.once_per_period
def wake_leads() -> int:
    """Returns how many dormant leads are to be asked again."""
    return actions.wake(now=timezone.now())


@shared_task
@runs.once_per_period
def tell_owners() -> int:
    """Returns how many of the agency's staff were told of leads that wait."""
    return actions.tell_owners(now=timezone.now())


@shared_task
@runs.once_per_period
def warn_leads() -> int:
    """Returns how many people were told that their project will be erased."""
    return actions.warn_leads(now=timezone.now())


@shared_task
@runs.once_per_period
def forget_leads() -> int:
    """Returns how many projects were erased, because their person had not been heard of for three years."""
    return actions.forget_leads(now=timezone.now())


@shared_task
@runs.once_per_period
def lapse_offers() -> int:
    """Returns how many places went on, because nobody took them in time."""
    return actions.lapse_due(now=timezone.now())


@shared_task
@runs.once_per_period
def remind_of_events() -> int:
    """Returns how many people were reminded of an event in a week or tomorrow."""
    return actions.remind(now=timezone.now())


@shared_task
@runs.once_per_period
def settle_attendance() -> int:
    """Returns of how many people it is settled whether they came."""
    return actions.settle_attendance(now=timezone.now())


@shared_task
@runs.once_per_period
def forget_registrations() -> int:
    """Returns how many registrations no longer say whose they were, or what somebody needed."""
    now = timezone.now()
    pending, needs = actions.forget_pending(now=now), actions.forget_needs(now=now)
    actions.forget_door_notes(now=now)
    return pending + needs + actions.forget_registrations(now=now)
