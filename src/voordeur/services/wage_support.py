"""Instruments that help to pay the wage of a job, to choose from when a job begins."""

from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.register_words import words

INSTRUMENT, WAGE = "instrument", "wage"


def wage_support(context: Context) -> tuple[tuple[str, str], ...]:
    """Return the instruments for the wage that are in use: code and name (one query)."""
    held = register.entries_of(context, (INSTRUMENT,))
    said = words(context, held)
    found = (one for one in held.values() if one.line("group") == WAGE)
    return tuple((one.code, said.title(one)) for one in found)
