"""Instruments of the toolbox as values: for whom, where, how many places, and how fresh."""

from dataclasses import dataclass
from datetime import date, timedelta

from voordeur.domain.kernel.because import Source
from voordeur.domain.kernel.period import ALWAYS, Period
from voordeur.domain.kernel.text import Text
from voordeur.domain.register.entry import Entry, text_of
from voordeur.domain.rules.conditions import All, Always, Condition, Is
from voordeur.domain.rules.facts import FactDefinition, FactKind, FactValue
from voordeur.domain.rules.sentences import read_condition

PERSON, EMPLOYER, BOTH = "person", "employer", "both"
NOT_VERIFIED = "not_verified"
MUNICIPALITY = "municipality"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """What can be used for somebody: the rule, the places it has and when it was last checked.

    ``checked_on`` None: never. ``fresh_days`` None: it need not be checked again.
    """

    code: str
    title: Text
    group: str
    whom: str
    condition: Condition
    source: Source
    valid: Period = ALWAYS
    places: int | None = None
    verified: str = NOT_VERIFIED
    checked_on: date | None = None
    fresh_days: int | None = None

    def is_for(self, whom: str) -> bool:
        """Tell whether it is for a ``person`` or an ``employer``."""
        return self.whom in {whom, BOTH}

    def is_stale(self, today: date) -> bool:
        """Tell whether its page should have been checked again before ``today``."""
        if self.fresh_days is None:
            return False
        if self.checked_on is None:
            return True
        return today >= self.checked_on + timedelta(days=self.fresh_days)

    def left(self, taken: int) -> int | None:
        """Return the places that are left; never below zero, None when there is no number."""
        return None if self.places is None else max(0, self.places - taken)


def instrument_of(entry: Entry) -> Instrument:
    """Return the instrument of an entry of the register; places it is limited to are a demand."""
    towns = entry.codes("municipalities")
    written = read_condition(entry.line("when"))
    here = Is(MUNICIPALITY, towns) if towns else Always()
    parts = [part for part in (here, written) if not isinstance(part, Always)]
    condition: Condition = parts[0] if len(parts) == 1 else All(tuple(parts))
    checked = entry.line("checked_on")
    return Instrument(
        code=entry.code,
        title=entry.title,
        group=entry.line("group"),
        whom=entry.line("whom"),
        condition=condition if parts else Always(),
        source=entry.source,
        valid=entry.valid,
        places=entry.number("places"),
        verified=entry.line("verified") or NOT_VERIFIED,
        checked_on=date.fromisoformat(checked) if checked else None,
        fresh_days=entry.number("fresh_days"),
    )


def characteristic_of(entry: Entry, order: int) -> FactDefinition:
    """Return what is asked about a situation as a fact; ``order`` is its place among questions."""
    values = tuple(
        FactValue(str(row.get("code", "")), text_of(row.get("label")))
        for row in entry.rows("values")
    )
    kind = FactKind.NUMBER if entry.line("sort") == FactKind.NUMBER else FactKind.CHOICE
    return FactDefinition(
        code=entry.code,
        label=entry.title,
        question=entry.text("question"),
        help=entry.text("help"),
        values=values,
        kind=kind,
        minimum=entry.number("minimum") or 0,
        maximum=entry.number("maximum"),
        order=order,
    )
