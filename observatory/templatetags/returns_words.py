"""Sums, months and cases of the returns on public money, as pages write them."""

from datetime import date
from decimal import Decimal

from django import template

from observatory import balance_chart
from observatory.returns import Returns
from telecentres import words

register = template.Library()

register.filter("month", words.month_words)


@register.filter
def plain_number(value: Decimal) -> str:
    """ "52", "52,5": without the noughts that a column adds."""
    whole = value.to_integral_value()
    return words.number_words(whole.quantize(Decimal(1)) if value == whole else value.normalize())


@register.simple_tag
def period(first: date, last: date | None) -> str:
    """ "2008–2013" for whole years, "mars 2025", "mars 2025 – juin 2026"."""
    if last is None or (last.year, last.month) == (first.year, first.month):
        return words.month_words(first)
    if (first.month, last.month) == (1, 12):
        return f"{first.year}–{last.year}" if first.year != last.year else str(first.year)
    return f"{words.month_words(first)} – {words.month_words(last)}"


@register.inclusion_tag("observatory/_balance.html")
def balance_drawing(found: Returns, *, name: str) -> dict:
    """The balance from the opening on in the three cases; `name` is unique on the page."""
    return {"drawing": balance_chart.draw(found.points), "payback": found.payback, "name": name}
