"""The cast: a few people and places, named by their role and shared by all tests."""

from datetime import date, datetime

import pytest
from django.conf import settings
from django.core.cache import caches
from django.utils import timezone, translation

from accounts import roles
from jobs.models.application import private_files
from notices import standing
from telecentres import actions as places
from telecentres import mark
from telecentres.models import Membership
from tests import factories


@pytest.fixture(autouse=True)
def _frame() -> None:
    """Each test begins as a process that has just shown a page: what one test changes is not remembered by the next."""
    remembered = {standing.KEY: standing.State.NON_COMPLIANT, mark.KEY: mark.draw([])}
    caches["memory"].set_many(remembered, timeout=None)
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _private_files() -> None:
    """Each test begins without files: they lie in memory, where a test that is over leaves its own."""
    storage = private_files()
    for name in storage.listdir("cv")[1] if storage.exists("cv") else []:
        storage.delete(f"cv/{name}")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from tests.sharing import Sharing  # where xdist is not installed, nothing asks for it

    return Sharing(config, log)


def pytest_terminal_summary(terminalreporter) -> None:
    """Say in one line that the browser tests did not run, and why: a skipped test is not a passed one."""
    missing = [report for report in terminalreporter.stats.get("skipped", []) if report.nodeid.startswith("tests/browser/")]
    if missing:
        _path, _line, reason = missing[0].longrepr
        terminalreporter.write_line(f"{reason} ({len(missing)} tests)")


@pytest.fixture
def now(time_machine) -> datetime:
    """A quiet Wednesday at nine in the morning, local time, where every clock stands still: no test may rot with the date."""
    instant = datetime(2026, 11, 25, 9, 0, tzinfo=timezone.get_default_timezone())
    time_machine.move_to(instant, tick=False)
    return instant


@pytest.fixture
def thursday(now) -> date:
    """The day after, when Murat is open."""
    return date(2026, 11, 26)


@pytest.fixture
def murat(db):
    """An open telecentre with four desks, open on weekdays, mornings and afternoons."""
    return factories.make_telecentre("Murat")


@pytest.fixture
def allanche(db):
    return factories.make_telecentre("Allanche")


@pytest.fixture
def remote_worker(db):
    return factories.make_user("camille@exemple.fr", "Camille Exemple")


@pytest.fixture
def other_worker(db):
    return factories.make_user("dominique@exemple.fr", "Dominique Exemple")


@pytest.fixture
def desk(murat):
    return murat.workspaces.get(code="1")


@pytest.fixture
def murat_manager(murat):
    return _manager("gerance.murat@exemple.fr", "Maxime Exemple", murat)


@pytest.fixture
def allanche_manager(allanche):
    return _manager("gerance.allanche@exemple.fr", "Alix Exemple", allanche)


@pytest.fixture
def agency_officer(db):
    return _staff("agence@exemple.fr", "Andrea Exemple", roles.Role.AGENCY_STAFF)


@pytest.fixture
def network_admin(db):
    return _staff("reseau@exemple.fr", "Claude Exemple", roles.Role.NETWORK_ADMIN)


def _manager(email: str, name: str, telecentre):
    user = factories.make_user(email, name)
    places.appoint(user, telecentre, role=Membership.Role.MANAGER, since=factories.BEGINNING)
    user.refresh_from_db()
    return user


def _staff(email: str, name: str, role: roles.Role):
    user = factories.make_user(email, name)
    roles.grant(user, role)
    return user
