"""`python3 run.py`: everything started, one screen that says where it is, everything stopped."""

import errno
import os
import signal
import socket
import sys
import tempfile
import textwrap
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO

from cantal_network.embedded import environment, servers
from cantal_network.embedded.child import Child
from cantal_network.embedded.layout import Layout
from cantal_network.embedded.lock import RunLock
from cantal_network.embedded.refusal import Refusal, Stopped
from cantal_network.embedded.supervisor import Supervisor

HOST = "127.0.0.1"
PORT = 8000
CELERY = (sys.executable, "-m", "celery", "-A", "cantal_network")
WORKER = ("worker", "--pool=threads", "--concurrency=2", "--without-gossip", "--without-mingle", "--loglevel=INFO")


def up(layout: Layout) -> int:
    """Start everything, wait for Ctrl-C, stop everything; returns the exit code. Raises Refusal, with nothing left running."""
    started = time.monotonic()
    port = wanted_port(os.environ)
    layout.prepare()
    lock = RunLock(layout.run / "lock")
    if not lock.acquire(pid=os.getpid(), what="python3 run.py", address=f"http://localhost:{port}"):
        raise Refusal(already_running(lock.holder()))
    supervisor = Supervisor(layout.logs, lock)
    supervisor.listen_to_signals()
    try:
        must_be_free(port)
        links = _start_everything(supervisor, layout, lock, port)
        print(screen(port, links, layout, seconds=time.monotonic() - started), flush=True)
        supervisor.watch()
    except Stopped:
        print("\nArrêt…", flush=True)
    finally:
        supervisor.stop_all()
        lock.release()
    print("Tout est arrêté.", flush=True)
    return 0


def _start_everything(supervisor: Supervisor, layout: Layout, lock: RunLock, port: int) -> str:
    """In the order of need; returns the sign-in links to print."""
    prepared, static_ready = layout.run / "prepared", layout.run / "static-ready"
    has_tables = prepared.exists() and layout.cluster.exists()
    static_ready.unlink(missing_ok=True)

    print("· PostgreSQL et la file d’attente…", flush=True)
    urls = servers.start(supervisor, layout, durable=True)
    lock.tell(**urls)
    env = environment.demonstration(layout, urls, port=port)
    with tempfile.TemporaryFile() as links:  # a file without a name: the links open a session
        preparation = _prepare(supervisor, layout, env, links, static_ready)
        if has_tables:  # the web server, slow to load, may start beside the rest of the preparation
            supervisor.wait_until(static_ready.exists, seconds=600, what="La préparation")
            _start_web(supervisor, env, port)
            supervisor.wait_for_end(preparation)
        else:
            supervisor.wait_for_end(preparation)
            _start_web(supervisor, env, port)
        prepared.touch()
        supervisor.wait_until(lambda: answers(port), seconds=120, what="Le serveur web")
        supervisor.start("worker", [*CELERY, *WORKER], environment=env)
        supervisor.start("beat", [*CELERY, "beat", "--schedule", str(layout.run / "beat-schedule")], environment=env)
        links.seek(0)
        return links.read().decode()


def _prepare(supervisor: Supervisor, layout: Layout, env: Mapping[str, str], links: IO[bytes], static_ready: Path) -> Child:
    log = layout.logs / "preparation.log"
    argv = [sys.executable, "-m", "cantal_network.embedded", "prepare", str(log), str(static_ready)]
    return supervisor.start("prepare", argv, environment=env, output=links, log=log, patience=1)


def _start_web(supervisor: Supervisor, env: Mapping[str, str], port: int) -> None:
    argv = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "cantal_network.wsgi:application"),
        *("--host", HOST, "--port", str(port), "--workers", "2", "--blocking-threads", "2", "--no-ws"),
        *("--workers-kill-timeout", "2"),
    ]
    supervisor.start("web", argv, environment=env, death_signal=signal.SIGTERM)  # it has workers of its own to stop


def wanted_port(variables: Mapping[str, str]) -> int:
    text = variables.get("PORT") or str(PORT)
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) < 65536:
        raise Refusal(f"PORT={text} n’est pas un numéro de port. Exemple : PORT=8001 python3 run.py")
    return int(text)


def must_be_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            why = "est réservé" if error.errno == errno.EACCES else "est déjà pris par un autre programme"
            other = port + 1 if port >= 1024 else 8001
            raise Refusal(f"Le port {port} {why}. Choisissez-en un autre : PORT={other} python3 run.py") from None


def answers(port: int) -> bool:
    """Any answer will do: whether the page is right is for tests to say."""
    connection = HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("HEAD", "/", headers={"Host": f"localhost:{port}"})
        connection.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True


def already_running(holder: Mapping[str, object]) -> str:
    if not holder:
        return "Un autre démarrage est en cours dans ce dossier : attendez qu’il finisse."
    where = f" : {holder['address']}" if "address" in holder else ""
    return f"« {holder['what']} » tourne déjà ici (processus {holder['pid']}){where}. Arrêtez-le par Ctrl-C dans son terminal."


def screen(port: int, links: str, layout: Layout, *, seconds: float) -> str:
    """What the person reads once everything runs."""
    site = f"http://localhost:{port}"
    connect = f"\n{textwrap.indent(links.strip(), '  ')}\n" if links.strip() else ""
    return f"""
  Cantal Network — démonstration prête en {seconds:.0f} s

  Le portail     {site}
  Les courriels  {site}/admin/dispatch/message/  (rien ne part : chaque message se lit là)
{connect}
  Journaux       {layout.logs}
  Pour arrêter   Ctrl-C
"""
