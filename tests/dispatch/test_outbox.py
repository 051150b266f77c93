"""The life of one mail: posted with its fact, sent or not, tried again, forgotten."""

import socket
from datetime import timedelta
from email import message_from_string
from threading import Thread

import pytest
from celery import current_app
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction

from dispatch import actions
from dispatch.life import proof_of_life
from dispatch.models import Message

State = Message.State
DEAD_OWNER = 1


def post(key: str = "MUR-1", *, kind: str = "tests.note", recipient: str = "camille@exemple.fr", **when) -> Message:
    actions.post(kind, key, version=1, recipient=recipient, **when)
    return Message.objects.get(kind=kind, key=key, version=1, recipient=recipient)


def left_behind(message: Message, now, *, owner: int = DEAD_OWNER) -> None:
    """As a worker leaves it that is killed while sending."""
    fields = {"state": State.SENDING, "owner": owner, "claimed_at": now, "attempts": 1}
    Message.objects.filter(pk=message.pk).update(**fields)


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_post_writes_a_mail_once(db, now):
    about = {"version": 2, "recipient": "camille@exemple.fr", "due_at": now}

    answers = [actions.post("tests.note", "MUR-1", **about), actions.post("tests.note", "MUR-1", **about)]

    assert answers == [True, False]
    assert Message.objects.get().state == State.PENDING


def test_a_mail_shares_the_fate_of_its_fact(db):
    with transaction.atomic():
        post()
        transaction.set_rollback(True)

    assert not Message.objects.exists()


