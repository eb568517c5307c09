"""Registration of the accounts records with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts tables."""

    name = "voordeur.records.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
