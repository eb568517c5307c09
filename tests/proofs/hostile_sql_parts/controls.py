"""Take every piece of the wall away in turn; the checks must notice, else they prove nothing."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.proofs.databases import Element, Server
from tests.proofs.hostile_sql_parts.attack import Aim, Report, attack
from tests.proofs.hostile_sql_parts.checks import MAY_BE_EMPTY, READ
from tests.proofs.hostile_sql_parts.worlds import (
    Piece,
    World,
    postgres_pieces,
    postgres_world,
    sqlite_pieces,
    sqlite_world,
)

PATIENCE = {"SQLite": 60_000, "PostgreSQL": 20_000}
"""Within so many statements a missing piece must be noticed."""
WORLD = 2_500
LOOK_EVERY = 25


@dataclass(frozen=True, slots=True)
class Double:
    """What else says what a piece says, and the words in which the checks notice it all gone."""

    others: tuple[str, ...]
    words: str
    column: str = ""
    """The column to aim at, where only few values show the gap."""


_EMPTY = "is empty"
_POINT_AT_A_CASE = ("case_closure", "case_grant")
_REF = "a reference twice"
DOUBLES: Mapping[str, Mapping[str, Double]] = {
    "SQLite": {
        # A unique index says what the guard of the insert says, which also stops REPLACE.
        "case_file.ref unique": Double(("case_insert_guard", "case_update_guard"), _REF),
        "case_grant.ref unique": Double(("grant_insert_guard", "grant_update_guard"), _REF),
        "handover.ref unique": Double(("handover_insert_guard", "handover_update_guard"), _REF),
        "handover_one_open_per_case": Double(("handover_insert_guard",), "two open handovers"),
        "journal.digest unique": Double(("journal_insert_guard",), "a digest twice"),
        "case_file.version not null": Double(("case_insert_guard",), f"version {_EMPTY}"),
        "case_closure.outcome not null": Double(
            ("closure_insert_guard", "case_file.outcome not null"), f"case_closure .*{_EMPTY}"
        ),
        "case_file.accepted_handover_id unique": Double(
            ("case_update_guard",), "one handover moved two cases"
        ),
        "journal.digest not null": Double(
            ("journal_insert_guard", "journal_head.digest not null", "journal_head_guard"),
            f"digest {_EMPTY}",
        ),
    },
    "PostgreSQL": {
        # Emptying a table empties what points at it, or is refused because of it.
        "case_file_never_truncated": Double(
            tuple(f"{table}_never_truncated" for table in ("handover", *_POINT_AT_A_CASE)),
            r"case_file \d+: removed",
        ),
        "handover_never_truncated": Double(
            tuple(f"{table}_never_truncated" for table in ("case_file", *_POINT_AT_A_CASE)),
            r"handover \d+: removed",
        ),
        "journal_head_insert_guard": Double(("journal_head_single",), r"[2-9] heads"),
        "case_closure.outcome not null": Double(
            ("case_file.outcome not null", "case_update_guard"), f"case_closure .*{_EMPTY}"
        ),
        "case_file_accepted_handover_id_key": Double(
            ("case_update_guard",), "one handover moved two cases"
        ),
        "journal.digest not null": Double(
            ("journal_head.digest not null", "journal_head_guard"), f"journal .*digest {_EMPTY}"
        ),
    },
}
"""Pieces that say what others say too, per database: they are noticed when all are gone."""
_ENDING = Double(("closure_insert_guard",), f"case_closure .*{_EMPTY}")
_HEAD = Double(("journal_head_guard",), f"journal_head .*{_EMPTY}")
DOUBLES_OF_BOTH: Mapping[str, Double] = {
    "case_episode_counts": Double(("case_insert_guard",), r"episode (0|-1)\b", "episode"),
    "case_state_known": Double(("case_closed_has_outcome",), "state '"),
    "closure_has_outcome": Double(
        ("closure_insert_guard", "case_closed_has_outcome"), "without an outcome|with ''"
    ),
    "closure_one_per_episode": Double(("closure_insert_guard",), r"endings of .*\b(\d+), \1\b"),
    "handover_no_without_reason": Double(("handover_update_guard",), "no without a reason"),
    "journal_head_single": Double(
        ("journal_head_insert_guard", "journal_head_guard"), r"journal_head: ([2-9]|\d\d+) heads"
    ),
    "journal.previous not null": Double(("journal_insert_guard",), f"previous {_EMPTY}"),
    "journal_head.digest not null": _HEAD,
    "journal_head.sequence not null": _HEAD,
    "case_closure.case_id not null": _ENDING,
    "case_closure.episode not null": _ENDING,
    "case_closure.organisation_id not null": _ENDING,
}


def counted(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out what says nothing about a promise: NOT NULL of columns no check reads."""
    return [
        piece
        for piece in pieces
        if piece.kind != "not null" or _column(piece) in set(READ[piece.table]) - MAY_BE_EMPTY
    ]


