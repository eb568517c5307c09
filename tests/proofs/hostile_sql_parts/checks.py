"""Judge the rows from outside: what must be true of them now, and against what they were before.

Written without looking at the triggers: plain Python over plain SELECTs. Between two looks a shadow
remembers every row, so that what was removed or rewritten is noticed too.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.proofs.hostile_sql_parts.rows import TABLES, ZEROS

Row = dict[str, Any]
Select = Callable[[str], Iterable[tuple[Any, ...]]]

READ: Mapping[str, tuple[str, ...]] = {
    "case_file": (
        "id", "ref", "state", "episode", "accountable_id", "next_step", "next_date", "next_party",
        "closed_at", "outcome", "accepted_handover_id", "version", "resident_id", "employer_id",
    ),
    "handover": (
        "id", "ref", "case_id", "episode", "sender_id", "receiver_id", "state", "reason",
        "shared_fields", "offered_at", "reminder_on", "due_on", "escalate_on", "answered_at",
        "answered_by_id", "answer_reason",
    ),
    "case_closure": (
        "id", "case_id", "episode", "outcome", "informed_by", "organisation_id", "closed_at",
    ),
    "case_grant": (
        "id", "ref", "case_id", "organisation_id", "purpose", "legal_basis", "fields",
        "valid_from", "valid_until", "withdrawn_at", "given_by", "handover_id",
    ),
    "journal": (
        "sequence", "at", "kind", "name", "actor_kind", "account_id", "organisation_id", "purpose",
        "legal_basis", "case_id", "payload", "previous", "digest",
    ),
    "journal_head": ("id", "sequence", "digest"),
}  # fmt: skip
MAY_BE_EMPTY = frozenset(
    {
        "next_date", "closed_at", "accepted_handover_id", "resident_id", "employer_id",
        "answered_at", "answered_by_id", "valid_until", "withdrawn_at", "handover_id",
        "account_id",
    }
)  # fmt: skip
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r" ([01]\d|2[0-3])(:[0-5]\d){2}(\.\d{1,6})?(\+00)?")
ANSWERS = frozenset({"accepted", "returned", "redirected", "withdrawn"})


def is_day(value: object) -> bool:
    """Tell whether a calendar can show this day, and somebody will live to see it."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        return 2000 <= date.fromisoformat(value).year < 2200
    except ValueError:
        return False


def is_moment(value: object) -> bool:
    """Tell whether this is a moment in UTC that can be read back."""
    return isinstance(value, str) and is_day(value[:10]) and bool(_TIME.fullmatch(value[10:]))


def is_seen(value: object) -> bool:
    """Tell whether a person sees anything when this is shown."""
    return isinstance(value, str) and any(
        sign.isprintable() and not sign.isspace() for sign in value
    )


