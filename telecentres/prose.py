"""What somebody typed into a large box, as safe HTML: for pages, feeds and markup."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# The form promises "-"; the others are what text processors make of it.
POINT = re.compile(r"\s*[-–•]\s*")
HEADING = re.compile(r"\s*(##)\s+")
ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]")


def as_html(text: str) -> SafeString:
    """
    Paragraphs and lists, nothing else: `p`, `ul` and `li`, with everything typed escaped.

    Each line is a paragraph; lines that begin with "-" and follow each other are the points of one list. Empty lines and
    points without a word say nothing and are left out.
    """
    return mark_safe("".join(_blocks(_lines(text), escape)))  # noqa: S308, every line is escaped


def as_page(text: str) -> SafeString:
    """The same for long texts: a line that begins with "##" is a heading (`h2`), and addresses of the web are links."""
    blocks: list[str] = []
    for is_heading, some in groupby(_lines(text), key=lambda line: bool(HEADING.match(line))):
        lines = list(some)
        blocks += (
            [f"<h2>{escape(HEADING.sub('', line, count=1))}</h2>" for line in lines] if is_heading else _blocks(lines, _linked)
        )
    return mark_safe("".join(blocks))  # noqa: S308, every line is escaped


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if POINT.sub("", line, count=1).strip(" -–•#")]


def _blocks(lines: Iterable[str], written: Callable[[str], str]) -> Iterator[str]:
    for is_point, some in groupby(lines, key=lambda line: bool(POINT.match(line))):
        if is_point:
            yield "<ul>" + "".join(f"<li>{written(POINT.sub('', line, count=1))}</li>" for line in some) + "</ul>"
        else:
            yield from (f"<p>{written(line)}</p>" for line in some)


def _linked(line: str) -> str:
    """Addresses are cut out first, so that what is escaped is never searched for them."""
    parts, last = [], 0
    for found in ADDRESS.finditer(line):
        address = escape(found.group())
        parts += [escape(line[last : found.start()]), f'<a href="{address}" rel="noreferrer">{address}</a>']
        last = found.end()
    return "".join([*parts, escape(line[last:])])
