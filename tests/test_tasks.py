"""Every piece of work that runs by itself does run: with places, people and bookings there, and what is due due."""

from importlib import import_module

import pytest
from django.conf import settings

from tests.factories import make_booking

TASKS = sorted({entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} - {"dispatch.tasks.catch_up"})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("task", TASKS)
def test_the_task_does_its_work_on_real_rows(task, remote_worker, murat_manager, desk, thursday, now, time_machine):
    """`catch_up` calls the others, and has tests of its own."""
    make_booking(remote_worker, desk, thursday, now=now)
    time_machine.move_to(now.replace(hour=18, minute=5), tick=False)
    module, _, name = task.rpartition(".")

    done = getattr(import_module(module), name)()

    assert isinstance(done, int)
