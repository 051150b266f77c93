"""What a document may weigh, and the words in which one is refused."""

import zlib
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024

LARGEST = 5 * MEGABYTE
"""Bytes of a file."""

MOST_UNPACKED = 30 * MEGABYTE
"""Bytes to which all that is packed in one file may unpack: the pictures are hardly packed, and the text of a CV is small."""

MOST_RATIO = 200
"""How many times its packed size a part may unpack to, beyond the first megabyte; the text of a document reaches about 30."""

MOST_PARTS = 500
"""Files and folders inside an ODT or DOCX."""

MOST_ELEMENTS = 500_000
"""XML elements inside an ODT or DOCX, so that reading them takes about a second at the most; a CV has some thousands."""

ADVICE = {
    "too_large": _("The file is larger than %(most)s MB. Save it with smaller pictures and choose it again."),
    "empty": _("The file is empty. Save it again and choose it once more."),
    "not_a_document": _("This is not a PDF, ODT or DOCX document. Save your CV as PDF and choose that file."),
    "broken": _("The file is damaged or incomplete. Save your CV again as PDF and choose that file."),
    "bomb": _("The file unpacks to far more than a CV needs. Save your CV again as PDF and choose that file."),
    "active": _(
        "The file holds macros, scripts, attached files or parts that are fetched from elsewhere. Print your CV to a PDF and "
        "choose that file."
    ),
    "encrypted": _("The file is protected by a password. Save your CV again as PDF without a password and choose that file."),
}


class Kind(NamedTuple):
    name: str
    extension: str
    content_type: str


PDF = Kind("PDF", "pdf", "application/pdf")
ODT = Kind("ODT", "odt", "application/vnd.oasis.opendocument.text")
DOCX = Kind("DOCX", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")


def refusal(code: str) -> ValidationError:
    return ValidationError(ADVICE[code], code=code, params={"most": LARGEST // MEGABYTE})


class Room:
    """The bytes that one file may still unpack to."""

    def __init__(self, most: int = MOST_UNPACKED) -> None:
        self.left = most

    def inflate(self, packed: bytes, *, raw: bool = False) -> bytes:
        """
        One whole Deflate stream, without (`raw`) or with the frame of zlib, never more of it than there is room for.

        Raises `bomb` when it would be more, `broken` when it ends too early, too late or makes no sense. What the file
        says about sizes is not asked.
        """
        allowed = min(self.left, max(MEGABYTE, MOST_RATIO * len(packed)))
        engine = zlib.decompressobj(-zlib.MAX_WBITS if raw else zlib.MAX_WBITS)
        try:
            unpacked = engine.decompress(packed, allowed) if allowed else b""  # zlib takes 0 for "no limit"
        except zlib.error:
            raise refusal("broken") from None
        if not engine.eof:
            raise refusal("bomb" if len(unpacked) == allowed else "broken")
        if raw and engine.unused_data:
            raise refusal("broken")
        return self.take(unpacked)

    def take(self, content: bytes) -> bytes:
        """Counts what is there unpacked already; raises `bomb` when it is too much."""
        if len(content) > self.left:
            raise refusal("bomb")
        self.left -= len(content)
        return content
