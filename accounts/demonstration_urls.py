"""The address of the demonstration's sign-in links, which exists in demonstration mode alone."""

from django.conf import settings
from django.urls import path

from accounts import views

urlpatterns = [path("<str:token>/", views.demonstration, name="demonstration")] if settings.DEMONSTRATION else []
