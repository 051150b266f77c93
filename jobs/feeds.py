"""The offers of any search as a feed, for readers of news: nobody has to leave an address to follow them."""

import re
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from jobs import exports, links
from jobs.forms import LookForm
from jobs.models import JobOffer
from jobs.pages import discreet
from jobs.search import Search
from telecentres import downloads, hours, prose

MOST = 50
# What XML has no way to write: one of these in one offer would cost every reader the whole feed.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class CalmAtom(Atom1Feed):
    """An empty feed is as old as the day, rather than new at each reading."""

    def latest_post_date(self) -> datetime:
        today = hours.civil_day(timezone.now())
        return super().latest_post_date() if self.items else hours.whole_day(today).starts_at


class OfferFeed(Feed):
    """The latest offers that meet the wishes of an address, the newest first."""

    feed_type = CalmAtom
    language = "fr"
    author_name = settings.SITE_NAME

    def get_object(self, request: HttpRequest) -> Search:
        return Search(request.GET, start=LookForm(request.GET or None).start)

    def title(self, search: Search) -> str:
        about = ", ".join(label for label, _query in search.removals())
        return _plain(" – ".join([_("Job offers of the Cantal"), *([about] if about else [])]))

    def link(self, search: Search) -> str:
        return links.list_url(search)

    def feed_url(self, search: Search) -> str:
        return links.feed_url(search)

    def items(self, search: Search) -> list[JobOffer]:
        return list(search.offers().for_pages().order_by("-published_at", "-pk")[:MOST])

    def item_title(self, offer: JobOffer) -> str:
        return _plain(offer.title)

    def item_description(self, offer: JobOffer) -> str:
        """HTML: the traits of the card, the pay, then what the employer wrote."""
        card = ", ".join([*offer.traits, f"{offer.pay_words} {offer.get_pay_unit_display()}"])
        return _plain(format_html("<p>{}</p>", card) + _told(offer))

    def item_link(self, offer: JobOffer) -> str:
        return links.public_url(offer)

    def item_author_name(self, offer: JobOffer) -> str:
        return _plain(offer.employer.name)

    def item_pubdate(self, offer: JobOffer) -> datetime:
        return offer.published_at

    def item_updateddate(self, offer: JobOffer) -> datetime:
        return offer.updated_at

    def item_categories(self, offer: JobOffer) -> list[str]:
        return [offer.rome_label] if offer.rome_label else []


@login_not_required
@discreet
@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """In French, as the offers are, whatever the language of who asks."""
    changed_at = exports.changed_at(timezone.now())  # before the offers are read: what changes meanwhile is asked for again
    with override("fr"):
        feed = OfferFeed()(request)
    return downloads.answer(request, feed.content.decode(), content_type=feed["Content-Type"], changed_at=changed_at)


def _told(offer: JobOffer) -> SafeString:
    return prose.as_html(offer.description) + prose.as_html(offer.profile)


def _plain(text: str) -> str:
    return NOT_IN_XML.sub("", text)
