"""The mails about people sent on from one centre to another; rendered when they leave, so that they say what is true then."""

from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from bookings import referring
from bookings.models import Referral
from dispatch import mails
from dispatch.models import Message
from telecentres.models import Telecentre

OTHERS = 3


def proposed(message: Message) -> EmailMultiAlternatives | None:
    """To the person, who may book at once without waiting; None once there is an answer, which has a mail of its own."""
    referral = _in_state(message, Referral.State.PROPOSED)
    return referral and _to_person(message, referral, "referral_proposed", _links_to([referral.receiver], referral))


def received(message: Message) -> EmailMultiAlternatives | None:
    """To who manages the receiving centre; None once somebody has answered. The page names the person, the mail does not."""
    referral = _in_state(message, Referral.State.PROPOSED)
    if referral is None:
        return None
    with override("fr"):
        context = {"referral": referral, "giver": referral.giver, "centre": referral.receiver}
        context |= {"button_url": settings.PUBLIC_URL + referral.get_admin_url(), "button_label": _("See and answer")}
        return _compose(message, referral, "referral_received", context, "fr", answers_to=referral.giver)


def accepted(message: Message) -> EmailMultiAlternatives | None:
    """To the person, with the page where to book; None once they have booked there."""
    referral = _in_state(message, Referral.State.ACCEPTED)
    if referral is None or referral.booking_id:
        return None
    return _to_person(message, referral, "referral_accepted", _links_to([referral.receiver], referral))


def declined(message: Message) -> EmailMultiAlternatives | None:
    """To the person, with the other centres that could receive them."""
    referral = _in_state(message, Referral.State.DECLINED)
    return referral and _to_person(message, referral, "referral_declined", _others(referral))


def expired(message: Message) -> EmailMultiAlternatives | None:
    """To the person: no answer came; the same other centres."""
    referral = _in_state(message, Referral.State.EXPIRED)
    return referral and _to_person(message, referral, "referral_expired", _others(referral))


KINDS: dict[str, Callable[[Message], EmailMultiAlternatives | None]] = {
    "referral_proposed": proposed,
    "referral_received": received,
    "referral_accepted": accepted,
    "referral_declined": declined,
    "referral_expired": expired,
}


def _in_state(message: Message, state: str) -> Referral | None:
    return Referral.objects.with_places().filter(pk=message.key, state=state).first()


def _others(referral: Referral) -> list[tuple[Telecentre, str]]:
    found = referring.proposals(referral.giver, now=timezone.now(), speciality=referral.speciality)
    return _links_to([one.centre for one in found if one.centre != referral.receiver and one.slots][:OTHERS], referral)


def _links_to(centres: list[Telecentre], referral: Referral) -> list[tuple[Telecentre, str]]:
    """Where to book there; a reason that only staff can know is not in the link, for the referral itself is on record."""
    introduction = referring.Introduction(referral.giver, referral.reason, referral.speciality)
    query = f"?{introduction.query[1:]}" if referral.reason in referring.SLUG_OF_REASON else ""
    return [(centre, settings.PUBLIC_URL + reverse("bookings:pick", args=[centre.slug]) + query) for centre in centres]


def _to_person(message: Message, referral: Referral, name: str, links: list[tuple[Telecentre, str]]) -> EmailMultiAlternatives:
    with override(referral.language):
        context = {"referral": referral, "giver": referral.giver, "receiver": referral.receiver, "person": referral.person}
        context |= {"links": links, "reason": referral.reason_words}
        if len(links) == 1:
            centre, address = links[0]
            context |= {"button_url": address, "button_label": _("Choose a desk at %(centre)s") % {"centre": centre}}
        return _compose(message, referral, name, context, referral.language, answers_to=referral.giver)


def _compose(
    message: Message, referral: Referral, name: str, context: dict, language: str, *, answers_to: Telecentre
) -> EmailMultiAlternatives:
    return mails.compose(
        f"bookings/mail/{name}",
        context,
        to=message.recipient,
        language=language,
        reply_to=answers_to.email,
        from_name=answers_to.full_name,
    )
