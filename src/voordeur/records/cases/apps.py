"""Registration of the cases records with Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases tables."""

    name = "voordeur.records.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
