"""Who decides what: per subject who advises, consents, decides and is told (rows GV-01, GV-03)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from voordeur.domain.region.model import Region
from voordeur.domain.register.entry import Entry
from voordeur.domain.register.fields import Value
from voordeur.domain.register.kinds.choices import STEP_ACTS
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.entry_words import choice_label, source_words, title_of, words_of
from voordeur.services.region import current_region

ROUTE = "route"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWho:
    """Who takes a step of a route: a body, or organisations that each answer apart."""

    body: str
    names: tuple[str, ...]
    condition: str
    """When the step belongs to it, in words; empty when it always does."""
    term_days: int | None


@dataclass(frozen=True, slots=True)
class ActColumn:
    """What is asked, and of whom."""

    act: str
    label: str
    steps: tuple[StepWho, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteLine:
    """One subject with who advises, consents, adopts, decides and is told, in that order."""

    code: str
    title: str
    subject: str
    """What it is about: the first sentence of what the register says."""
    acts: tuple[ActColumn, ...]
    holds: bool
    source: str

    def steps_of(self, act: str) -> tuple[StepWho, ...]:
        """Return who is asked for an act."""
        return next((one.steps for one in self.acts if one.act == act), ())


def who_decides(context: Context, *, day: date) -> tuple[RouteLine, ...]:
    """Return every route as it holds on ``day`` (two queries)."""
    region = current_region()
    bodies = {
        entry.code: title_of(context, entry, day) for entry in register.entries(context, "body")
    }
    lines = (
        RouteLine(
            code=entry.code,
            title=title_of(context, entry),
            subject=_first_sentence(words_of(context, entry, "subject")),
            acts=_columns(context, region, bodies, entry, day),
            holds=day in entry.valid,
            source=source_words(context, region, entry),
        )
        for entry in register.entries(context, ROUTE)
    )
    return tuple(one for one in lines if one.holds)


def _first_sentence(text: str) -> str:
    first, mark, _rest = text.partition(". ")
    return f"{first}." if mark else text


def _columns(
    context: Context, region: Region, bodies: Mapping[str, str], entry: Entry, day: date
) -> tuple[ActColumn, ...]:
    return tuple(
        ActColumn(
            act,
            label.in_language(context.language),
            tuple(
                _who(context, region, bodies, row, day)
                for row in entry.rows("steps")
                if row.get("act") == act
            ),
        )
        for act, label in STEP_ACTS.items()
    )


def _who(
    context: Context,
    region: Region,
    bodies: Mapping[str, str],
    row: Mapping[str, Value],
    day: date,
) -> StepWho:
    body = str(row.get("body", ""))
    listed = row.get("organisations")
    named = tuple(
        region.organisation_name(str(one), day, context.language)
        for one in (listed if isinstance(listed, list) else ())
    )
    when = str(row.get("when", "always"))
    term = row.get("term_days")
    return StepWho(
        body=body if not named else "",
        names=named or (bodies.get(body, body),),
        condition="" if when == "always" else choice_label(context, ROUTE, "steps.when", when),
        term_days=term if isinstance(term, int) else None,
    )
