"""Declares the app and what it gives to others; imported by Django only."""

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = _("Job offers")

    def ready(self) -> None:
        from jobs import receivers
        from jobs.models import Employer

        post_save.connect(receivers.mark_offers_as_changed, sender=Employer)
