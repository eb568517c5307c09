"""Registration of the records of mixes and consents with Django."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    """The tables of mixes and consents."""

    name = "voordeur.records.funding"
    label = "funding"
    default_auto_field = "django.db.models.BigAutoField"
