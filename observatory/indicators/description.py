"""What the docstrings of the indicators say, part by part, and the page of documentation made of them."""

import inspect
import re

from observatory.indicators.base import Indicator, indicators

PARTS = ("Source", "Unit", "Population", "Limits")
HEAD = """# Indicators

Made from the docstrings of `observatory/indicators/` by `manage.py indicators_docs > docs/indicators.md`; a test keeps it fresh.

A row has a key for each dimension; the key `all` is a margin, counted by itself. "answered" and "attended" say how many
of how many a number rests on. A dimension with one possible value (one centre, one month) is left out.
"""


def parts_of(indicator: Indicator) -> dict[str, str]:
    """ "What" and each of PARTS, as text on one line; KeyError in whoever asks for a part that is missing."""
    text = inspect.cleandoc(indicator.doc)
    pieces = re.split(rf"(?m)^({'|'.join(PARTS)}): ", text)
    named = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    return {"What": _line(pieces[0])} | {name: _line(words) for name, words in named.items()}


def of_all() -> str:
    """As Markdown, by theme, in the order in which they are written."""
    lines, theme = [HEAD], ""
    for one in indicators():
        if one.theme != theme:
            theme = one.theme
            lines.append(f"## {theme}\n")
        lines.append(_section(one))
    return "\n".join(lines)


def _section(one: Indicator) -> str:
    told = parts_of(one)
    facts = [
        f"`{one.name}`",
        f"unit {one.unit}",
        f"by {', '.join(one.dimensions)}" if one.dimensions else "",
        f"for {', '.join(one.scopes)}",
        "about people" if one.is_about_people else "",
        f"crossed by {', '.join(one.crossed)}" if one.crossed else "",
        "" if one.is_public else "for the staff alone",
    ]
    head = f"### {one.title}\n{'; '.join(part for part in facts if part)}.\n\n{told['What']}\n\n"
    return head + "".join(f"- **{name}**: {told[name]}\n" for name in PARTS)


def _line(text: str) -> str:
    return " ".join(text.split())
