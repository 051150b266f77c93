"""The addresses of the places: the list with its map, and a page for each centre."""

from django.urls import path

from telecentres import views

app_name = "telecentres"
urlpatterns = [
    path("marque.svg", views.mark_picture, name="mark"),
    path("telecentres/", views.telecentre_list, name="list"),
    path("telecentres/histoire/", views.story_page, name="story"),
    path("telecentres/<slug:slug>/", views.telecentre_detail, name="detail"),
]
