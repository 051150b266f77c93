"""One indicator for all centres at once, in a process of its own, with what it cost."""

import resource
import signal
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.db import connection

from observatory.indicators import NETWORK, Span, named
from observatory.trials import raw


class Cost(NamedTuple):
    """Seconds, and the highest number of megabytes of this process and of the PostgreSQL backend that worked for it."""

    name: str
    seconds: float
    raw_seconds: float | None
    megabytes: float
    backend_megabytes: float | None
    reports: int
    rows: int


def begin() -> None:
    """A process of the pool ends when it is told to, without a word; the database is dropped by the one that made it."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def reckon(name: str, month: date) -> Cost:
    """
    The figure of the network, cut into the report of each centre, then the raw SQL of the same sums.

    To be called in a process of its own, that has made no connection yet: its peak is that of this indicator alone.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    started = time.perf_counter()
    figure = named(name).compute(NETWORK, Span.month(month))
    parts = figure.parts("centre") if "centre" in figure.dimensions else {"": figure}
    rows = sum(len(part.rows) for part in parts.values())
    seconds = time.perf_counter() - started
    megabytes, backend = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, _peak_of_backend()
    started = time.perf_counter()
    raw_seconds = time.perf_counter() - started if raw.run(name, month) else None
    connection.close()
    return Cost(name, seconds, raw_seconds, megabytes, backend, len(parts), rows)


def _peak_of_backend() -> float | None:
    """From /proc, shared buffers included; None where PostgreSQL runs on another machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
    return None
