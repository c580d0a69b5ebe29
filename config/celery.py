"""The Celery application; its worker and its beat are processes of their own."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

app = Celery("atip")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def refuse_unsafe_role(**_: Any) -> None:
    """A worker is bound by row-level security as the web server is."""
    from config import checks  # noqa: PLC0415 - only once Django is set up

    checks.refuse_unsafe_role()
