"""Registration of the worklists records with Django."""

from django.apps import AppConfig


class WorklistsConfig(AppConfig):
    """The worklists tables."""

    name = "voordeur.records.worklists"
    label = "worklists"
    default_auto_field = "django.db.models.BigAutoField"
