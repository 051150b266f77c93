"""The addresses of bookings: the home page, the way to a desk, and what one has booked."""

from django.urls import path

from bookings import finder_views, views

app_name = "bookings"
urlpatterns = [
    path("", views.home, name="home"),
    path("besoin/", finder_views.find, name="find"),
    path("reserver/", views.start, name="start"),
    path("reserver/<slug:slug>/", views.pick, name="pick"),
    path("reserver/<slug:slug>/verifier/", views.verify, name="verify"),
    path("mes-reservations/", views.my_bookings, name="list"),
    path("reservations/<slug:reference>/", views.detail, name="detail"),
    path("reservations/<slug:reference>/lien/<slug:token>/", views.open_by_link, name="open"),
    path("reservations/<slug:reference>/adresse/", views.prove, name="prove"),
    path("reservations/<slug:reference>/deplacer/", views.move, name="move"),
    path("reservations/<slug:reference>/annuler/", views.cancel, name="cancel"),
    path("reservations/<slug:reference>/agenda.ics", views.calendar_file, name="calendar"),
]
