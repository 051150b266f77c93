"""Two forms with the same address at the same moment make one lead; the control takes the constraint away."""

import uuid
from threading import Barrier, Thread

import pytest
from django.db import connection

from accounts import roles
from outreach import actions
from outreach.actions import leads
from outreach.models import Interaction, Lead
from tests import factories

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

RIVALS = 6
NAME = "outreach_lead_once"


@pytest.fixture
def officer(now):
    user = factories.make_user("agence@exemple.fr", "Andrea Exemple")
    roles.grant(user, roles.Role.AGENCY_STAFF)
    return user


@pytest.fixture
def no_constraint(transactional_db):
    """Taken away for one test, and put back once its leads are gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indexrelid = %s::regclass", [NAME])
        [definition] = cursor.fetchone()
        cursor.execute(f"DROP INDEX {NAME}")
        yield
        cursor.execute("TRUNCATE outreach_lead CASCADE")
        cursor.execute(definition)


def all_at_once(now, monkeypatch) -> list[str]:
    """Each form in a thread and a connection of its own, held until all have looked for the address; what was raised."""
    gate, looked, raised = Barrier(RIVALS), Barrier(RIVALS), []
    really_noted, first_looks = leads._noted, set()

    def noted(contact, *, now):
        found = really_noted(contact, now=now)
        if contact.key not in first_looks:
            first_looks.add(contact.key)
            looked.wait(20)
        return found

    monkeypatch.setattr(leads, "_noted", noted)

    def send(number: int) -> None:
        contact = actions.Contact(
            email="zoe@exemple.fr", name="Zoé", source=Lead.Source.FORM, message=f"Mot {number}", key=uuid.uuid4()
        )
        try:
            gate.wait(20)
            actions.take_up(contact, now=now)
        except Exception as error:
            raised.append(repr(error))
        finally:
            connection.close()

    threads = [Thread(target=send, args=[number]) for number in range(RIVALS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(40)
    return raised


def test_the_same_address_at_once_is_one_lead_with_every_word(officer, now, monkeypatch):
    assert all_at_once(now, monkeypatch) == []

    assert Lead.objects.count() == 1
    assert Interaction.objects.filter(lead=Lead.objects.get()).count() == RIVALS


def test_control_without_the_constraint_there_are_several(officer, now, monkeypatch, no_constraint):
    all_at_once(now, monkeypatch)

    assert Lead.objects.count() > 1
