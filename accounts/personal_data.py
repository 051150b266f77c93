"""
What the portal keeps about people: every field of every table, either in a treatment or declared to be about nobody.

Each app declares its own tables from `AppConfig.ready()`; the page on personal data is printed from here, and a test
fails on a field that nobody has declared. Each app also says here how it forgets a person: the end of an account, and
whoever else has to forget somebody, asks all of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import Model
from django.utils.functional import Promise

EVERY_FIELD = "*"  # for tables of packages, whose fields are not ours to follow
Fields = dict[str, str]  # "app.Model" → its fields, in one string, or EVERY_FIELD


@dataclass(frozen=True)
class Treatment:
    """Data kept for one reason, told to the people concerned; all texts are lazy translations."""

    name: str
    title: Promise | str
    what: Promise | str
    why: Promise | str
    basis: Promise | str
    kept: Promise | str
    seen_by: Promise | str
    fields: Fields
    at_the_end: Promise | str  # what becomes of it when the person ends their account


def nothing_to_say(user: Model, *, now: datetime) -> list[str]:
    return []


def nothing_to_forget(email: str, *, now: datetime) -> None:
    """For apps that know people by their account alone."""


@dataclass(frozen=True)
class Forgetting:
    """
    How one app forgets a person with an account; called inside one transaction, the higher apps first.

    `name` is that of the app. `forget(user, now=…)` erases or makes anonymous what the app holds. `consequences` are
    sentences about what that will change at once, `obstacles` sentences about what must be settled by somebody before.
    `forget_address(email, now=…)` does the same for somebody without an account, known by their address alone.
    """

    name: str
    forget: Callable[..., None]
    consequences: Callable[..., list[str]] = nothing_to_say
    obstacles: Callable[..., list[str]] = nothing_to_say
    forget_address: Callable[..., None] = nothing_to_forget


_treatments: dict[str, Treatment] = {}
_about_nobody: dict[str, str] = {}
_forgettings: dict[str, Forgetting] = {}


def register(treatment: Treatment) -> None:
    """Raises ImproperlyConfigured when another treatment bears the name."""
    if _treatments.setdefault(treatment.name, treatment) != treatment:
        raise ImproperlyConfigured(f"Two treatments of personal data are called {treatment.name!r}.")


def register_forgetting(forgetting: Forgetting) -> None:
    """Raises ImproperlyConfigured when another one bears the name."""
    if _forgettings.setdefault(forgetting.name, forgetting) != forgetting:
        raise ImproperlyConfigured(f"Two ways of forgetting are called {forgetting.name!r}.")


def forgettings() -> list[Forgetting]:
    """Those of the higher apps first: they may need what the lower ones erase."""
    order = [app.name for app in apps.get_app_configs()]
    return sorted(_forgettings.values(), key=lambda one: -order.index(one.name))


def about_nobody(fields: Fields) -> None:
    """Fields that tell nothing about a person, of tables that may have others that do."""
    _about_nobody.update(fields)


def treatments() -> list[Treatment]:
    """In the order in which the apps declared them."""
    return list(_treatments.values())


def unclassified(tables: Iterable[type[models.Model]] | None = None) -> list[str]:
    """The fields that no app has declared, as `app.Model.field`."""
    return sorted(_fields_of(apps.get_models() if tables is None else tables) - _expanded(_declared()))


def unknown() -> list[str]:
    """Declared, but in no table: renamed, or a slip of the pen."""
    return sorted(_expanded(_declared()) - _fields_of(apps.get_models()))


def contradictory() -> list[str]:
    """Declared both to be in a treatment and to be about nobody."""
    return sorted(personal_fields() & _expanded(_about_nobody.items()))


def personal_fields() -> set[str]:
    """Those of every treatment, as `app.Model.field`: what a person may ask to be told."""
    return _expanded(pair for treatment in treatments() for pair in treatment.fields.items())


def taken_whole() -> set[str]:
    """The tables declared without naming their fields."""
    return {table for table, fields in _declared() if fields == EVERY_FIELD}


def _declared() -> list[tuple[str, str]]:
    return [*_about_nobody.items(), *(pair for treatment in treatments() for pair in treatment.fields.items())]


def _expanded(declared: Iterable[tuple[str, str]]) -> set[str]:
    found = set()
    for table, fields in declared:
        names = _names(apps.get_model(table)) if fields == EVERY_FIELD else fields.split()
        found |= {f"{table}.{name}" for name in names}
    return found


def _fields_of(tables: Iterable[type[models.Model]]) -> set[str]:
    """Views over other tables hold nothing of their own."""
    return {f"{table._meta.label}.{name}" for table in tables if _is_kept(table) for name in _names(table)}


def _is_kept(table: type[models.Model]) -> bool:
    return table._meta.managed and not table._meta.proxy


def _names(table: type[models.Model]) -> list[str]:
    """All but the numbers that rows get by themselves."""
    fields = [*table._meta.fields, *table._meta.many_to_many]
    return [field.name for field in fields if not isinstance(field, models.AutoField)]
