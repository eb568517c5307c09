"""Databases to attack: fresh ones, and ones from which a piece of the wall was taken."""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import psycopg

from tests.proofs.databases import Element, Server
from tests.proofs.hostile_sql_parts.rows import FURNITURE, TABLES, Value, filler

NEEDED = (*TABLES, "organisation", "resident", "employer", "account")
Columns = list[tuple[str, str, bool]]
"""Name, type, obliged (must have a value and makes none itself)."""


class World(Protocol):
    """A database under attack."""

    dialect: str
    refused: tuple[type[Exception], ...]

    def do(self, sql: str, values: Sequence[Value]) -> None:
        """Run one statement; raises one of ``refused``."""

    def select(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a query."""

    def cast(self, column: str) -> str:
        """Return the expression that reads ``column`` as the checks want it."""

    def columns(self, table: str) -> Columns:
        """Return the columns of a table."""

    def in_transaction(self) -> bool:
        """Tell whether a transaction is open."""


def furnish(world: World) -> None:
    """Write the organisations and people that the six tables point at."""
    for table, known in FURNITURE:
        row = {name: filler(kind) for name, kind, obliged in world.columns(table) if obliged}
        row |= known
        marks = ", ".join("?" * len(row))
        world.do(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    if not world.select("SELECT 1 FROM journal_head"):
        world.do("INSERT INTO journal_head VALUES (1, 0, ?)", ["0" * 64])


def obliged(world: World) -> dict[str, Mapping[str, Value]]:
    """Return, per table, a harmless value for every column that must have one."""
    return {
        table: {
            name: filler(kind)
            for name, kind, must in world.columns(table)
            if must and name not in {"id", "case_id", "ref"}
        }
        for table in TABLES
    }


# ---- SQLite ----


@dataclass
class SqliteWorld:
    """A SQLite database in memory, with the connection as a stranger would open it."""

    connection: sqlite3.Connection
    dialect: str = "sqlite"
    refused: tuple[type[Exception], ...] = (sqlite3.Error, OverflowError)

    def do(self, sql: str, values: Sequence[Value]) -> None:
        self.connection.execute(sql, values)

    def select(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def cast(self, column: str) -> str:
        return column

    def columns(self, table: str) -> Columns:
        rows = self.select(f"PRAGMA table_info({table})")
        return [
            (str(name), str(kind), bool(must) and default is None and not (key and name == "id"))
            for _n, name, kind, must, default, key in rows
        ]

    def in_transaction(self) -> bool:
        return self.connection.in_transaction


def sqlite_world(
    schema: Sequence[Element], *, careful: bool, without: Sequence["Piece"] = ()
) -> SqliteWorld:
    """Build the schema in memory, less some pieces of the wall.

    ``careful``: with foreign keys and recursive triggers on, as the program connects; otherwise as
    anybody with a command line does.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None, cached_statements=4000)
    gone = {piece.name for piece in without}
    world = SqliteWorld(connection)
    for element in schema:
        if element.table in NEEDED and element.kind != "trigger" and element.name not in gone:
            connection.execute(_less(element, without))
    furnish(world)
    for element in schema:
        if element.table in TABLES and element.kind == "trigger" and element.name not in gone:
            connection.execute(element.sql)
    switch = "ON" if careful else "OFF"
    connection.executescript(f"PRAGMA foreign_keys={switch}; PRAGMA recursive_triggers={switch};")
    return world


