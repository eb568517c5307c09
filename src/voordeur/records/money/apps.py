"""Registration of the records of money with Django."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    """The tables of money."""

    name = "voordeur.records.money"
    label = "money"
    default_auto_field = "django.db.models.BigAutoField"
