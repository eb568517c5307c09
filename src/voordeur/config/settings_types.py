"""A light settings module: the records without the web, for type checks and migrations."""

from datetime import timedelta
from pathlib import Path

SECRET_KEY = "for-type-checks-only"  # noqa: S105  never serves a page
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "voordeur.records.accounts",
    "voordeur.records.profiles",
    "voordeur.records.region",
    "voordeur.records.residents",
    "voordeur.records.employers",
    "voordeur.records.cases",
    "voordeur.records.handover",
    "voordeur.records.consent",
    "voordeur.records.appointments",
    "voordeur.records.inquiries",
    "voordeur.records.audit",
    "voordeur.records.outbox",
    "voordeur.records.worklists",
    "voordeur.records.register",
    "voordeur.records.governance",
    "voordeur.records.skills",
    "voordeur.records.toolbox",
    "voordeur.records.trajectories",
    "voordeur.records.money",
    "voordeur.records.funding",
    "voordeur.records.work",
    "voordeur.records.matching",
    "voordeur.records.employer_service",
]
AUTH_USER_MODEL = "accounts.Account"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Our own settings, for their types.
DEMO = False
DOCUMENTS = Path()
REGION_DIRECTORY = Path()
PUBLIC_ADDRESS = ""
SESSION_IDLE = timedelta()
SESSION_ABSOLUTE = timedelta()
UPLOAD_LIMIT_BYTES = 0
