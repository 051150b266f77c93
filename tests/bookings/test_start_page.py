"""The administration's start page: each role finds its own day on it, and nobody's name who is not theirs to know."""

import uuid
from datetime import date

import pytest

from bookings import actions
from bookings.models import Booker
from dispatch.models import Message
from telecentres import hours
from tests.factories import make_booking
from tests.signing_in import sign_in

TODAY = date(2026, 11, 25)
QUERIES = 21  # of one visit


def start_page(client, user) -> str:
    sign_in(client, user)
    return client.get("/admin/").content.decode()


def test_a_manager_sees_who_comes_today_and_only_at_home(client, murat_manager, murat, allanche, now):
    early = now.replace(hour=6)
    make_booking("zoe@exemple.fr", murat.workspaces.get(code="1"), TODAY, now=early)
    actions.book(
        booker=Booker("Autre Exemple", "autre@exemple.fr"),
        workspace=allanche.workspaces.get(code="1"),
        day=TODAY,
        part="day",
        key=uuid.uuid4(),
        language="fr",
        now=early,
    )

    page = start_page(client, murat_manager)

    assert ("Visiteur Exemple" in page, "Autre Exemple" in page) == (True, False)
    assert f"/admin/telecentres/closure/add/?telecentre={murat.pk}" in page


def test_a_manager_sees_the_closures_ahead(client, murat_manager, murat, now):
    actions.close(telecentre=murat, **hours.whole_day(date(2026, 12, 3))._asdict(), reason="neige annoncée", now=now)
    actions.close(telecentre=murat, **hours.whole_day(date(2027, 2, 3))._asdict(), reason="travaux lointains", now=now)

    page = start_page(client, murat_manager)

    assert ("neige annoncée" in page, "travaux lointains" in page) == (True, False)


@pytest.mark.parametrize("person", ["agency_officer", "network_admin"])
def test_who_looks_after_the_network_reads_no_name(client, request, person, murat, now):
    make_booking("zoe@exemple.fr", murat.workspaces.get(code="1"), TODAY, now=now.replace(hour=6))

    page = start_page(client, request.getfixturevalue(person))

    assert ("Visiteur Exemple" in page, "zoe@exemple.fr" in page) == (False, False)
    assert "Le réseau aujourd’hui" in page


def test_the_network_is_led_to_the_mails_that_were_given_up(client, network_admin, murat, now):
    make_booking("zoe@exemple.fr", murat.workspaces.get(code="1"), date(2026, 11, 26), now=now)
    Message.objects.update(state=Message.State.DEAD, claimed_at=now)

    page = start_page(client, network_admin)

    assert "/admin/dispatch/message/?state__exact=dead" in page


def test_the_start_page_asks_the_same_queries_however_many_bookings(client, murat_manager, murat, now, django_assert_num_queries):
    sign_in(client, murat_manager)
    client.get("/admin/")
    with django_assert_num_queries(QUERIES):
        client.get("/admin/")
    for desk in murat.workspaces.all():
        make_booking(f"{desk.code}@exemple.fr", desk, TODAY, now=now.replace(hour=6))

    with django_assert_num_queries(QUERIES):
        client.get("/admin/")
