"""Tables on their way in: mapped, mended on screen, and then taken in through the usual acts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.region.model import Region
from voordeur.records.references import new_reference
from voordeur.records.region.models import OrganisationRecord
from voordeur.records.worklists.models import ImportRecord
from voordeur.services import import_doubles
from voordeur.services.acts import acting
from voordeur.services.audit import JournalEntry, Subject, record_view
from voordeur.services.context import Context
from voordeur.services.import_acts import ACTS, on_behalf
from voordeur.services.import_columns import (
    KINDS,
    CellProblem,
    ImportField,
    Read,
    Surroundings,
    guessed_mapping,
    read_cell,
)
from voordeur.services.offices import require_own_data
from voordeur.services.ports import TableProblem, ports
from voordeur.services.region import current_region

MOST_BYTES, MOST_ROWS, PAGE, BATCH = 10_000_000, 5_000, 50, 250
DONE, SKIPPED, WRONG, DOUBLE, REFUSED, READY = (
    "done",
    "skipped",
    "wrong",
    "double",
    "refused",
    "ready",
)
"""Where a row stands."""
TO_LOOK_AT = (WRONG, DOUBLE, REFUSED)

Row = dict[str, Any]
"""c: cells; skip, keep: what a person chose; double: case it resembles; ref: what it became;
refused: the reason why it did not."""


@dataclass(frozen=True, slots=True)
class CellLine:
    """A cell as it stands, with what is wrong with it."""

    field: str
    text: str
    problem: CellProblem | None


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row: where it stands, its cells in the order of the fields, and what it became."""

    number: int
    state: str
    cells: tuple[CellLine, ...]
    double: str
    result: str
    refused: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPage:
    """An import: its columns and mapping, how many rows stand where, and one page of rows."""

    ref: str
    kind: str
    organisation: str
    state: str
    columns: tuple[str, ...]
    examples: tuple[str, ...]
    mapping: Mapping[str, int]
    fields: tuple[ImportField, ...]
    counts: Mapping[str, int]
    rows: tuple[RowLine, ...]
    shown: str
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class ImportLine:
    """An import on the list of whoever started it."""

    ref: str
    kind: str
    organisation: str
    state: str
    rows: int
    done: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Started:
    """An import that began; ``merged``: the sheet had merged cells, of which the first counts."""

    ref: str
    merged: bool


def imports(context: Context) -> list[ImportLine]:
    """Return the newest imports of whoever asks."""
    require_own_data(context, context.organisation)
    rows = ImportRecord.objects.filter(owner_id=context.account_id).order_by("-id")[:30]
    return [
        ImportLine(
            ref=row.ref,
            kind=row.kind,
            organisation=row.organisation_id,
            state=row.state,
            rows=row.result.get("rows", len(row.rows)),
            done=row.result.get("done", 0),
            created_at=row.created_at,
        )
        for row in rows
    ]


def start(
    context: Context, *, kind: str, organisation: str, content: bytes
) -> Started | TableProblem:
    """Keep an uploaded table until it is taken in; returns why it cannot be read, if so.

    Raises ``RefusedError``: NOT_FOUND, TOO_LARGE, INVALID_INPUT.
    """
    require_own_data(context, organisation)
    if kind not in KINDS or not OrganisationRecord.objects.filter(code=organisation).exists():
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "kind"}))
    if len(content) > MOST_BYTES:
        raise RefusedError(Refusal(Reason.TOO_LARGE, {"most": str(MOST_BYTES)}))
    if context.account_id is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    table = ports().tables.read(content, most_rows=MOST_ROWS)
    if isinstance(table, TableProblem):
        return table
    with acting(context) as act:
        row = ImportRecord.objects.create(
            ref=new_reference(),
            kind=kind,
            organisation_id=organisation,
            owner_id=context.account_id,
            columns=list(table.columns),
            mapping=guessed_mapping(kind, table.columns),
            rows=[{"c": list(cells)} for cells in table.rows],
            result={"rows": len(table.rows), "done": 0},
            created_at=context.now,
        )
        act.record(
            "ImportStarted",
            payload={
                "import": row.ref,
                "kind": kind,
                "for": organisation,
                "rows": len(table.rows),
            },
        )
    return Started(row.ref, table.merged)


