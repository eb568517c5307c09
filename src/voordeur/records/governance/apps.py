"""Registration of the governance records with Django."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """The tables of governance."""

    name = "voordeur.records.governance"
    label = "governance"
    default_auto_field = "django.db.models.BigAutoField"
