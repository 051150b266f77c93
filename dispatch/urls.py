"""The addresses of this app."""

from django.urls import path

from dispatch import views

app_name = "dispatch"
urlpatterns = [
    path("sante/", views.health_page, name="health"),
]
