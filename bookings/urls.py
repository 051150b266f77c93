"""The addresses of bookings: the home page, the way to a desk, and what one has booked."""

from django.urls import path

from bookings import feeds, finder_views, kiosk_views, offline, own_views, presence_views, views

app_name = "bookings"
urlpatterns = [
    path("", views.home, name="home"),
    path("besoin/", finder_views.find, name="find"),
    path("reserver/", views.start, name="start"),
    path("reserver/<slug:slug>/", views.pick, name="pick"),
    path("reserver/<slug:slug>/verifier/", views.verify, name="verify"),
    path("sw.js", offline.worker, name="worker"),
    path("hors-ligne/", offline.page, name="offline"),
    path("mes-reservations/", own_views.my_bookings, name="list"),
    path("mes-reservations/agenda/", feeds.my_calendar, name="my_calendar"),
    path("mes-reservations/agenda/revoquer/", feeds.revoke, name="revoke_feed"),
    path("agenda/<slug:token>.ics", feeds.feed, name="feed"),
    path("reservations/<slug:reference>/", own_views.detail, name="detail"),
    path("reservations/<slug:reference>/lien/<slug:token>/", own_views.open_by_link, name="open"),
    path("reservations/<slug:reference>/adresse/", own_views.prove, name="prove"),
    path("reservations/<slug:reference>/deplacer/", own_views.move, name="move"),
    path("reservations/<slug:reference>/arrivee/", own_views.arrive, name="arrive"),
    path("reservations/<slug:reference>/depart/", own_views.leave, name="leave"),
    path("borne/", kiosk_views.kiosk, name="kiosk"),
    path("borne/noter/", kiosk_views.note, name="kiosk_note"),
    path("borne/ouvrir/<slug:token>/", kiosk_views.open_kiosk, name="open_kiosk"),
    path("presence/<slug:slug>/", presence_views.presence, name="presence"),
    path("reservations/<slug:reference>/annuler/", own_views.cancel, name="cancel"),
    path("reservations/<slug:reference>/agenda.ics", own_views.calendar_file, name="calendar"),
]
