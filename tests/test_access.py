"""
Who gets what at each address of the site, walked from the URLconf: each role × each address × own and foreign record.

The expectations are declared in tests/access_table.py; an address without any fails here.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.apps import apps
from django.contrib.admin import AdminSite
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts import scoped_admin
from accounts.admin_site import PortalAdminSite
from tests import access_table
from tests.access_table import AWAY, CLOSED, KEYLESS, LOGIN, ROLES, SECOND_FACTOR, VISITOR, Visit, World
from tests.signing_in import sign_in

OWN_APPS = ("accounts", "dispatch", "telecentres", "bookings", "jobs", "outreach", "notices", "observatory")
OTHER_VERBS = ("post", "delete")


def walk(resolver: URLResolver, namespaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Each address with its name; those without a name by their route, after a tilde."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, (*namespaces, pattern.namespace) if pattern.namespace else namespaces)
        else:
            yield ":".join([*namespaces, pattern.name or f"~{pattern.pattern}"]), pattern


# The old address of a record in the administration, which leads to the new one.
LEADS_ON = "admin:~<path:object_id>/"


def test_every_address_is_declared_and_every_declaration_has_an_address():
    found = {name for name, _pattern in walk(get_resolver())} - {LEADS_ON}

    assert found == set(access_table.all_visits())


def test_every_page_closed_by_nobody_is_declared_public():
    """Closed unless marked: the addresses that a visitor reaches are those that the table lets a visitor reach."""
    opened = {name for name, pattern in walk(get_resolver()) if not getattr(pattern.callback, "login_required", True)}

    visits = access_table.all_visits().items()
    assert {name for name, ways in visits if any(way.expected[VISITOR] != LOGIN for way in ways)} <= opened


@pytest.fixture
def world(db, time_machine, now) -> World:
    time_machine.move_to(now)
    return access_table.build()


def browser_of(role: str, world: World) -> Client:
    client = Client(raise_request_exception=False)
    return client if role == VISITOR else sign_in(client, world.people[role], second_factor=role != KEYLESS)


def address_of(name: str, visit: Visit, world: World) -> str:
    arguments = visit.arguments(world)
    if name.startswith("admin:~"):
        return reverse("admin:index") + arguments["url"]
    return reverse(name, kwargs=arguments)


def said(response: HttpResponse) -> str:
    if response.status_code not in (301, 302):
        return str(response.status_code)
    target = response["Location"]
    if target.startswith((reverse("account_login"), reverse("admin:login"))):
        return LOGIN
    return SECOND_FACTOR if "next=/admin/" in target else AWAY


class Walked(NamedTuple):
    """Where the site says something else than the table, and which addresses tell of whom."""

    differences: list[str]
    of_applicants: set[str]
    of_leads: set[str]
    of_guests: dict[str, set[str]]  # by the name of who registered for an event: at Murat, and at Allanche

    def note(self, name: str, content: bytes) -> None:
        if access_table.CANARY.encode() in content:
            self.of_applicants.add(name)
        if access_table.LEAD_CANARY.encode() in content:
            self.of_leads.add(name)
        for guest, pages in self.of_guests.items():
            if any(trace in content for trace in traces(guest)):
                pages.add(name)


def traces(guest: str) -> list[bytes]:
    """The name, the address and the need as they would show."""
    return [guest.lower().encode(), guest.lower().replace(" ", "-").encode()]


def walked(role: str, world: World, *, begins: str = "") -> Walked:
    """Every address whose name begins so, with own and foreign record; lists also as they are searched and exported."""
    client, found = browser_of(role, world), Walked([], set(), set(), {guest: set() for guest in access_table.GUESTS})
    for name, visits in access_table.all_visits().items():
        for visit in visits if name.startswith(begins) else []:
            address = address_of(name, visit, world)
            page = client.get(address)
            expected, answer = visit.expected[role], said(page)
            if answer != expected:
                found.differences.append(f"{name} {visit.whose}: {answer} instead of {expected}")
            others = [address + visit.query] if visit.query else []
            others += [f"{address}{visit.query}?_export=csv"] if "changelist" in name else []
            found.note(name, b"".join(told(one) for one in [page, *(client.get(other) for other in others)]))
    return found


def told(page: HttpResponse) -> bytes:
    return b"" if page.streaming else page.content.lower()


# Who wrote something, and the pages on which it shows: of an application and of a lead for the agency; the first asks whether
# a person of an application has agreed to be followed. Of a registration for who organises the event.
OF_APPLICANTS = {
    "admin:outreach_lead_from",
    "admin:jobs_application_changelist",
    "admin:jobs_application_change",
    "admin:jobs_application_answer",
}
OF_LEADS = {f"admin:outreach_lead_{name}" for name in ("board", "changelist", "change", "trial")}
OF_GUESTS = {f"admin:outreach_registration_{name}" for name in ("changelist", "change", "door", "check_in")}
ORGANISERS = {access_table.AGENCY, access_table.NETWORK}
AT_MURAT = {access_table.MANAGER, access_table.DEPUTY}


@pytest.mark.parametrize("role", ROLES)
def test_each_address_answers_each_role_as_declared_and_tells_of_nobody(world, role):
    """What somebody wrote shows on the pages of those whom it concerns, and nowhere else."""
    found = walked(role, world)

    is_agency = role == access_table.AGENCY
    assert "\n".join(found.differences) == ""
    assert (found.of_applicants, found.of_leads) == ((OF_APPLICANTS, OF_LEADS) if is_agency else (set(), set()))
    assert list(found.of_guests.values()) == [
        OF_GUESTS if role in ORGANISERS | AT_MURAT else set(),
        OF_GUESTS if role in ORGANISERS else set(),
    ]


def contents() -> dict[str, list]:
    """All rows of our own tables."""
    ours: list[type[models.Model]] = [model for app in OWN_APPS for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in ours}


@pytest.mark.parametrize("role", ROLES)
def test_what_is_closed_is_closed_to_every_verb_and_changes_nothing(world, role):
    client = browser_of(role, world)
    before = contents()

    found = []
    for name, visits in access_table.all_visits().items():
        for visit in visits:
            if visit.expected[role] not in CLOSED - {access_table.WRONG_VERB}:
                continue
            for verb in OTHER_VERBS:
                answer = said(getattr(client, verb)(address_of(name, visit, world)))
                if answer not in CLOSED | {AWAY} or (answer == AWAY and visit.expected[role] != LOGIN):
                    found.append(f"{verb} {name} {visit.whose}: {answer}")

    assert "\n".join(found) == ""
    assert contents() == before


def test_control_without_the_scope_the_walk_finds_the_leaks(world, monkeypatch):
    monkeypatch.setattr(scoped_admin, "managed", lambda queryset, request: queryset)

    found = walked(access_table.MANAGER, world, begins="admin:bookings_").differences

    assert [line for line in found if "bookings_booking_change foreign: 200 instead of 404" in line]


def test_control_without_the_scope_the_walk_finds_who_registered_elsewhere(world, monkeypatch):
    monkeypatch.setattr(scoped_admin, "managed", lambda queryset, request: queryset)

    found = walked(access_table.MANAGER, world, begins="admin:outreach_registration")

    assert "admin:outreach_registration_changelist" in found.of_guests[access_table.GUESTS[1]]


def test_control_without_the_door_the_walk_finds_it(world, monkeypatch):
    monkeypatch.setattr(PortalAdminSite, "turn_away", lambda self, request: None)
    monkeypatch.setattr(PortalAdminSite, "has_permission", AdminSite.has_permission)

    assert walked(KEYLESS, world, begins="admin:bookings_").differences
