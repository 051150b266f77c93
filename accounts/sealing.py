"""Seals small secrets that must wait in the database, so that a dump or a curious look gives nothing away."""

import base64
import json

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(content: dict[str, str]) -> str:
    return _cipher().encrypt(json.dumps(content).encode()).decode()


def unseal(sealed: str) -> dict[str, str] | None:
    """None when the seal is not ours, for example after a change of SECRET_KEY."""
    try:
        return json.loads(_cipher().decrypt(sealed.encode()))
    except InvalidToken:
        return None


def _cipher() -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"accounts.sealing").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
