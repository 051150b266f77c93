"""Which contradictions are looked for: each app registers its own rules in `AppConfig.ready()`, the nightly check runs all."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured


class Finding(NamedTuple):
    """One contradiction: which rule is broken, and by which rows."""

    rule: str
    what: str


Rule = Callable[[datetime], list[str]]
Listener = Callable[[int, datetime], object]

RULES: dict[str, Rule] = {}
LISTENERS: list[Listener] = []


def register(*rules: Rule) -> None:
    """A rule names what contradicts itself at a moment, one line each; it changes nothing and has a name of its own."""
    for rule in rules:
        if RULES.get(rule.__name__, rule) is not rule:
            raise ImproperlyConfigured(f"Two rules with the name {rule.__name__!r}.")
        RULES[rule.__name__] = rule


def register_listener(listener: Listener) -> None:
    """Called by the nightly check with the number of findings, when there are any; must bear being called twice."""
    if listener not in LISTENERS:
        LISTENERS.append(listener)


def find(now: datetime) -> Iterator[Finding]:
    """Every contradiction that any app knows of; nothing when all is well."""
    for name, rule in RULES.items():
        for what in rule(now):
            yield Finding(name, what)


def check(now: datetime) -> int:
    """Look, and tell those who want to know; returns how many were found."""
    found = sum(1 for _finding in find(now))
    if found:
        for listener in LISTENERS:
            listener(found, now)
    return found
