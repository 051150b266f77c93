"""What the administration's log says of a record, in words: who did what, when and why."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.models import User

REST = "%(rest)s"
ADDED, CHANGED, DELETED = "added", "changed", "deleted"
WORDS: dict[tuple[str, str], Promise | str] = {}
LONGEST_VALUE = 60


@dataclass(frozen=True)
class Act:
    """One line of a history; `why` is empty where nobody was asked."""

    at: datetime
    who: str
    what: list[str]
    why: str = ""


def register(app: str, words: dict[str, Promise | str]) -> None:
    """
    What is written into the log about the records of an app, in words.

    "withdrawn: wrong address" is found as "withdrawn"; what follows the colon is the reason, unless the words hold `%(rest)s`.
    """
    WORDS.update({(app, head): said for head, said in words.items()})


register(
    "accounts",
    {"ended": gettext_lazy("Access ended"), "second factor reset": gettext_lazy("Second factor taken away")},
)


def acts_of(row: models.Model, entries: Iterable[LogEntry], more: Iterable[Act] = ()) -> list[Act]:
    """The entries of the log, what triggers have written about the row, and more if the app knows more; the newest first."""
    return sorted([*map(_act, entries), *_events(row), *more], key=lambda act: act.at, reverse=True)


def differences(form: forms.ModelForm) -> list[tuple[str, str, str]]:
    """Of a form that was sent: the label, the value before and the one after. People are not named, for the log outlives them."""
    found = []
    for name in form.changed_data:
        field = form.fields.get(name)
        if field is None or name not in form.initial or name in ("DELETE", "id"):
            continue
        if isinstance(field, forms.ModelMultipleChoiceField) or getattr(getattr(field, "queryset", None), "model", None) is User:
            continue
        old, new = (_said(field, value) for value in (form.initial[name], form.cleaned_data.get(name)))
        if old != new:
            found.append((str(field.label or name), old, new))
    return found


def _said(field: forms.Field, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(field, forms.ModelChoiceField):
        row = value if isinstance(value, models.Model) else field.queryset.filter(pk=value).first()
        return str(row) if row else "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    choices = dict(getattr(field, "choices", None) or [])
    return Truncator(str(choices.get(value, value))).chars(LONGEST_VALUE)


def _act(entry: LogEntry) -> Act:
    said = entry.change_message
    parts = _parts(said)
    if parts is None:
        what, why = _in_words(said, entry.content_type.app_label)
        return Act(entry.action_time, str(entry.user), [what or _flag(entry)], why)
    why = next((part["reason"] for part in parts if "reason" in part), "")
    colon = pgettext("before an explanation", ": ")
    values = [value for part in parts for value in part.get("values", [])]
    told = [f"{label}{colon}{old} → {new}" for label, old, new in values]
    what = [*_without_values(parts, {label for label, _old, _new in values}), *told]
    return Act(entry.action_time, str(entry.user), what or [_flag(entry)], why)


def _without_values(parts: list[dict], told: set[str]) -> list[str]:
    """What Django notes of a form: rows added, changed and deleted, and the fields whose values are not told."""
    found = []
    for part in parts:
        for verb, words in ((ADDED, _("Added: %(what)s")), (CHANGED, _("Changed: %(what)s")), (DELETED, _("Deleted: %(what)s"))):
            said = part.get(verb) or {}
            names = [_label(name) for name in said.get("fields", [])]
            left = [name for name in names if name not in told and f"{said.get('object')}, {name}" not in told]
            if "object" in said:
                head = words % {"what": _row(said)}
                found.append(f"{head} ({', '.join(left)})" if left else head)
            elif left:
                found.append(words % {"what": ", ".join(left)})
    return found


def _row(said: dict) -> str:
    return _("%(kind)s “%(record)s”") % {"kind": _label(said.get("name", "")), "record": said["object"]}


def _label(name: str) -> str:
    """Noted untranslated and with a capital, as labels stand in forms; the catalogue has most of them without."""
    said = _(name) if name else ""
    return said if said != name or not name else capfirst(_(name[0].lower() + name[1:]))


def _parts(said: str) -> list[dict] | None:
    """The structure that a form leaves; None for what a verb wrote."""
    try:
        found = json.loads(said) if said.startswith("[") else None
    except json.JSONDecodeError:
        return None
    return found if isinstance(found, list) and all(isinstance(part, dict) for part in found) else None


def _in_words(said: str, app: str) -> tuple[str, str]:
    head, rest = [*said.split(": ", 1), ""][:2]
    words = WORDS.get((app, head))
    if words is None:
        return said, ""
    if REST in str(words):
        return str(words) % {"rest": rest}, ""
    return capfirst(str(words)), rest


def _flag(entry: LogEntry) -> str:
    return _("Added.") if entry.is_addition() else _("Deleted.") if entry.is_deletion() else _("Changed.")


def _events(row: models.Model) -> list[Act]:
    """Of a record whose changes a trigger writes down; what no page was asked for happened by itself."""
    if not hasattr(row, "story"):
        return []
    told = [(said, event) for said, event in row.story()]
    contexts = {event.pk: event.pgh_context for _said_, event in told}
    pks = {context.metadata.get("user") for context in contexts.values() if context}
    people = {person.pk: str(person) for person in User.objects.filter(pk__in=pks - {None})}
    return [
        Act(event.pgh_created_at, _who(contexts[event.pk], people), [said], row.why_of(event) if hasattr(row, "why_of") else "")
        for said, event in told
    ]


def _who(context: Any, people: dict[int, str]) -> str:
    if context is None:
        return _("by itself")
    return people.get(context.metadata.get("user"), "") or _("a visitor")
