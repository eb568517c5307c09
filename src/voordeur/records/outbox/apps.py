"""Registration of the outbox records with Django."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The outbox tables."""

    name = "voordeur.records.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