@dataclass
class Watch:
    """Looks at the six tables again and again; ``shadow`` is what it saw the last time."""

    select: Select
    cast: Callable[[str], str]
    organisations: frozenset[str]
    shadow: dict[str, dict[Any, Row]] = field(default_factory=dict)
    first_owner: dict[Any, str] = field(default_factory=dict)

    def look(self) -> list[str]:
        """Return everything that is wrong now, in words; remember what there is."""
        now = {table: self._rows(table) for table in TABLES}
        problems = list(self._problems(now))
        self.shadow = {
            table: {row[READ[table][0]]: row for row in rows} for table, rows in now.items()
        }
        return problems

    def _rows(self, table: str) -> list[Row]:
        columns = READ[table]
        chosen = ", ".join(self.cast(column) for column in columns)
        rows = self.select(f"SELECT {chosen} FROM {table} ORDER BY {columns[0]}")
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def _problems(self, now: Mapping[str, list[Row]]) -> Iterator[str]:
        for table, rows in now.items():
            yield from _empty(table, rows)
            yield from self._changed(table, rows)
        per_case = _per_case(now)
        movers = [row["accepted_handover_id"] for row in now["case_file"]]
        if len(movers) - movers.count(None) != len(set(movers) - {None}):
            yield "one handover moved two cases"
        for row in now["case_file"]:
            yield from (f"case {row['id']}: {text}" for text in self._case(row, per_case))
        yield from self._handovers(now["handover"])
        yield from self._grants(now["case_grant"], {row["id"] for row in now["case_file"]})
        yield from _log(now["journal"], now["journal_head"])

    def _changed(self, table: str, rows: list[Row]) -> Iterator[str]:
        keys = [row[READ[table][0]] for row in rows]
        present = set(keys)
        if len(present) != len(keys):
            yield f"{table}: an identity twice"
        known = self.shadow.get(table, {})
        for key in known.keys() - present:
            yield f"{table} {key}: removed"
        if table == "journal_head":
            return
        judge = CHANGES[table]
        for row in rows:
            before = known.get(row[READ[table][0]])
            if before is not None and before != row:
                yield from (f"{table} {row[READ[table][0]]}: {text}" for text in judge(before, row))
        refs = [row["ref"] for row in rows if "ref" in row]
        if len(set(refs)) != len(refs):
            yield f"{table}: a reference twice"

    def _case(self, row: Row, per_case: "PerCase") -> Iterator[str]:
        handovers = per_case.handovers[row["id"]]
        endings = per_case.endings[row["id"]]
        if row["accountable_id"] not in self.organisations:
            yield f"accountable is {row['accountable_id']!r}"
        if (row["resident_id"] is None) == (row["employer_id"] is None):
            yield "not one subject"
        if row["next_party"] not in {"organisation", "resident"}:
            yield f"{row['next_party']!r} has to move"
        if not isinstance(row["version"], int) or not isinstance(row["episode"], int):
            yield "a counter that does not count"
            return
        if row["episode"] < 1:
            yield f"episode {row['episode']}"
        yield from _state(row, handovers)
        yield from _endings(row, endings)
        yield from self._chain(row, [one for one in handovers if one["state"] == "accepted"])

    def _chain(self, row: Row, accepted: list[Row]) -> Iterator[str]:
        """Accountability is the first owner's, moved by each accepted handover in turn."""
        first = accepted[0]["sender_id"] if accepted else row["accountable_id"]
        owner = self.first_owner.setdefault(row["id"], first)
        for one in accepted:
            if one["sender_id"] != owner:
                yield f"accepted from {one['sender_id']!r}, while {owner!r} was accountable"
            owner = one["receiver_id"]
        if owner != row["accountable_id"]:
            yield f"accountable is {row['accountable_id']!r}, by its handovers {owner!r}"
        if row["accepted_handover_id"] != (accepted[-1]["id"] if accepted else None):
            yield "points at another handover than the last accepted"

    def _handovers(self, rows: list[Row]) -> Iterator[str]:
        for row in rows:
            yield from (f"handover {row['id']}: {text}" for text in self._handover(row))

    def _handover(self, row: Row) -> Iterator[str]:
        if row["state"] not in ANSWERS | {"offered"}:
            yield f"state {row['state']!r}"
        if row["receiver_id"] not in self.organisations or row["receiver_id"] == row["sender_id"]:
            yield f"from {row['sender_id']!r} to {row['receiver_id']!r}"
        days = [row["reminder_on"], row["due_on"], row["escalate_on"]]
        if not all(map(is_day, days)) or days != sorted(days):
            yield f"deadlines {days}"
        if not is_moment(row["offered_at"]):
            yield f"offered at {row['offered_at']!r}"
        if (row["answered_at"] is None) != (row["state"] == "offered"):
            yield "answered without a moment, or the reverse"
        if row["answered_at"] is not None and not is_moment(row["answered_at"]):
            yield f"answered at {row['answered_at']!r}"
        if row["state"] in ANSWERS - {"accepted"} and not is_seen(row["answer_reason"]):
            yield "no without a reason"

    def _grants(self, rows: list[Row], cases: set[Any]) -> Iterator[str]:
        for row in rows:
            moments = [row["valid_from"], row["valid_until"], row["withdrawn_at"]]
            readable = all(is_moment(one) for one in moments if one is not None)
            if not readable or (row["valid_until"] or "3") < str(row["valid_from"]):
                yield f"grant {row['id']}: valid {moments}"
            if row["organisation_id"] not in self.organisations or row["case_id"] not in cases:
                yield f"grant {row['id']}: of {row['organisation_id']!r} on {row['case_id']!r}"
            if "" in {row["purpose"], row["legal_basis"]}:
                yield f"grant {row['id']}: without purpose or basis"


@dataclass
class PerCase:
    """Handovers and endings by case, in the order of their identity."""

    handovers: defaultdict[Any, list[Row]]
    endings: defaultdict[Any, list[Row]]


def _per_case(now: Mapping[str, list[Row]]) -> PerCase:
    found = PerCase(defaultdict(list), defaultdict(list))
    for row in now["handover"]:
        found.handovers[row["case_id"]].append(row)
    for row in now["case_closure"]:
        found.endings[row["case_id"]].append(row)
    return found


def _empty(table: str, rows: list[Row]) -> Iterator[str]:
    needed = [column for column in READ[table] if column not in MAY_BE_EMPTY]
    if table == "journal":
        needed.remove("case_id")
    for row in rows:
        for column in needed:
            if row[column] is None:
                yield f"{table} {row[READ[table][0]]}: {column} is empty"


