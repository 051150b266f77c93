"""The mail that carries a question to the help desk."""

from django.core.mail import EmailMultiAlternatives

from dispatch import mails
from dispatch.models import Message
from notices.models import Question


def question(message: Message) -> EmailMultiAlternatives | None:
    """Answers go to whoever asked; nothing leaves once the question is forgotten. The help desk reads French."""
    asked = Question.objects.filter(pk=message.key).first()
    if asked is None:
        return None
    return mails.compose("notices/mail/question", {"question": asked}, to=message.recipient, language="fr", reply_to=asked.email)
