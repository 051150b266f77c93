"""
A PDF searched for what a CV has no use for.

Not a reader: a reader follows the table of objects and, where that is damaged, guesses. This looks at everything that any reader
could take for an object, wherever it lies, and inside the packed streams that hold objects (ISO 32000-1, 7.5.7).
The streams that hold pages, pictures and fonts are left alone: what is written in them are words, not actions.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from jobs.cv_files.archive import END as END_OF_AN_ARCHIVE
from jobs.cv_files.limits import LARGEST, PDF, Kind, Room, refusal

_BEGINNING = re.compile(rb"%PDF-[12]\.[0-9]")
_END = re.compile(rb"startxref[\x00\s]+([0-9]{1,10})[\x00\s]+%%EOF[\x00\s]*\Z")

# How far from the end the last of it may begin: some writers fill a block with zeros.
_END_WITHIN = 4096
_COMMENT_OF_AN_ARCHIVE = 65_557

FORBIDDEN = {
    # actions, and what sets them off by itself
    *(b"/JavaScript", b"/JS", b"/Launch", b"/SubmitForm", b"/ImportData", b"/GoToE", b"/GoToR", b"/AA"),
    # other files inside this one
    *(b"/EmbeddedFile", b"/EmbeddedFiles", b"/EF", b"/FileAttachment"),
    # what is played or run
    *(b"/RichMedia", b"/Rendition", b"/Movie", b"/Sound", b"/3D", b"/XFA"),
}

# What may not follow by itself from opening the document: an address on the web, or a second action.
_NOT_AT_THE_OPENING = {b"/URI", b"/Next"}

# A name, a bracket, the beginning of a text, a comment, numbers, a word.
_TOKEN = re.compile(rb"/[^\x00\s()<>\[\]{}/%]*|<<|>>|[\[\](<]|%[^\r\n]*|[0-9+.-][0-9+.\x00\s-]*|[^\x00\s()<>\[\]{}/%]+")
_PARENTHESIS = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")

# Every object begins with the word "obj", which comments may part from its number; "trailer" begins what names the first one.
_OBJECT = re.compile(rb"(?<![^\x00\s()<>\[\]{}/%0-9+.-])(?:obj|trailer)(?![^\x00\s()<>\[\]{}/%])")
_NUMBER = re.compile(rb"([0-9]{1,10})[\x00\s]+[0-9]{1,5}[\x00\s]*\Z")

# Bytes and tokens looked at in one file, and bytes in its packed objects. Honest objects do not overlap, and most of a file is
# streams, which are passed over: a manual of fifty pages has ten thousand tokens. All of these take a second at the most.
_MOST_WALKED = 2 * LARGEST
_MOST_TOKENS = 700_000
# What an object costs besides its tokens, in tokens.
_COST_OF_AN_OBJECT = 5


class Object(NamedTuple):
    """Its number (None: not to be told), its tokens with texts emptied, and where its stream begins, if it has one."""

    number: int | None
    tokens: list[bytes]
    stream: int | None = None

    def holds(self, *names: bytes) -> bool:
        return not set(names).isdisjoint(self.tokens)


def begins(content: bytes) -> bool:
    """At the very first byte: readers forgive something before it, which is how a page or a program passes for a PDF."""
    return _BEGINNING.match(content) is not None


def check(content: bytes) -> Kind:
    """Raises `broken`, `bomb`, `encrypted` or `active`."""
    _complete(content)
    look, walk = _Look(), _Walk()
    packed = []
    for found in _objects(content, walk):
        look.at(found)
        if found.stream is not None and (found.holds(b"/ObjStm") or {b"/N", b"/First"} <= set(found.tokens)):
            packed.append(found)
    if look.encrypted:
        raise refusal("encrypted")
    room = Room(_MOST_WALKED)
    for stream in packed:
        for found in _objects_in(content, stream, room, walk):
            look.at(found)
    look.conclude()
    return PDF


def _complete(content: bytes) -> None:
    """It ends as a PDF does, with nothing behind; and it is no archive at the same time, which is read from its end."""
    end = _END.search(content, max(0, len(content) - _END_WITHIN))
    if not end or int(end[1]) >= len(content):
        raise refusal("broken")
    if content.find(END_OF_AN_ARCHIVE, max(0, len(content) - _COMMENT_OF_AN_ARCHIVE)) >= 0:
        raise refusal("broken")


class _Look:
    """What was seen in the objects so far."""

    def __init__(self) -> None:
        self.encrypted = False
        self.active = False
        self.whole = {b"/Root", b"/Pages"}
        self.numbers: set[int | None] = set()
        self.leading_on: set[int | None] = set()
        self.at_opening: set[int | None] = set()

    def at(self, found: Object) -> None:
        names = set(found.tokens)
        self.encrypted |= b"/Encrypt" in names
        self.active |= not FORBIDDEN.isdisjoint(names)
        self.whole -= names
        self.numbers.add(found.number)
        if not _NOT_AT_THE_OPENING.isdisjoint(names):
            self.leading_on.add(found.number)
        for place in (place for place, token in enumerate(found.tokens) if token == b"/OpenAction"):
            self._open(found.tokens[place + 1 : place + 100])

    def _open(self, tokens: list[bytes]) -> None:
        """A place in the document is fine, and so is any action that is not forbidden everywhere else."""
        first = tokens[0] if tokens else b""
        if first == b"<<":
            inside = tokens[: tokens.index(b">>")] if b">>" in tokens else [b"/Next"]
            self.active |= not _NOT_AT_THE_OPENING.isdisjoint(inside)
        elif number := re.match(rb"[+-]?([0-9]{1,10})", first):
            self.at_opening.add(int(number[1]))

    def conclude(self) -> None:
        if self.at_opening and None in self.leading_on:
            self.active = True
        if self.active or not self.at_opening.isdisjoint(self.leading_on):
            raise refusal("active")
        if self.whole or not self.at_opening <= self.numbers:
            raise refusal("broken")


class _Walk:
    """How much may still be looked at."""

    def __init__(self) -> None:
        self._bytes = _MOST_WALKED
        self._tokens = _MOST_TOKENS

    def object(self, content: bytes, start: int, number: int | None) -> tuple[Object, int]:
        """
        The object and where it ends: before its stream or the next object.

        The word "endobj" ends nothing, because some readers pass over it inside a dictionary. Raises `bomb` when that is more
        than may be looked at.
        """
        tokens: list[bytes] = []
        opened: list[bytes] = []
        stream = None
        self._tokens -= _COST_OF_AN_OBJECT
        end = start
        for token, end in _tokens(content, start):
            self._tokens -= 1
            if token == b"obj" or self._tokens < 0:
                break
            if token == b"stream" and not opened:
                stream = end
                break
            if token in (b"<<", b"["):
                opened.append(token)
            elif opened and (opened[-1], token) in ((b"<<", b">>"), (b"[", b"]")):
                opened.pop()
            tokens.append(token)
        self._bytes -= end - start
        if self._bytes < 0 or self._tokens < 0:
            raise refusal("bomb")
        return Object(number, tokens, stream), end


def _objects(content: bytes, walk: _Walk) -> Iterator[Object]:
    """All that a reader could take for an object, also inside streams, texts and comments, and the trailers."""
    for mark in _OBJECT.finditer(content):
        number = _NUMBER.search(content, max(0, mark.start() - 40), mark.start())
        found, _end = walk.object(content, mark.end(), int(number[1]) if number else None)
        yield found


def _tokens(content: bytes, start: int) -> Iterator[tuple[bytes, int]]:
    """Each with the place behind it, beyond the end when a text is not closed. Names lose their escapes: /J#53 is /JS."""
    at = start
    while match := _TOKEN.search(content, at):
        token, at = match[0], match.end()
        if token[:1] == b"%":
            continue
        if token[:1] == b"/" and b"#" in token:
            token = _ESCAPE.sub(lambda escape: bytes.fromhex(escape[1].decode()), token)
        elif token == b"(":
            at = _behind_text(content, at)
        elif token == b"<":
            at = content.find(b">", at) + 1 or len(content) + 1
        yield token, at


