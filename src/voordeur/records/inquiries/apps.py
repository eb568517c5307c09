"""Registration of the inquiries records with Django."""

from django.apps import AppConfig


class InquiriesConfig(AppConfig):
    """The inquiries tables."""

    name = "voordeur.records.inquiries"
    label = "inquiries"
    default_auto_field = "django.db.models.BigAutoField"
