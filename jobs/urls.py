"""The addresses of work: the offers, applying, saved searches, and what machines read."""

from django.urls import path

from jobs import calendar_views, export_views, feeds, views

app_name = "jobs"
urlpatterns = [
    path("emplois/", views.offer_list, name="list"),
    path("emplois/offres.atom", feeds.atom, name="atom"),
    path("emplois/offres.json", export_views.offers_json, name="offers_json"),
    path("emplois/offres.csv", export_views.offers_csv, name="offers_csv"),
    path("emplois/<slug:slug>/", views.offer_detail, name="detail"),
    path("emplois/<slug:slug>/cloture.ics", calendar_views.closing_date, name="closing_date"),
]
