"""
What the portal tells a person it holds about them: every field of every treatment, either disclosed or withheld with a reason.

Each app registers its tables from `AppConfig.ready()`; a test fails on a personal field that is neither. Who asks is known
by an address and, where there is one, by the account under it; rows of anybody else never match.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts import personal_data

if TYPE_CHECKING:
    from accounts.models import User

SECRET = _("It would let in whoever reads it, and says nothing about you.")
STAFF = _("It names somebody else: who of the staff did it.")
OTHERS = _("It may name other people.")


@dataclass(frozen=True)
class Person:
    """Who asks. Without an account, what the account under the same address holds is not theirs to see."""

    email: str
    user: "User | None" = None

    @classmethod
    def of(cls, user: "User") -> "Person":
        return cls(user.email, user)


Rows = Callable[[Person], models.QuerySet]


@dataclass(frozen=True)
class Disclosure:
    """
    How one table is told to the person it is about.

    `rows(person)` finds the rows of the person and of nobody else; None where nothing of the table is told. `shown` are
    names of fields, in one string, those about nobody included where they help to understand. `withheld` gives, for
    names of fields in one string, why they are not told.
    """

    table: str
    treatment: str
    rows: Rows | None
    shown: str = ""
    withheld: dict[str, Promise | str] = field(default_factory=dict)

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.table)

    @property
    def declared(self) -> set[str]:
        names = [*self.shown.split(), *(name for names in self.withheld for name in names.split())]
        return {f"{self.table}.{name}" for name in names}


@dataclass(frozen=True)
class Choice:
    """Where a person decides something about a treatment: the name of the address, and what is done there."""

    treatment: str
    address: str
    label: Promise | str


def by_account(model: type[models.Model], name: str) -> Rows:
    """The rows whose field `name` is the account; nothing for who has none."""

    def rows(person: Person) -> models.QuerySet:
        return model._default_manager.filter(**{name: person.user}) if person.user else model._default_manager.none()

    return rows


def by_address(model: type[models.Model], name: str) -> Rows:
    """The rows whose field `name` is the address, whatever its capitals."""
    return lambda person: model._default_manager.filter(**{f"{name}__iexact": person.email})


def by_both(model: type[models.Model], account: str, address: str) -> Rows:
    """The rows of the account, and those of the address that belong to no account."""

    def rows(person: Person) -> models.QuerySet:
        unclaimed = Q(**{account: None, f"{address}__iexact": person.email})
        return model._default_manager.filter(unclaimed | Q(**{account: person.user}) if person.user else unclaimed)

    return rows


_disclosures: dict[str, Disclosure] = {}
_choices: list[Choice] = []


def register(*disclosures: Disclosure) -> None:
    """Raises ImproperlyConfigured when a table is told in two ways."""
    for one in disclosures:
        if _disclosures.setdefault(f"{one.treatment} {one.table}", one) != one:
            raise ImproperlyConfigured(f"{one.table} is disclosed twice for {one.treatment!r}.")


def register_choice(*choices: Choice) -> None:
    _choices.extend(one for one in choices if one not in _choices)


def disclosures() -> list[Disclosure]:
    return list(_disclosures.values())


def undisclosed() -> list[str]:
    """Personal fields that no app has disclosed or withheld, as `app.Model.field`."""
    told = {name for one in disclosures() for name in one.declared}
    return sorted(personal_data.personal_fields() - told)


def unknown() -> list[str]:
    """Disclosed or withheld, but in no table, or for a treatment that does not exist."""
    names = {treatment.name for treatment in personal_data.treatments()}
    lost = [f"{one.treatment}: {one.table}" for one in disclosures() if one.treatment not in names]
    for one in disclosures():
        columns = {column.name for column in (*one.model._meta.fields, *one.model._meta.many_to_many)}
        lost += [name for name in one.declared if name.rsplit(".", 1)[1] not in columns]
    return sorted(lost)


@dataclass(frozen=True)
class Table:
    """The rows of one table that are about a person."""

    disclosure: Disclosure
    person: Person

    @property
    def name(self) -> str:
        return self.disclosure.table

    @property
    def title(self) -> str:
        return capfirst(str(self.disclosure.model._meta.verbose_name_plural))

    @cached_property
    def rows(self) -> models.QuerySet:
        return self.disclosure.rows(self.person).distinct().order_by("pk")

    @cached_property
    def count(self) -> int:
        return self.rows.count()

    @property
    def fields(self) -> list[models.Field]:
        return [self.disclosure.model._meta.get_field(name) for name in self.disclosure.shown.split()]

    @property
    def head(self) -> list[str]:
        return [capfirst(str(column.verbose_name)) for column in self.fields]

    def values(self) -> list[list[Any]]:
        """As they are stored, choices and relations in words; moments in the local time."""
        single = [one.name for one in self.fields if one.is_relation and not one.many_to_many]
        return [[_value(row, column, self.person) for column in self.fields] for row in self.rows.select_related(*single)]


@dataclass(frozen=True)
class Holding:
    """What is held for one reason: its tables, what is not told and why, and what the person may decide."""

    treatment: personal_data.Treatment
    tables: list[Table]
    withheld: list[tuple[str, str]]
    choices: list[Choice]

    @property
    def count(self) -> int:
        return sum(table.count for table in self.tables)


def holdings_of(person: Person) -> list[Holding]:
    """Every treatment in the order of the notice, those that hold nothing of the person included."""
    found = defaultdict(list)
    for one in disclosures():
        found[one.treatment].append(one)
    return [
        Holding(
            treatment,
            [Table(one, person) for one in found[treatment.name] if one.rows is not None],
            _reasons(found[treatment.name]),
            [choice for choice in _choices if choice.treatment == treatment.name],
        )
        for treatment in personal_data.treatments()
    ]


def _reasons(told: Iterable[Disclosure]) -> list[tuple[str, str]]:
    """Each reason once, with the names of what it withholds."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in told:
        for names, reason in one.withheld.items():
            found[str(reason)] += [str(one.model._meta.get_field(name).verbose_name) for name in names.split()]
    return [(", ".join(dict.fromkeys(names)), reason) for reason, names in found.items()]


def _value(row: models.Model, column: models.Field, person: Person) -> Any:
    if column.many_to_many:
        return ", ".join(str(one) for one in getattr(row, column.name).all())
    if column.is_relation:
        return _related(getattr(row, column.name), person)
    value = getattr(row, column.attname)
    if isinstance(column, models.FileField):
        return value.name.rsplit("/", 1)[-1] if value else ""
    if column.flatchoices and value is not None:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return timezone.localtime(value) if isinstance(value, datetime) else value


def _related(other: models.Model | None, person: Person) -> str:
    """An account is named only to itself, whatever a declaration may have let through."""
    if other is None:
        return ""
    if isinstance(other, get_user_model()):
        return person.email if person.user is not None and other.pk == person.user.pk else ""
    return str(other)
