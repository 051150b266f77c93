"""The mails of work, one function each; each asks first whether what it says still holds, and is dropped if not."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from dispatch import mails
from dispatch.models import Message
from jobs import alerts
from jobs.models import Alert, AlertRound, Application, JobOffer, JobOutcome
from jobs.models.alert import stop_token
from jobs.models.application import ANSWER_DUE
from telecentres import words

STAFF = "fr"  # the language of the agency's and the employers' mails


def application_received(message: Message) -> EmailMultiAlternatives | None:
    """To the person: it has arrived, it was passed on, and by when an answer is due."""
    application = _application(message)
    if application is None:
        return None
    with override(application.language):
        return _note(
            message,
            _("Application received: %(offer)s") % {"offer": application.offer.title},
            [
                _("Your application has arrived, and %(employer)s has just got a link to read it.")
                % {"employer": application.offer.employer},
                _("You get a mail when it is read, and an answer by %(day)s at the latest.")
                % {"day": words.day_words(application.answer_due_at)},
            ],
            facts=_facts(application),
            button=(_("Follow it or take it back"), application.get_absolute_url()),
        )


def application_again(message: Message) -> EmailMultiAlternatives | None:
    """To the person, who has applied a second time: the first application stands, and its link."""
    application = _application(message)
    if application is None:
        return None
    with override(application.language):
        return _note(
            message,
            _("You have applied already: %(offer)s") % {"offer": application.offer.title},
            [
                _("An application with this address is there already, and it stands. To send another one, take it back first."),
                _("If it was not you, do nothing: nothing has changed."),
            ],
            facts=_facts(application),
            button=(_("Follow it or take it back"), application.get_absolute_url()),
        )


def application_news(message: Message) -> EmailMultiAlternatives | None:
    """To the person: it was read, or what the employer decided; None where it has moved on since, for that mail tells more."""
    application = _application(message)
    if application is None or application.moves != message.version:
        return None
    with override(application.language):
        subject, said = _news(application)
        paragraphs = [said, *([application.reason] if application.reason else [])]
        button = (_("Follow it or take it back"), application.get_absolute_url())
        return _note(message, subject, paragraphs, facts=_facts(application), button=button)


def _news(application: Application) -> tuple[str, str]:
    state, title = Application.State, {"offer": application.offer.title}
    return {
        state.RECEIVED: (_("Application received: %(offer)s") % title, _("Your application waits to be read.")),
        state.REVIEWING: (_("Your application is being read: %(offer)s") % title, _("The employer has opened your application.")),
        state.SHORTLISTED: (
            _("Your application is on the short list: %(offer)s") % title,
            _("The employer has kept your application for the next round."),
        ),
        state.INTERVIEW: (
            _("An interview is proposed: %(offer)s") % title,
            _("The employer wants to meet you and gets in touch with you at this address."),
        ),
        state.HIRED: (_("You are hired: %(offer)s") % title, _("The employer has chosen you. Congratulations.")),
        state.REFUSED: (
            _("Not this time: %(offer)s") % title,
            _("The employer has not chosen your application. The reason given:"),
        ),
        state.POOL: (
            _("Kept for other offers: %(offer)s") % title,
            _("It is not this job; as you allowed, your application is kept for others, two years at most."),
        ),
        state.WITHDRAWN: (_("Application taken back: %(offer)s") % title, _("Your application is taken back.")),
    }[state(application.state)]


def application_for_employer(message: Message) -> EmailMultiAlternatives | None:
    """To the employer: a link that opens the application; nothing of the person stands in the mail itself."""
    application = _application(message)
    if application is None or application.passed_on_count != message.version:
        return None
    with override(STAFF):
        address = reverse("jobs:passed_on", args=[application.employer_token])
        return _note(
            message,
            _("Application %(reference)s: %(offer)s") % {"reference": application.reference, "offer": application.offer.title},
            [
                _(
                    "Somebody has applied for your offer. The link opens the application for sixty days; each opening is noted, "
                    "and the person is told when it is read."
                ),
                _("An answer is due by %(day)s: the page lets you give it.")
                % {"day": words.day_words(application.answer_due_at)},
            ],
            button=(_("Read the application"), address),
        )


def offer_expires(message: Message) -> EmailMultiAlternatives | None:
    """To the author: the last day comes; one button lets it run on."""
    offer = _offer(message.key.partition("/")[0])
    if offer is None or not offer.is_published or str(offer.valid_through) != message.key.partition("/")[2]:
        return None
    with override(STAFF):
        return _note(
            message,
            _("Ends on %(day)s: %(offer)s") % {"day": words.day_words(offer.valid_through), "offer": offer.title},
            [
                _("This offer leaves the site after its last day. If the job is still to be had, let it run on."),
                _("Applications so far: %(count)s.") % {"count": offer.applications.count()},
            ],
            button=(_("Let it run on"), offer.renewal_url),
        )


def offer_returned(message: Message) -> EmailMultiAlternatives | None:
    """To the author: what the second reader wants changed."""
    offer = _offer(message.key)
    if offer is None or offer.state != JobOffer.State.DRAFT or offer.version != message.version:
        return None
    with override(STAFF):
        return _note(
            message,
            _("To be changed: %(offer)s") % {"offer": offer.title},
            [_("The second reader gives this offer back with a remark:"), offer.remark],
            button=(_("Change it"), reverse("admin:jobs_joboffer_change", args=[offer.pk])),
        )


def answer_due(message: Message) -> EmailMultiAlternatives | None:
    """To the author of the offer: somebody waits for an answer."""
    key, days, *_since = message.key.split("/")
    application = Application.objects.unanswered().known().select_related("offer").filter(pk=key).first()
    if application is None:
        return None
    with override(STAFF):
        is_late = int(days) >= ANSWER_DUE.days
        said = (
            _("This application has waited for thirty days: the answer is due today.")
            if is_late
            else _("This application has waited for twenty days: the answer is due in ten.")
        )
        return _note(
            message,
            _("No answer yet: %(reference)s, %(offer)s") % {"reference": application.reference, "offer": application.offer.title},
            [said],
            button=(_("Open it in the administration"), reverse("admin:jobs_application_change", args=[application.pk])),
        )


def pool_ends(message: Message) -> EmailMultiAlternatives | None:
    """To the person: in thirty days their application is erased, unless they say once more that it may be kept."""
    application = _application(message)
    if application is None or application.state != Application.State.POOL:
        return None
    if application.pool_consent_at.toordinal() != message.version:
        return None
    with override(application.language):
        return _note(
            message,
            _("Your application will be erased: %(offer)s") % {"offer": application.offer.title},
            [
                _("Two years ago you allowed us to keep your application for other offers. It is erased in thirty days."),
                _("If it may be kept for two more years, say so on its page. If not, do nothing."),
            ],
            button=(_("Go to its page"), application.get_absolute_url()),
        )


def still_there(message: Message) -> EmailMultiAlternatives | None:
    """To who was hired: one click says whether they still do that work."""
    key, _slash, months = message.key.partition("/")
    outcome = JobOutcome.objects.select_related("application", "offer").filter(pk=key, application__isnull=False).first()
    if outcome is None:
        return None
    with override(outcome.application.language):
        asked = {"count": int(months), "offer": outcome.offer.title}
        return _note(
            message,
            _("Are you still there? %(offer)s") % asked,
            [
                ngettext(
                    "You were hired %(count)s month ago through this portal.",
                    "You were hired %(count)s months ago through this portal.",
                    int(months),
                )
                % asked,
                _("One click tells us whether you still do this work. The answer counts in numbers only."),
            ],
            button=(_("Answer"), outcome.question_url(int(months))),
        )


def alert_asked(message: Message) -> EmailMultiAlternatives | None:
    """Asks the owner of the address whether it is they who search."""
    alert = Alert.objects.filter(pk=message.key, confirmed_at=None).first()
    if alert is None:
        return None
    with override(alert.language):
        return _note(
            message,
            _("Confirm your search for job offers"),
            [
                _(
                    "Somebody asked that new job offers be sent to this address. If it was you, confirm within seven days. "
                    "If not, do nothing: the address is erased by itself."
                ),
            ],
            facts=[(_("Searched for"), search_words(alert))],
            button=(_("Yes, send them"), alert.get_absolute_url()),
        )


def alert(message: Message) -> EmailMultiAlternatives | None:
    """The new offers of every search of one address and one rhythm, in one mail; None where they are stopped or closed since."""
    rounds = AlertRound.objects.of_mail(message.recipient, message.key, message.version)
    found = [(one.alert, news) for one in rounds if (news := alerts.news_of(one))]
    if not found:
        return None
    language = found[0][0].language
    number = len({offer.pk for _one, news in found for offer in news})
    with override(language):
        context = {
            "heading": ngettext("%(count)s new job offer", "%(count)s new job offers", number) % {"count": number},
            "searches": [
                (search_words(one), news[: alerts.MOST], len(news[alerts.MOST :]), one.get_absolute_url(), one.query)
                for one, news in found
            ],
        }
        mail = mails.compose("jobs/mail/alert", context, to=message.recipient, language=language)
    # RFC 8058: the mail program shows a button of its own that ends it with one click.
    stop = reverse("jobs:alert_stop", args=[stop_token(message.recipient, message.key)])
    mail.extra_headers["List-Unsubscribe"] = f"<{settings.PUBLIC_URL}{stop}>"
    mail.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail


def search_words(alert: Alert) -> str:
    """What a search looks for, in words."""
    search = alerts.search_of(alert)
    said = [label for label, _query in search.removals()]
    if search.commune:
        said.append(_("from %(commune)s") % {"commune": search.commune})
    return ", ".join(said) or _("all offers")


def _facts(application: Application) -> list[tuple[str, str]]:
    return [
        (_("Offer"), application.offer.title),
        (_("Employer"), str(application.offer.employer)),
        (_("Reference"), application.reference),
    ]


def _application(message: Message) -> Application | None:
    """None once the person has taken it back or is forgotten."""
    found = Application.objects.known().exclude(state=Application.State.WITHDRAWN)
    return found.select_related("offer__employer").filter(pk=message.key).first()


def _offer(key: str) -> JobOffer | None:
    return JobOffer.objects.select_related("employer").filter(pk=key).first()


def _note(
    message: Message,
    heading: str,
    paragraphs: Iterable[str],
    *,
    facts: Iterable[tuple[str, str]] = (),
    button: tuple[str, str] | None = None,
) -> EmailMultiAlternatives:
    """A mail of a few sentences, in the language of the moment: what it is about, facts, one button."""
    label, path = button or ("", "")
    context = {
        "heading": heading,
        "paragraphs": list(paragraphs),
        "facts": list(facts),
        "button_label": label,
        "button_url": settings.PUBLIC_URL + path if path else "",
    }
    return mails.compose("jobs/mail/note", context, to=message.recipient, language=get_language() or STAFF)