def _column(piece: Piece) -> str:
    return piece.name.removeprefix(f"{piece.table}.").removesuffix(" not null")


def double_of(piece: Piece, dialect: str) -> Double:
    """Return what else says what ``piece`` says; most pieces stand alone."""
    alone = Double((), "")
    return DOUBLES[dialect].get(piece.name, DOUBLES_OF_BOTH.get(piece.name, alone))


@dataclass(frozen=True, slots=True)
class Gap:
    """Pieces taken away together, and the words in which that must be noticed."""

    dialect: str
    pieces: tuple[Piece, ...]
    words: str
    column: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What the pieces are called."""
        return tuple(piece.name for piece in self.pieces)


def gaps(pieces: Sequence[Piece], dialect: str) -> list[Gap]:
    """Return every gap to try: each counted piece, with whatever says the same."""
    by_name = {piece.name: piece for piece in pieces}
    found = []
    for piece in counted(pieces):
        double = double_of(piece, dialect)
        together = (piece, *(by_name[name] for name in double.others))
        column = _column(piece) if piece.kind == "not null" else double.column
        found.append(Gap(dialect, together, double.words, column))
    return found


@dataclass(frozen=True, slots=True)
class Missing:
    """What happened with a gap: noticed after so many statements, in these words; '' is not."""

    gap: Gap
    statements: int = 0
    noticed: str = ""

    @property
    def title(self) -> str:
        """The pieces that were taken away together."""
        return f"{self.gap.dialect}: {' and '.join(self.gap.names)}"


def sqlite_gaps(schema: Sequence[Element]) -> list[Gap]:
    """Return every gap to try in a SQLite schema."""
    return gaps(sqlite_pieces(schema), "SQLite")


def postgres_gaps(server: Server, like: str) -> list[Gap]:
    """Return every gap to try in a PostgreSQL schema."""
    with postgres_world(server, f"{like}_wall", like) as world:
        return gaps(postgres_pieces(world), "PostgreSQL")


def try_sqlite(schema: Sequence[Element], gap: Gap, seed: int) -> Missing:
    """Attack SQLite schemas with a gap until it is noticed."""
    tried = 0
    for number in range(PATIENCE[gap.dialect] // WORLD):
        world = sqlite_world(schema, careful=number % 2 == 1, without=gap.pieces)
        report = _attack(world, gap, f"{seed} {number}")
        world.connection.close()
        tried += report.tried
        if report.illegal:
            return Missing(gap, tried, report.illegal[0])
    return Missing(gap)


def try_postgres(server: Server, like: str, gap: Gap, seed: int) -> Missing:
    """Attack PostgreSQL databases with a gap until it is noticed."""
    tried = 0
    drops = "; ".join(piece.text for piece in gap.pieces)
    name = f"{like}_less_{os.getpid()}"
    for number in range(PATIENCE[gap.dialect] // WORLD):
        with postgres_world(server, name, like, drops) as world:
            report = _attack(world, gap, f"{seed} {number}")
        tried += report.tried
        if report.illegal:
            return Missing(gap, tried, report.illegal[0])
    return Missing(gap)


def _attack(world: World, gap: Gap, seed: str) -> Report:
    aim = Aim(gap.pieces[0].table, gap.column, gap.words)
    return attack(world, f"{seed} {gap.names}", WORLD, LOOK_EVERY, aim)
