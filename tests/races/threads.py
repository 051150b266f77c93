"""Several calls at the same moment in this process, for races that need no server."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection


def at_once(calls: list[Callable[[], object]]) -> list[str]:
    """Each in a thread and a connection of its own; what was raised."""
    gate, raised = Barrier(len(calls)), []

    def run(call: Callable[[], object]) -> None:
        try:
            gate.wait(20)
            call()
        except Exception as error:
            raised.append(repr(error))
        finally:
            connection.close()

    threads = [Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised
