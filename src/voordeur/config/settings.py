"""Django settings of Voordeur; what differs per installation comes from the environment."""

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from voordeur.config import environment

DEMO = environment.flag("VOORDEUR_DEMO")
DEBUG = False
DATA = environment.data_directory()
REGION_DIRECTORY = environment.region_directory()
SECRET_KEY = environment.secret_key(demo=DEMO)
_LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = [
    *(_LOCAL_HOSTS if DEMO else ()),
    *filter(None, os.environ.get("VOORDEUR_HOSTS", "").split(",")),
]
PUBLIC_ADDRESS = os.environ.get(
    "VOORDEUR_ADDRESS", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
)
SECURE = PUBLIC_ADDRESS.startswith("https://")

DATABASES = {
    "default": environment.database(
        os.environ.get("VOORDEUR_DATABASE_URL", f"sqlite:///{DATA / 'voordeur.sqlite3'}")
    )
}

RECORDS = [
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

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    *RECORDS,
    "voordeur.web",
    "voordeur.config.apps.WiringConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "voordeur.web.middleware.private_pages",
    "voordeur.web.middleware.session_limits",
    "voordeur.web.middleware.second_factor",
    "voordeur.web.middleware.plain_words",
    "voordeur.web.middleware.plain_pages",
    "voordeur.web.middleware.refusals",
]

ROOT_URLCONF = "voordeur.config.urls"
WSGI_APPLICATION = "voordeur.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "DIRS": [Path(__file__).resolve().parents[1] / "web" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "voordeur.web.loaders.SliceLoader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "voordeur.web.surroundings.surroundings",
            ],
        },
    }
]

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
]
ACCOUNT_ADAPTER = "voordeur.web.account.adapter.ClosedAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "voordeur.web.account.adapter.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "voordeur.web.account.forms.PlainLogin",
    "reauthenticate": "voordeur.web.account.forms.PlainReauthenticate",
    "change_password": "voordeur.web.account.forms.PlainChangePassword",
    "reset_password": "voordeur.web.account.forms.PlainResetPassword",
    "reset_password_from_key": "voordeur.web.account.forms.PlainResetPasswordKey",
}
MFA_FORMS = {
    "authenticate": "voordeur.web.account.forms.PlainCode",
    "reauthenticate": "voordeur.web.account.forms.PlainCodeAgain",
    "activate_totp": "voordeur.web.account.forms.PlainActivate",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Voordeur"
# Limits on logging in are counted in the database: one count for all processes and machines.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",
        "KEY_FUNCTION": "voordeur.services.attempts.hidden_key",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("VOORDEUR_PROXIES", default=0, most=5)
USERSESSIONS_TRACK_ACTIVITY = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:today"
LOGOUT_REDIRECT_URL = "front_door:home"

SESSION_IDLE = timedelta(minutes=30)
SESSION_ABSOLUTE = timedelta(hours=10)
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-voordeur" if SECURE else "voordeur"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "voordeur.web.errors.csrf_failure"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 3_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 3_000_000
UPLOAD_LIMIT_BYTES = 10_000_000
DOCUMENTS = DATA / "documents"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = sorted(
    path for path in (Path(__file__).resolve().parents[1]).glob("**/locale") if path.is_dir()
)
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [Path(__file__).resolve().parents[1] / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "voordeur.web.storage.LenientManifestStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

EMAIL_BACKEND = os.environ.get(
    "VOORDEUR_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_HOST = os.environ.get("VOORDEUR_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("VOORDEUR_SMTP_PORT", "25"))
DEFAULT_FROM_EMAIL = os.environ.get("VOORDEUR_FROM", "voordeur@localhost")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
APPEND_SLASH = True
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("VOORDEUR_LOG", "WARNING")},
}
