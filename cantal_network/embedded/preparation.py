"""What a demonstration needs before its first page: tables, static files, example data, sign-in links."""

import sys
import time
import traceback
from collections.abc import Iterable
from typing import TextIO

import django
from django.core.management import call_command, get_commands

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Tables de la base", ("migrate", "--no-input", "--verbosity=1")),
    ("Table du cache", ("createcachetable",)),
    ("Fichiers statiques", ("collectstatic", "--no-input", "--verbosity=1")),
    ("Données de démonstration", ("load_demonstration",)),
)
LINKS = "demonstration_links"
WORTH_SAYING = 1.0  # seconds


def prepare(log: TextIO) -> int:
    """
    Runs in a process of its own: the steps go to the terminal (stderr), the links alone to stdout.

    Returns the exit code.
    """
    django.setup()
    try:
        for title, command in _known(STEPS):
            _run(title, command, log)
        if LINKS in get_commands():
            call_command(LINKS, stdout=sys.stdout)
    except Exception:
        traceback.print_exc(file=log)
        return 1
    return 0


def _known(steps: Iterable[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    return [(title, command) for title, command in steps if command[0] in get_commands()]


def _run(title: str, command: tuple[str, ...], log: TextIO) -> None:
    """Say what is being done before it is done, and how long it took when that was long."""
    print(f"· {title}…", end="", file=sys.stderr, flush=True)
    started = time.monotonic()
    call_command(*command, stdout=log, stderr=log)
    seconds = time.monotonic() - started
    print(f" {seconds:.0f} s" if seconds >= WORTH_SAYING else "", file=sys.stderr, flush=True)
