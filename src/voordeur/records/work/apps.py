"""Registration of the records of work with Django."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """The tables of employers, vacancies, referrals and placements."""

    name = "voordeur.records.work"
    label = "work"
    default_auto_field = "django.db.models.BigAutoField"
