"""The environment variables that make a process of the demonstration."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cantal_network.embedded.layout import Layout


def demonstration(layout: Layout, urls: Mapping[str, str], *, port: int) -> dict[str, str]:
    """This process's environment, with what the settings read; CANTAL_EMBEDDED keeps it from passing for production."""
    return {
        **os.environ,
        **urls,
        "CANTAL_MODE": "demonstration",
        "CANTAL_EMBEDDED": "1",
        "DJANGO_SETTINGS_MODULE": "cantal_network.settings",
        "SECRET_KEY": secret_key(layout.root / "secret_key"),
        "PUBLIC_URL": f"http://localhost:{port}",  # a name: browsers refuse passkeys on an IP address
        "STATIC_ROOT": str(layout.root / "staticfiles"),
        "PYTHONUNBUFFERED": "1",
    }


def secret_key(path: Path) -> str:
    """Random, made once, so that sessions and links outlive a restart; readable by its owner only."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with open(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text()
