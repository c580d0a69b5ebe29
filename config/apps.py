"""The wiring as a Django app, so that its checks are found."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the system checks."""

    name = "config"

    def ready(self) -> None:
        """Import for the registration."""
        from config import checks  # noqa: F401, PLC0415 - registers once the apps are ready
