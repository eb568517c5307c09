"""A light settings module: the records without the web, for type checks and migrations."""

SECRET_KEY = "for-type-checks-only"  # noqa: S105  never serves a page
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "voordeur.records.accounts",
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
]
AUTH_USER_MODEL = "accounts.Account"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
