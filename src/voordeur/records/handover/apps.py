"""Registration of the handover records with Django."""

from django.apps import AppConfig


class HandoverConfig(AppConfig):
    """The handover tables."""

    name = "voordeur.records.handover"
    label = "handover"
    default_auto_field = "django.db.models.BigAutoField"
