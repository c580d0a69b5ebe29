"""The app `committees`."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CommitteesConfig(AppConfig):
    """Where the app is wired up."""

    name = "committees"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from committees import rls  # noqa: PLC0415  (models are loaded only now)

        post_migrate.connect(rls.install_after_migrate, sender=self)
