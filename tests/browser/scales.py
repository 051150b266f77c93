"""
Writes what the pages weigh into the file that the page on eco-design shows.

`WEIGH=1 python3 run.py test tests/browser/test_pages.py -k light` measures all pages and remakes it.
"""

import json
import os
from typing import TYPE_CHECKING

from django.utils import timezone

from notices import weights

if TYPE_CHECKING:
    from tests.browser.chromium import Load
    from tests.browser.test_pages import Budget

KB = 1000


def are_out() -> bool:
    """Only when asked for: the figures are committed, and must not change with each run of the tests."""
    return os.environ.get("WEIGH") == "1"


def figures(budget: "Budget", first: "Load", again: "Load") -> dict[str, float]:
    """In the words of `notices.weights.Weight`."""
    return {
        "first": round(first.wire / KB, 1),
        "first_limit": budget.first,
        "again": round(again.wire / KB, 1),
        "again_limit": budget.again,
        "requests": first.requests,
        "requests_limit": budget.requests,
    }


def write(weighed: dict[str, dict[str, float]]) -> None:
    """Raises KeyError when a page that the page on eco-design names was not weighed."""
    pages = {name: weighed[name] for name in weights.TITLES}
    kept = {"measured_on": timezone.localdate().isoformat(), "pages": pages}
    weights.FILE.write_text(json.dumps(kept, indent=1) + "\n")
