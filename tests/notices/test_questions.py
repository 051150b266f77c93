"""A message to the help desk: by the outbox, once, and nothing about who wrote it told to anybody."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail

from dispatch import actions as dispatch
from dispatch.models import Message
from notices import actions
from notices.models import Question

ADDRESS = "/aide/ecrire/"


def answers(**changes) -> dict[str, str]:
    return {
        "name": "Camille Exemple",
        "email": "camille@exemple.fr",
        "text": "Le plan ne se lit pas.",
        "key": str(uuid.uuid4()),
    } | changes


def test_a_question_goes_to_the_help_desk_through_the_outbox(client, db, now, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    response = client.post(ADDRESS, answers(), follow=True)

    assert response.redirect_chain == [("/aide/ecrire/envoye/", 302)]
    assert mail.outbox == []  # nothing is sent in the request
    waiting = Message.objects.get()
    assert (waiting.kind, waiting.recipient) == ("notices.question", settings.HELPDESK_EMAIL)


@pytest.mark.django_db(transaction=True)
def test_the_mail_carries_the_message_and_is_answered_to_its_author(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.post(ADDRESS, answers())

    dispatch.send_due(Message.objects.get().due_at)

    [sent] = mail.outbox
    assert (sent.to, sent.reply_to) == ([settings.HELPDESK_EMAIL], ["camille@exemple.fr"])
    assert sent.subject == f"Un message du site, n°\u00a0{Question.objects.get().pk}"
    assert "Le plan ne se lit pas." in sent.body
    assert Message.objects.get().source == ""  # whoever reads the outbox does not read what people write


def test_the_name_may_be_left_out(client, db):
    response = client.post(ADDRESS, answers(name=""))

    assert response.status_code == 302


def test_the_same_form_sent_twice_is_one_question(client, db):
    form = answers()

    statuses = [client.post(ADDRESS, form).status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert (Question.objects.count(), Message.objects.count()) == (1, 1)


def test_the_answer_is_the_same_whoever_writes(client, remote_worker):
    known, unknown = [
        client.post(ADDRESS, answers(email=email), follow=True).content for email in (remote_worker.email, "personne@exemple.fr")
    ]

    assert strip(known) == strip(unknown)


def strip(page: bytes) -> str:
    """Without the token of the form in the footer."""
    return page.decode().partition("<footer")[0]


def test_a_mistake_is_named_and_keeps_what_was_typed(client, db):
    response = client.post(ADDRESS, answers(email="camille"))

    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Erreur\u00a0: Nous écrire" in page
    assert "Le plan ne se lit pas." in page
    assert Message.objects.count() == 0


@pytest.mark.parametrize("email", ["a@exemple.fr\r\nBcc: b@exemple.fr", "a@exemple.fr\x00"])
def test_an_address_adds_no_header(client, db, email):
    response = client.post(ADDRESS, answers(email=email))

    assert response.status_code == 422


def test_robots_meet_a_limit(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"question": "2/m/ip"}

    statuses = [client.post(ADDRESS, answers()).status_code for _ in range(3)]

    assert statuses == [302, 302, 429]
    assert client.get(ADDRESS).status_code == 200


def test_control_without_the_limit_they_do_not(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {}

    assert [client.post(ADDRESS, answers()).status_code for _ in range(3)] == [302] * 3


def test_a_question_is_forgotten_after_its_time(db, now, settings):
    for days in (89, 91):
        actions.ask(
            name="", email="camille@exemple.fr", text="?", key=uuid.uuid4(), language="fr", now=now - timedelta(days=days)
        )

    assert actions.forget_questions(now) == 1
    assert Question.objects.get().written_at == now - timedelta(days=89)
