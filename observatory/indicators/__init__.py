"""Every indicator: one function each, entered into the list by `@indicator`; imported here so that the list is whole."""

from observatory.indicators import usage, ways, moves, work, outreach, network  # noqa: I001 (the order of lists and pages)
from observatory.indicators.base import ALL, Figure, Indicator, NETWORK, Row, Scope, Span, Total, indicator, indicators, named
from observatory.indicators import territory

__all__ = [
    "ALL",
    "NETWORK",
    "Figure",
    "Indicator",
    "Row",
    "Scope",
    "Span",
    "Total",
    "indicator",
    "indicators",
    "moves",
    "named",
    "network",
    "outreach",
    "territory",
    "usage",
    "ways",
    "work",
]