def _behind_text(content: bytes, at: int) -> int:
    depth = 1
    for match in _PARENTHESIS.finditer(content, at):
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        if not depth:
            return match.end()
    return len(content) + 1


def _objects_in(content: bytes, stream: Object, room: Room, walk: _Walk) -> Iterator[Object]:
    """
    The objects packed in a stream.

    Raises `broken` for a stream that is packed in another way than Deflate (no common program does it) or whose table is not
    plain, because what cannot be looked into cannot be let through.
    """
    unpacked = room.inflate(_deflated(content, stream))
    first = _first(stream)
    try:
        table = [int(number) for number in unpacked[:first].split()]
    except ValueError:
        raise refusal("broken") from None
    numbers = {first + offset: number for number, offset in zip(table[::2], table[1::2], strict=False)}
    starts = sorted({first, *numbers})
    if starts[-1] > len(unpacked):
        raise refusal("broken")
    for start, end in zip(starts, [*starts[1:], len(unpacked)], strict=True):
        found, reached = walk.object(unpacked[start:end], 0, numbers.get(start))
        # A text that runs on into the next object would hide that one from us, and not from every reader.
        if reached > end - start:
            raise refusal("broken")
        yield found


def _deflated(content: bytes, stream: Object) -> bytes:
    assert stream.stream is not None
    tokens = stream.tokens
    place = tokens.index(b"/Filter") if b"/Filter" in tokens else len(tokens)
    chain = tokens[place + 1 : place + 4]
    plain = chain[:1] == [b"/FlateDecode"] or chain == [b"[", b"/FlateDecode", b"]"]
    # /F is another file or, to some readers, another /Filter; /DecodeParms would rearrange what was unpacked.
    if not plain or tokens.count(b"/Filter") > 1 or stream.holds(b"/F", b"/DP", b"/DecodeParms"):
        raise refusal("broken")
    start = re.compile(rb"[ \t]*\r?\n?").match(content, stream.stream).end()
    end = content.find(b"endstream", start)
    return content[start : max(start, end)]


def _first(stream: Object) -> int:
    """Where the first object begins in the unpacked stream."""
    places = [place for place, token in enumerate(stream.tokens) if token == b"/First"]
    value = stream.tokens[places[0] + 1] if len(places) == 1 and places[0] + 1 < len(stream.tokens) else b""
    if not re.fullmatch(rb"[0-9]{1,9}\s*", value):
        raise refusal("broken")
    return int(value)
