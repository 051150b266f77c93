"""The Celery application; its tasks live in each app's `tasks.py`, its schedule in the settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cantal_network.settings")

app = Celery("cantal_network")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
