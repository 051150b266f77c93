"""The description of the interface as people read it: rows for the page, from what programs read."""

from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from observatory.api import problems as problem_details
from observatory.api import v1


class Value(NamedTuple):
    """A value in an address, or a field of an answer."""

    name: str
    kind: str
    words: str
    is_needed: bool = False
    choices: tuple[str, ...] = ()
    example: str = ""


class Operation(NamedTuple):
    name: str
    path: str
    summary: str
    words: str
    values: list[Value]
    example: str
    shape: str


class Shape(NamedTuple):
    name: str
    words: str
    fields: list[Value]


def operations() -> list[Operation]:
    return [_operation(path, said) for path, said in v1.operations()]


def shapes() -> list[Shape]:
    """Of the answers: pages of a list are all alike, so they are told once."""
    document = v1.document()["components"]["schemas"]
    return [
        Shape(name, said.get("description", ""), [_field(one, about) for one, about in said["properties"].items()])
        for name, said in document.items()
    ]


def problems() -> list[tuple[str, int, str]]:
    """Each kind of problem: the anchor to which its answers point, its status, its title."""
    titles = problem_details.titles()
    return [(anchor, status, titles[status]) for status, anchor in problem_details.ANCHORS.items()]


def limit() -> str:
    """How many questions a minute one address may ask."""
    return settings.ACCOUNT_RATE_LIMITS["api"].partition("/")[0]


def _operation(path: str, said: dict[str, Any]) -> Operation:
    shape = said["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    values = [_value(one) for one in said["parameters"]]
    example = path
    for one in said["parameters"]:
        if one["in"] == "path":
            example = example.replace("{" + one["name"] + "}", one["schema"]["examples"][0])
    return Operation(said["operationId"], path, said["summary"], said["description"], values, example, shape)


def _value(said: dict[str, Any]) -> Value:
    schema = said["schema"]
    inner = schema.get("items", schema)
    example = str((inner.get("examples") or [schema.get("default", "")])[0]) if inner.get("examples") else ""
    return Value(
        said["name"],
        _kind(schema),
        said.get("description", ""),
        said["required"],
        tuple(inner.get("enum", ())),
        example or str(schema.get("default", "")),
    )


def _field(name: str, said: dict[str, Any]) -> Value:
    inner = said.get("items", said)
    return Value(name, _kind(said), said.get("description", ""), False, tuple(inner.get("enum", ())))


def _kind(schema: dict[str, Any]) -> str:
    """In a word or two; what may be null says so."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "anyOf" in schema:
        kinds = [one for one in schema["anyOf"] if one.get("type") != "null"]
        words = _kind(kinds[0])
        return _("%(kind)s or null") % {"kind": words} if len(kinds) < len(schema["anyOf"]) else words
    if schema.get("type") == "array":
        return _("list: %(kind)s") % {"kind": _kind(schema["items"])}
    named = {"date": _("day"), "date-time": _("moment")}
    words = {
        "string": named.get(schema.get("format", ""), _("text")),
        "integer": _("whole number"),
        "number": _("number"),
        "boolean": _("yes or no"),
        "object": _("names with texts"),
    }
    return words[schema["type"]]
