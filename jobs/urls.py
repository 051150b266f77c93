"""The addresses of work: the offers, applying, saved searches, and what machines read."""

from django.urls import path

from jobs import views

app_name = "jobs"
urlpatterns = [
    path("emplois/", views.offer_list, name="list"),
    path("emplois/<slug:slug>/", views.offer_detail, name="detail"),
]
