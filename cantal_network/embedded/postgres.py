"""The embedded PostgreSQL: made once, reachable through a socket that only its owner reaches."""

import os
import shutil
import signal
import sys
from pathlib import Path
from urllib.parse import quote

import psycopg2

from cantal_network.embedded.identity import Identity, identity_for
from cantal_network.embedded.installation import Installation, choose, from_system, from_wheel
from cantal_network.embedded.layout import Layout
from cantal_network.embedded.supervisor import Supervisor

OWNER = DATABASE = "cantal"
SETTINGS = {
    "max_connections": "200",
    "log_min_error_statement": "panic",  # a refused statement quotes what people wrote
    "log_error_verbosity": "terse",
    "deadlock_timeout": "100ms",  # a clash of two writers is told at once, not after a second
    "timezone": "UTC",
}
CARELESS = {
    # Data that a power cut may destroy.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # It sees none of what a test has not committed, notes that the tables are empty, and minutes go by on plans for no rows.
    "autovacuum": "off",
}


def start(supervisor: Supervisor, layout: Layout, *, durable: bool) -> str:
    """
    Start the server of this layout, making its data first if needed; the caller holds the lock.

    Returns its DATABASE_URL. `durable=False` trades the data's safety for speed, for tests.
    """
    installation = choose([*from_wheel(), *from_system()], layout.cluster)
    identity = identity_for(layout.cluster, installation.server)
    if not layout.cluster.exists():
        _make_cluster(supervisor, layout, installation, identity)
    sockets = layout.sockets()
    identity.hand_over(sockets)
    settings = SETTINGS if durable else SETTINGS | CARELESS
    supervisor.start(
        "postgres",
        [
            *identity.prefix,
            installation.server,
            *("-D", layout.cluster, "-k", sockets, "-h", ""),
            *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
        ],
        environment=_environment(),
        folder=Path("/"),
        user=identity.user,
        group=identity.group,
        stop_signal=signal.SIGINT,  # the fast stop: cuts the clients, writes everything down
        death_signal=signal.SIGINT,
        patience=20,
    )
    supervisor.wait_until(lambda: _answers(sockets), seconds=60, what="PostgreSQL")
    _make_database(sockets)
    return f"postgres://{OWNER}@{quote(str(sockets), safe='')}/{DATABASE}"


def _make_cluster(supervisor: Supervisor, layout: Layout, installation: Installation, identity: Identity) -> None:
    """In a folder beside, renamed when whole: an interrupted start leaves nothing that looks finished."""
    new = layout.cluster.with_name("pg.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    identity.hand_over(new)
    supervisor.run(
        "initdb",
        [
            *(*identity.prefix, installation.initdb, "-D", new, "-U", OWNER),
            *("--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions", *_locale(installation.major)),
        ],
        environment=_environment(),
        folder=Path("/"),
        user=identity.user,
        group=identity.group,
    )
    new.rename(layout.cluster)


def _locale(major: int) -> tuple[str, ...]:
    """UTF-8 rules that are the same on every machine; the wheel has no ICU."""
    if major >= 17:
        return ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
    return ("--locale=C.UTF-8",) if sys.platform == "linux" else ("--locale=C",)


def _environment() -> dict[str, str]:
    """PG* variables of the person's shell (PGDATA, PGPORT) must not reach our server."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}


def _connect(sockets: Path) -> "psycopg2.extensions.connection":
    return psycopg2.connect(host=str(sockets), port=5432, user=OWNER, dbname="postgres", connect_timeout=5)


def _answers(sockets: Path) -> bool:
    try:
        _connect(sockets).close()
    except psycopg2.OperationalError:
        return False
    return True


def _make_database(sockets: Path) -> None:
    connection = _connect(sockets)
    connection.autocommit = True  # CREATE DATABASE refuses a transaction
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE DATABASE "{DATABASE}"')
    connection.close()
