"""The database and the broker of a run: those that the environment names, else our own."""

import os

from cantal_network.embedded import broker, postgres
from cantal_network.embedded.layout import Layout
from cantal_network.embedded.supervisor import Supervisor


def start(supervisor: Supervisor, layout: Layout, *, durable: bool) -> dict[str, str]:
    """Start what is missing; returns DATABASE_URL and REDIS_URL. The caller holds the lock of the layout."""
    database_url = os.environ.get("DATABASE_URL") or postgres.start(supervisor, layout, durable=durable)
    redis_url = os.environ.get("REDIS_URL") or broker.start(supervisor, layout)
    return {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
