"""Version 1 of the interface put together: its addresses, and its description as OpenAPI 3.1 has it."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import NinjaAPI

from observatory.api import coming, figures, places, problems, work
from observatory.api.answers import Problem
from observatory.api.delivery import served
from telecentres.downloads import LICENCE, LICENCE_URL

PREFIX = "/api/v1/"
VERSION = "1.0.0"

api = NinjaAPI(
    title=gettext_noop("Open data of Cantal Network"),
    version=VERSION,
    description=gettext_noop(
        "The telecentres of the Cantal, what is free in them, job offers, events and the figures of the observatory. Read-only, "
        "without a key; nothing in it tells of a person."
    ),
    urls_namespace="api-v1",
    openapi_url=None,
    docs_url=None,
)
for part in (places, work, coming, figures):
    api.add_router("", part.router)
problems.answer_problems(api)


def addresses() -> list[URLPattern]:
    """Of all operations, open to everybody; without the root that ninja adds."""
    patterns = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
    for pattern in patterns:
        operation = _described()["paths"][PREFIX + str(pattern.pattern).replace("<", "{").replace(">", "}")]["get"]
        asked = [one for one in operation["parameters"] if one["in"] == "query"]
        several = {one["name"] for one in asked if one["schema"].get("type") == "array"}
        pattern.callback = served(pattern.callback, {one["name"] for one in asked} - several, several)
    return patterns


def document() -> dict[str, Any]:
    """The description, in the language of the moment."""
    said = _translated(_described())
    said["info"] |= {
        "license": {"name": LICENCE, "url": LICENCE_URL},
        "contact": {"name": settings.SITE_NAME, "email": settings.HELPDESK_EMAIL},
    }
    said["servers"] = [{"url": settings.PUBLIC_URL}]
    return said


@cache
def _described() -> dict[str, Any]:
    """As ninja has it, with what else every answer may be; in English."""
    found = dict(api.get_openapi_schema(path_prefix=PREFIX))
    found["components"]["schemas"] |= _problem_shapes()
    found["components"]["responses"] = _other_answers()
    others = {status: {"$ref": f"#/components/responses/{status}"} for status in _other_answers()}
    for path in found["paths"].values():
        operation = path["get"]
        operation["parameters"] = [_bare(one) for one in operation["parameters"]]
        operation["responses"] = {"200": _with_headers(operation["responses"][200]), **others}
    return _tidy(found)


def _problem_shapes() -> dict[str, Any]:
    shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    return shape.pop("$defs") | {"Problem": shape}


def _bare(parameter: dict[str, Any]) -> dict[str, Any]:
    """A value that may be left out is not one that may be null: an address cannot say null."""
    schema = dict(parameter["schema"])
    kinds = [one for one in schema.pop("anyOf", []) if one.get("type") != "null"]
    schema = {**kinds[0], **schema} if kinds else schema
    if schema.get("default", 0) in (None, "", []):
        schema.pop("default")
    described = {"description": schema.pop("description")} if "description" in schema else {}
    parameter = {name: value for name, value in parameter.items() if name not in ("examples", "schema", "description")}
    return {**parameter, **described, "schema": schema}


def _with_headers(response: dict[str, Any]) -> dict[str, Any]:
    said = {
        "ETag": gettext_noop("Mark of this content: sent again as If-None-Match, it saves getting the same twice."),
        "Last-Modified": gettext_noop("When the content last changed."),
        "Cache-Control": gettext_noop("For how long the answer may be kept."),
        "Link": gettext_noop("The licence."),
    }
    headers = {name: {"description": words, "required": True, "schema": {"type": "string"}} for name, words in said.items()}
    return {**response, "description": gettext_noop("The answer."), "headers": headers}


def _other_answers() -> dict[str, Any]:
    content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    allow = {"Allow": {"required": True, "schema": {"type": "string"}}}
    wait = {"Retry-After": {"required": True, "schema": {"type": "integer", "minimum": 1}}}
    return {
        "304": {"description": gettext_noop("Nothing has changed since you asked.")},
        "404": {"description": gettext_noop("There is nothing at this address."), "content": content},
        "405": {"description": gettext_noop("Another verb than GET and HEAD."), "content": content, "headers": allow},
        "422": {"description": gettext_noop("A value in the address is not understood."), "content": content},
        "429": {"description": gettext_noop("Too many questions in a short time."), "content": content, "headers": wait},
    }


def _tidy(found: Any) -> Any:
    """Without the titles that pydantic makes of names: they say nothing that the names do not say."""
    if isinstance(found, dict):
        return {
            name: _tidy(value)
            for name, value in found.items()
            if not (name == "title" and isinstance(value, str) and ("type" in found or "anyOf" in found or "$ref" in found))
        }
    return [_tidy(one) for one in found] if isinstance(found, list) else found


def _translated(found: Any, name: str = "") -> Any:
    if isinstance(found, dict):
        return {key: _translated(value, key) for key, value in found.items()}
    if isinstance(found, list):
        return [_translated(one) for one in found]
    return _(found) if name in ("description", "summary", "title") and isinstance(found, str) and found else found


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each path with its one operation, in the language of the moment."""
    for path, verbs in document()["paths"].items():
        yield path, verbs["get"]
