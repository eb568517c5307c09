"""Letters of intent and agreements, with parties, conditions and financial paragraph (GV-10)."""

from dataclasses import dataclass
from datetime import date

from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.entry_words import (
    label_of,
    moment_words,
    organisation_names,
    source_words,
    title_of,
    words_of,
)
from voordeur.services.region import current_region

AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementLine:
    """One agreement; ``no_unforeseen_cost``: nobody who signs is bound to unforeseen cost."""

    code: str
    title: str
    sort: str
    signed: str
    day: date | None
    parties: tuple[str, ...]
    other_parties: str
    content: str
    conditions: str
    financial: str
    no_unforeseen_cost: bool
    document: str
    source: str


def agreements(context: Context) -> tuple[AgreementLine, ...]:
    """Return every agreement, newest first; those without a day last (one query)."""
    region = current_region()
    lines = []
    for entry in register.entries(context, AGREEMENT):
        signed = entry.moment("signed")
        lines.append(
            AgreementLine(
                code=entry.code,
                title=title_of(context, entry),
                sort=label_of(context, entry, "sort"),
                signed=moment_words(context, entry, "signed"),
                day=signed.start if signed else None,
                parties=organisation_names(
                    context, region, entry.codes("parties"), signed.start if signed else None
                ),
                other_parties=words_of(context, entry, "other_parties"),
                content=words_of(context, entry, "content"),
                conditions=words_of(context, entry, "conditions"),
                financial=words_of(context, entry, "financial"),
                no_unforeseen_cost=entry.flag("no_unforeseen_cost"),
                document=entry.line("document"),
                source=source_words(context, region, entry),
            )
        )
    return tuple(sorted(lines, key=lambda one: one.day or date.min, reverse=True))
