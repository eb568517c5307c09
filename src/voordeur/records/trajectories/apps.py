"""Registration of the records of trajectories with Django."""

from django.apps import AppConfig


class TrajectoriesConfig(AppConfig):
    """The tables of trajectories."""

    name = "voordeur.records.trajectories"
    label = "trajectories"
    default_auto_field = "django.db.models.BigAutoField"
