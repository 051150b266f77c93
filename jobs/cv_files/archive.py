"""
A ZIP file read with suspicion: ODT and DOCX are one.

The module `zipfile` forgives much (bytes before, between and after the parts, two tables that contradict each other), and what
one reader forgives another reads differently. Here the parts must lie end to end from the first byte to the last.
Format: APPNOTE.TXT of PKWARE, 4.3.
"""

import re
import struct
import zlib
from typing import NamedTuple

from jobs.cv_files.limits import MOST_PARTS, Room, refusal

START = b"PK\x03\x04"
END = b"PK\x05\x06"

STORED, DEFLATED = 0, 8
ENCRYPTED = 0x1 | 0x40
SIZES_FOLLOW = 0x8

# Lengths of a record of sizes behind a part: with or without its mark, of 32 or 64 bits.
TRAILERS = {12, 16, 20, 24}

# Versions, dates, disks and permissions are passed over; what a part says of its own size is not asked: the table says it too.
_LOCAL = struct.Struct("<4s2x2H16x2H")
_CENTRAL = struct.Struct("<4s4x2H4x3I3H8xI")
_END = struct.Struct("<4s4H2IH")

# Absolute, from another disk, climbing, with a backslash or a control character, or with an empty step.
_BAD_NAME = re.compile(r"^/|^$|[\\:\x00-\x1f\x7f]|(^|/)\.{1,2}(/|$)|//")


class Part(NamedTuple):
    name: str
    flags: int
    method: int
    crc: int
    packed_size: int
    size: int
    offset: int


class Archive:
    """The parts by their names, in the order in which they lie in the file."""

    def __init__(self, content: bytes) -> None:
        """Raises `broken`, `bomb` (too many parts) or `encrypted`."""
        self._content = content
        self._room = Room()
        self._starts: dict[str, int] = {}
        try:
            self._read_tables()
        except (struct.error, UnicodeDecodeError):
            raise refusal("broken") from None

    def _read_tables(self) -> None:
        end, count, table = self._end()
        if count > MOST_PARTS:
            raise refusal("bomb")
        parts = sorted(self._listed(table, end, count), key=lambda part: part.offset)
        self.parts = {part.name: part for part in parts}
        # Word finds its parts whatever the case of their names: two that differ by it alone would be ambiguous.
        if len({name.casefold() for name in self.parts}) < count or any(_BAD_NAME.search(name) for name in self.parts):
            raise refusal("broken")
        self._lay_end_to_end(parts, table)

    def _end(self) -> tuple[int, int, int]:
        """Where the table of contents ends, how many parts it lists and where it begins. No comment: it could hold anything."""
        end = len(self._content) - _END.size
        mark, disk, first_disk, count_here, count, size, table, comment = _END.unpack_from(self._content, max(end, 0))
        if mark != END or disk or first_disk or comment or count != count_here or table + size != end:
            raise refusal("broken")
        return end, count, table

    def _listed(self, at: int, end: int, count: int) -> list[Part]:
        parts = []
        for _ in range(count):
            mark, flags, method, crc, packed, size, name, extra, comment, offset = _CENTRAL.unpack_from(self._content, at)
            if mark != b"PK\x01\x02":
                raise refusal("broken")
            at += _CENTRAL.size
            parts.append(Part(self._content[at : at + name].decode(), flags, method, crc, packed, size, offset))
            at += name + extra + comment
        if at != end:
            raise refusal("broken")
        return parts

    def _lay_end_to_end(self, parts: list[Part], table: int) -> None:
        """Nothing lies before, between or behind the parts, and no two share bytes; each says of itself what the table says."""
        expected = 0
        for part, following in zip(parts, [*(part.offset for part in parts[1:]), table], strict=True):
            mark, flags, method, name, extra = _LOCAL.unpack_from(self._content, part.offset)
            at = part.offset + _LOCAL.size
            said = self._content[at : at + name].decode()
            if (part.offset, mark, said, method, flags) != (expected, START, part.name, part.method, part.flags):
                raise refusal("broken")
            if flags & ENCRYPTED:
                raise refusal("encrypted")
            if method not in (STORED, DEFLATED):
                raise refusal("broken")
            self._starts[part.name] = at + name + extra
            rest = following - self._starts[part.name] - part.packed_size
            if rest and not (flags & SIZES_FOLLOW and rest in TRAILERS):
                raise refusal("broken")
            expected = following

    def read(self, name: str) -> bytes:
        """Raises `broken` when it is not what the table says, `bomb` when all that was read is more than allowed."""
        part = self.parts[name]
        start = self._starts[name]
        packed = self._content[start : start + part.packed_size]
        unpacked = self._room.inflate(packed, raw=True) if part.method == DEFLATED else self._room.take(packed)
        if (len(unpacked), zlib.crc32(unpacked)) != (part.size, part.crc):
            raise refusal("broken")
        return unpacked
