"""Registration of the residents records with Django."""

from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    """The residents tables."""

    name = "voordeur.records.residents"
    label = "residents"
    default_auto_field = "django.db.models.BigAutoField"
