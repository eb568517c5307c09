"""Registration of the consent records with Django."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """The consent tables."""

    name = "voordeur.records.consent"
    label = "consent"
    default_auto_field = "django.db.models.BigAutoField"
