"""Employers with a question about staff."""

from django.db import models


class EmployerRecord(models.Model):
    """A company or institution, with the person to call."""

    ref = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=160)
    kvk_number = models.CharField(max_length=8, blank=True)
    contact_name = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    municipality = models.CharField(max_length=40, blank=True)
    sector = models.CharField(max_length=40, blank=True)
    return_code_hash = models.CharField(max_length=128, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "employer"
        ordering = ("id",)
