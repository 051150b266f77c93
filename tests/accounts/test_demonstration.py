"""The demonstration's sign-in links: this machine, this start, this mode, and nothing else."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import clear_url_caches, include, path, set_urlconf

from accounts import demonstration
from accounts.models import User


@pytest.fixture
def demonstration_mode(settings, db):
    """The site as it is mapped in demonstration mode, with its people."""
    import sys
    from importlib import import_module
    from types import ModuleType

    from accounts import demonstration_urls

    settings.DEMONSTRATION = True
    sys.modules.pop(demonstration_urls.__name__)
    site = ModuleType("tests.accounts.demonstration_site")
    site.urlpatterns = [
        path("demonstration/", include(import_module(demonstration_urls.__name__))),
        path("", include(settings.ROOT_URLCONF)),
    ]
    sys.modules[site.__name__] = site
    settings.ROOT_URLCONF = site.__name__
    clear_url_caches()
    yield demonstration.make_people()
    sys.modules.pop(demonstration_urls.__name__)
    import_module(demonstration_urls.__name__)
    set_urlconf(None)
    clear_url_caches()


def path_for(key: str) -> str:
    person = demonstration.PEOPLE[key]
    return next(link for one, link in demonstration.make_links() if one is person).partition("//")[2].partition("/")[2]


def test_a_link_signs_in_and_opens_the_administration(client, demonstration_mode):
    response = client.get("/" + path_for("network_administrator"), follow=True)

    assert response.request["PATH_INFO"] == "/admin/"
    assert response.status_code == 200


def test_the_links_are_printed_one_a_line_with_role_and_name(demonstration_mode, capsys):
    call_command("demonstration_links")

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(demonstration.PEOPLE)
    assert len({line.index("http") for line in lines}) == 1
    assert "Camille Exemple" in lines[0]


def test_a_link_of_the_start_before_no_longer_works(client, demonstration_mode):
    old = path_for("remote_worker")
    demonstration.make_links()

    assert client.get("/" + old).status_code == 404


@pytest.mark.parametrize("remote_addr", ["192.0.2.7", "10.0.0.4", "::ffff:192.0.2.7", "2001:db8::1", ""])
def test_a_link_works_from_this_machine_only(demonstration_mode, remote_addr):
    link = path_for("remote_worker")

    elsewhere = Client(REMOTE_ADDR=remote_addr, headers={"x-forwarded-for": "127.0.0.1"}).get("/" + link)
    here = Client(REMOTE_ADDR="127.0.0.1").get("/" + link)

    assert (elsewhere.status_code, here.status_code) == (404, 302)


@pytest.mark.parametrize("token", ["network_administrator", "network_administrator:", "network_administrator:forged", "x" * 300])
def test_a_forged_link_opens_nothing(client, demonstration_mode, token):
    demonstration.make_links()

    assert client.get(f"/demonstration/{token}/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_outside_demonstration_mode_the_address_does_not_exist(client, db):
    demonstration.make_people()

    assert client.get("/demonstration/network_administrator:anything/").status_code == 404


def test_outside_demonstration_mode_the_command_refuses(db):
    with pytest.raises(CommandError, match="demonstration mode only"):
        call_command("demonstration_links")


@override_settings(DEMONSTRATION=True)
def test_making_the_people_twice_makes_them_once(db):
    first, again = demonstration.make_people(), demonstration.make_people()

    assert first == again
    assert User.objects.count() == len(demonstration.PEOPLE)
    assert not User.objects.filter(is_superuser=True).exists()
