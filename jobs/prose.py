"""What an employer typed, as HTML: for the page of an offer and for its markup."""

import re
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# The form promises "-"; the others are what text processors make of it.
POINT = re.compile(r"\s*[-–•]\s*")


def as_html(text: str) -> SafeString:
    """
    Paragraphs and lists, nothing else: `p`, `ul` and `li`, with everything typed escaped.

    Each line is a paragraph; lines that begin with "-" and follow each other are the points of one list. Empty lines and
    points without a word say nothing and are left out.
    """
    lines = [line.strip() for line in text.splitlines() if POINT.sub("", line, count=1).strip(" -–•")]
    blocks = []
    for is_point, some in groupby(lines, key=lambda line: bool(POINT.match(line))):
        if is_point:
            points = "".join(f"<li>{escape(POINT.sub('', line, count=1))}</li>" for line in some)
            blocks.append(f"<ul>{points}</ul>")
        else:
            blocks += [f"<p>{escape(line)}</p>" for line in some]
    return mark_safe("".join(blocks))  # noqa: S308, every line is escaped above
