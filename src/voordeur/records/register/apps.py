"""Registration of the register records with Django."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The tables of the register."""

    name = "voordeur.records.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
