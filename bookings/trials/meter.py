"""What a request costs: waits as the clock shows them, and the CPU time of every process that worked for it."""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

from django.db import connection

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """Milliseconds; CPU of the web server and the database backends together, for one request."""

    p50: float
    p99: float
    cpu: float
    failures: list[str]


@dataclass
class Processes:
    """The processes of a web server, known by its process id, and the backends that serve the current database."""

    server: int

    def cpu_seconds(self) -> float:
        """User and system time so far; what has ended meanwhile is no longer counted, so start and stop nothing in between."""
        return sum(cpu_seconds(process) for process in {*_family(self.server), *backends()})


def measure(requests: Iterator[Callable[[], str]], *, number: int, clients: int, processes: Processes) -> Cost:
    """
    Send so many requests from so many clients, each sending its next one when the last is answered.

    A request returns what was wrong with its answer, or nothing.
    """
    lock, waits, failures = threading.Lock(), [], []

    def client() -> None:
        while True:
            with lock:
                request = next(todo, None)
            if request is None:
                return
            started = time.perf_counter()
            failure = request()
            waits.append(1000 * (time.perf_counter() - started))
            if failure:
                failures.append(failure)

    todo = iter(list(islice(requests, number)))
    before = processes.cpu_seconds()
    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = processes.cpu_seconds() - before
    percentiles = quantiles(waits, n=100)
    return Cost(percentiles[49], percentiles[98], 1000 * spent / len(waits), failures)


def measure_raw(work: Iterable[Callable[[], object]]) -> Cost:
    """The same for SQL sent by this thread on its own connection: its CPU time, and its backend's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    waits = []
    before = time.thread_time() + cpu_seconds(backend)
    for one in work:
        started = time.perf_counter()
        one()
        waits.append(1000 * (time.perf_counter() - started))
    spent = time.thread_time() + cpu_seconds(backend) - before
    percentiles = quantiles(waits, n=100)
    return Cost(percentiles[49], percentiles[98], 1000 * spent / len(waits), [])


def backends() -> list[int]:
    """Of the current database, this thread's own aside."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        return [pid for (pid,) in cursor.fetchall()]


def cpu_seconds(process: int) -> float:
    """From /proc; nothing for a process that is not on this machine or has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


def _family(process: int) -> Iterator[int]:
    yield process
    for tasks in Path(f"/proc/{process}/task").glob("*/children"):
        for child in tasks.read_text().split():
            yield from _family(int(child))
