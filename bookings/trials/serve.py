"""`python -m bookings.trials.serve PORT WORKERS THREADS TARGET`: a web server that ends with the process that started it."""

import os
import signal
import sys
import threading

from granian import Granian
from granian.constants import Interfaces


def main(port: str, workers: str, threads: str, target: str) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    server = Granian(
        target,
        address="127.0.0.1",
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=int(threads),
        websockets=False,
        workers_kill_timeout=2,
    )
    server.serve()


def _end_with_parent() -> None:
    """The parent holds the other end of this pipe: it closes however the parent ends. `sys.stdin` stays free for the workers."""
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(*sys.argv[1:])
