"""Registration of the audit records with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit tables."""

    name = "voordeur.records.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
