"""The Celery application; its worker and its beat are processes of their own."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

app = Celery("atip")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
