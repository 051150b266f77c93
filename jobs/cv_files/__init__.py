"""Which files are taken as a CV: PDF, ODT and DOCX, told by their content alone; called before one is kept."""

import re

from django.core.files import File

from jobs.cv_files import office, pdf
from jobs.cv_files.limits import ADVICE, DOCX, LARGEST, MOST_PARTS, MOST_RATIO, MOST_UNPACKED, ODT, PDF, Kind, refusal

__all__ = ["CODES", "LARGEST", "MOST_PARTS", "MOST_RATIO", "MOST_UNPACKED", "Kind", "check", "kind_named", "safe_name"]

CODES = frozenset(ADVICE)
CHUNK = 64 * 1024


def check(file: File) -> Kind:
    """
    Which kind of document it is, by its content; neither its name, its size nor the type that the browser says is asked.

    Raises ValidationError with the code `too_large`, `empty`, `not_a_document`, `broken`, `bomb`, `active` (macros, scripts,
    attached files, parts fetched from elsewhere) or `encrypted`. At most `LARGEST` + 1 bytes are read, and the file is left
    at its beginning.

    This is no antivirus: it refuses what a CV has no use for, and knows nothing of flaws in the programs that open one.
    """
    try:
        content = _read(file)
    finally:
        file.seek(0)
    if len(content) > LARGEST:
        raise refusal("too_large")
    if not content:
        raise refusal("empty")
    if pdf.begins(content):
        return pdf.check(content)
    return office.check(content)


def safe_name(kind: Kind, reference: str) -> str:
    """The name under which it is handed out, "cv-<reference>.pdf"; the name that the person's machine gave it is never used."""
    return f"cv-{re.sub('[^A-Za-z0-9-]', '', reference)}.{kind.extension}"


def kind_named(name: str) -> Kind:
    """The kind of a file that was checked when it came. Raises KeyError for any other name."""
    return {kind.name: kind for kind in (PDF, ODT, DOCX)}[name]


def _read(file: File) -> bytes:
    """All of it, or one byte more than is allowed; a single read may give less than is there."""
    file.seek(0)
    content = bytearray()
    while chunk := file.read(min(CHUNK, LARGEST + 1 - len(content))):
        content += chunk
    return bytes(content)
