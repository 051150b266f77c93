"""The addresses of the places: the list with its map, a page for each centre, what is broken there, the open data."""

from django.urls import path

from telecentres import fault_views, interest_views, invitation_views, open_data_views, views

app_name = "telecentres"
urlpatterns = [
    path("marque.svg", views.mark_picture, name="mark"),
    path("telecentres/", views.telecentre_list, name="list"),
    path("telecentres/histoire/", views.story_page, name="story"),
    path("telecentres/<slug:slug>/", views.telecentre_detail, name="detail"),
    path("telecentres/<slug:slug>/prevenir/", interest_views.ask, name="ask_for_news"),
    path("nouvelles/<str:token>/", interest_views.interest, name="interest"),
    path("nouvelles/<str:token>/arret/", interest_views.stop, name="interest_stop"),
    path("invitation/<str:token>/", invitation_views.invitation, name="invitation"),
    path("telecentres/<slug:slug>/signaler/", fault_views.report, name="report_fault"),
    path("donnees/lieux.csv", open_data_views.places_csv, name="places_csv"),
    path("donnees/lieux.json", open_data_views.places_json, name="places_json"),
    path("donnees/lieux.geojson", open_data_views.places_geojson, name="places_geojson"),
]
