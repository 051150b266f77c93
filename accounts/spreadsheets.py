"""What a spreadsheet program would make of a text in a file of ours."""

import re

# The wide forms are those of Asian keyboards; an apostrophe before is looked through, so that taking one away never arms a text.
FORMULA = re.compile(r"['\s]*[=+\-@\t\r\n＝＋－＠]")


def harmless(text: str) -> str:
    """With an apostrophe before a text that would be taken for a formula; take one away, and it is as it was."""
    return f"'{text}" if FORMULA.match(text) else text


def as_written(text: str) -> str:
    """What `harmless` was given, from what it made of it."""
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text
