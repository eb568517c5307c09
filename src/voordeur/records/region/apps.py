"""Registration of the region records with Django."""

from django.apps import AppConfig


class RegionConfig(AppConfig):
    """The region tables."""

    name = "voordeur.records.region"
    label = "region"
    default_auto_field = "django.db.models.BigAutoField"