def _less(element: Element, without: Sequence["Piece"]) -> str:
    sql = element.sql
    for piece in without:
        if element.kind == "table" and piece.table == element.table and piece.text:
            if piece.text not in sql:
                raise LookupError(f"{piece.name} does not stand in the schema as expected")
            sql = sql.replace(piece.text, piece.instead, 1)
    return sql


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the wall: a trigger, CHECK, unique index or NOT NULL.

    In SQLite ``text`` of the table's definition is replaced by ``instead``; in PostgreSQL ``text``
    is the statement that drops it.
    """

    kind: str
    name: str
    table: str
    text: str = ""
    instead: str = ""


NOT_OURS = re.compile(r'CHECK \(\(JSON_VALID|CHECK \("\w+" >= 0\)')
"""What Django writes for the type of a column."""


def sqlite_pieces(schema: Sequence[Element]) -> list[Piece]:
    """Return every piece of the wall of a SQLite schema."""
    found: list[Piece] = []
    for element in schema:
        if element.table not in TABLES:
            continue
        if element.kind == "trigger":
            found.append(Piece("trigger", element.name, element.table))
        elif element.kind == "index" and element.sql.startswith("CREATE UNIQUE"):
            found.append(Piece("unique", element.name, element.table))
        elif element.kind == "table":
            found += _named(element)
            found += _columns_of(element)
    return found


def _named(element: Element) -> Iterator[Piece]:
    for match in re.finditer(r', CONSTRAINT "(\w+)" (CHECK|UNIQUE) ', element.sql):
        end = _closing(element.sql, match.end())
        kind = "check" if match[2] == "CHECK" else "unique"
        yield Piece(kind, match[1], element.table, element.sql[match.start() : end])


def _closing(text: str, start: int) -> int:
    depth = 0
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place + 1
    raise LookupError("a parenthesis that never closes")


def _columns_of(element: Element) -> Iterator[Piece]:
    for name, definition in re.findall(r'"(\w+)" ([a-z][^",]*)', element.sql):
        if "PRIMARY KEY" in definition:
            continue
        full = f'"{name}" {definition}'
        if " UNIQUE" in definition:
            less = full.replace(" UNIQUE", "")
            yield Piece("unique", f"{element.table}.{name} unique", element.table, full, less)
        if "NOT NULL" in definition:
            less = full.replace(" NOT NULL", "")
            yield Piece("not null", f"{element.table}.{name} not null", element.table, full, less)


# ---- PostgreSQL ----


@dataclass
class PostgresWorld:
    """A PostgreSQL database with one connection."""

    connection: psycopg.Connection[tuple[Any, ...]]
    dialect: str = "postgres"
    refused: tuple[type[Exception], ...] = (psycopg.Error,)

    def do(self, sql: str, values: Sequence[Value]) -> None:
        self.connection.execute(_spelled(sql, values).encode())

    def select(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql.encode()).fetchall()

    def cast(self, column: str) -> str:
        texts = ("_date", "_on", "_at", "_from", "_until", "fields")
        return f"{column}::text" if column.endswith(texts) or column == "at" else column

    def columns(self, table: str) -> Columns:
        rows = self.select(
            "SELECT column_name, data_type, is_nullable = 'NO' AND column_default IS NULL "
            "AND is_identity = 'NO' FROM information_schema.columns "
            f"WHERE table_name = '{table}' AND table_schema = 'public' ORDER BY ordinal_position"
        )
        return [(str(name), str(kind), bool(must)) for name, kind, must in rows]

    def in_transaction(self) -> bool:
        return self.connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE


def _spelled(sql: str, values: Sequence[Value]) -> str:
    parts = sql.split("?")
    spelled = [parts[0]]
    for value, part in zip(values, parts[1:], strict=True):
        spelled += [_literal(value), part]
    return "".join(spelled)


def _literal(value: Value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return "'\\x" + value.hex() + "'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)


@contextmanager
def postgres_world(
    server: Server, name: str, like: str, drops: str = ""
) -> Iterator[PostgresWorld]:
    """Yield a fresh copy of a furnished database, less some pieces of the wall."""
    address = server.make(name, like)
    try:
        with psycopg.connect(address, autocommit=True, prepare_threshold=None) as connection:
            connection.execute("SET timezone = 'UTC'; SET client_min_messages = 'error'")
            if drops:
                connection.execute(drops.encode())
            yield PostgresWorld(connection)
    finally:
        server.drop(name)


def postgres_pieces(world: PostgresWorld) -> list[Piece]:
    """Return every piece of the wall of a PostgreSQL schema, with the statement that drops it."""
    tables = ", ".join(f"'{table}'::regclass" for table in TABLES)
    found = []
    for kind, name, table in world.select(
        f"""SELECT 'trigger', tgname, tgrelid::regclass::text FROM pg_trigger
        WHERE tgrelid IN ({tables}) AND NOT tgisinternal
        UNION ALL SELECT CASE contype WHEN 'c' THEN 'check' ELSE 'unique' END, conname,
          conrelid::regclass::text FROM pg_constraint
        WHERE conrelid IN ({tables}) AND contype IN ('c', 'u')
          AND pg_get_constraintdef(oid) !~ '^CHECK \\(\\(\\w+ >= 0\\)\\)$'
        UNION ALL SELECT 'index', indexrelid::regclass::text, indrelid::regclass::text
        FROM pg_index i WHERE indrelid IN ({tables}) AND indisunique AND NOT EXISTS (
          SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
        UNION ALL SELECT 'not null', attname, attrelid::regclass::text FROM pg_attribute
        WHERE attrelid IN ({tables}) AND attnum > 0 AND attnotnull AND NOT EXISTS (
          SELECT 1 FROM pg_constraint c WHERE c.conrelid = attrelid AND c.contype = 'p'
          AND attnum = ANY (c.conkey))
        ORDER BY 1, 3, 2"""
    ):
        found.append(_postgres_piece(str(kind), str(name), str(table)))
    return found


def _postgres_piece(kind: str, name: str, table: str) -> Piece:
    match kind:
        case "trigger":
            return Piece(kind, name, table, f"DROP TRIGGER {name} ON {table}")
        case "index":
            return Piece("unique", name, table, f"DROP INDEX {name}")
        case "not null":
            drop = f"ALTER TABLE {table} ALTER {name} DROP NOT NULL"
            return Piece(kind, f"{table}.{name} not null", table, drop)
        case _:
            return Piece(kind, name, table, f"ALTER TABLE {table} DROP CONSTRAINT {name} CASCADE")