def test_post_does_not_talk_to_the_broker(db, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent_broker:
        silent_broker.settimeout(0.2)
        monkeypatch.setitem(current_app.conf, "broker_url", f"redis://127.0.0.1:{silent_broker.getsockname()[1]}/0")

        post()

        with pytest.raises(TimeoutError):
            silent_broker.accept()


def test_a_due_mail_leaves_and_is_kept_as_sent(db, now, mailoutbox):
    message = post(due_at=now)

    reached = actions.send_due(now)

    message.refresh_from_db()
    [mail] = mailoutbox
    assert reached[State.SENT] == 1
    assert (message.state, message.attempts, message.subject, message.owner) == (State.SENT, 1, "Note MUR-1", None)
    assert message.sent_at - now < timedelta(seconds=5)
    assert message.source == mail.message().as_bytes().decode()
    assert message_from_string(message.source)["Message-ID"] == message.message_id


@pytest.mark.parametrize("demonstration", [True, False])
def test_a_mail_that_opens_an_account_is_kept_in_demonstration_mode_alone(db, now, settings, mailoutbox, demonstration):
    settings.DEMONSTRATION = demonstration
    message = post(kind="tests.code", due_at=now)

    actions.send_due(now)

    message.refresh_from_db()
    assert (len(mailoutbox), message.subject) == (1, "Note MUR-1")
    assert ("About MUR-1." in message.source) == demonstration


def test_the_message_id_names_the_network(db, settings):
    settings.DEFAULT_FROM_EMAIL = "Cantal Network <ne-pas-repondre@cantal-network.example>"

    message = post()

    assert message.message_id.endswith("@cantal-network.example>")


@pytest.mark.parametrize("key", ["gone", "broken", "MUR-1"])
def test_nothing_leaves_before_its_hour(db, now, mailoutbox, key):
    message = post(key, due_at=now + timedelta(seconds=1))

    actions.send_due(now)

    assert (state_of(message), message.attempts, mailoutbox) == (State.PENDING, 0, [])


def test_a_mail_that_comes_too_late_is_not_sent(db, now, mailoutbox):
    message = post(due_at=now - timedelta(hours=10), expires_at=now)

    actions.send_due(now)

    assert (state_of(message), mailoutbox) == (State.EXPIRED, [])


def test_a_fact_that_is_no_longer_true_is_not_told(db, now, mailoutbox):
    message = post("gone", due_at=now)

    actions.send_due(now)

    assert (state_of(message), mailoutbox) == (State.DROPPED, [])


def test_a_mail_that_cannot_be_written_does_not_keep_the_others(db, now, mailoutbox):
    broken = post("broken", due_at=now - timedelta(minutes=1))
    unknown = post("MUR-1", kind="tests.unheard_of", due_at=now - timedelta(minutes=1))
    good = post("MUR-2", due_at=now)

    actions.send_due(now)

    assert [state_of(message) for message in [broken, unknown, good]] == [State.RETRY, State.RETRY, State.SENT]
    assert broken.last_error == "ZeroDivisionError: The builder stumbled."
    assert unknown.last_error == "LookupError: No app registers mails of the kind 'tests.unheard_of'."


def test_a_failing_mail_is_tried_six_times_over_seven_hours(db, now):
    message = post("broken", due_at=now)
    moment, waits = now, []

    while state_of(message) != State.DEAD:
        actions.send_due(moment)
        if state_of(message) == State.RETRY:
            waits.append(round((message.next_try_at - moment).total_seconds() / 60))
            moment = message.next_try_at

    assert waits == [1, 5, 15, 60, 360]
    assert message.attempts == 6


def test_a_mail_given_up_is_sent_again_by_hand(db, now, remote_worker, mailoutbox):
    message = post(due_at=now)
    Message.objects.filter(pk=message.pk).update(state=State.DEAD, attempts=6, next_try_at=None)

    actions.retry(message, by=remote_worker)

    assert (state_of(message), message.attempts) == (State.RETRY, 0)
    assert LogEntry.objects.get().user == remote_worker
    actions.send_due(message.next_try_at)
    assert state_of(message) == State.SENT


@pytest.mark.parametrize("state", [State.SENT, State.PENDING, State.SENDING, State.DROPPED])
def test_only_what_was_given_up_or_is_in_doubt_is_sent_again_by_hand(db, now, remote_worker, state):
    message = post(due_at=now)
    Message.objects.filter(pk=message.pk).update(state=state)

    with pytest.raises(ValidationError) as refusal:
        actions.retry(message, by=remote_worker)

    assert refusal.value.code == "not_retriable"
    assert not LogEntry.objects.exists()


def test_a_living_dispatcher_keeps_its_mail(db, now):
    message = post(due_at=now)

    with proof_of_life() as owner:
        left_behind(message, now, owner=owner)
        actions.send_due(now + timedelta(hours=1))

        assert state_of(message) == State.SENDING


def test_a_dead_dispatchers_mail_is_sent_after_the_time_of_grace(db, now, mailoutbox):
    message = post(due_at=now)
    left_behind(message, now)

    actions.send_due(now)
    actions.send_due(now + timedelta(seconds=59))
    assert (state_of(message), mailoutbox) == (State.UNCERTAIN, [])
    actions.send_due(now + timedelta(seconds=60))

    assert (state_of(message), message.attempts, len(mailoutbox)) == (State.SENT, 2, 1)


def test_a_newsletter_in_doubt_waits_for_a_person(db, now, mailoutbox, remote_worker):
    message = post(kind="tests.newsletter", due_at=now)
    left_behind(message, now)

    actions.send_due(now)
    actions.send_due(now + timedelta(days=1))

    assert (state_of(message), mailoutbox) == (State.UNCERTAIN, [])
    assert Message.objects.awaiting_a_person().get() == message
    actions.retry(message, by=remote_worker)
    assert state_of(message) == State.RETRY


def test_a_reminder_in_doubt_is_not_repeated_when_it_has_become_useless(db, now, mailoutbox):
    message = post(due_at=now, expires_at=now + timedelta(seconds=30))
    left_behind(message, now)

    actions.send_due(now)
    actions.send_due(now + timedelta(minutes=5))

    assert (state_of(message), mailoutbox) == (State.UNCERTAIN, [])


class RememberingRelay(EmailBackend):
    """A relay that can be asked; it took everything it is asked about, except what is about MUR-2."""

    def was_accepted(self, message_id: str) -> bool:
        return not Message.objects.filter(message_id=message_id, key="MUR-2").exists()


@pytest.mark.parametrize("kind", ["tests.note", "tests.newsletter"])
def test_a_relay_that_can_be_asked_settles_the_doubt(db, now, settings, mailoutbox, kind):
    settings.EMAIL_BACKEND = f"{__name__}.RememberingRelay"
    taken, lost = post("MUR-1", kind=kind, due_at=now), post("MUR-2", kind=kind, due_at=now)
    for message in [taken, lost]:
        left_behind(message, now)

    actions.send_due(now)
    actions.send_due(now + timedelta(seconds=61))

    assert [state_of(taken), state_of(lost)] == [State.SENT, State.SENT]
    assert [mail.subject for mail in mailoutbox] == ["Note MUR-2"]


def test_a_mail_that_kills_its_workers_is_given_up(db, now):
    message = post(due_at=now)
    left_behind(message, now)
    Message.objects.update(attempts=6)

    actions.send_due(now)
    actions.send_due(now + timedelta(seconds=61))

    assert state_of(message) == State.DEAD


def test_old_mails_lose_their_content_and_their_recipient(db, now):
    old, recent, waiting = (post(f"MUR-{number}", due_at=now) for number in range(3))
    actions.send_due(now)
    Message.objects.filter(pk=old.pk).update(due_at=now - timedelta(days=91))
    Message.objects.filter(pk=waiting.pk).update(due_at=now - timedelta(days=91), state=State.RETRY)

    forgotten = [actions.forget_old(now), actions.forget_old(now)]

    old.refresh_from_db()
    assert forgotten == [1, 0]
    assert (old.recipient, old.subject, old.source) == (f"mail-{old.pk}@forgotten.invalid", "", "")
    assert list(Message.objects.to("camille@exemple.fr").order_by("pk")) == [recent, waiting]


def test_a_forgotten_mail_cannot_be_sent_again(db, now, remote_worker):
    message = post(due_at=now)
    Message.objects.update(state=State.DEAD, recipient="mail-1@forgotten.invalid")
    message.refresh_from_db()

    with pytest.raises(ValidationError):
        actions.retry(message, by=remote_worker)


def test_an_erased_person_gets_no_more_mail(db, now, mailoutbox):
    sent, planned = post("MUR-1", due_at=now), post("MUR-2", due_at=now + timedelta(days=1))
    other = post(recipient="dominique@exemple.fr", due_at=now)
    actions.send_due(now)

    erased = actions.forget_person("Camille@exemple.fr")
    actions.send_due(now + timedelta(days=2))

    assert erased == 2
    assert [state_of(message) for message in [sent, planned, other]] == [State.SENT, State.DROPPED, State.SENT]
    assert not Message.objects.filter(source__contains="camille").exists()
    assert len(mailoutbox) == 2


def test_an_erasure_overtakes_a_mail_about_to_leave(db, now, mailoutbox, monkeypatch):
    message = post(due_at=now)
    build = actions.registry.kind("tests.note").build

    def erased_meanwhile(message: Message):
        actions.forget_person(message.recipient)
        return build(message)

    monkeypatch.setitem(actions.registry.KINDS, "tests.note", actions.registry.Kind("tests.note", erased_meanwhile, True))
    actions.send_due(now)

    assert (state_of(message), message.source, mailoutbox) == (State.DROPPED, "", [])


@pytest.mark.django_db(transaction=True)
def test_a_new_owner_is_not_taken_for_the_dead_one(now):
    """The taker-over waits for the row while a living dispatcher claims it: it must look at the locks again."""
    message = post(due_at=now)
    left_behind(message, now)
    taken_over = []

    def take_over() -> None:
        taken_over.append(Message.objects.orphaned().update(state=State.UNCERTAIN))
        connection.close()

    with proof_of_life() as owner:
        with transaction.atomic():
            Message.objects.filter(pk=message.pk).update(owner=owner)
            rival = Thread(target=take_over)
            rival.start()
            wait_until_somebody_waits_for_a_row()
        rival.join()

    assert (taken_over, state_of(message)) == ([0], State.SENDING)


def wait_until_somebody_waits_for_a_row() -> None:
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.01), pg_stat_clear_snapshot()")
    raise AssertionError("Nobody waits.")
