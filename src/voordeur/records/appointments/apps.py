"""Registration of the appointments records with Django."""

from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    """The appointments tables."""

    name = "voordeur.records.appointments"
    label = "appointments"
    default_auto_field = "django.db.models.BigAutoField"
