"""Registration of the records of matching with Django."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """The table of lists that were shown."""

    name = "voordeur.records.matching"
    label = "matching"
    default_auto_field = "django.db.models.BigAutoField"
