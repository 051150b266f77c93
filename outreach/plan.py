"""The communication plan laid out for reading: the months of a year, and the report for the steering committee as a table."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.exporting import Value
from outreach.models import Campaign, Event
from outreach.results import Result
from telecentres import hours

FIRST_YEAR = 2000


@dataclass(frozen=True)
class Month:
    """A civil month with what runs in it, each campaign with the words "begins" or "ends" it deserves, and the events."""

    first: date
    campaigns: list[tuple[Campaign, bool, bool]]
    events: list[Event]


def year_named(typed: str, today: date) -> int:
    """The year of "2027"; the current one for anything else."""
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else today.year
    return year if FIRST_YEAR <= year <= today.year + 10 else today.year


def months_of(year: int, results: list[Result]) -> list[Month]:
    """The twelve months of a year with these campaigns and their dated events; one query."""
    campaigns = [result.campaign for result in results]
    events = list(Event.objects.filter(campaign__in=campaigns, starts_at__isnull=False).order_by("starts_at", "pk"))
    return [_month(date(year, number, 1), campaigns, events) for number in range(1, 13)]


def _month(first: date, campaigns: list[Campaign], events: list[Event]) -> Month:
    after = hours.month_after(first)
    running = [one for one in campaigns if one.begins_on < after and one.ends_on >= first]
    return Month(
        first,
        [(one, one.begins_on >= first, one.ends_on < after) for one in running],
        [one for one in events if first <= hours.civil_day(one.starts_at) < after],
    )


def as_rows(results: list[Result]) -> list[list[Value]]:
    """One line for each indicator of each campaign; a campaign without indicators has one line. Money in euros."""
    head = [
        _("Campaign"),
        _("Territory"),
        _("First day"),
        _("Last day"),
        _("Budget planned, in euros"),
        _("Spent, in euros"),
        _("Cost for each registration"),
        _("Cost for each lead"),
        _("Cost for each person settled"),
        _("What is counted"),
        _("Planned"),
        _("Reached"),
        _("Example"),
    ]
    return [head, *(row for result in results for row in _rows(result))]


def _rows(result: Result) -> list[list[Value]]:
    campaign = result.campaign
    about = [
        campaign.title,
        str(campaign.territory or _("the whole network")),
        campaign.begins_on,
        campaign.ends_on,
        campaign.budget_planned,
        campaign.budget_spent,
        *(cost.amount for cost in result.costs),
    ]
    example = _("yes") if campaign.is_example else _("no")
    measured = [[*about, one.name, one.planned, one.reached, example] for one in result.measures]
    return measured or [[*about, None, None, None, example]]
