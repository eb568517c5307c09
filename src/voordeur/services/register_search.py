"""Finding anything in the register by any name it has or once had (row AG-21, GV-14)."""

from dataclasses import dataclass

from voordeur.domain.kernel.text import Text
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import entry_of
from voordeur.records.register.models import EntryRecord
from voordeur.services.context import Context
from voordeur.services.register import require_reader

MOST = 60
LONGEST_QUESTION = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its kind, code and name, and the other name that was asked for."""

    kind: str
    kind_name: Text
    code: str
    title: Text
    known_as: str
    retired: bool


def search(context: Context, *, words: str, most: int = MOST) -> tuple[Hit, ...]:
    """Return the entries that have every word in one of their names; today's names first.

    Numbers of documents (D-…, INT-…) are names too. No words find nothing (one query).
    """
    require_reader(context)
    asked = words.casefold().split()[:8] if len(words) <= LONGEST_QUESTION else []
    if not asked:
        return ()
    rows = EntryRecord.objects.all()
    for word in asked:
        rows = rows.filter(names__contains=word)
    hits = [_hit(row, asked) for row in rows.order_by("retired", "kind", "id")[:most]]
    return tuple(sorted(hits, key=lambda hit: (hit.retired, bool(hit.known_as))))


def _hit(row: EntryRecord, asked: list[str]) -> Hit:
    kind = KINDS[row.kind]
    entry = entry_of(kind, row.body)
    today = f"{entry.title.nl} {entry.title.en} {entry.code}".casefold()
    others = [name for name in entry.names() if all(word in name.casefold() for word in asked)]
    known_as = "" if all(word in today for word in asked) else next(iter(others), "")
    return Hit(kind.code, kind.name, entry.code, entry.title, known_as, row.retired)
