"""Take every piece of the wall away in turn; the checks must notice, else they prove nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.proofs.databases import Element, Server
from tests.proofs.hostile_sql_parts.attack import attack
from tests.proofs.hostile_sql_parts.checks import MAY_BE_EMPTY, READ
from tests.proofs.hostile_sql_parts.worlds import (
    Piece,
    postgres_pieces,
    postgres_world,
    sqlite_pieces,
    sqlite_world,
)

PATIENCE = {"sqlite": 40_000, "postgres": 12_000}
"""Within so many statements a missing piece must be noticed."""
WORLD = 2_500
LOOK_EVERY = 25


@dataclass(frozen=True, slots=True)
class Missing:
    """What happened without a piece: noticed after so many statements (0: not), and by what."""

    dialect: str
    names: tuple[str, ...]
    statements: int
    noticed: str = ""

    @property
    def title(self) -> str:
        """The pieces that were taken away together."""
        return f"{self.dialect}: {' and '.join(self.names)}"


DOUBLES: Mapping[str, Mapping[str, tuple[str, ...]]] = {"sqlite": {}, "postgres": {}}
"""Pieces that say what others say too, per database: they fall only together."""


def counted(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out what says nothing about a promise: NOT NULL of columns no check reads."""
    return [
        piece
        for piece in pieces
        if piece.kind != "not null" or _column(piece) in set(READ[piece.table]) - MAY_BE_EMPTY
    ]


def _column(piece: Piece) -> str:
    return piece.name.removeprefix(f"{piece.table}.").removesuffix(" not null")


def with_doubles(piece: Piece, pieces: Sequence[Piece], dialect: str) -> list[Piece]:
    """Return a piece with whatever says the same."""
    others = DOUBLES[dialect].get(piece.name, ())
    by_name = {one.name: one for one in pieces}
    return [piece, *(by_name[name] for name in others)]


def without_on_sqlite(schema: Sequence[Element], gone: Sequence[Piece], seed: int) -> Missing:
    """Attack SQLite schemas without ``gone`` until it is noticed."""
    tried, names = 0, tuple(piece.name for piece in gone)
    for world_number in range(PATIENCE["sqlite"] // WORLD):
        world = sqlite_world(schema, careful=world_number % 2 == 1, without=gone)
        text = f"{seed} {names} {world_number}"
        report = attack(world, text, WORLD, LOOK_EVERY, aim=gone[0].table)
        world.connection.close()
        tried += report.tried
        if report.illegal:
            return Missing("SQLite", names, tried, report.illegal[0])
    return Missing("SQLite", names, 0)


def without_on_postgres(server: Server, like: str, gone: Sequence[Piece], seed: int) -> Missing:
    """Attack PostgreSQL databases without ``gone`` until it is noticed."""
    tried, names = 0, tuple(piece.name for piece in gone)
    drops = "; ".join(piece.text for piece in gone)
    name = f"{like}_less_{abs(hash(names)) % 10**9}"
    for world_number in range(PATIENCE["postgres"] // WORLD):
        with postgres_world(server, name, like, drops) as world:
            text = f"{seed} {names} {world_number}"
            report = attack(world, text, WORLD, LOOK_EVERY, aim=gone[0].table)
        tried += report.tried
        if report.illegal:
            return Missing("PostgreSQL", names, tried, report.illegal[0])
    return Missing("PostgreSQL", names, 0)


def sqlite_wall(schema: Sequence[Element]) -> list[list[Piece]]:
    """Return what is taken away in turn on SQLite: each piece, with its doubles."""
    pieces = counted(sqlite_pieces(schema))
    return [with_doubles(piece, pieces, "sqlite") for piece in pieces]


def postgres_wall(server: Server, like: str) -> list[list[Piece]]:
    """Return what is taken away in turn on PostgreSQL: each piece, with its doubles."""
    with postgres_world(server, f"{like}_wall", like) as world:
        pieces = counted(postgres_pieces(world))
    return [with_doubles(piece, pieces, "postgres") for piece in pieces]
