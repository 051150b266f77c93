"""A figure as JSON and back, and the digest by which two of them are known to be the same; used by reports."""

import json
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from observatory.indicators import Figure, Row, Scope, Span
from observatory.indicators.base import Number


def as_json(figure: Figure) -> dict[str, Any]:
    """Whole numbers stay numbers, decimals become strings: no float is ever in between."""
    return {
        "indicator": figure.indicator,
        "scope": str(figure.scope),
        "first": figure.span.first.isoformat(),
        "last": figure.span.last.isoformat(),
        "dimensions": list(figure.dimensions),
        "rows": [_row_as_json(row) for row in figure.rows],
        "version": figure.version,
        "is_example": figure.is_example,
        "notes": [str(note) for note in figure.notes],
    }


def from_json(kept: dict[str, Any]) -> Figure:
    """The figure that `as_json` was given."""
    return Figure(
        indicator=kept["indicator"],
        scope=Scope.named(kept["scope"]),
        span=Span(date.fromisoformat(kept["first"]), date.fromisoformat(kept["last"])),
        dimensions=tuple(kept["dimensions"]),
        rows=tuple(_row_from_json(row) for row in kept["rows"]),
        version=kept["version"],
        is_example=kept["is_example"],
        notes=tuple(kept["notes"]),
    )


def digest(content: Any) -> str:
    """SHA-256 of its canonical JSON: names in order, no spaces. Raises TypeError for what has no one way to be written."""
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def _row_as_json(row: Row) -> dict[str, Any]:
    return row._asdict() | {"keys": list(row.keys)} | {name: _number(getattr(row, name)) for name in ("value", "low", "high")}


def _row_from_json(kept: dict[str, Any]) -> Row:
    numbers = {name: _read(kept[name]) for name in ("value", "low", "high")}
    return Row(**kept | numbers | {"keys": tuple(kept["keys"])})


def _number(value: Number | None) -> int | str | None:
    """
    Trailing noughts say nothing: 1.50 and 1.5 are written alike.

    Raises TypeError for a float: two machines may write it in two ways.
    """
    if value is None or isinstance(value, int):
        return value
    if not isinstance(value, Decimal):
        raise TypeError(f"A figure holds {value!r}: use a whole number or a Decimal.")
    return f"{value.normalize():f}"


def _read(kept: int | str | None) -> Number | None:
    return Decimal(kept) if isinstance(kept, str) else kept
