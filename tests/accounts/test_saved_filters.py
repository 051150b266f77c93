"""The lists of every day on the start page: by rights, and each leads to a list under its filter."""

import pytest
from django.urls import reverse

from accounts import saved_filters
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["murat_manager", "agency_officer", "network_admin"])
def test_each_link_opens_a_list_under_its_filter(client, request, person, now):
    sign_in(client, request.getfixturevalue(person))
    page = client.get(reverse("admin:index"))

    for label, address in page.context["saved_filters"]:
        answer = client.get(address)
        assert (label, answer.status_code) == (label, 200)


def test_links_follow_the_rights(murat_manager, agency_officer, network_admin):
    labels = [{label for label, _address in saved_filters.links_for(one)} for one in (murat_manager, network_admin)]

    assert "Bureaux bientôt hors service" in labels[0]
    assert not {"Messages abandonnés"} & labels[0]
    assert {"Messages abandonnés", "Pannes à traiter"} <= labels[1]
