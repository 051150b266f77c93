"""The demonstration's people and their sign-in links: used by its data command and its way in, never in production."""

import ipaddress
import secrets

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import login
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse

from accounts import roles, second_factor
from accounts.models import User
from accounts.roles import Role

# Key, address, name, role: the manager and the deputy get their telecentre from the demonstration's data.
PEOPLE = [
    ("remote_worker", "camille@exemple.fr", "Camille Exemple", Role.REMOTE_WORKER),
    ("murat_manager", "gerance.murat@exemple.fr", "Maxime Exemple", Role.CENTRE_MANAGER),
    ("murat_deputy", "suppleance.murat@exemple.fr", "Sacha Exemple", Role.CENTRE_MANAGER),
    ("agency_officer", "agence@exemple.fr", "Dominique Exemple", Role.AGENCY_STAFF),
    ("network_administrator", "reseau@exemple.fr", "Claude Exemple", Role.NETWORK_ADMIN),
]
NONCE = "accounts.demonstration.nonce"
SALT = "accounts.demonstration"


def make_people() -> dict[str, User]:
    """The people, by key; safe to run again. Their addresses are proved and they have no password."""
    return {key: _make_person(email, name, role) for key, email, name, role in PEOPLE}


def _make_person(email: str, name: str, role: Role) -> User:
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name)
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"primary": True, "verified": True})
    roles.grant(user, role)
    return user


def make_links() -> list[tuple[Role, User, str]]:
    """A fresh link for each person; those of the start before stop working."""
    nonce = secrets.token_urlsafe(16)
    cache.set(NONCE, nonce, timeout=None)
    people = {user.email: user for user in User.objects.filter(email__in=[email for _key, email, _name, _role in PEOPLE])}
    return [(role, people[email], _link(people[email], nonce)) for _key, email, _name, role in PEOPLE if email in people]


def _link(user: User, nonce: str) -> str:
    token = signing.dumps({"email": user.email, "nonce": nonce}, salt=SALT)
    return settings.PUBLIC_URL + reverse("demonstration", args=[token])


def person_of(token: str) -> User | None:
    """None for a link that was forged, made at an earlier start, or names somebody else than the demonstration's people."""
    try:
        content = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    if not secrets.compare_digest(content["nonce"], cache.get(NONCE, "")):
        return None
    known = [email for _key, email, _name, _role in PEOPLE]
    return User.objects.filter(email__in=known, is_active=True).filter(email=content["email"]).first()


def is_this_machine(request: HttpRequest) -> bool:
    """By the address of the connection itself: headers that a proxy or a visitor adds say nothing here."""
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def sign_in(request: HttpRequest, person: User) -> None:
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    record_authentication(request, person, method=second_factor.DEMONSTRATION)
