"""Registration of the records of profiles with Django."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """The tables of profiles."""

    name = "voordeur.records.profiles"
    label = "profiles"
    default_auto_field = "django.db.models.BigAutoField"
