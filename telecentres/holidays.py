"""The public holidays of France, proposed to managers as closures and never imposed."""

from datetime import date, timedelta
from typing import NamedTuple


class Holiday(NamedTuple):
    day: date
    name: str


def public_holidays(first: date, last: date) -> list[Holiday]:
    """
    The holidays from first to last, both included, in order, named in French whatever the language of the page.

    Those of metropolitan France outside Alsace and Moselle. Exact for 2024 to 2035.
    """
    # Imported here: loading the calendars of the package costs every command a third of a second.
    from holidays.countries.france import France

    calendar = France(years=range(first.year, last.year + 1), language="fr")
    return [Holiday(day, name.replace("'", "’")) for day, name in sorted(calendar.items()) if first <= day <= last]


def coming_holidays(today: date) -> list[Holiday]:
    """The holidays of the 365 days that begin today."""
    return public_holidays(today, today + timedelta(days=364))


def working_days_after(day: date, number: int) -> date:
    """So many working days later: Saturdays, Sundays and public holidays are not counted."""
    free = {holiday.day for holiday in public_holidays(day, day + timedelta(days=number * 3 + 10))}
    for _step in range(number):
        day += timedelta(days=1)
        while day.weekday() >= 5 or day in free:
            day += timedelta(days=1)
    return day
