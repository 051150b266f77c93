"""The person a booking is for."""

from dataclasses import dataclass
from typing import Self

from accounts.models import User


@dataclass(frozen=True)
class Booker:
    """Who books: a person signed in, or a visitor known by a name and an address."""

    name: str
    email: str
    user: User | None = None

    @classmethod
    def of(cls, user: User) -> Self:
        """Who has an account."""
        return cls(user.name, user.email, user)

    @property
    def lock_key(self) -> str:
        """The same person gets the same key, whichever browser the request comes from."""
        return f"user:{self.user.pk}" if self.user else f"visitor:{self.email}"
