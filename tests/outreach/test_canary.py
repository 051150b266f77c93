"""What somebody wrote who registered for an event: in the files and mails of those who organise it. The pages: test_access."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from dispatch.models import Message
from outreach.models import Registration
from tests import access_table
from tests.access_table import AGENCY, DEPUTY, GUESTS, MANAGER, NETWORK
from tests.signing_in import sign_in

ORGANISERS = {MANAGER, DEPUTY, AGENCY, NETWORK}


@pytest.fixture
def world(db, time_machine, now):
    time_machine.move_to(now)
    return access_table.build()


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
