import os
import signal
import sys

import pytest

from cantal_network.embedded.lock import RunLock
from cantal_network.embedded.refusal import Refusal, Stopped
from cantal_network.embedded.supervisor import Supervisor


@pytest.fixture
def supervisor(tmp_path):
    supervisor = Supervisor(tmp_path, RunLock(tmp_path / "lock"))
    yield supervisor
    supervisor.stop_all()


@pytest.fixture
def own_signals():
    """Put back what pytest does at a signal."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_process_that_ends_is_named_with_its_last_words(supervisor):
    supervisor.start("web", [sys.executable, "-c", "print('no such module'); raise SystemExit(3)"])

    with pytest.raises(Refusal, match=r"(?s)« web » s’est arrêté \(code 3\).*no such module"):
        supervisor.watch()


def test_users_of_a_server_stop_before_the_server(supervisor, tmp_path):
    order = tmp_path / "order"
    program = "trap 'echo {} >> {}; exit 0' TERM; touch {}.ready; while :; do sleep 0.05; done"
    names = ["postgres", "broker", "web", "worker", "beat"]
    for name in names:
        supervisor.start(name, ["sh", "-c", program.format(name, order, tmp_path / name)])
    supervisor.wait_until(lambda: all((tmp_path / f"{name}.ready").exists() for name in names), seconds=10, what="sh")

    supervisor.stop_all()

    assert order.read_text().split() == ["web", "beat", "worker", "broker", "postgres"]


def test_process_that_will_not_stop_is_made_to(supervisor, tmp_path):
    ready = tmp_path / "ready"
    program = f"trap '' TERM; touch {ready}; while :; do sleep 0.05; done"
    stubborn = supervisor.start("web", ["sh", "-c", program], patience=0.2)
    supervisor.wait_until(ready.exists, seconds=10, what="sh")

    supervisor.stop_all()

    assert stubborn.process.returncode == -9


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_wish_to_stop_interrupts_a_wait(supervisor, own_signals, asked):
    supervisor.listen_to_signals()
    os.kill(os.getpid(), asked)

    with pytest.raises(Stopped):
        supervisor.run("initdb", ["sleep", "60"])


def test_closed_terminal_does_not_stop_what_nohup_started(supervisor, own_signals):
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    supervisor.listen_to_signals()
    os.kill(os.getpid(), signal.SIGHUP)

    supervisor.run("initdb", ["true"])


def test_server_that_never_answers_is_named(supervisor):
    with pytest.raises(Refusal, match="PostgreSQL ne répond pas"):
        supervisor.wait_until(lambda: False, seconds=0.1, what="PostgreSQL")
