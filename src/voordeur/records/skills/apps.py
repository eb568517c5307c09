"""Registration of the records of vocabularies with Django."""

from django.apps import AppConfig


class SkillsConfig(AppConfig):
    """The tables of occupations and skills."""

    name = "voordeur.records.skills"
    label = "skills"
    default_auto_field = "django.db.models.BigAutoField"
