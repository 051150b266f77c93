"""What a saved search has to tell: the offers published since its last mail."""

from jobs.models import Alert, JobOffer
from jobs.search import Search
from telecentres import finder

MOST = 20


def search_of(alert: Alert) -> Search:
    """As the person made it; a commune that no longer exists only takes the distances away."""
    found = Search.of(alert.query)
    start = finder.place_named(found.commune) if found.commune else None
    return Search.of(alert.query, start=start) if start else found


def news_of(alert: Alert) -> list[JobOffer]:
    """Published in the window of the latest mail, still open, as the search orders them; at most MOST."""
    window = {"published_at__gte": alert.told_from, "published_at__lt": alert.told_until}
    return list(search_of(alert).offers().filter(**window).for_pages()[:MOST])
