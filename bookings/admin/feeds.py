"""The secret address under which a manager's own calendar reads the bookings of a centre."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scoped_admin import managed
from bookings import actions, links
from bookings.models import CalendarFeed
from telecentres.models import Telecentre


class OffersFeeds:
    """For the admin of bookings: whoever may see a centre's bookings may have them in their own calendar."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("agendas/", view(self.feeds), name="bookings_booking_feeds"),
            path("agendas/revoke/", view(self.revoke_feed), name="bookings_booking_revoke_feed"),
            *super().get_urls(),
        ]

    def feeds(self, request: HttpRequest) -> HttpResponse:
        """On POST a new address, shown in the answer and never again."""
        self._must_see_bookings(request)
        made, address = None, ""
        if request.method == "POST":
            made = self._centre(request)
            address = links.feed_address(actions.make_feed(request.user, made, now=timezone.now()))
        own = CalendarFeed.objects.live().filter(user=request.user, telecentre__isnull=False)
        feeds = {feed.telecentre_id: feed for feed in own}
        context = {
            "opts": self.opts,
            "title": _("Bookings in your own calendar"),
            "centres": [(centre, feeds.get(centre.pk)) for centre in managed(Telecentre.objects.order_by("name"), request)],
            "made": made,
            "address": address,
        }
        return render(request, "admin/bookings/booking/feeds.html", context | self.admin_site.each_context(request))

    def revoke_feed(self, request: HttpRequest) -> HttpResponse:
        self._must_see_bookings(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        actions.revoke_feed(request.user, self._centre(request), now=timezone.now())
        messages.success(request, _("The secret address no longer works."))
        return HttpResponseRedirect(reverse("admin:bookings_booking_feeds"))

    def _must_see_bookings(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _centre(self, request: HttpRequest) -> Telecentre:
        """Named by its slug, among those that the person manages."""
        return get_object_or_404(managed(Telecentre.objects.all(), request), slug=request.POST.get("centre", ""))