def _state(row: Row, handovers: list[Row]) -> Iterator[str]:
    open_ones = [one for one in handovers if one["state"] == "offered"]
    if row["state"] == "open":
        yield from _open(row)
    elif row["state"] == "closed":
        yield from _closed(row, open_ones)
    else:
        yield f"state {row['state']!r}"
    if len(open_ones) > 1:
        yield "two open handovers"
    for one in open_ones:
        if (one["sender_id"], one["episode"]) != (row["accountable_id"], row["episode"]):
            yield "offered by somebody who is not accountable"


def _open(row: Row) -> Iterator[str]:
    if not is_seen(row["next_step"]) or not is_day(row["next_date"]):
        yield f"open, next {row['next_step']!r} on {row['next_date']!r}"
    if row["closed_at"] is not None or row["outcome"] != "":
        yield "open with an outcome"


def _closed(row: Row, open_ones: list[Row]) -> Iterator[str]:
    if not is_moment(row["closed_at"]) or not is_seen(row["outcome"]):
        yield f"closed at {row['closed_at']!r} with {row['outcome']!r}"
    if open_ones:
        yield "closed with an open handover"


def _endings(row: Row, endings: list[Row]) -> Iterator[str]:
    episodes = sorted(one["episode"] for one in endings if isinstance(one["episode"], int))
    last = row["episode"] if row["state"] == "closed" else row["episode"] - 1
    # Counted first: an absurd episode must not make an absurd list.
    whole = len(endings) == len(episodes) == last and episodes == list(range(1, last + 1))
    if not whole:
        yield f"{row['state']} in episode {row['episode']} with endings of {episodes}"
        return
    if row["state"] == "closed":
        ending = next(one for one in endings if one["episode"] == last)
        if (ending["outcome"], ending["closed_at"]) != (row["outcome"], row["closed_at"]):
            yield "another outcome than its ending"
    if not all(is_seen(one["outcome"]) and is_moment(one["closed_at"]) for one in endings):
        yield "an ending without an outcome"


def _log(rows: list[Row], heads: list[Row]) -> Iterator[str]:
    digests = [row["digest"] for row in rows]
    if len(set(digests)) != len(digests):
        yield "journal: a digest twice"
    previous = ZEROS
    for number, row in enumerate(rows, start=1):
        if row["sequence"] != number or row["previous"] != previous:
            yield f"journal {row['sequence']}: the chain is broken"
            return
        previous = row["digest"]
        if not isinstance(previous, str) or not re.fullmatch("[0-9a-f]{64}", previous):
            yield f"journal {number}: {previous!r} is no digest"
            return
    if heads != [{"id": 1, "sequence": len(rows), "digest": previous}]:
        yield f"journal_head: {len(heads)} heads, or not where the log ends"


def _kept(*columns: str) -> Callable[[Row, Row], Iterator[str]]:
    def judge(before: Row, after: Row) -> Iterator[str]:
        for column in columns:
            if before[column] != after[column]:
                yield f"{column} rewritten from {before[column]!r} to {after[column]!r}"

    return judge


_CASE_KEPT = _kept("ref", "resident_id", "employer_id")
_HANDOVER_KEPT = _kept(
    "ref", "case_id", "episode", "sender_id", "receiver_id", "reason", "shared_fields",
    "offered_at", "reminder_on", "due_on", "escalate_on",
)  # fmt: skip
_ANSWER_KEPT = _kept("state", "answered_at", "answered_by_id", "answer_reason")
_GRANT_KEPT = _kept(
    "ref", "case_id", "organisation_id", "purpose", "legal_basis", "fields", "valid_from",
    "given_by", "handover_id",
)  # fmt: skip


def _case_change(before: Row, after: Row) -> Iterator[str]:
    yield from _CASE_KEPT(before, after)
    if isinstance(after["episode"], int) and after["episode"] < before["episode"]:
        yield "an episode back"
    if isinstance(after["version"], int) and after["version"] < before["version"]:
        yield "a version back"


def _handover_change(before: Row, after: Row) -> Iterator[str]:
    yield from _HANDOVER_KEPT(before, after)
    if before["state"] != "offered":
        yield from _ANSWER_KEPT(before, after)


def _grant_change(before: Row, after: Row) -> Iterator[str]:
    yield from _GRANT_KEPT(before, after)
    if before["withdrawn_at"] not in {None, after["withdrawn_at"]}:
        yield "a withdrawal rewritten"
    if (
        before["valid_until"] is not None
        and str(after["valid_until"] or "3") > before["valid_until"]
    ):
        yield "an end moved later"


CHANGES: Mapping[str, Callable[[Row, Row], Iterator[str]]] = {
    "case_file": _case_change,
    "handover": _handover_change,
    "case_closure": _kept(*READ["case_closure"]),
    "case_grant": _grant_change,
    "journal": _kept(*READ["journal"]),
}
