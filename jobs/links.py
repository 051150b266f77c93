"""Whole addresses, for who reads them elsewhere: search engines, feed readers, calendars."""

from django.conf import settings
from django.urls import reverse

from jobs.models import JobOffer
from jobs.search import Search


def public_url(offer: JobOffer) -> str:
    """The one address of an offer; it stays as it is once the offer was published."""
    return settings.PUBLIC_URL + offer.get_absolute_url()


def list_url(search: Search) -> str:
    return _with(reverse("jobs:list"), search)


def feed_url(search: Search) -> str:
    """Always the same for the same wishes, in whatever order they were typed; a feed has an order of its own."""
    return _with(reverse("jobs:atom"), search)


def _with(path: str, search: Search) -> str:
    return settings.PUBLIC_URL + path + (f"?{search.wishes}" if search.wishes else "")
