"""Codes a person writes down to come back: readable aloud, kept only as a keyed hash."""

import hashlib
import hmac
import secrets

from voordeur.services.ports import ports

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_GROUPS, _LENGTH = 3, 4


def new_code() -> str:
    """Return a fresh code such as 'K7MQ-2XWD-9RTF' (59 bits)."""
    return "-".join(
        "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)) for _ in range(_GROUPS)
    )


def plain(code: str) -> str:
    """Return ``code`` without the marks and small letters people add."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def code_hash(code: str) -> str:
    """Return the keyed hash under which a code is kept and looked up."""
    key = f"voordeur.codes:{ports().secret}".encode()
    return hmac.new(key, plain(code).encode(), hashlib.sha256).hexdigest()


def same_code(code: str, kept_hash: str) -> bool:
    """Compare a typed code with a kept hash in constant time."""
    return bool(kept_hash) and hmac.compare_digest(code_hash(code), kept_hash)
