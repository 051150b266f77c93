"""
Gives the tests their servers; loaded by `addopts = -p …`, because pytest-django reads the settings before any conftest.py.

Where DATABASE_URL or REDIS_URL is set, that server is used. With xdist the first process starts them, the others inherit.
"""

import os
from collections.abc import Generator

import pytest

from cantal_network.embedded import servers
from cantal_network.embedded.demonstration import already_running
from cantal_network.embedded.layout import tests
from cantal_network.embedded.lock import RunLock
from cantal_network.embedded.refusal import Refusal
from cantal_network.embedded.supervisor import Supervisor

running: list[tuple[Supervisor, RunLock]] = []


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    options = early_config.known_args_namespace
    if not (options.help or options.version):
        os.environ.setdefault("CANTAL_MODE", "test")
        os.environ.setdefault("SECRET_KEY", "for-tests-only")
        if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
            start_servers()
    return (yield)


def start_servers() -> None:
    """Data that survives from one run to the next, but not a power cut."""
    layout = tests()
    layout.prepare()
    lock = RunLock(layout.run / "lock")
    if not lock.acquire(pid=os.getpid(), what="python3 run.py test"):
        pytest.exit(already_running(lock.holder()), returncode=3)
    supervisor = Supervisor(layout.logs, lock)
    running.append((supervisor, lock))
    try:
        os.environ.update(servers.start(supervisor, layout, durable=False))
    except Refusal as refusal:
        stop_servers()
        pytest.exit(str(refusal), returncode=3)


def stop_servers() -> None:
    while running:
        supervisor, lock = running.pop()
        supervisor.stop_all()
        lock.release()


def pytest_unconfigure() -> None:
    stop_servers()
