"""The secret of an address that opens something by itself; the database knows its hash alone."""

import secrets
from hashlib import sha256


def new_token() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)


def hash_of(token: str) -> str:
    """A fast one: nothing is to be gained by trying tokens that were drawn from 2^128."""
    return sha256(token.encode()).hexdigest()
