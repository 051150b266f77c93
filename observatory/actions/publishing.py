"""Publishing what is over: each month on its own, then the year."""

from datetime import datetime

from observatory import settling


def publish_month(*, now: datetime) -> int:
    """
    Write down the settled months of the last twelve that are not yet, and their years; returns how many figures were.

    Twice does no more than once.
    """
    written = 0
    months = list(settling.months_to_settle(now))
    for found in settling.about_people():
        written += sum(settling.settle_month(found, month, now=now) for month in months)
        written += sum(settling.settle_year(found, month.year, now=now) for month in months if month.month == 12)
    return written
