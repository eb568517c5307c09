"""Board documents found by registration number or words, with their attachments (row GV-14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from voordeur.domain.region.model import Region
from voordeur.domain.register.entry import Entry
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.entry_words import moment_words, source_words, title_of, words_of
from voordeur.services.region import current_region

PAPER = "paper"
LONGEST_QUESTION = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A registered document: its number, where it was used and what is attached to it."""

    code: str
    number: str
    title: str
    when: str
    day: date | None
    body: str
    body_name: str
    summary: str
    attachments: tuple[tuple[str, str], ...]
    """Code and 'number title' of each."""
    attached_to: tuple[tuple[str, str], ...]
    source: str


def papers(context: Context, *, words: str = "") -> tuple[PaperLine, ...]:
    """Return registered documents with these words or this number in them, newest first.

    Numbers are found however they are written: D-123859, d123859 (two queries).
    """
    entries = {entry.code: entry for entry in register.entries(context, PAPER)}
    bodies = {entry.code: title_of(context, entry) for entry in register.entries(context, "body")}
    region = current_region()
    chosen = [one for one in entries.values() if _meets(one, words[:LONGEST_QUESTION])]
    lines = [_line(context, region, entries, bodies, one) for one in chosen]
    return tuple(sorted(lines, key=lambda one: (one.day or date.min, one.number), reverse=True))


def bare(number: str) -> str:
    """Return a registration number without dashes, blanks and capitals."""
    return "".join(sign for sign in number.casefold() if sign.isalnum())


def _meets(entry: Entry, words: str) -> bool:
    if not words.strip():
        return True
    if bare(words) and bare(words) in bare(entry.line("number")):
        return True
    text = " ".join([*entry.names(), entry.text("summary").nl, entry.text("summary").en]).casefold()
    return all(word in text for word in words.casefold().split())


def _line(
    context: Context,
    region: Region,
    entries: Mapping[str, Entry],
    bodies: Mapping[str, str],
    entry: Entry,
) -> PaperLine:
    when = entry.moment("when")

    def named(code: str) -> tuple[str, str]:
        one = entries[code]
        return code, f"{one.line('number')} {title_of(context, one)}".strip()

    return PaperLine(
        code=entry.code,
        number=entry.line("number"),
        title=title_of(context, entry),
        when=moment_words(context, entry, "when"),
        day=when.start if when else None,
        body=entry.line("body"),
        body_name=bodies.get(entry.line("body"), entry.line("body")),
        summary=words_of(context, entry, "summary"),
        attachments=tuple(named(one) for one in entry.codes("attachments") if one in entries),
        attached_to=tuple(
            named(one.code) for one in entries.values() if entry.code in one.codes("attachments")
        ),
        source=source_words(context, region, entry),
    )
