"""The map of the site: French paths, English names; each app draws its own part."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("bookings.urls")),
    path("", include("telecentres.urls")),
    path("", include("dispatch.urls")),
    path("compte/", include("accounts.urls")),
    path("demonstration/", include("accounts.demonstration_urls")),
    path("admin/", admin.site.urls),
]
