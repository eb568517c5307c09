"""Write statements that mean harm, or nothing, or well: seeded, for both databases."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.proofs.hostile_sql_parts.rows import (
    LATER,
    MOMENT,
    ORGANISATIONS,
    TABLES,
    Value,
    wild,
)

Row = Mapping[str, Any]
Statement = tuple[str, Sequence[Value]]
"""SQL with a question mark per value."""
ODD_VERBS = {
    "sqlite": (
        "INSERT OR REPLACE INTO", "REPLACE INTO", "INSERT OR IGNORE INTO", "INSERT OR FAIL INTO",
        "INSERT OR ROLLBACK INTO",
    ),
    "postgres": ("INSERT INTO",),
}  # fmt: skip
ODD_UPDATES = {
    "sqlite": ("UPDATE OR REPLACE", "UPDATE OR IGNORE", "UPDATE OR FAIL", "UPDATE OR ROLLBACK"),
    "postgres": ("UPDATE", "UPDATE ONLY"),
}
KEYS = {
    "case_file": ("id", "ref", "accepted_handover_id"),
    "handover": ("id", "ref"),
    "case_closure": ("id", "case_id, episode"),
    "case_grant": ("id", "ref"),
    "journal": ("sequence", "digest"),
    "journal_head": ("id",),
}


@dataclass
class Attacker:
    """Draws statements from one seed; ``seen`` are the rows of the last look, so it aims well.

    ``obliged`` holds, per table, a harmless value for every column that must have one; ``columns``
    all columns. ``aim`` names a table that is attacked more than the others, ``aim_column`` a
    column of it that is emptied more than others.
    """

    random: Random
    dialect: str
    columns: Mapping[str, Sequence[str]]
    obliged: Mapping[str, Mapping[str, Value]]
    aim: str = ""
    aim_column: str = ""
    seen: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    made: int = 0

    def statement(self) -> Statement:
        """Return the next statement."""
        deed = self.random.choices(DEEDS, WEIGHTS)[0]
        return deed(self)

    # ---- drawing ----

    def table(self) -> str:
        """Return some table."""
        if self.aim and self.random.random() < 0.5:
            return self.aim
        return self.random.choice(TABLES)

    def column(self, table: str) -> str:
        """Return some column of ``table``."""
        if self.aim_column and table == self.aim and self.random.random() < 0.5:
            return self.aim_column
        return self.random.choice(self.columns[table])

    def wild(self, column: str) -> Value:
        """Return a value for ``column``: sometimes right, sometimes absurd."""
        if column == self.aim_column and self.random.random() < 0.5:
            return None
        return wild(self.random, column)

    def one(self, table: str, **wanted: Value) -> Row | None:
        """Return a row that was seen and fits, or nothing."""
        rows = self.seen.get(table, {})
        fitting = list(rows.values()) if isinstance(rows, dict) else list(rows)
        if wanted:
            fitting = [r for r in fitting if all(r[name] == v for name, v in wanted.items())]
        return self.random.choice(fitting) if fitting else None

    def ref(self, letter: str) -> str:
        """Return a reference nobody has."""
        self.made += 1
        return f"{letter}{self.made}"

    def digest(self) -> str:
        """Return something that looks like a digest."""
        return f"{self.random.getrandbits(256):064x}"

    # ---- writing down ----

    def insert(self, table: str, row: Mapping[str, Value], verb: str = "INSERT INTO") -> Statement:
        """Write an INSERT, two in five times with something wrong in it."""
        full = {**self.obliged[table], **row}
        if self.random.random() < 0.4:
            for _ in range(self.random.choice((1, 1, 2))):
                column = self.column(table)
                full[column] = self.wild(column)
        marks = ", ".join("?" * len(full))
        return f"{verb} {table} ({', '.join(full)}) VALUES ({marks})", list(full.values())

    def update(self, table: str, row: Mapping[str, Value], key: Value) -> Statement:
        """Write an UPDATE of one row, one in three times with something wrong in it."""
        full = dict(row)
        if self.random.random() < 0.33:
            column = self.column(table)
            full[column] = self.wild(column)
        sets = ", ".join(f"{column} = ?" for column in full)
        verb = "UPDATE" if self.random.random() < 0.8 else self.odd_update()
        key_column = "sequence" if table == "journal" else "id"
        return f"{verb} {table} SET {sets} WHERE {key_column} = ?", [*full.values(), key]

    def odd_update(self) -> str:
        """Return one of the ways in which an UPDATE can be told to step over conflicts."""
        return self.random.choice(ODD_UPDATES[self.dialect])

    def odd_verb(self) -> str:
        """Return one of the ways in which an INSERT can be told to step over conflicts."""
        return self.random.choice(ODD_VERBS[self.dialect])

    def sensible(self, table: str) -> dict[str, Value]:
        """Return a row that could well be allowed."""
        return MAKERS[table](self)


def _count(value: object) -> int:
    """Return a number to count on from; without its wall a database may hold anything."""
    return value if isinstance(value, int) and abs(value) < 2**40 else 0


def _case_row(by: Attacker) -> dict[str, Value]:
    organisation = by.random.choice(ORGANISATIONS)
    return {
        "ref": by.ref("C"),
        "state": "open",
        "episode": 1,
        "situation": "{}",
        "next_step": "Bellen",
        "next_date": "2026-05-01",
        "next_party": "organisation",
        "outcome": "",
        "version": 1,
        "accountable_id": organisation,
        "finally_responsible_id": organisation,
        "resident_id": by.random.choice((900, 901, 902)),
    }


def _handover_row(by: Attacker) -> dict[str, Value]:
    case = by.one("case_file", state="open") or {"id": 1, "episode": 1, "accountable_id": "uwv"}
    to_itself = by.random.random() < 0.03
    receivers = [one for one in ORGANISATIONS if (one == case["accountable_id"]) == to_itself]
    return {
        "ref": by.ref("H"),
        "case_id": case["id"],
        "episode": case["episode"],
        "sender_id": case["accountable_id"],
        "receiver_id": by.random.choice(receivers or ORGANISATIONS),
        "state": "offered",
        "reason": "work",
        "shared_fields": '["name"]',
        "offered_at": MOMENT,
        "reminder_on": "2026-03-05",
        "due_on": "2026-03-09",
        "escalate_on": "2026-03-16",
        "answer_reason": "",
    }


def _closure_row(by: Attacker) -> dict[str, Value]:
    case = by.one("case_file", state="open") or {"id": 1, "episode": 1, "accountable_id": "uwv"}
    return {
        "case_id": case["id"],
        "episode": case["episode"],
        "outcome": "work",
        "informed_by": "phone",
        "organisation_id": case["accountable_id"],
        "closed_at": LATER,
    }


def _grant_row(by: Attacker) -> dict[str, Value]:
    case = by.one("case_file") or {"id": 1}
    return {
        "ref": by.ref("G"),
        "case_id": case["id"],
        "organisation_id": by.random.choice(ORGANISATIONS),
        "purpose": "guidance",
        "legal_basis": "legal_task",
        "fields": '["name"]',
        "valid_from": MOMENT,
        "valid_until": by.random.choice((None, LATER)),
        "given_by": "handover",
    }


def _journal_row(by: Attacker) -> dict[str, Value]:
    head = by.one("journal_head") or {"sequence": 0, "digest": "0" * 64}
    return {
        "sequence": _count(head["sequence"]) + 1,
        "name": "NoteWritten",
        "previous": head["digest"],
        "digest": by.digest(),
        "payload": "{}",
    }


def _head_row(by: Attacker) -> dict[str, Value]:
    head = by.one("journal_head") or {"sequence": 0, "digest": "0" * 64}
    return {"id": by.random.choice((1, 1, 2)), "sequence": head["sequence"], "digest": by.digest()}


MAKERS: Mapping[str, Callable[[Attacker], dict[str, Value]]] = {
    "case_file": _case_row,
    "handover": _handover_row,
    "case_closure": _closure_row,
    "case_grant": _grant_row,
    "journal": _journal_row,
    "journal_head": _head_row,
}


# ---- what may well be allowed, and what almost is ----


def _new_row(by: Attacker) -> Statement:
    table = by.table()
    return by.insert(table, by.sensible(table))


def _next_entry(by: Attacker) -> Statement:
    """Add to the log at the right place whatever came before."""
    row = {**by.obliged["journal"], "name": "NoteWritten", "payload": "{}", "digest": by.digest()}
    for given in ("sequence", "previous"):
        row.pop(given, None)
    marks = ", ".join("?" * len(row))
    sql = (
        f"INSERT INTO journal (sequence, previous, {', '.join(row)}) "
        f"SELECT sequence + 1, digest, {marks} FROM journal_head"
    )
    return sql, list(row.values())


def _answer(by: Attacker) -> Statement:
    offered = by.one("handover", state="offered") or by.one("handover") or {"id": 1}
    state = by.random.choice(("accepted", "accepted", "returned", "redirected", "withdrawn"))
    reason = "" if state == "accepted" else by.random.choice(("too_far", "too_far", "", " "))
    row: dict[str, Value] = {"state": state, "answered_at": LATER, "answer_reason": reason}
    if by.random.random() < 0.1:
        row.pop("answered_at")
    return by.update("handover", row, offered["id"])


def _rewrite_answer(by: Attacker) -> Statement:
    settled = by.one("handover", state=by.random.choice(("accepted", "returned", "withdrawn")))
    state = by.random.choice(("offered", "accepted", "withdrawn", "returned"))
    answered = None if state == "offered" else LATER
    row: dict[str, Value] = {"state": state, "answered_at": answered, "answer_reason": "too_far"}
    return by.update("handover", row, (settled or {"id": 2})["id"])


def _plan(by: Attacker) -> Statement:
    case = by.one("case_file") or {"id": 1}
    row = {"next_step": wild(by.random, "next_step"), "next_date": wild(by.random, "next_date")}
    keep = by.random.choice(("next_step", "next_date"))
    row[keep] = "Bellen" if keep == "next_step" else "2026-06-01"
    return by.update("case_file", row, case["id"])


def _close(by: Attacker) -> Statement:
    """Close without an ending, the way a careless programmer would."""
    case = by.one("case_file", state="open") or {"id": 1}
    row = {"state": "closed", "outcome": "work", "closed_at": LATER}
    return by.update("case_file", row, case["id"])


def _reopen(by: Attacker) -> Statement:
    case = by.one("case_file", state="closed") or {"id": 1, "episode": 1}
    row = {
        "state": "open",
        "episode": _count(case["episode"]) + by.random.choice((1, 1, 1, 0, 2, -1)),
        "outcome": "",
        "closed_at": None,
        "next_step": "Bellen",
        "next_date": "2026-06-01",
    }
    return by.update("case_file", row, case["id"])


def _take_over(by: Attacker) -> Statement:
    """Move accountability by hand, with or without a handover to point at."""
    case = by.one("case_file") or {"id": 1}
    handover = by.one("handover") or {"id": 1, "receiver_id": "uwv"}
    row: dict[str, Value] = {
        "accountable_id": by.random.choice((handover["receiver_id"], *ORGANISATIONS)),
        "accepted_handover_id": handover["id"],
    }
    if by.random.random() < 0.5:
        row.pop(by.random.choice(list(row)))
    return by.update("case_file", row, case["id"])


def _grow_grant(by: Attacker) -> Statement:
    grant = by.one("case_grant") or {"id": 1}
    row: dict[str, Value] = by.random.choice(
        (
            {"valid_until": by.random.choice((None, LATER, MOMENT, "2027-01-01 00:00:00"))},
            {"withdrawn_at": by.random.choice((None, LATER, MOMENT))},
            {"fields": '["name", "notes"]'},
            {"valid_from": "2020-01-01 00:00:00"},
            {"organisation_id": by.random.choice(ORGANISATIONS)},
        )
    )
    return by.update("case_grant", row, grant["id"])


def _move_head(by: Attacker) -> Statement:
    entry = by.one("journal") or {"sequence": 1, "digest": by.digest()}
    return by.random.choice(
        (
            (
                "UPDATE journal_head SET sequence = ?, digest = ?",
                [entry["sequence"], entry["digest"]],
            ),
            ("UPDATE journal_head SET sequence = sequence + 1", []),
            ("UPDATE journal_head SET digest = ?", [by.digest()]),
            ("UPDATE journal_head SET id = 2", []),
        )
    )


# ---- what should never be allowed ----


def _wild_update(by: Attacker) -> Statement:
    table = by.table()
    chosen = list({by.column(table): None for _ in range(by.random.choice((1, 1, 2, 3)))})
    sets = ", ".join(f"{column} = ?" for column in chosen)
    where, more = _where(by, table)
    sql = f"{by.odd_update()} {table} SET {sets}{where}"
    return sql, [*(by.wild(column) for column in chosen), *more]


def _where(by: Attacker, table: str) -> Statement:
    column = by.random.choice(by.columns[table])
    key = "sequence" if table == "journal" else "id"
    seen = by.one(table)
    return by.random.choice(
        (
            ("", []),
            (f" WHERE {column} = ?", [wild(by.random, column)]),
            (f" WHERE {key} < ?", [by.random.randrange(1, 40)]),
            (f" WHERE {key} = ?", [seen[key] if seen else 1]),
            (f" WHERE {key} = ?", [seen[key] if seen else 1]),
        )
    )


def _wild_insert(by: Attacker) -> Statement:
    """Write over a row that is there: the same identity or the same reference, other contents."""
    table = by.table()
    row = by.sensible(table)
    seen = by.one(table)
    if seen is not None and by.random.random() < 0.7:
        for column in by.random.choice(KEYS[table]).split(", "):
            row[column] = seen[column]
    return by.insert(table, row, by.odd_verb())


def _upsert(by: Attacker) -> Statement:
    table = by.table()
    row = by.sensible(table)
    seen = by.one(table)
    key = by.random.choice(KEYS[table])
    for column in key.split(", "):
        row[column] = seen[column] if seen else 1
    sql, values = by.insert(table, row)
    changed = by.random.choice(by.columns[table])
    new = by.random.choice(
        (f"excluded.{changed}", f"'{by.random.choice(('open', 'accepted', 'x', ''))}'", "NULL")
    )
    return f"{sql} ON CONFLICT ({key}) DO UPDATE SET {changed} = {new}", values


def _delete(by: Attacker) -> Statement:
    table = by.table()
    if by.dialect == "postgres" and by.random.random() < 0.15:
        more = by.random.choice(("", " CASCADE", " RESTART IDENTITY CASCADE"))
        return f"TRUNCATE {table}{more}", []
    where, values = _where(by, table)
    return f"DELETE FROM {table}{where}", values


def _swap(by: Attacker) -> Statement:
    """Let a statement take its values from rows that are there."""
    table = by.table()
    column = by.random.choice(by.columns[table])
    other = by.random.choice(by.columns[table])
    key = "sequence" if table == "journal" else "id"
    seen = by.one(table)
    source = by.random.choice((other, f"(SELECT max({column}) FROM {table})", f"-{column}"))
    return f"UPDATE {table} SET {column} = {source} WHERE {key} = ?", [seen[key] if seen else 1]


_WEIGHTED: Mapping[Callable[[Attacker], Statement], int] = {
    _new_row: 22,
    _next_entry: 3,
    _answer: 12,
    _rewrite_answer: 4,
    _plan: 5,
    _close: 4,
    _reopen: 6,
    _take_over: 5,
    _grow_grant: 5,
    _move_head: 3,
    _wild_update: 14,
    _wild_insert: 7,
    _upsert: 4,
    _delete: 4,
    _swap: 3,
}
DEEDS = tuple(_WEIGHTED)
WEIGHTS = tuple(_WEIGHTED.values())
