"""What a saved search has to tell: the offers published since its last mail."""

from datetime import datetime

from jobs.models import Alert, AlertRound, JobOffer
from jobs.search import Search
from telecentres import finder

MOST = 20  # in one mail; the others by a link


def search_of(alert: Alert) -> Search:
    """As the person made it; a commune that no longer exists only takes the distances away."""
    found = Search.of(alert.query)
    start = finder.place_named(found.commune) if found.commune else None
    return Search.of(alert.query, start=start) if start else found


def news_of(one: AlertRound) -> list[JobOffer]:
    """Published in the window of the mail, still open, as the search orders them."""
    return list(published_between(one.alert, one.since, one.until).for_pages())


def published_between(alert: Alert, since: datetime, until: datetime):
    """Half-open."""
    return search_of(alert).offers().filter(published_at__gte=since, published_at__lt=until)
