"""One process of the run: in a group of its own, with a log, and dying with its parent."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass
class Child:
    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 5.0

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def stop(self) -> None:
        """Ask; after `patience` seconds, insist. What it started itself ends with it."""
        if not self.has_ended():
            self.process.send_signal(self.stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(self.patience)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def last_words(self, lines: int = 12) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def dying_with_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    """
    For `preexec_fn`: the kernel sends `death_signal` when the parent ends, be it by SIGKILL. Linux only.

    It must be the child that asks, after it has changed user: a change of user forgets the wish.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl  # loaded before the fork: the child should do next to nothing
    parent = os.getpid()

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() != parent:  # it ended between the fork and the wish
            os._exit(1)

    return ask
