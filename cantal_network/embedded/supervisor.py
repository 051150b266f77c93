"""Starts the processes of a run, watches them, and stops them in the right order."""

import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from cantal_network.embedded.child import Child, dying_with_parent
from cantal_network.embedded.layout import CHECKOUT
from cantal_network.embedded.lock import RunLock
from cantal_network.embedded.refusal import Refusal, Stopped

# Whoever uses a server stops before it; what is not listed (initdb, the preparation) stops first.
STOP_ORDER = ("web", "beat", "worker", "broker", "postgres")
TICK = 0.05


class Supervisor:
    def __init__(self, logs: Path, lock: RunLock) -> None:
        self.logs = logs
        self.lock = lock
        self.children: list[Child] = []
        self.asked_to_stop = False

    def listen_to_signals(self) -> None:
        """Ctrl-C, SIGTERM and a closed terminal raise a flag: an exception could come between a start and its record."""
        for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if asked != signal.SIGHUP or signal.getsignal(asked) is not signal.SIG_IGN:  # nohup means to go on
                signal.signal(asked, self._stop_soon)

    def _stop_soon(self, *_: Any) -> None:
        self.asked_to_stop = True

    def start(
        self,
        name: str,
        argv: Sequence[str | Path],
        *,
        environment: Mapping[str, str] | None = None,
        folder: Path = CHECKOUT,
        output: IO[bytes] | None = None,
        log: Path | None = None,
        user: int | None = None,
        group: int | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        death_signal: signal.Signals = signal.SIGKILL,
        patience: float = 5.0,
    ) -> Child:
        """
        Start one process in a group of its own, so that Ctrl-C reaches the supervisor alone.

        What it says goes to `<name>.log`; with `output`, stdout goes there, stderr to the terminal, and `log` is a file
        that it writes itself. `patience`: seconds that it may take to stop.
        """
        log = log or self.logs / f"{name}.log"
        with open(log, "wb") as file:
            process = subprocess.Popen(
                [str(part) for part in argv],
                env=environment,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=file if output is None else output,
                stderr=subprocess.STDOUT if output is None else None,
                process_group=0,
                pass_fds=self.lock.descriptors(),  # held until the last of them has ended
                user=user,
                group=group,
                extra_groups=None if user is None else [],
                preexec_fn=dying_with_parent(death_signal),
            )
        child = Child(name, process, log, stop_signal, patience)
        self.children.append(child)
        return child

    def run(self, name: str, argv: Sequence[str | Path], **how: Any) -> None:
        """Start a process and wait for its end; raises as `wait_for_end` does."""
        self.wait_for_end(self.start(name, argv, **how))

    def wait_for_end(self, child: Child) -> None:
        """Raises Refusal when it fails or another process ends, Stopped when asked to stop meanwhile."""
        while not child.has_ended():
            self._pause(besides=child)
        self.children.remove(child)
        if child.process.returncode != 0:
            raise Refusal(failure_of(child))

    def wait_until(self, ready: Callable[[], bool], *, seconds: float, what: str) -> None:
        """Raises Refusal when `seconds` pass or a process ends before, Stopped when asked to stop."""
        deadline = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > deadline:
                raise Refusal(f"{what} ne répond pas après {seconds:.0f} secondes. Journaux : {self.logs}")
            self._pause()

    def watch(self) -> None:
        """Until asked to stop (raises Stopped) or until a process ends by itself (raises Refusal, naming it)."""
        while True:
            self._pause()

    def _pause(self, besides: Child | None = None) -> None:
        if self.asked_to_stop:
            raise Stopped
        for child in self.children:
            if child is not besides and child.has_ended():
                raise Refusal(failure_of(child))
        time.sleep(TICK)

    def stop_all(self) -> None:
        """Stop everything, users of a server before the server; a second Ctrl-C does not hurry it."""
        for child in sorted(self.children, key=_turn):
            child.stop()
        self.children.clear()


def _turn(child: Child) -> int:
    return STOP_ORDER.index(child.name) if child.name in STOP_ORDER else -1


def failure_of(child: Child) -> str:
    """Who ended, how, and the end of its log."""
    code = child.process.returncode
    how = f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"
    return f"« {child.name} » s’est arrêté ({how}). Journal : {child.log}\n\n{child.last_words()}"