def page(context: Context, *, ref: str, shown: str = "", number: int = 1) -> ImportPage:
    """Return an import with one page of rows; that its people are shown is in the log first.

    ``shown`` is a state of rows, 'look' for those that need somebody, or '' for all.
    """
    row = _mine(context, ref)
    if row.rows:
        record_view(context, JournalEntry("view", "ImportSeen", {"import": row.ref}))
    region = current_region()
    lines = _lines(context, region, row)
    counts = {state: sum(line.state == state for line in lines) for state in _STATES}
    chosen = [
        line
        for line in lines
        if not shown or line.state == shown or (shown == "look" and line.state in TO_LOOK_AT)
    ]
    pages = max(1, -(-len(chosen) // PAGE))
    number = max(1, min(number, pages))
    return ImportPage(
        ref=row.ref,
        kind=row.kind,
        organisation=row.organisation_id,
        state=row.state,
        columns=tuple(row.columns),
        examples=tuple(_examples(row)),
        mapping=row.mapping,
        fields=KINDS[row.kind],
        counts={**counts, "rows": row.result.get("rows", 0), "taken": row.result.get("done", 0)},
        rows=tuple(chosen[(number - 1) * PAGE : number * PAGE]),
        shown=shown,
        page=number,
        pages=pages,
    )


_STATES = (DONE, SKIPPED, WRONG, DOUBLE, REFUSED, READY)


def _examples(row: ImportRecord) -> list[str]:
    found = []
    for number in range(len(row.columns)):
        cells = (kept["c"][number] for kept in row.rows[:20])
        found.append(next((cell for cell in cells if cell), ""))
    return found


def map_columns(context: Context, *, ref: str, mapping: Mapping[str, int]) -> None:
    """Say which column holds what; people who seem known already are flagged.

    Raises ``RefusedError``: NOT_FOUND, INVALID_INPUT when a needed field has no column or one
    column has two meanings, CHANGED_MEANWHILE when rows were taken in already.
    """
    with acting(context) as act:
        row = _mine(context, ref, lock=True)
        _require_unfinished(row)
        _require_sound(row, mapping)
        if any(kept.get("ref") for kept in row.rows):
            raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
        row.mapping, row.state = dict(mapping), "mending"
        known = _flag_doubles(context, row)
        row.save(update_fields=["mapping", "state", "rows"])
        act.record(
            "ImportMapped",
            payload={"import": row.ref, "fields": sorted(mapping)},
            subjects=tuple(Subject(resident) for resident in known),
        )


def _require_sound(row: ImportRecord, mapping: Mapping[str, int]) -> None:
    fields = {entry.code for entry in KINDS[row.kind]}
    needed = {entry.code for entry in KINDS[row.kind] if entry.needed}
    numbers = list(mapping.values())
    sound = (
        set(mapping) <= fields
        and needed <= set(mapping)
        and len(numbers) == len(set(numbers))
        and all(0 <= number < len(row.columns) for number in numbers)
    )
    if not sound:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "mapping"}))


def mend(
    context: Context,
    *,
    ref: str,
    cells: Mapping[tuple[int, str], str],
    skip: Mapping[int, bool],
    keep: Mapping[int, bool],
) -> None:
    """Change cells (row number, field → text), leave rows out, or say a double is somebody else.

    Rows that were taken in already stay as they are. Raises NOT_FOUND, CHANGED_MEANWHILE.
    """
    with acting(context) as act:
        row = _mine(context, ref, lock=True)
        _require_unfinished(row)
        changed = _change(row, cells)
        for name, chosen in (("skip", skip), ("keep", keep)):
            for number, value in chosen.items():
                if _is_open(row, number):
                    row.rows[number][name] = value
                    row.rows[number].pop("refused", None)
        known = _flag_doubles(context, row, changed) if changed else ()
        row.save(update_fields=["rows"])
        act.record(
            "ImportMended",
            payload={"import": row.ref, "rows": len(changed)},
            subjects=tuple(Subject(resident) for resident in known),
        )


def _change(row: ImportRecord, cells: Mapping[tuple[int, str], str]) -> set[int]:
    changed = set()
    for (number, code), text in cells.items():
        if code not in row.mapping or not _is_open(row, number):
            continue
        kept = row.rows[number]
        if kept["c"][row.mapping[code]] != text.strip():
            kept["c"][row.mapping[code]] = text.strip()
            kept.pop("refused", None)
            changed.add(number)
    return changed


def _is_open(row: ImportRecord, number: int) -> bool:
    return 0 <= number < len(row.rows) and not row.rows[number].get("ref")


def drop(context: Context, *, ref: str) -> None:
    """Throw an import away: what was taken in stays, the rest is forgotten."""
    with acting(context) as act:
        row = _mine(context, ref, lock=True)
        _require_unfinished(row)
        row.rows, row.state = [], "dropped"
        row.save(update_fields=["rows", "state"])
        act.record("ImportDropped", payload={"import": row.ref})


@dataclass(frozen=True, slots=True)
class RunReport:
    """What one round took in, and how many ready rows still wait."""

    taken: int
    refused: int
    left: int
    finished: bool


