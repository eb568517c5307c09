"""Whether the entries of a register fit together: what they point to is there, without circles."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from voordeur.domain.kernel.text import Text
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import RECORDED, Entry
from voordeur.domain.register.fields import Field, FieldKind, Value
from voordeur.domain.register.moments import read_moment
from voordeur.domain.rules.reading import Path

Key: TypeAlias = tuple[str, str]
"""Kind and code of an entry."""
Entries: TypeAlias = Mapping[Key, Entry]

CHAINS = ("depends_on", "predecessors", "follows", "attachments")
"""Reference fields along which nothing may come back to itself."""
PERIODS = (("from", "until"),)
WEIGHED = (
    "required",
    "preferred",
    "occupation",
    "travel",
    "hours",
    "education",
    "availability",
    "focus",
)
"""The parts of a score, in a choice of weights."""
WHOLE = 1000


@dataclass(frozen=True, slots=True)
class Known:
    """The codes of the region pack that entries may point to, per '@' place."""

    codes: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Misfit:
    """Something that does not fit: in which entry, where, and what was expected."""

    kind: str
    code: str
    path: Path
    found: str
    expected: Text


def misfits(entries: Entries, known: Known, *, only: Iterable[Key] | None = None) -> list[Misfit]:
    """Return everything that does not fit among ``entries``; ``only`` limits whom it looks at."""
    chosen = list(entries) if only is None else [key for key in only if key in entries]
    found = [misfit for key in chosen for misfit in _of_entry(entries[key], entries, known)]
    found += [
        misfit
        for key in chosen
        for chain in CHAINS
        if (misfit := _comes_back(entries, key, chain)) is not None
    ]
    return found


def references_of(entry: Entry) -> Iterator[tuple[Field, str, Path]]:
    """Yield every reference in an entry: the field, the code and the place."""
    yield from _references(KINDS[entry.kind].fields, entry.values, ())


def _references(
    fields: Iterable[Field], values: Mapping[str, Value], path: Path
) -> Iterator[tuple[Field, str, Path]]:
    for one in fields:
        value = values.get(one.code)
        if value is None:
            continue
        at = (*path, one.code)
        if one.kind is FieldKind.REFERENCE:
            yield one, str(value), at
        elif one.kind is FieldKind.REFERENCES and isinstance(value, list):
            yield from ((one, str(code), (*at, place)) for place, code in enumerate(value))
        elif one.kind is FieldKind.ROWS and isinstance(value, list):
            for place, row in enumerate(value):
                yield from _references(one.rows, row, (*at, place))


def _of_entry(entry: Entry, entries: Entries, known: Known) -> Iterator[Misfit]:
    for one, code, path in references_of(entry):
        if one.target.startswith("@"):
            there = code in known.codes.get(one.target, frozenset())
        else:
            there = (one.target, code) in entries
        if not there:
            what = one.label
            yield Misfit(
                entry.kind,
                entry.code,
                path,
                code,
                Text(
                    f"‘{what.nl}’ verwijst naar ‘{code}’, en dat bestaat niet",
                    f"‘{what.en}’ points to ‘{code}’, which does not exist",
                ),
            )
    documents = known.codes.get("@document", frozenset())
    if entry.source.document not in documents | {RECORDED}:
        yield Misfit(
            entry.kind,
            entry.code,
            ("source", "document"),
            entry.source.document,
            Text(
                "deze bron staat niet in sources.yaml", "this source does not stand in sources.yaml"
            ),
        )
    yield from _order_of_moments(entry)
    if entry.kind == "plan_line":
        yield from _mandate(entry)
    if entry.kind == "path_step":
        yield from _onward(entry)
    if entry.kind == "matching_weights":
        yield from _whole(entry)


def _order_of_moments(entry: Entry) -> Iterator[Misfit]:
    for first, last in PERIODS:
        start, end = read_moment(entry.line(first)), read_moment(entry.line(last))
        if start is not None and end is not None and end.end <= start.start:
            yield Misfit(
                entry.kind,
                entry.code,
                (last,),
                end.written,
                Text("het einde ligt voor het begin", "the end lies before the beginning"),
            )


def _mandate(line: Entry) -> Iterator[Misfit]:
    """Hold a plan to what is under the board's mandate or paid regionally (row AG-06)."""
    outside = line.line("mandate") == "none"
    connected = line.line("level") == "in_connection"
    if outside and not connected:
        yield Misfit(
            line.kind,
            line.code,
            ("level",),
            line.line("level"),
            Text(
                "zonder mandaat en zonder regionaal geld hoort dit bij ‘in verbinding’",
                "without mandate and without regional money this belongs ‘in connection’",
            ),
        )


def _onward(step: Entry) -> Iterator[Misfit]:
    """Hold a step of a sector path to going somewhere else, in no less than no time."""
    goal = step.line("to_job")
    if goal and goal == step.line("from_job"):
        yield Misfit(
            step.kind,
            step.code,
            ("to_job",),
            goal,
            Text(
                "een stap gaat naar ander werk, niet naar hetzelfde",
                "a step goes to other work, not to the same",
            ),
        )
    months = step.number("months")
    if months is not None and months < 0:
        yield Misfit(
            step.kind,
            step.code,
            ("months",),
            str(months),
            Text("verwacht: nul maanden of meer", "expected no months or more"),
        )


def _whole(choice: Entry) -> Iterator[Misfit]:
    """Hold a choice of weights to 1000 points together, none of them below nothing."""
    points = {part: choice.number(part) or 0 for part in WEIGHED}
    for code in (*WEIGHED, "late_days", "levels_below"):
        number = choice.number(code)
        if number is not None and number < 0:
            yield Misfit(
                choice.kind,
                choice.code,
                (code,),
                str(number),
                Text("verwacht: nul of meer", "expected zero or more"),
            )
    together = sum(points.values())
    if together != WHOLE:
        yield Misfit(
            choice.kind,
            choice.code,
            (WEIGHED[0],),
            str(together),
            Text(
                f"de delen zijn samen {together} punten, en dat moet {WHOLE} zijn",
                f"the parts are {together} points together, and must be {WHOLE}",
            ),
        )


def _comes_back(entries: Entries, start: Key, chain: str) -> Misfit | None:
    kind, code = start
    seen: set[str] = set()
    waiting = list(entries[start].codes(chain))
    while waiting:
        here = waiting.pop()
        if here == code:
            return Misfit(
                kind,
                code,
                (chain,),
                code,
                Text(
                    "dit komt langs een omweg bij zichzelf uit",
                    "this comes back to itself by a detour",
                ),
            )
        if here not in seen and (kind, here) in entries:
            seen.add(here)
            waiting.extend(entries[kind, here].codes(chain))
    return None
