"""What somebody wrote who registered for an event: on the pages of those who organise it, and nowhere else on the site."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import scoped_admin
from accounts.models import User
from dispatch.models import Message
from outreach.models import Registration
from tests import access_table
from tests.access_table import AGENCY, DEPUTY, GUESTS, MANAGER, NETWORK, ROLES
from tests.signing_in import sign_in
from tests.test_access import address_of, browser_of

ITS_PAGES = {
    "admin:outreach_registration_changelist",
    "admin:outreach_registration_change",
    "admin:outreach_registration_door",
    "admin:outreach_registration_check_in",
}
ORGANISERS = {MANAGER, DEPUTY, AGENCY, NETWORK}


@pytest.fixture
def world(db, time_machine, now):
    time_machine.move_to(now)
    return access_table.build()


def traces(guest: str) -> list[bytes]:
    """The name, the address and the need as they would show."""
    return [guest.lower().encode(), guest.lower().replace(" ", "-").encode()]


def seen(role: str, world) -> list[set[str]]:
    """On which addresses each of the two guests shows, after one walk over all of the site."""
    browser, found = browser_of(role, world), [set(), set()]
    for name, visits in access_table.all_visits().items():
        for visit in visits:
            page = browser.get(address_of(name, visit, world) + visit.query)
            content = b"" if page.streaming else page.content.lower()
            for guest, pages in zip(GUESTS, found, strict=True):
                if any(trace in content for trace in traces(guest)):
                    pages.add(name)
    return found


@pytest.mark.parametrize("role", ROLES)
def test_who_registered_is_seen_by_the_organisers_alone(world, role):
    murat, allanche = seen(role, world)

    assert murat == (ITS_PAGES if role in ORGANISERS else set())
    assert allanche == (ITS_PAGES if role in {AGENCY, NETWORK} else set())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("role", sorted(ORGANISERS))
def test_the_file_of_the_list_has_the_rows_of_the_person_alone(world, role, kind):
    browser = sign_in(Client(), world.people[role])

    answer = browser.get(reverse("admin:outreach_registration_changelist") + f"?_export={kind}")

    assert answer.status_code == 200
    if kind == "csv":
        names = [name for name in GUESTS if name in answer.content.decode("utf-8-sig")]
        assert names == ([*GUESTS] if role in {AGENCY, NETWORK} else [GUESTS[0]])


def test_the_outbox_keeps_no_content_and_other_people_get_no_mail(world):
    addresses = set(Message.objects.filter(kind__startswith="outreach.registration").values_list("recipient", flat=True))

    assert addresses == set(Registration.objects.values_list("email", flat=True))
    assert not User.objects.filter(email__in=addresses).exists()


def test_control_without_the_scope_the_walk_finds_the_leak(world, monkeypatch):
    monkeypatch.setattr(scoped_admin, "managed", lambda queryset, request: queryset)

    assert "admin:outreach_registration_changelist" in seen(MANAGER, world)[1]
