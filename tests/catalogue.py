"""
The French catalogue, made and read without gettext's tools; `.venv/bin/python -m tests.catalogue` remakes it.

Strings that are new in the code are listed, to be translated in locale/fr/LC_MESSAGES/django.po; run it again afterwards.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

CHECKOUT = Path(__file__).resolve().parent.parent
PO = CHECKOUT / "locale" / "fr" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
OUR_PYTHON = ["accounts", "bookings", "cantal_network", "dispatch", "jobs", "notices", "observatory", "outreach", "telecentres"]
# What packages say in other words than ours ("Courriel", "e-mail"): our catalogue is asked before theirs.
REWORDED = [
    "Email",
    "Email address",
    "Enter a valid email address.",
    "The email address and/or password you specified are not correct.",
    "A user is already registered with this email address.",
    "This email address is already associated with this account.",
    "You cannot remove your primary email address.",
]
KEYWORDS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"], (1,)),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}


def sources() -> Iterator[tuple[Path, str]]:
    """Our files with the text that Babel can read: templates become the calls of gettext they stand for."""
    for folder in OUR_PYTHON:
        for path in sorted((CHECKOUT / folder).rglob("*.py")):
            yield path, path.read_text()
    for path in sorted((CHECKOUT / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            # Indentation means nothing in a template, but everything to the tokenizer.
            yield path, "\n".join(line.lstrip() for line in templatize(path.read_text()).splitlines())


def extracted() -> Catalog:
    """Every string that the code hands to gettext, and the few of packages that we say our own way."""
    catalog = Catalog(locale="fr")
    for path, text in sources():
        for _line, ids, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
            catalog.add(ids, locations=[(str(path.relative_to(CHECKOUT)), 0)], context=context)
    for ids in REWORDED:
        catalog.add(ids, locations=[("tests/catalogue.py", 0)])
    return catalog


def committed() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="fr")


def compiled(catalog: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def names(catalog: Catalog) -> set[tuple[str | None, str]]:
    """The context and the English of each string."""
    return {(message.context, english(message)) for message in catalog if message.id}


def english(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> list[str]:
    """The French of a string, one form or two."""
    return list(message.string) if isinstance(message.string, (tuple, list)) else [message.string or ""]


def remake() -> list[str]:
    """Write the .po and the .mo anew from the code; return the English of what has no French yet."""
    catalog, found = committed(), extracted()
    found.creation_date = catalog.creation_date  # else the file changes each time without a change of text
    catalog.msgid_bugs_address = ""
    catalog.update(found, no_fuzzy_matching=True)
    with PO.open("wb") as file:
        write_po(file, catalog, width=0, include_lineno=False, ignore_obsolete=True, sort_by_file=True)
    MO.write_bytes(compiled(committed()))
    return [english(message) for message in catalog if message.id and not all(forms(message))]


if __name__ == "__main__":
    missing = remake()
    raise SystemExit("\n".join(["No French yet:", *missing]) if missing else 0)
