"""The example registrations: a line where places are few, people who came where it is over, and the same when loaded twice."""

from datetime import timedelta

from outreach.demonstration.registrations import register_examples
from outreach.models import Registration
from tests.factories import make_event


def test_examples_are_made_once_and_only_for_examples(remote_worker, now):
    small = make_event("Petite réunion", starts_at=now + timedelta(days=9), capacity=3, is_example=True)
    make_event("Grande réunion", starts_at=now + timedelta(days=2), is_example=True)
    past = make_event("Formation passée", starts_at=now - timedelta(days=9), kind="training", is_example=True)
    real = make_event("Vraie réunion", starts_at=now + timedelta(days=3))

    for _ in range(2):
        register_examples(remote_worker, now=now)

    assert Registration.objects.count() == 5 + (5 + 1) + 5
    assert [small.registrations.holding().count(), small.registrations.in_line().count()] == [3, 2]
    assert past.registrations.exclude(certificate="").count() == 4
    assert not real.registrations.exists()


def test_without_events_nothing_is_made(remote_worker, now):
    register_examples(remote_worker, now=now)

    assert not Registration.objects.exists()
