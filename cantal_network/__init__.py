"""The roof: settings, the map of the site, Celery, and the embedded servers of the demonstration."""

from cantal_network.celery import app as celery_app

__all__ = ["celery_app"]
