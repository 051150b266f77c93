"""The filters of the list of centres."""

from datetime import datetime

import pytest
from django.utils import timezone

from telecentres.models import Need, Speciality, TelecentreSpeciality, Workspace
from tests.factories import BEGINNING, make_desk

LIST = "/telecentres/"


@pytest.fixture
def network(murat, allanche, now):
    """On a Wednesday at nine: Murat with a meeting room and a quiet desk; Allanche leads the languages."""
    make_desk(murat, "reunion", kind=Workspace.Kind.MEETING_ROOM, seats=8)
    murat.workspaces.filter(code="1").update(is_quiet=True)
    speciality = Speciality.objects.create(name="Langues", slug="langues")
    Need.objects.create(name="Apprendre l’anglais", short_name="Anglais", slug="anglais", speciality=speciality)
    TelecentreSpeciality.objects.create(telecentre=allanche, speciality=speciality, role="lead", since=BEGINNING)
    return murat, allanche


def shown(client, **query) -> list[str]:
    return [centre.name for centre in client.get(LIST, query).context["telecentres"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Allanche", "Murat"]),
        ({"type": "meeting_room"}, ["Murat"]),
        ({"adapte": "is_quiet"}, ["Murat"]),
        ({"type": "meeting_room", "adapte": "is_quiet"}, []),  # the room itself is not quiet
        ({"besoin": "anglais"}, ["Allanche"]),
        ({"besoin": "anglais", "adapte": "is_quiet"}, []),
        ({"ouvert": "on"}, ["Allanche", "Murat"]),
    ],
)
def test_a_centre_meets_all_filters_at_once(client, network, query, names):
    assert shown(client, **query) == names


def test_what_is_closed_now_is_left_out(client, network, time_machine):
    time_machine.move_to(datetime(2026, 11, 25, 21, tzinfo=timezone.get_default_timezone()))

    assert shown(client, ouvert="on") == []


def test_nothing_found_says_so_and_leads_back(client, network):
    page = client.get(LIST, {"type": "booth"}).content.decode()

    assert "Aucun télécentre ouvert ne répond" in page
    assert f'href="{LIST}"' in page


@pytest.mark.parametrize("query", [{"type": "grange"}, {"besoin": "\x00"}, {"adapte": "is_example"}, {"adapte": ["x", "y"]}])
def test_what_is_no_filter_is_said_and_hides_nothing(client, network, query):
    response = client.get(LIST, query)

    assert response.status_code == 200
    assert response.context["filters"].errors
    assert len(response.context["telecentres"]) == 2


def test_of_several_filters_only_the_unknown_one_is_left_aside(client, network):
    response = client.get(LIST, {"type": "grange", "besoin": "anglais"})

    assert response.context["filters"].errors
    assert [centre.name for centre in response.context["telecentres"]] == ["Allanche"]


def test_filters_ask_no_more_than_the_list(client, network, django_assert_num_queries):
    with django_assert_num_queries(8):  # one to know the need
        client.get(LIST, {"besoin": "anglais", "type": "desk", "adapte": "is_quiet", "ouvert": "on"})


def test_list_and_map_show_the_same(client, network):
    page = client.get(LIST, {"type": "meeting_room"}).content.decode()

    assert page.count("data-latitude=") == 1
    assert 'aria-label="Murat, ouvert"' in page
    assert 'aria-label="Allanche' not in page
