"""The verbs of invitations: ask somebody to join the staff, ask again, take it back, accept. Each act is recorded."""

from collections.abc import Iterable
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import roles
from accounts.models import User
from accounts.roles import Role
from dispatch import actions as dispatch
from telecentres import actions, hours
from telecentres.models import Invitation, Telecentre

INVITED, ROLE_GIVEN = "telecentres.invited", "telecentres.role_given"


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    role: str,
    by: User,
    now: datetime,
    language: str = "fr",
    telecentres: Iterable[Telecentre] = (),
    since: date | None = None,
    until: date | None = None,
) -> Invitation:
    """
    Write to an address with a link for a few days; who has an account already gets the role at once, and a mail that says so.

    Raises ValidationError: `centres` for a role that does not go with them, `order`, `over`, `oneself`, `ended` for a closed
    account, `open` when the address has an invitation already.
    """
    centres = list(telecentres)
    invitation = Invitation(
        email=email.strip().lower(), name=name, role=role, language=language, since=since, until=until, invited_by=by
    )
    check(invitation, centres, now=now)
    invitation.created_at = invitation.sent_at = now
    invitation.expires_at = now + settings.TELECENTRES_INVITATION_LIFE
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError:
        raise ValidationError(
            _("This address has an invitation already: send that one again, or withdraw it."), code="open"
        ) from None
    invitation.telecentres.set(centres)
    _note(invitation, by, "invited", flag=ADDITION)
    known = User.objects.select_for_update().filter(email=invitation.email).first()
    if known:
        _give(invitation, known, now=now)
        dispatch.post(ROLE_GIVEN, str(invitation.pk), version=1, recipient=invitation.email)
    else:
        _send(invitation)
    return invitation


def check(invitation: Invitation, centres: list[Telecentre], *, now: datetime) -> None:
    """What `invite` refuses before anything is written; raises ValidationError as it does."""
    if invitation.runs_centres != bool(centres):
        said = _("A manager or a deputy runs at least one telecentre; the other roles run none.")
        raise ValidationError(said, code="centres")
    if invitation.since and invitation.until and invitation.until < invitation.since:
        raise ValidationError(_("The last day cannot come before the first."), code="order")
    if invitation.until and invitation.until < hours.civil_day(now):
        raise ValidationError(_("This day is over. Choose today or a day to come."), code="over")
    if invitation.invited_by and invitation.email == invitation.invited_by.email:
        raise ValidationError(_("Nobody does this to themselves: ask another network administrator."), code="oneself")
    if User.objects.filter(email=invitation.email, is_active=False).exists():
        raise ValidationError(_("The account of this address is closed: open it again first."), code="ended")
    if Invitation.objects.open().filter(email=invitation.email).exists():
        said = _("This address has an invitation already: send that one again, or withdraw it.")
        raise ValidationError(said, code="open")


@transaction.atomic
def send_again(invitation: Invitation, *, by: User, now: datetime) -> None:
    """With a new link, valid for as long again; the former one opens nothing any more. Raises ValidationError as `withdraw`."""
    invitation = _held(invitation)
    if invitation.until and invitation.until < hours.civil_day(now):
        raise ValidationError(_("The last day of this role is over: withdraw it, and invite anew."), code="over")
    invitation.sendings += 1
    invitation.sent_at, invitation.expires_at = now, now + settings.TELECENTRES_INVITATION_LIFE
    invitation.save(update_fields=["sendings", "sent_at", "expires_at"])
    _send(invitation)
    _note(invitation, by, "sent again")


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User, reason: str, now: datetime) -> None:
    """Its link opens nothing any more. Raises ValidationError (`used`, `withdrawn`) where that is so already."""
    invitation = _held(invitation)
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    _note(invitation, by, f"withdrawn: {reason}")


@transaction.atomic
def accept(token: str, *, password: str, now: datetime) -> User | None:
    """
    Make the account with its password and role; None when the link is no longer valid.

    Whoever has made an account meanwhile keeps their own password. The link has proved the address.
    """
    found = Invitation.objects.of_token(token)
    invitation = found and Invitation.objects.select_for_update().filter(pk=found.pk, sendings=found.sendings).first()
    if invitation is None or invitation.state(now) != Invitation.State.SENT:
        return None
    person = User.objects.select_for_update().filter(email=invitation.email).first()
    if person and not person.is_active:
        return None
    if person is None:
        person = User.objects.create_user(invitation.email, password=password, name=invitation.name, language=invitation.language)
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    _give(invitation, person, now=now)
    return person


@transaction.atomic
def withdraw_of(person: User, now: datetime) -> None:
    """Of somebody whose access ends: no invitation brings it back."""
    Invitation.objects.open().filter(email=person.email).update(withdrawn_at=now)


def forget_invitations(*, now: datetime) -> int:
    """Delete those settled longer ago than `TELECENTRES_KEEP_INVITATIONS`; returns how many. For a daily task."""
    old = Invitation.objects.settled_before(now - settings.TELECENTRES_KEEP_INVITATIONS)
    count = old.count()
    old.delete()
    return count


def forget_person(user: User, *, now: datetime) -> None:
    """Invitations of the person go; those that they wrote stay, without their name."""
    Invitation.objects.filter(Q(user=user) | Q(email=user.email)).delete()
    Invitation.objects.filter(invited_by=user).update(invited_by=None)


def forget_address(email: str, *, now: datetime) -> None:
    """Invitations of an address without an account go."""
    Invitation.objects.filter(user=None, email__iexact=email).delete()


def _held(invitation: Invitation) -> Invitation:
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.used_at:
        raise ValidationError(_("This invitation has been used already."), code="used")
    if invitation.withdrawn_at:
        raise ValidationError(_("This invitation has been withdrawn already."), code="withdrawn")
    return invitation


def _give(invitation: Invitation, person: User, *, now: datetime) -> None:
    if invitation.runs_centres:
        since = max(invitation.since or hours.civil_day(now), hours.civil_day(now))
        for centre in invitation.telecentres.all():
            actions.appoint(person, centre, role=invitation.role, since=since, until=invitation.until)
    else:
        roles.grant(person, Role(invitation.role))
    invitation.used_at, invitation.user = now, person
    invitation.save(update_fields=["used_at", "user"])
    _note(invitation, person, "used")


def _send(invitation: Invitation) -> None:
    dispatch.post(
        INVITED,
        str(invitation.pk),
        version=invitation.sendings,
        recipient=invitation.email,
        expires_at=invitation.expires_at,
    )


def _note(invitation: Invitation, by: User, message: str, flag: int = CHANGE) -> None:
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(Invitation),
        object_id=str(invitation.pk),
        object_repr=str(invitation)[:200],
        action_flag=flag,
        change_message=message,
    )
