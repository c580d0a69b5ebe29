"""The app `members`."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Who sits where."""

    name = "members"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add seats and people to the first page, committees' pages and the search."""
        from members import parts, searching  # noqa: PLC0415  (models are loaded only now)

        searching.register()
        parts.register()
