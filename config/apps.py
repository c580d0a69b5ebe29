"""The wiring as a Django app, so that its checks are found."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the system checks, and makes the Celery app the one that tasks are queued with."""

    name = "config"

    def ready(self) -> None:
        """Import for the registration."""
        from config import celery, checks  # noqa: F401, PLC0415 - register once the apps are ready