def run(context: Context, *, ref: str, most: int = BATCH) -> RunReport:
    """Take in the rows that are ready, ``most`` at a time, each by its own act.

    Rows and what became of them are written together: breaking off and starting again takes
    nobody in twice. When no row is left that could still go in, the typed rows are forgotten.
    """
    with transaction.atomic():
        row = _mine(context, ref, lock=True)
        _require_unfinished(row)
        if row.state != "mending":
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "mapping"}))
        region = current_region()
        actor = on_behalf(context, row.organisation_id)
        ready = [line.number for line in _lines(context, region, row) if line.state == READY]
        refused = 0
        for number in ready[:most]:
            if not _take(actor, region, row, number):
                refused += 1
        taken = len(ready[:most]) - refused
        row.result = {**row.result, "done": row.result.get("done", 0) + taken}
        finished = all(_is_over(kept) for kept in row.rows)
        if finished:
            row.rows, row.state = [], "done"
        row.save(update_fields=["rows", "result", "state"])
        with acting(context) as act:
            act.record(
                "ImportTaken",
                payload={"import": row.ref, "taken": taken, "refused": refused},
            )
    return RunReport(taken, refused, max(0, len(ready) - most), finished)


def _is_over(kept: Row) -> bool:
    return bool(kept.get("ref") or kept.get("skip"))


def _take(actor: Context, region: Region, row: ImportRecord, number: int) -> bool:
    kept = row.rows[number]
    values = {entry.code: read.value for entry, _text, read in _reads(actor, region, row, kept)}
    try:
        with transaction.atomic():
            kept["ref"] = ACTS[row.kind](actor, region, values)
    except RefusedError as error:
        kept["refused"] = error.refusal.reason.value
        return False
    return True


# ---- Reading rows ----


def _mine(context: Context, ref: str, *, lock: bool = False) -> ImportRecord:
    rows = (
        ImportRecord.objects.select_for_update(no_key=True) if lock else ImportRecord.objects.all()
    )
    row = rows.filter(ref=ref, owner_id=context.account_id).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    require_own_data(context, row.organisation_id)
    return row


def _require_unfinished(row: ImportRecord) -> None:
    if row.state not in {"mapping", "mending"}:
        raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))


def _lines(context: Context, region: Region, row: ImportRecord) -> list[RowLine]:
    if row.state == "mapping":
        return []
    return [_line(context, region, row, number, kept) for number, kept in enumerate(row.rows)]


def _line(context: Context, region: Region, row: ImportRecord, number: int, kept: Row) -> RowLine:
    cells = tuple(
        CellLine(entry.code, text, read.problem)
        for entry, text, read in _reads(context, region, row, kept)
    )
    return RowLine(
        number=number,
        state=_state(kept, cells),
        cells=cells,
        double=kept.get("double", ""),
        result=kept.get("ref", ""),
        refused=kept.get("refused", ""),
    )


def _state(kept: Row, cells: Sequence[CellLine]) -> str:
    if kept.get("ref"):
        return DONE
    if kept.get("skip"):
        return SKIPPED
    if any(cell.problem for cell in cells):
        return WRONG
    if kept.get("refused"):
        return REFUSED
    return DOUBLE if kept.get("double") and not kept.get("keep") else READY


def _reads(
    context: Context, region: Region, row: ImportRecord, kept: Row
) -> list[tuple[ImportField, str, Read]]:
    bound = "" if context.has_role(Role.SYSTEM_MANAGER) else row.organisation_id
    around = Surroundings(region, context.today, bound)
    found = []
    for entry in KINDS[row.kind]:
        if entry.code in row.mapping:
            text = kept["c"][row.mapping[entry.code]]
            found.append((entry, text, read_cell(entry, text, around)))
    return found


def _flag_doubles(
    context: Context, row: ImportRecord, numbers: Collection[int] | None = None
) -> tuple[int, ...]:
    """Write on each row whom it resembles: somebody known here, or an earlier row."""
    if row.kind != "people":
        return ()
    people = [
        import_doubles.Typed(number, _typed(row, kept)) for number, kept in enumerate(row.rows)
    ]
    found = import_doubles.resembling(on_behalf(context, row.organisation_id), people)
    for number, kept in enumerate(row.rows):
        if numbers is None or number in numbers:
            kept.pop("keep", None)
        kept["double"] = found[number].words if number in found else ""
    return tuple({one.resident for one in found.values() if one.resident is not None})


def _typed(row: ImportRecord, kept: Row) -> Mapping[str, str]:
    return {code: kept["c"][number] for code, number in row.mapping.items()}
