"""What the environment says: read once, checked at once, with errors an operator understands."""

import os
import secrets
import sqlite3
from pathlib import Path
from urllib.parse import unquote, urlsplit

PROJECT = Path(__file__).resolve().parents[3]
SHORTEST_KEY = 50
"""Characters of a signing key that cannot be guessed."""
SAFE_WAL = (3, 51, 3)
"""First SQLite release in which the WAL-reset bug is fixed."""


class SettingError(RuntimeError):
    """A setting in the environment is missing or wrong; the message says which and what to do."""


def flag(name: str) -> bool:
    """Tell whether an environment variable is switched on ('1', 'true', 'yes', 'ja')."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "ja"}


def number(name: str, *, default: int, most: int) -> int:
    """Return a whole number from 0 to ``most`` out of an environment variable."""
    written = os.environ.get(name, "").strip() or str(default)
    if not written.isdecimal() or int(written) > most:
        message = f"{name} is a whole number from 0 to {most}, not {written!r}"
        raise SettingError(message)
    return int(written)


def data_directory() -> Path:
    """Return the directory in which everything made at run time is kept."""
    return Path(os.environ.get("VOORDEUR_DATA", PROJECT / ".voordeur")).resolve()


def region_directory() -> Path:
    """Return the directory of the region pack that is loaded by default."""
    bundled = Path(__file__).resolve().parents[1] / "regions" / "zkij"
    source = PROJECT / "regions" / "zkij"
    default = source if source.is_dir() else bundled
    return Path(os.environ.get("VOORDEUR_REGION", default)).resolve()


def secret_key(*, demo: bool) -> str:
    """Return the signing key: from the environment, or in demo mode one made and kept locally."""
    key = os.environ.get("VOORDEUR_SECRET_KEY", "")
    if key:
        if len(key) < SHORTEST_KEY:
            message = "VOORDEUR_SECRET_KEY must have at least 50 characters"
            raise SettingError(message)
        return key
    if not demo:
        message = "VOORDEUR_SECRET_KEY is not set; make one and keep it outside the repository"
        raise SettingError(message)
    return _local_key(data_directory() / "secret-key")


def _local_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def sqlite_journal(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> str:
    """Choose the journal mode that the WAL-reset bug cannot bite (docs/adr/0003)."""
    return "WAL" if version >= SAFE_WAL else "TRUNCATE"


def database(url: str) -> dict[str, object]:
    """Turn ``sqlite:///path`` or ``postgres://user:password@host:port/name`` into settings."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(parts.path[1:])
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    message = f"VOORDEUR_DATABASE_URL starts with sqlite: or postgres:, not {parts.scheme!r}"
    raise SettingError(message)


def _sqlite(path: str) -> dict[str, object]:
    synchronous = "FULL"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                f"PRAGMA journal_mode={sqlite_journal()};PRAGMA synchronous={synchronous};"
                "PRAGMA foreign_keys=ON;PRAGMA recursive_triggers=ON;PRAGMA secure_delete=ON;"
                "PRAGMA temp_store=MEMORY;PRAGMA cache_size=-32000"
            ),
        },
    }
