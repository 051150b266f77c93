"""The map of the site: French paths, English names; each app draws its own part."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import RedirectView, TemplateView
from django.views.i18n import set_language

from cantal_network.sitemaps import site_map

urlpatterns = [
    path("", include("bookings.urls")),
    path("", include("telecentres.urls")),
    path("", include("jobs.urls")),
    path("", include("outreach.urls")),
    path("", include("observatory.urls")),
    path("", include("dispatch.urls")),
    path("", include("notices.urls")),
    path("compte/", include("accounts.urls")),
    path("demonstration/", include("accounts.demonstration_urls")),
    path("galerie/", include("cantal_network.gallery")),
    # A page that tells other sites nothing (Referrer-Policy: no-referrer) sends forms with "Origin: null", which no check
    # against forgery can let pass; somebody else could at worst change the language of the screens.
    path("langue/", csrf_exempt(login_not_required(set_language)), name="set_language"),
    path(
        "robots.txt",
        login_not_required(TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
        name="robots",
    ),
    path("sitemap.xml", site_map, name="sitemap"),
    path("favicon.ico", login_not_required(RedirectView.as_view(pattern_name="telecentres:mark")), name="favicon"),
    path("admin/", admin.site.urls),
]

handler400 = "notices.faults.bad_request"
handler500 = "notices.faults.server_error"
