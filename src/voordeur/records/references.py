"""Public references: short, unguessable, readable aloud, the same for ever."""

import secrets

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0/O, 1/I/L: readable aloud


def new_reference() -> str:
    """Return ten characters (49 bits) for a URL or a code somebody reads out."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))
