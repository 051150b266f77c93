"""Declares the app, and to the registry what it keeps about people; imported by Django only."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TelecentresConfig(AppConfig):
    name = "telecentres"
    verbose_name = _("Telecentres")

    def ready(self) -> None:
        from telecentres import personal_data

        personal_data.declare()
