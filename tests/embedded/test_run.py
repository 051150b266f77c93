"""The whole of `python3 run.py` but the installation: started, looked at, stopped, killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from cantal_network.embedded.layout import CHECKOUT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

PATIENCE = 90  # seconds; a stop takes two on a quiet machine


@pytest.fixture(scope="module")
def var(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("données et serveurs")


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def start_again(var: Path) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-m", "cantal_network.embedded", "up"]
    return subprocess.run(argv, cwd=CHECKOUT, env=os.environ | {"CANTAL_VAR": str(var)}, capture_output=True, text=True)


@contextmanager
def running(var: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """A demonstration of which the screen has been printed."""
    named = ("DATABASE_URL", "REDIS_URL", "STATIC_ROOT", "PUBLIC_URL")
    kept = {name: value for name, value in os.environ.items() if name not in named and not name.startswith("PYTEST")}
    process = subprocess.Popen(
        [sys.executable, "-m", "cantal_network.embedded", "up"],
        cwd=CHECKOUT,
        env=kept | {"CANTAL_VAR": str(var), "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                break
        else:
            pytest.fail("".join(said))
        yield process
    finally:
        process.kill()
        process.communicate()


def processes_of(var: Path) -> dict[int, str]:
    """By number: those that were started for these data, known by their environment or their working directory."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and int(folder.name) != os.getpid():
            try:
                ours = os.fsencode(var) in (folder / "environ").read_bytes() or (folder / "cwd").readlink().is_relative_to(var)
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            except OSError:
                continue
            if ours and command:  # a process that has ended has no command
                found[int(folder.name)] = command
    return found


def left_after(seconds: float, var: Path) -> dict[int, str]:
    deadline = time.monotonic() + seconds
    while (left := processes_of(var)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def test_run_serves_pages_until_ctrl_c_and_leaves_nothing(var, port):
    with running(var, port) as run:
        connection = HTTPConnection("localhost", port, timeout=30)
        connection.request("GET", "/")
        status = connection.getresponse().status
        commands = " ".join(processes_of(var).values())
        second = start_again(var)

        run.send_signal(signal.SIGINT)
        run.communicate(timeout=PATIENCE)

    assert status < 500
    assert all(part in commands for part in ("postgres", "broker.sock", "granian", " worker ", " beat "))
    assert second.returncode == 1
    assert second.stderr.strip() == (
        f"« python3 run.py » tourne déjà ici (processus {run.pid}) : http://localhost:{port}. "
        "Arrêtez-le par Ctrl-C dans son terminal."
    )
    assert run.returncode == 0
    assert left_after(0, var) == {}


def test_run_that_is_killed_leaves_nothing(var, port):
    with running(var, port) as run:
        assert len(processes_of(var)) > 5

        run.kill()
        run.wait()

    assert left_after(30, var) == {}


def test_run_names_the_process_that_died_and_stops_the_rest(var, port):
    with running(var, port) as run:
        worker = next(pid for pid, command in processes_of(var).items() if " cantal_network worker " in command)

        os.kill(worker, signal.SIGKILL)
        said, _ = run.communicate(timeout=PATIENCE)

    assert "« worker » s’est arrêté (signal SIGKILL)" in said
    assert run.returncode == 1
    assert left_after(0, var) == {}
