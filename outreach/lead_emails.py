"""The mails about leads, to the person and to who follows them; each asks first whether what it says still holds."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from accounts.models import User
from dispatch import mails
from dispatch.models import Message
from outreach import guides
from outreach.models import Lead
from telecentres import hours, words

STAFF = "fr"
MOST = 30


def lead_received(message: Message) -> EmailMultiAlternatives | None:
    """To the person: it has arrived, when somebody gets in touch, and the link to see, correct or erase it."""
    lead = _lead(message)
    if lead is None or lead.email != message.recipient:
        return None
    with override(lead.language):
        said = [
            _("Thank you. Somebody of the agency gets in touch with you within two working days."),
            _(
                "The link shows all that we keep about your project. There you correct it, end the news, or take your agreement "
                "back: then all is erased at once."
            ),
            _("If it was not you who wrote to us, open the link and erase it."),
        ]
        if lead.news_asked_at and not lead.gets_news:
            said.append(_("You would like news of the network: say yes to it on that page, and it begins."))
        if guide := guides.for_newcomers():
            said.append(_("To read meanwhile: “%(title)s”, %(address)s") % {"title": guide.title, "address": guide.url})
        return _note(message, _("Your project to come to the Cantal"), said, button=(_("My project"), lead.get_absolute_url()))


def lead_arrived(message: Message) -> EmailMultiAlternatives | None:
    """To who follows the lead: there is something new. Nothing of the person stands in the mail itself."""
    lead = _lead(message)
    if lead is None or lead.owner is None or lead.owner.email != message.recipient or not lead.next_action_on:
        return None
    with override(STAFF):
        said = [
            _("%(action)s by %(day)s.") % {"action": lead.next_action, "day": words.day_words(lead.next_action_on)},
        ]
        button = (_("Open the lead"), reverse("admin:outreach_lead_change", args=[lead.pk]))
        return _note(message, _("Lead %(reference)s: news") % {"reference": lead.reference}, said, button=button)


def lead_ends(message: Message) -> EmailMultiAlternatives | None:
    """To the person: in thirty days all is erased, unless they say that they want to stay in touch."""
    lead = _lead(message)
    if lead is None or lead.warned_at is None or int(lead.warned_at.timestamp()) != message.version:
        return None
    with override(lead.language):
        said = [
            _("You wrote to us about coming to live in the Cantal, and we have not heard from you for almost three years."),
            ngettext(
                "In %(count)s day your project is erased. If you want to stay in touch, say so on its page; if not, do nothing.",
                "In %(count)s days your project is erased. If you want to stay in touch, say so on its page; if not, do nothing.",
                settings.OUTREACH_WARN_LEADS.days,
            )
            % {"count": settings.OUTREACH_WARN_LEADS.days},
        ]
        return _note(message, _("Your project will be erased"), said, button=(_("My project"), lead.get_absolute_url()))


def leads_overdue(message: Message) -> EmailMultiAlternatives | None:
    """To who follows leads: those whose day has passed, by their reference; None once nothing is late."""
    owner = User.objects.filter(pk=message.key, is_active=True).first()
    today = hours.civil_day(timezone.now())
    late = list(Lead.objects.overdue(today).owned_by(owner)) if owner else []
    if not late:
        return None
    with override(STAFF):
        said = ngettext("%(count)s lead waits for you.", "%(count)s leads wait for you.", len(late)) % {"count": len(late)}
        facts = [(lead.reference, f"{lead.next_action}, {words.day_words(lead.next_action_on)}") for lead in late[:MOST]]
        button = (_("Open the list"), f"{reverse('admin:outreach_lead_changelist')}?due=late&owner=me")
        return _note(message, _("Leads that wait"), [said], facts=facts, button=button)


def _lead(message: Message) -> Lead | None:
    """None once the person is forgotten."""
    return Lead.objects.known().select_related("owner").filter(pk=message.key).first()


def _note(
    message: Message,
    heading: str,
    paragraphs: Iterable[str],
    *,
    facts: Iterable[tuple[str, str]] = (),
    button: tuple[str, str],
) -> EmailMultiAlternatives:
    """A mail of a few sentences and one button, in the language of the moment."""
    label, path = button
    context = {
        "heading": heading,
        "paragraphs": list(paragraphs),
        "facts": list(facts),
        "button_label": label,
        "button_url": settings.PUBLIC_URL + path,
    }
    return mails.compose("outreach/mail/lead", context, to=message.recipient, language=get_language() or STAFF)
