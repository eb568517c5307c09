"""What stands in the form of a new step when it comes from the toolbox."""

from datetime import timedelta
from typing import Any

from voordeur.services.context import Context
from voordeur.services.trajectory_templates import instrument_start
from voordeur.web.register import written


def started(context: Context, instrument: str, municipality: str = "") -> dict[str, Any]:
    """Return the first values of a step with this instrument; nothing when there is none.

    Where somebody lives says which party does it.
    """
    found = (
        instrument_start(instrument, context.language, municipality=municipality)
        if instrument
        else None
    )
    if found is None:
        return {"starts_on": context.today}
    ends = context.today + timedelta(days=7 * found.weeks) if found.weeks else None
    return {
        "what": found.title,
        "instrument": found.code,
        "provider": found.provider,
        "provider_name": "" if found.provider else found.provider_name,
        "starts_on": context.today,
        "ends_on": ends,
        "cost": written.euros_of(found.cost_cents) if found.cost_cents else "",
        "cost_word": found.cost_word,
    }
