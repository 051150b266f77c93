"""A mailing as each person gets it: the consent is asked for again at the moment when it leaves."""

import re

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from dispatch import mails
from dispatch.models import Message
from outreach.models import Lead, Mailing

NOBODYS = "exemple"  # the links of a preview open nobody's page


def mailing(message: Message) -> EmailMultiAlternatives | None:
    """None for who has ended the news, taken the consent back, or is forgotten since the mailing was sent."""
    mailing_key, _dash, lead_key = message.key.partition("-")
    lead = Lead.objects.reachable().filter(pk=lead_key, email=message.recipient).first()
    sent = Mailing.objects.filter(pk=mailing_key, state=Mailing.State.SENT).first()
    if lead is None or sent is None:
        return None
    mail = as_mail(sent, to=lead.email, language=lead.language, token=lead.token)
    # RFC 8058: the mail program shows a button of its own that ends it with one click.
    stop = settings.PUBLIC_URL + reverse("outreach:end_news", args=[lead.news_token])
    mail.extra_headers["List-Unsubscribe"] = f"<{stop}>"
    mail.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail


def mailing_test(message: Message) -> EmailMultiAlternatives | None:
    """To who writes it, before it goes out."""
    draft = Mailing.objects.filter(pk=message.key).first()
    return as_mail(draft, to=message.recipient, language="fr", token=NOBODYS) if draft else None


def as_mail(mailing: Mailing, *, to: str, language: str, token: str) -> EmailMultiAlternatives:
    """Text and HTML with the link to the person's own page, where the news ends."""
    context = {
        "heading": mailing.subject,
        "paragraphs": [part.strip() for part in re.split(r"\n\s*\n", mailing.text.replace("\r", "")) if part.strip()],
        "own_url": settings.PUBLIC_URL + reverse("outreach:project", args=[token]),
    }
    return mails.compose("outreach/mail/mailing", context, to=to, language=language)
