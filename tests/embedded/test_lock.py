import os
import subprocess
import sys

from cantal_network.embedded.lock import RunLock


def test_lock_says_who_holds_it_and_lets_nobody_else_in(tmp_path):
    first, second = RunLock(tmp_path / "lock"), RunLock(tmp_path / "lock")
    assert first.acquire(pid=os.getpid(), what="python3 run.py")
    first.tell(DATABASE_URL="postgres://here")

    assert not second.acquire(pid=1, what="intruder")
    assert second.holder() == {"pid": os.getpid(), "what": "python3 run.py", "DATABASE_URL": "postgres://here"}


def test_lock_released_is_free(tmp_path):
    first, second = RunLock(tmp_path / "lock"), RunLock(tmp_path / "lock")
    first.acquire(pid=os.getpid(), what="python3 run.py")
    first.release()

    assert second.acquire(pid=os.getpid(), what="python3 run.py manage")


def test_lock_of_a_killed_run_waits_for_its_last_process(tmp_path):
    killed = RunLock(tmp_path / "lock")
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    killed.acquire(pid=dead.pid, what="python3 run.py")
    last = subprocess.Popen(["sleep", "0.5"], pass_fds=killed.descriptors())
    os.close(killed.descriptor)  # as the kernel does for a killed process

    assert RunLock(tmp_path / "lock").acquire(pid=os.getpid(), what="python3 run.py")
    assert last.wait(timeout=1) == 0
