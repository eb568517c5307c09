"""The link with which a visitor changes their own appointment, without an account."""

from voordeur.records.appointments.models import AppointmentRecord
from voordeur.services.codes import code_hash, same_code
from voordeur.services.ports import ports


def secret_of(ref: str, *, hashed: bool = False) -> str:
    """Return the token of an appointment's link (128 bits), or its hash as it is kept.

    The token follows from the reference and the secret of this installation, so that every later
    letter can carry the same link while the database holds a hash only.
    """
    token = code_hash(f"appointment link {ref}")[:32]
    return code_hash(token) if hashed else token


def same_link(row: AppointmentRecord, token: str) -> bool:
    """Tell whether ``token`` belongs to this appointment, in constant time."""
    return same_code(token, row.secret_hash)


def address_of(ref: str, language: str, part: str = "") -> str:
    """Return the whole address of an appointment's own page."""
    prefix = "/en" if language == "en" else ""
    return f"{ports().public_address}{prefix}/afspraak/{ref}/{secret_of(ref)}/{part}"


def feed_token(location: str) -> str:
    """Return the secret part of the address of a location's calendar."""
    return code_hash(f"calendar feed {location}")[:32]


def feed_address(location: str) -> str:
    """Return the address under which a calendar program subscribes to a location."""
    return f"{ports().public_address}/agenda/{location}/{feed_token(location)}.ics"
