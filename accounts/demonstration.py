"""The demonstration's people and their sign-in links: used by its data command and its way in, never in production."""

import ipaddress
import secrets
from typing import NamedTuple

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import login
from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import roles, second_factor
from accounts.models import User
from accounts.roles import Role


class Person(NamedTuple):
    email: str
    name: str
    role: Role
    title: str | Promise


# By key; the manager and the deputy get their telecentre from the demonstration's data.
PEOPLE = {
    "remote_worker": Person("camille@exemple.fr", "Camille Exemple", Role.REMOTE_WORKER, _("remote worker")),
    "murat_manager": Person("gerance.murat@exemple.fr", "Maxime Exemple", Role.CENTRE_MANAGER, _("manager of Murat")),
    "murat_deputy": Person("suppleance.murat@exemple.fr", "Sacha Exemple", Role.CENTRE_MANAGER, _("deputy manager of Murat")),
    "agency_officer": Person("agence@exemple.fr", "Dominique Exemple", Role.AGENCY_STAFF, _("agency staff")),
    "network_administrator": Person("reseau@exemple.fr", "Claude Exemple", Role.NETWORK_ADMIN, _("network administrator")),
}
NONCE = "accounts.demonstration.nonce"


def make_people() -> dict[str, User]:
    """The people, by key; safe to run again. Their addresses are proved and they have no password."""
    return {key: _make_person(person) for key, person in PEOPLE.items()}


def _make_person(person: Person) -> User:
    user = User.objects.filter(email=person.email).first() or User.objects.create_user(person.email, name=person.name)
    EmailAddress.objects.get_or_create(user=user, email=person.email, defaults={"primary": True, "verified": True})
    roles.grant(user, person.role)
    return user


def make_links() -> list[tuple[Person, str]]:
    """A fresh link for each person that the data holds; those of the start before stop working."""
    nonce = secrets.token_urlsafe(16)
    cache.set(NONCE, nonce, timeout=None)
    there = set(User.objects.values_list("email", flat=True))
    return [(person, _link(key, nonce)) for key, person in PEOPLE.items() if person.email in there]


def _link(key: str, nonce: str) -> str:
    return settings.PUBLIC_URL + reverse("demonstration", args=[_signer(nonce).sign(key)])


def _signer(nonce: str) -> Signer:
    return Signer(salt=f"accounts.demonstration.{nonce}")


def user_of(token: str) -> User | None:
    """None for a link that was forged, made at an earlier start, or whose person is gone."""
    nonce = cache.get(NONCE)
    if nonce is None:
        return None
    try:
        person = PEOPLE[_signer(nonce).unsign(token)]
    except (BadSignature, KeyError):
        return None
    return User.objects.filter(email=person.email, is_active=True).first()


def is_this_machine(request: HttpRequest) -> bool:
    """By the address of the connection itself: headers that a proxy or a visitor adds say nothing here."""
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def sign_in(request: HttpRequest, user: User) -> None:
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    record_authentication(request, user, method=second_factor.DEMONSTRATION)
