"""One run at a time on one set of servers: a second PostgreSQL or broker on the same data would take over or fail."""

import fcntl
import json
import os
import time
from pathlib import Path
from typing import Any

from cantal_network.embedded.refusal import Refusal

LAST_BREATH = 10.0  # seconds that the servers of a killed run may need to stop


class RunLock:
    """
    A lock on a file that also says who holds it and where its servers are.

    The processes of the run inherit it, so it is free only when the last of them has ended.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.descriptor: int | None = None

    def acquire(self, **holder: Any) -> bool:
        """Take the lock and say who holds it; False when a living run has it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + LAST_BREATH
        while not self._lock(descriptor):
            if time.monotonic() > deadline or _is_alive(self.holder().get("pid")):
                os.close(descriptor)
                return False
            time.sleep(0.1)
        self.descriptor = descriptor
        self.tell(**holder)
        return True

    def tell(self, **holder: Any) -> None:
        """Add to what the file says about this run. Raises Refusal unless the lock is held."""
        if self.descriptor is None:
            raise Refusal(f"Le verrou {self.path} n’est pas à nous.")
        said = self.holder() if "pid" not in holder else {}
        text = json.dumps(said | holder).encode()
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, text, 0)

    def holder(self) -> dict[str, Any]:
        """What the last holder said about itself; empty while it is being written."""
        try:
            return json.loads(self.path.read_text())
        except (FileNotFoundError, ValueError):
            return {}

    def release(self) -> None:
        if self.descriptor is not None:
            os.ftruncate(self.descriptor, 0)
            os.close(self.descriptor)
            self.descriptor = None

    def descriptors(self) -> tuple[int, ...]:
        """What a process must inherit to hold the lock too."""
        return () if self.descriptor is None else (self.descriptor,)

    @staticmethod
    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _is_alive(pid: int | None) -> bool:
    """A holder that has not said its name yet is alive: it is starting."""
    if pid is None:
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
