"""The people Voordeur is for: who they are and how to reach them."""

from django.db import models


class ResidentRecord(models.Model):
    """A person with a case. Everything here is personal and goes through the access door."""

    ref = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=160)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    preferred_channel = models.CharField(max_length=20, default="phone")
    language = models.CharField(max_length=5, default="nl")
    postcode = models.CharField(max_length=4, blank=True)
    """The four digits; enough to know the municipality and to meet nearby."""
    municipality = models.CharField(max_length=40, blank=True)
    return_code_hash = models.CharField(max_length=128, blank=True)
    """Hash of the code with which the person comes back; never the code itself."""
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "resident"
        ordering = ("id",)
        indexes = (
            models.Index(fields=("email",), name="resident_email"),
            models.Index(fields=("postcode", "birth_year"), name="resident_postcode_year"),
        )
