"""The portal as a visitor meets it: real data, a real server, static files as in production."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from bookings.trials import database
from bookings.trials.server import Server


@dataclass(frozen=True)
class Portal:
    """Where it listens, and the sign-in link of each person of the demonstration by name."""

    address: str
    links: dict[str, str]


@contextmanager
def open_portal(static_root: Path) -> Iterator[Portal]:
    """In demonstration mode, on a database of its own that this process uses too until the end."""
    mode = {"CANTAL_MODE": "demonstration", "STATIC_ROOT": str(static_root), "PRIVATE_ROOT": str(static_root.parent / "private")}
    with database.database_of_its_own("browser") as url:
        environment = {**os.environ, **mode, "SECRET_KEY": settings.SECRET_KEY, "DATABASE_URL": url}
        call_command("load_demonstration")
        _manage("collectstatic", "--no-input", environment=environment)
        said = _manage("demonstration_links", environment=environment)
        with Server(url, workers=2, **mode) as server:
            yield Portal(f"http://127.0.0.1:{server.port}", _links(said))


def _manage(*command: str, environment: dict[str, str]) -> str:
    argv = [sys.executable, "manage.py", *command]
    return subprocess.run(argv, cwd=settings.BASE_DIR, env=environment, check=True, capture_output=True, text=True).stdout


def _links(said: str) -> dict[str, str]:
    """By name: `Title  Name  https://host/path` on each line; of the address only the path counts here."""
    lines = (re.split(r"\s{2,}", line.strip()) for line in said.splitlines())
    return {name: "/" + link.split("/", 3)[3] for _title, name, link in lines}
