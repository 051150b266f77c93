"""What may happen to a question: it is written, and forgotten."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import User
from dispatch import actions as dispatch
from notices.models import Question


def ask(*, name: str, email: str, text: str, key: uuid.UUID, language: str, now: datetime) -> Question:
    """Keep a question and write its mail to the help desk into the outbox, together; the same key asks once."""
    with transaction.atomic():
        answers = {"name": name, "email": email, "text": text, "language": language[:2], "written_at": now}
        question, is_new = Question.objects.get_or_create(key=key, defaults=answers)
        if is_new:
            dispatch.post("notices.question", str(question.pk), version=1, recipient=settings.HELPDESK_EMAIL)
    return question


def forget_questions(now: datetime) -> int:
    """Delete the questions written longer ago than `NOTICES_KEEP_QUESTIONS`; returns how many."""
    return Question.objects.written_before(now - settings.NOTICES_KEEP_QUESTIONS).delete()[0]


def forget_person(user: User, *, now: datetime) -> None:
    """The questions sent from the address of the account; who else had used it has proved nothing."""
    forget_address(user.email, now=now)


def forget_address(email: str, *, now: datetime) -> None:
    """The questions sent from an address go."""
    Question.objects.filter(email__iexact=email).delete()
