"""A real web server with several processes, on a free port of loopback, for as long as a trial lasts."""

import os
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self

from django.conf import settings

PATIENCE = 60  # seconds: a busy machine starts four processes slowly


class Server:
    """
    Serves the portal on a database given by its address; `port` is known once it has begun.

    Each of workers × threads holds a connection to PostgreSQL: keep the product well under its max_connections.
    """

    def __init__(
        self,
        database: str,
        *,
        workers: int = 4,
        threads: int = 4,
        target: str = "cantal_network.wsgi:application",
        **environment: str,
    ) -> None:
        self.argv = [sys.executable, "-m", "bookings.trials.serve"]
        self.shape = [str(workers), str(threads), target]
        ours = {"CANTAL_MODE": "test", "SECRET_KEY": settings.SECRET_KEY, "DATABASE_URL": database}
        self.environment = {**os.environ, **ours, **environment}
        self.port = 0

    def __enter__(self) -> Self:
        self.port = _free_port()
        self.log = TemporaryFile()
        self.process = subprocess.Popen(  # noqa: S603 (our own module, with numbers)
            [*self.argv, str(self.port), *self.shape],
            env=self.environment,
            cwd=Path(settings.BASE_DIR),
            stdin=subprocess.PIPE,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            self._await()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop()

    def said(self) -> str:
        """What the server has written so far."""
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def _await(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not _answers(self.port):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The web server of the trial does not answer:\n{self.said()}")
            time.sleep(0.1)

    def _stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdin.close()
        self.log.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("HEAD", "/compte/connexion/")
        connection.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True
