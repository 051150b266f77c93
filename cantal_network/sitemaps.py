"""What search engines are told to read: the public pages, each telecentre, each published offer, each guide."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap, views
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jobs.models import JobOffer
from notices import site_plan
from outreach.models import Event
from telecentres.models import Guide, Telecentre

# On the plan for people: behind the sign-in, ways to sign in, and the page that says whether everything runs.
NOT_TO_SEARCH = {
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "account_signup",
    "accounts:profile",
    "bookings:list",
    "dispatch:health",
    "outreach:registrations",
}


class PublicSitemap(Sitemap):
    """At the public address of the portal, whatever name the request came by."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.PUBLIC_URL).scheme

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.PUBLIC_URL).netloc


class Pages(PublicSitemap):
    """Those of the plan of the site, without a day: they change with the portal, not with the data."""

    def items(self) -> list[site_plan.Entry]:
        return [entry for group in site_plan.GROUPS for entry in group.entries if entry.name not in NOT_TO_SEARCH]

    def location(self, entry: site_plan.Entry) -> str:
        return entry.url


class DatedSitemap(PublicSitemap):
    def lastmod(self, item: Telecentre | JobOffer | Event) -> datetime:
        """To the second, which is all that the format asks for."""
        return timezone.localtime(item.updated_at).replace(microsecond=0)


class Telecentres(DatedSitemap):
    def items(self):
        return Telecentre.objects.public().order_by("slug")


class Offers(DatedSitemap):
    """The page of each offer and never the lists: one page, one job, as search engines for jobs want it."""

    def items(self):
        return JobOffer.objects.published().order_by("-published_at", "-pk").only("slug", "updated_at")


class Events(DatedSitemap):
    """Whatever has become of them: who finds a cancelled event by a search engine must read that it is cancelled."""

    def items(self):
        return Event.objects.once_public().for_everybody().order_by("-starts_at", "-pk").only("slug", "updated_at")


class Guides(PublicSitemap):
    def items(self):
        return Guide.objects.public().order_by("slug")


@login_not_required
@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    parts = {"pages": Pages, "telecentres": Telecentres, "offers": Offers, "events": Events, "guides": Guides}
    return views.sitemap(request, parts)
