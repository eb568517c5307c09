"""Registration of the records of the employer service with Django."""

from django.apps import AppConfig


class EmployerServiceConfig(AppConfig):
    """The tables of networks, gatherings, group routes and plans per employer."""

    name = "voordeur.records.employer_service"
    label = "employer_service"
    default_auto_field = "django.db.models.BigAutoField"
