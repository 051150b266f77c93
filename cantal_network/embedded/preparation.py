"""What a demonstration needs before its first page: static files, tables, example data, sign-in links."""

import hashlib
import os
import sys
import time
import traceback
from pathlib import Path
from typing import TextIO

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands

EXAMPLES = "load_demonstration"
LINKS = "demonstration_links"
WORTH_SAYING = 1.0  # seconds


def prepare(log: TextIO, *, static_ready: Path) -> int:
    """
    Runs in a process of its own: the steps go to the terminal (stderr), the links alone to stdout.

    `static_ready` is made when the web server may start. Returns the exit code.
    """
    django.setup()
    try:
        _collect_static(log)
        static_ready.touch()
        _run("Tables de la base", log, "migrate", "--no-input")
        _run("Table du cache", log, "createcachetable")
        if EXAMPLES in get_commands():
            _run("Données de démonstration", log, EXAMPLES)
        if LINKS in get_commands():
            call_command(LINKS, stdout=sys.stdout)
    except Exception:
        traceback.print_exc(file=log)
        return 1
    return 0


def _run(title: str, log: TextIO, *command: str) -> None:
    """Say what is being done before it is done, and how long it took when that was long."""
    print(f"· {title}…", end="", file=sys.stderr, flush=True)
    started = time.monotonic()
    call_command(*command, stdout=log, stderr=log)
    seconds = time.monotonic() - started
    print(f" {seconds:.0f} s" if seconds >= WORTH_SAYING else "", file=sys.stderr, flush=True)


def _collect_static(log: TextIO) -> None:
    """Compressing takes seconds: only when a file has changed since it was last done."""
    done = Path(settings.STATIC_ROOT).with_suffix(".collected")
    state = static_state()
    if done.exists() and done.read_text() == state:
        return
    _run("Fichiers statiques", log, "collectstatic", "--no-input", "--clear")
    done.write_text(state)


def static_state() -> str:
    """Changes with every static file of the project or of a package, and with how they are stored."""
    state = hashlib.sha256(repr(settings.STORAGES).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = os.stat(storage.path(name))
            state.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return state.hexdigest()
