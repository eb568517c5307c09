"""Registration of the employers records with Django."""

from django.apps import AppConfig


class EmployersConfig(AppConfig):
    """The employers tables."""

    name = "voordeur.records.employers"
    label = "employers"
    default_auto_field = "django.db.models.BigAutoField"
