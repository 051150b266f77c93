"""`python3 run.py manage …`: a Django command on the demonstration's servers."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping

from cantal_network.embedded import environment, servers
from cantal_network.embedded.demonstration import already_running, wanted_port
from cantal_network.embedded.layout import CHECKOUT, Layout
from cantal_network.embedded.lock import RunLock
from cantal_network.embedded.refusal import Refusal, Stopped
from cantal_network.embedded.supervisor import Supervisor


def manage(layout: Layout, arguments: list[str]) -> int:
    """Run it on the servers that already run here, else start them for as long as it lasts; returns its exit code."""
    layout.prepare()
    lock = RunLock(layout.run / "lock")
    if not lock.acquire(pid=os.getpid(), what="python3 run.py manage"):
        holder = lock.holder()
        if "DATABASE_URL" not in holder:
            raise Refusal(already_running(holder))
        return _run(layout, {name: holder[name] for name in ("DATABASE_URL", "REDIS_URL")}, arguments)
    supervisor = Supervisor(layout.logs, lock)
    supervisor.listen_to_signals()
    try:
        urls = servers.start(supervisor, layout, durable=True)
        lock.tell(**urls)
        return _run(layout, urls, arguments)
    except Stopped:
        return 130
    finally:
        supervisor.stop_all()
        lock.release()


def _run(layout: Layout, urls: Mapping[str, str], arguments: list[str]) -> int:
    """In the terminal's foreground, so that a shell can read the keyboard and Ctrl-C reaches it and not us."""
    signal.signal(signal.SIGINT, lambda *_: None)
    env = environment.demonstration(layout, urls, port=wanted_port(os.environ))
    with subprocess.Popen([sys.executable, "manage.py", *arguments], cwd=CHECKOUT, env=env) as command:
        signal.signal(signal.SIGTERM, lambda *_: command.terminate())
        code = command.wait()
    return code if code >= 0 else 128 - code
