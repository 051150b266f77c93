"""Against a real SMTP server: refusals, silence, several dispatchers at once, killed workers."""

import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from time import sleep

import pytest
from django.db import connection
from django.utils import timezone

from bookings.trials import database
from dispatch import actions
from dispatch.models import Message, MessageQuerySet

State = Message.State
ROOT = Path(__file__).resolve().parents[2]


def post_many(recipients: list[str], now) -> None:
    for number, recipient in enumerate(recipients):
        actions.post("tests.note", f"MUR-{number}", version=1, recipient=recipient, due_at=now)


def people(count: int) -> list[str]:
    return [f"personne-{number:03}@exemple.fr" for number in range(count)]


def states() -> dict[str, str]:
    return dict(Message.objects.values_list("recipient", "state"))


def test_poisoned_mails_end_where_they_belong_and_keep_nobody_waiting(db, now, sink):
    poisoned = {
        "busy@exemple.fr": State.RETRY,
        "unknown@exemple.fr": State.DEAD,
        "spam@exemple.fr": State.DEAD,
        "silent@exemple.fr": State.UNCERTAIN,
        "cut@exemple.fr": State.UNCERTAIN,
    }
    healthy = people(30)
    post_many([*poisoned, *healthy], now)

    reached = actions.send_due(now)

    assert states() == {**poisoned, **dict.fromkeys(healthy, State.SENT)}
    assert sink.recipients() == ["cut@exemple.fr", *healthy]
    assert reached[State.SENT] == 30


@pytest.mark.parametrize(
    ("recipient", "error"),
    [
        ("busy@exemple.fr", "SMTPRecipientsRefused: {'busy@exemple.fr': (450, b'4.2.1 Mailbox busy')}"),
        ("spam@exemple.fr", "SMTPDataError: (554, b'5.7.1 Not wanted')"),
        ("silent@exemple.fr", "SMTPServerDisconnected: Connection unexpectedly closed: timed out"),
    ],
)
def test_the_answer_of_the_relay_is_kept(db, now, sink, recipient, error):
    post_many([recipient], now)

    actions.send_due(now)

    assert Message.objects.get().last_error == error


def test_a_mail_cut_off_after_its_content_leaves_again_under_the_same_message_id(db, now, sink):
    post_many(["cut@exemple.fr"], now)

    actions.send_due(now)
    actions.send_due(now + timedelta(minutes=2))

    assert [mail.message_id for mail in sink.accepted] == [Message.objects.get().message_id] * 2


def test_an_address_that_would_add_a_header_is_never_sent(db, now, sink):
    post_many(["a@exemple.fr\r\nBcc: b@exemple.fr"], now)

    actions.send_due(now)

    assert (list(states().values()), sink.accepted) == ([State.RETRY], [])


def test_mails_wait_unharmed_while_the_relay_is_away(db, now, settings, sink):
    post_many(people(3), now)
    here, settings.EMAIL_PORT = settings.EMAIL_PORT, 1

    with pytest.raises(actions.RelayUnreachableError):
        actions.send_due(now)
    before = list(Message.objects.values_list("state", "attempts"))
    settings.EMAIL_PORT = here
    actions.send_due(now)

    assert before == [(State.PENDING, 0)] * 3
    assert sink.recipients() == people(3)


def test_the_relay_is_left_alone_when_nothing_is_due(db, now, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1

    assert actions.send_due(now).total() == 0


@pytest.fixture
def hesitant(monkeypatch) -> None:
    """A moment passes between reading a row and claiming it, so that rivals surely meet there."""
    save = Message.save

    def slowly(message: Message, **options) -> None:
        sleep(0.005)
        save(message, **options)

    monkeypatch.setattr(Message, "save", slowly)


def send_with_dispatchers(count: int, now) -> None:
    barrier = Barrier(count)

    def dispatch() -> None:
        barrier.wait()
        actions.send_due(now)
        connection.close()

    dispatchers = [Thread(target=dispatch) for _ in range(count)]
    for dispatcher in dispatchers:
        dispatcher.start()
    for dispatcher in dispatchers:
        dispatcher.join()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_several_dispatchers_send_each_mail_once(now, sink, hesitant):
    post_many(people(60), now)

    send_with_dispatchers(4, now)

    assert sink.recipients() == people(60)
    assert set(states().values()) == {State.SENT}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_the_claim_the_same_dispatchers_send_doubles(now, sink, hesitant, monkeypatch):
    """The control of the test above."""
    monkeypatch.setattr(MessageQuerySet, "for_one_dispatcher", lambda queryset: queryset)
    post_many(people(60), now)

    send_with_dispatchers(4, now)

    assert len(sink.accepted) > 60


def start_worker(sink) -> subprocess.Popen:
    environment = {
        **os.environ,
        "CANTAL_MODE": "test",
        "DATABASE_URL": database.address(),
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(sink.port),
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "cantal_network.settings",
    }
    return subprocess.Popen([sys.executable, "-m", "tests.dispatch.worker", "send_mails"], cwd=ROOT, env=environment)


def kill_workers_while_sending(sink, kills: int) -> None:
    """Each is killed when the relay has taken a mail from it and has not yet said so."""
    for _ in range(kills):
        sink.hesitates_at = len(sink.accepted) + 3
        worker = start_worker(sink)
        try:
            sink.wait_for(sink.hesitates_at)
        finally:
            worker.kill()
            worker.wait()
    sink.hesitates_at = float("inf")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_killed_workers_lose_no_mail_and_repeat_at_most_one_each(sink):
    now = timezone.now()
    post_many(people(20), now)

    kill_workers_while_sending(sink, kills=2)
    for minutes in (2, 4):
        actions.send_due(now + timedelta(minutes=minutes))

    copies = Counter(mail.recipient for mail in sink.accepted)
    assert sorted(copies) == people(20)
    assert copies.total() - 20 == 2
    assert {mail.message_id for mail in sink.accepted} == set(Message.objects.values_list("message_id", flat=True))
    assert set(states().values()) == {State.SENT}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_repeats_nothing_when_the_relay_can_be_asked(sink, settings, monkeypatch):
    now = timezone.now()
    post_many(people(12), now)
    taken_by_relay = lambda _backend, message_id: message_id in {mail.message_id for mail in sink.accepted}  # noqa: E731
    monkeypatch.setattr("django.core.mail.backends.smtp.EmailBackend.was_accepted", taken_by_relay, raising=False)

    kill_workers_while_sending(sink, kills=1)
    for minutes in (2, 4):
        actions.send_due(now + timedelta(minutes=minutes))

    assert sink.recipients() == people(12)
    assert set(states().values()) == {State.SENT}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_taking_over_from_the_dead_a_killed_workers_mail_is_lost(sink, monkeypatch):
    """The control: what the proof of life is for."""
    now = timezone.now()
    post_many(people(6), now)
    monkeypatch.setattr(MessageQuerySet, "orphaned", MessageQuerySet.none)

    kill_workers_while_sending(sink, kills=1)
    for minutes in (2, 4):
        actions.send_due(now + timedelta(minutes=minutes))

    assert Message.objects.filter(state=State.SENDING).count() == 1
