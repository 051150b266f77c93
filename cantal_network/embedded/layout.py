"""Where the embedded servers keep their data, logs, lock and sockets."""

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cantal_network.embedded.refusal import Refusal

CHECKOUT = Path(__file__).resolve().parents[2]
LONGEST_SOCKET_PATH = 100  # bytes; the kernels' limits are 108 (Linux) and 104 (macOS)
LONGEST_SOCKET_NAME = "/.s.PGSQL.5432.lock"


@dataclass(frozen=True)
class Layout:
    """One set of servers; the demonstration and the tests have one each, so that both run at the same time."""

    root: Path

    @property
    def cluster(self) -> Path:
        return self.root / "pg"

    @property
    def broker(self) -> Path:
        return self.root / "broker"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def logs(self) -> Path:
        return self.root / "log"

    def prepare(self) -> None:
        for folder in (self.root, self.broker, self.run, self.logs):
            folder.mkdir(parents=True, exist_ok=True)

    def sockets(self) -> Path:
        """The folder of the sockets, made if needed: only its owner may enter, so the servers need no passwords."""
        folder = socket_folder(self.root, candidates())
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            found = folder.lstat()
            ours = found.st_uid == os.geteuid() or (self.cluster.exists() and found.st_uid == self.cluster.stat().st_uid)
            if not ours or not stat.S_ISDIR(found.st_mode) or stat.S_IMODE(found.st_mode) != 0o700:
                raise Refusal(f"Le dossier {folder} existe mais n’est pas à vous seul : supprimez-le, puis relancez.") from None
        return folder


def demonstration() -> Layout:
    return Layout(Path(os.environ.get("CANTAL_VAR") or CHECKOUT / "var").resolve())


def tests() -> Layout:
    return Layout(demonstration().root / "test")


def candidates() -> list[Path]:
    """Folders that can hold the folder of the sockets; the runtime folder is ours alone and is emptied at sign-out."""
    return [Path(name) for name in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp") if name]  # noqa: S108


def socket_folder(root: Path, folders: Iterable[Path]) -> Path:
    """
    The folder for the sockets of the servers under `root`: the first whose sockets have a path short enough.

    A checkout may lie deep; so the folder is named by the user and by a hash of the data's path, and lies elsewhere.
    """
    name = f"cantal-{os.geteuid()}-{hashlib.sha256(os.fsencode(root)).hexdigest()[:10]}"
    for folder in folders:
        sockets = folder / name
        if os.access(folder, os.W_OK | os.X_OK) and len(os.fsencode(sockets)) + len(LONGEST_SOCKET_NAME) < LONGEST_SOCKET_PATH:
            return sockets
    raise Refusal("Aucun dossier temporaire assez court pour les sockets : relancez avec TMPDIR=/tmp.")
