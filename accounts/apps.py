"""The app `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Where the app is wired up."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
