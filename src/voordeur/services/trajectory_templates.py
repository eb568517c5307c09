"""Trajectory templates and instruments of the register, as what a step starts with."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.register.amounts import AmountWord
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry, entry_of, text_of
from voordeur.records.register.models import EntryRecord
from voordeur.services.region import current_region

TEMPLATE, INSTRUMENT = "trajectory_template", "instrument"
DOING = frozenset({"places", "provides"})
"""Tasks of a party whose work a step is."""
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class TemplateStep:
    """A step of a template: its code, which it waits for, and the columns of its row."""

    code: str
    after: tuple[str, ...]
    columns: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentStart:
    """What a step with an instrument starts with; an amount or a word, never both."""

    code: str
    title: str
    cost_cents: int | None
    cost_word: str
    weeks: int | None
    provider: str
    provider_name: str


def entry(kind: str, code: str) -> Entry | None:
    """Return an entry in use, or None."""
    row = EntryRecord.objects.filter(kind=kind, code=code, retired=False).first()
    return entry_of(KINDS[kind], row.body) if row else None


def find(code: str) -> Entry | None:
    """Return a template; None without a code. Raises ``RefusedError`` (INVALID_INPUT)."""
    if not code:
        return None
    found = entry(TEMPLATE, code)
    if found is None:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "template"}))
    return found


def instrument_start(
    code: str, language: str = "nl", *, municipality: str = ""
) -> InstrumentStart | None:
    """Return what a step with this instrument starts with, or None."""
    found = entry(INSTRUMENT, code)
    return start_of(found, language, municipality=municipality) if found else None


def start_of(found: Entry, language: str = "nl", *, municipality: str = "") -> InstrumentStart:
    """Return what a step with an instrument starts with, by whoever does it in ``municipality``."""
    cost = found.values.get("cost")
    cents = cost if isinstance(cost, int) and cost > 0 else None
    word = str(cost) if isinstance(cost, str) else AmountWord.TO_BE_DETERMINED.value
    if found.flag("no_money"):
        cents, word = None, AmountWord.NONE_NEEDED.value
    provider = _provider(found, municipality)
    return InstrumentStart(
        code=found.code,
        title=found.title.in_language(language),
        cost_cents=cents,
        cost_word="" if cents else word,
        weeks=found.number("weeks"),
        provider=provider,
        provider_name=found.text("provider").in_language(language),
    )


def _provider(found: Entry, municipality: str) -> str:
    """Return who does it there, when exactly one party does; '' leaves the choice to a person."""
    place = current_region().municipalities.get(municipality)
    here = {"", place.sub_region} if place else {""}
    doing = {
        str(row["organisation"])
        for row in found.rows("parties")
        if row.get("task") in DOING and str(row.get("sub_region", "")) in here
    }
    known = doing or set(found.codes("providers"))
    return known.pop() if len(known) == 1 else ""


def steps_of(template: Entry, *, start: date) -> list[TemplateStep]:
    """Return the steps of a template, planned from ``start`` on."""
    found = []
    for row in template.rows("steps"):
        begins = start + WEEK * _whole(row.get("after_weeks"))
        known = instrument_start(str(row.get("instrument", ""))) if row.get("instrument") else None
        weeks = _whole(row.get("weeks")) or (known.weeks if known else None) or 0
        columns = {
            "what": text_of(row.get("what")).nl[:200],
            "goal": text_of(row.get("goal")).nl[:200],
            "instrument": str(row.get("instrument", "")),
            "provider_id": (known.provider or None) if known else None,
            "provider_name": known.provider_name[:120] if known else "",
            "starts_on": begins,
            "ends_on": begins + WEEK * weeks if weeks else None,
            "cost_cents": known.cost_cents if known else None,
            "cost_word": known.cost_word if known else AmountWord.TO_BE_DETERMINED.value,
        }
        after = tuple(str(row.get("after", "")).split())
        found.append(TemplateStep(str(row.get("code", "")), after, columns))
    return found


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
