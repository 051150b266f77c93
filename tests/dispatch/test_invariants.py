"""The nightly check: every app's rules, a record of what was found, a mail once a day, and a red health page."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from dispatch import actions, health, invariants, tasks
from dispatch.models import Message, TaskRun
from jobs.models.application import private_files
from telecentres.models import Closure, OpeningHours
from tests.factories import make_booking
from tests.signing_in import sign_in

KIND = "accounts.contradictions"


def rules_broken(now) -> set[str]:
    return {finding.rule for finding in invariants.find(now)}


@pytest.fixture
def orphan(now, db) -> str:
    """A file of nobody, put down three days before."""
    return private_files().save(f"cv/{uuid4().hex}", ContentFile(b"x"))


def test_each_app_has_its_rules():
    assert {"desks_taken_twice", "bookings_outside_hours_without_override", "orphan_files", "lost_files"} <= set(invariants.RULES)


def test_two_rules_of_one_name_are_refused():
    def orphan_files(now):
        return []

    with pytest.raises(ImproperlyConfigured):
        invariants.register(orphan_files)


def test_a_booking_the_hours_no_longer_offer_is_found(remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)
    assert rules_broken(now) == set()

    OpeningHours.objects.all().delete()

    assert rules_broken(now) == {"bookings_outside_hours_without_override"}
    booking.overrides.create(rule="hours", reason="entendu", made_at=now)
    assert rules_broken(now) == set()


def test_a_booking_inside_a_closure_is_found(remote_worker, desk, thursday, now):
    booking = make_booking(remote_worker, desk, thursday, now=now)

    Closure.objects.create(
        telecentre=desk.telecentre, starts_at=booking.starts_at, ends_at=booking.ends_at + timedelta(hours=1), reason="neige"
    )

    assert "bookings_outside_hours_without_override" in rules_broken(now)


def test_a_past_booking_does_not_follow_new_hours(remote_worker, desk, thursday, now):
    make_booking(remote_worker, desk, thursday, now=now)
    OpeningHours.objects.all().delete()

    assert "bookings_outside_hours_without_override" not in rules_broken(now + timedelta(days=3))


def test_a_file_of_nobody_is_found_once_the_sweep_should_have_taken_it(orphan, now):
    assert rules_broken(now) == set()

    assert rules_broken(now + timedelta(days=3)) == {"orphan_files"}
    with pytest.raises(CommandError):
        invariants_command(now + timedelta(days=3))


def invariants_command(moment):
    import time_machine

    with time_machine.travel(moment, tick=False):
        call_command("check_invariants")


@pytest.mark.django_db(transaction=True)
def test_the_night_records_what_it_found_and_mails_once_a_day(client, network_admin, agency_officer, orphan, now, time_machine):
    time_machine.move_to(now + timedelta(days=3), tick=False)

    assert tasks.check_invariants() == 1
    TaskRun.objects.update(outcome=TaskRun.Outcome.FAILED)
    assert tasks.check_invariants() == 1

    assert list(Message.objects.filter(kind=KIND).values_list("recipient", flat=True)) == [network_admin.email]
    verdict = health.verdict(now + timedelta(days=3))
    assert "contradictions" in {finding.code for finding in verdict.findings if finding.is_failing}
    assert "?task=dispatch.tasks.check_invariants" in sign_in(client, network_admin).get("/admin/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_mail_says_what_is_wrong_and_stays_when_it_is_mended(network_admin, orphan, now, time_machine, mailoutbox):
    time_machine.move_to(now + timedelta(days=3), tick=False)
    tasks.check_invariants()
    actions.send_due(now + timedelta(days=3))

    [mail] = mailoutbox
    assert "orphan_files" in mail.body

    time_machine.move_to(now + timedelta(days=4), tick=False)
    tasks.check_invariants()
    private_files().delete(orphan)
    actions.send_due(now + timedelta(days=4))
    assert len(mailoutbox) == 1
