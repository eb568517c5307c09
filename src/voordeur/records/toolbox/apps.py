"""Registration of the records of the toolbox with Django."""

from django.apps import AppConfig


class ToolboxConfig(AppConfig):
    """The tables of the toolbox."""

    name = "voordeur.records.toolbox"
    label = "toolbox"
    default_auto_field = "django.db.models.BigAutoField"
