"""As whom PostgreSQL runs: it refuses root, so root becomes somebody else."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cantal_network.embedded.refusal import Refusal

# Inside a user namespace of its own the process believes to be user 1000; outside it still owns root's files.
NAMESPACE = ("unshare", "-U", "--map-user=1000", "--map-group=1000")


@dataclass(frozen=True)
class Identity:
    """What to put before a command, and the user to become."""

    prefix: tuple[str, ...] = ()
    user: int | None = None
    group: int | None = None

    def hand_over(self, folder: Path) -> None:
        if self.user is not None:
            os.chown(folder, self.user, -1 if self.group is None else self.group)


def identity_for(cluster: Path, binary: Path) -> Identity:
    """
    For the data folder `cluster`, which may not exist yet, and the server `binary`.

    Raises Refusal when root can become nobody who reaches both.
    """
    if os.geteuid() != 0:
        return Identity()
    owner = cluster.stat().st_uid if cluster.exists() else 0
    if owner == 0 and _succeeds(*NAMESPACE, binary, "--version"):
        return Identity(prefix=NAMESPACE)
    person = _person(owner)
    if not all(_succeeds(*command, person=person) for command in ((binary, "--version"), ("test", "-x", cluster.parent))):
        raise Refusal(
            f"PostgreSQL refuse de tourner en root, et l’utilisateur « {person.pw_name} » n’a pas accès à {cluster.parent}. "
            "Relancez la commande avec un utilisateur ordinaire, ou placez le dossier du projet dans un endroit lisible par tous."
        )
    return Identity(user=person.pw_uid, group=person.pw_gid)


def _person(owner: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
    except KeyError:
        raise Refusal(
            "PostgreSQL refuse de tourner en root, et cette machine n’a pas d’utilisateur « nobody ». "
            "Relancez la commande avec un utilisateur ordinaire."
        ) from None


def _succeeds(*command: str | Path, person: pwd.struct_passwd | None = None) -> bool:
    become = {} if person is None else {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
    try:
        return subprocess.run(command, cwd="/", capture_output=True, **become).returncode == 0
    except OSError:
        return False
