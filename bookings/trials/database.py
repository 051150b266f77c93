"""A database of its own on the server in use, so that a trial never touches the portal's data."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.core.management import CommandError, call_command
from django.db import OperationalError, connection


@contextmanager
def database_of_its_own(purpose: str) -> Iterator[str]:
    """
    Make `<current name>_<purpose>` with all its tables, let this process use it, and drop it at the end, whatever happened.

    Gives the address for other processes. What an interrupted trial left behind is replaced. Raises CommandError
    when the same trial is running, or when the role may not make databases.
    """
    original = connection.settings_dict["NAME"]
    name = f"{original}_{purpose}"
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that it is dropped then as well
    try:
        _on_server(f'DROP DATABASE IF EXISTS "{name}"')
        _on_server(f'CREATE DATABASE "{name}" TEMPLATE template0')
    except OperationalError as error:
        raise CommandError(f"The database {name} cannot be made: {error}") from error
    except Exception as error:
        if getattr(error.__cause__, "pgcode", None) != "42501":
            raise
        role = connection.settings_dict["USER"]
        raise CommandError(f"The role {role} may not make databases: ALTER ROLE … CREATEDB.") from error
    try:
        _use(name)
        call_command("migrate", verbosity=0, interactive=False)
        yield address()
    finally:
        _use(original)
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def address() -> str:
    """The DATABASE_URL of the database that this process uses."""
    names = ("USER", "PASSWORD", "HOST", "PORT", "NAME")
    parts = {name: quote(str(connection.settings_dict[name] or ""), safe="") for name in names}
    password = f":{parts['PASSWORD']}" if parts["PASSWORD"] else ""
    port = f":{parts['PORT']}" if parts["PORT"] else ""
    return f"postgres://{parts['USER']}{password}@{parts['HOST']}{port}/{parts['NAME']}"


def deadlocks() -> int:
    """How many deadlocks PostgreSQL has broken in this database; as many lines stand in its log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _on_server(sql: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)
