"""Plan lines as rows: for the matrix, for the list, and for whatever shows several of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voordeur.domain.agenda.goals import Lack, lacks
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry
from voordeur.records.register.models import EntryDraftRecord
from voordeur.services.context import Context
from voordeur.services.register_words import Named, Words

LINE = KINDS["plan_line"]
STATUS = LINE.field("status")
LEVEL = LINE.field("level")


@dataclass(frozen=True, slots=True)
class LineRow:
    """One plan line as a row: names in the language of the page, codes to filter by.

    ``money`` is a sum or words; ``period`` in words; ``waiting`` the reference of a proposal that
    would change it. ``derived`` tells that its pillars are ours, not the document's.
    """

    code: str
    title: str
    level: str
    level_name: str
    status: str
    status_name: str
    pillars: tuple[Named, ...]
    areas: tuple[Named, ...]
    derived: bool
    money: str
    lead: str
    period: str
    lacks: tuple[Lack, ...]
    waiting: str


def line_rows(
    context: Context, *, words: Words, lines: Iterable[Entry], waiting: Mapping[str, str]
) -> tuple[LineRow, ...]:
    """Return plan lines as rows; ``waiting`` maps a line to the proposal that would change it."""
    del context
    names: dict[tuple[str, str], Named] = {}

    def named(kind: str, codes: Iterable[str]) -> tuple[Named, ...]:
        found = []
        for code in codes:
            if (kind, code) not in names:
                names[kind, code] = Named(code, words.reference(kind, code))
            found.append(names[kind, code])
        return tuple(found)

    return tuple(
        LineRow(
            code=one.code,
            title=words.title(one),
            level=one.line("level"),
            level_name=words.choice(LEVEL, one.line("level")),
            status=one.line("status"),
            status_name=words.choice(STATUS, one.line("status")),
            pillars=named("pillar", one.codes("pillars")),
            areas=named("area", one.codes("areas")),
            derived=one.flag("pillars_derived") or one.flag("areas_derived"),
            money=words.money(one.rows("finances")),
            lead=lead_of(words, one),
            period=words.period(one),
            lacks=lacks(one),
            waiting=waiting.get(one.code, ""),
        )
        for one in lines
    )


def lead_of(words: Words, line: Entry) -> str:
    """Return who carries a line out: the parties of the register, and others by name."""
    known = [words.organisation(code) for code in line.codes("parties")]
    other = words.say(line.text("other_parties"))
    return ", ".join([*known, other] if other else known)


def waiting_changes(context: Context) -> Mapping[str, str]:
    """Return for every plan line that would change the proposal that waits (one query)."""
    del context
    rows = EntryDraftRecord.objects.filter(kind=LINE.code).order_by("id")
    return dict(rows.values_list("code", "proposal"))
