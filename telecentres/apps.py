"""Declares the app, and to the registry what it keeps about people; imported by Django only."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class TelecentresConfig(AppConfig):
    name = "telecentres"
    verbose_name = _("Telecentres")

    def ready(self) -> None:
        from telecentres import mark, personal_data
        from telecentres.models import Telecentre

        personal_data.declare()
        post_save.connect(mark.forget, sender=Telecentre)
        post_delete.connect(mark.forget, sender=Telecentre)
