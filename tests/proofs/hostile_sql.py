"""Proof 'hostile-sql': whatever raw statement reaches either database, no illegal row comes of it.

Right, nearly right and absurd statements are thrown at the six tables that hold the promises, alone
and in transactions that are kept or undone, over connections with and without foreign keys. Checks
that know nothing of the triggers look at every row, and at what became of the rows of before.
The control takes every trigger, CHECK, unique index and NOT NULL away in turn: each is noticed.
Out of scope is who may change the schema itself (DDL, PRAGMA): such a user can take the wall down.
"""

import multiprocessing
import os
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.pool import Pool

import psycopg

from tests.proofs import ProofLine
from tests.proofs.databases import Element, Server, migrated, postgres, sqlite_schema
from tests.proofs.hostile_sql_parts.attack import Report, attack, shares
from tests.proofs.hostile_sql_parts.controls import (
    Gap,
    Missing,
    postgres_gaps,
    sqlite_gaps,
    try_postgres,
    try_sqlite,
)
from tests.proofs.hostile_sql_parts.worlds import (
    PostgresWorld,
    furnish,
    postgres_world,
    sqlite_world,
)

STATEMENTS = {
    "quick": {"SQLite": 30_000, "PostgreSQL": 3_000},
    "normal": {"SQLite": 900_000, "PostgreSQL": 200_000},
    "long": {"SQLite": 2_000_000, "PostgreSQL": 300_000},
}
WORLD = 2_500
"""Statements in one database; the wall forgets nothing, so a fresh one keeps looking quick."""
LOOK_EVERY = 250
GAPS = {"quick": 12, "normal": 10_000, "long": 10_000}
"""How many pieces of each wall the control takes away; quick draws some by its seed."""


def run(mode: str, seed: int) -> list[ProofLine]:
    """Attack both databases, then each with a piece of the wall missing."""
    with _workers() as pool:
        lines = _on_sqlite(pool, mode, seed)
        with postgres() as server:
            if server is None:
                return [*lines, _no_server(seed)]
            with migrated(server, "voordeur_hostile") as like:
                with psycopg.connect(server.url(like), autocommit=True) as connection:
                    furnish(PostgresWorld(connection))
                return [*lines, *_on_postgres(pool, server, like, mode, seed)]


@contextmanager
def _workers() -> Iterator[Pool]:
    with multiprocessing.get_context("spawn").Pool(min(os.cpu_count() or 1, 2)) as pool:
        yield pool


def _on_sqlite(pool: Pool, mode: str, seed: int) -> list[ProofLine]:
    started = time.perf_counter()
    schema = sqlite_schema()
    worlds = list(enumerate(shares(STATEMENTS[mode]["SQLite"], WORLD)))
    report = _gather(pool, partial(attack_sqlite, schema, seed), worlds, "SQLite")
    chosen = _some(sqlite_gaps(schema), mode, seed)
    missing = _try(pool, partial(try_sqlite_at, schema, seed), chosen)
    return _lines("SQLite", report, missing, mode=mode, seed=seed, started=started)


def _on_postgres(pool: Pool, server: Server, like: str, mode: str, seed: int) -> list[ProofLine]:
    started = time.perf_counter()
    worlds = list(enumerate(shares(STATEMENTS[mode]["PostgreSQL"], WORLD)))
    task = partial(attack_postgres, server, like, seed)
    report = _gather(pool, task, worlds, "PostgreSQL")
    chosen = _some(postgres_gaps(server, like), mode, seed)
    missing = _try(pool, partial(try_postgres_at, server, like, seed), chosen)
    return _lines("PostgreSQL", report, missing, mode=mode, seed=seed, started=started)


def attack_sqlite(schema: list[Element], seed: int, share: tuple[int, int]) -> Report:
    """Attack one SQLite database; every other one as a stranger would open it."""
    number, statements = share
    world = sqlite_world(schema, careful=number % 2 == 0)
    try:
        return attack(world, f"{seed} {number}", statements, LOOK_EVERY)
    finally:
        world.connection.close()


def attack_postgres(server: Server, like: str, seed: int, share: tuple[int, int]) -> Report:
    """Attack one PostgreSQL database."""
    number, statements = share
    with postgres_world(server, f"{like}_at_{os.getpid()}", like) as world:
        return attack(world, f"{seed} {number}", statements, LOOK_EVERY)


def try_sqlite_at(schema: list[Element], seed: int, gap: Gap) -> Missing:
    """Try one gap; an argument order that a pool can use."""
    return try_sqlite(schema, gap, seed)


def try_postgres_at(server: Server, like: str, seed: int, gap: Gap) -> Missing:
    """Try one gap; an argument order that a pool can use."""
    return try_postgres(server, like, gap, seed)


def _gather(
    pool: Pool,
    task: Callable[[tuple[int, int]], Report],
    worlds: list[tuple[int, int]],
    name: str,
) -> Report:
    whole = Report()
    began = time.perf_counter()
    for part in _told(pool.imap_unordered(task, worlds, chunksize=2), len(worlds), name):
        whole.add(part)
    whole.seconds = time.perf_counter() - began
    return whole


def _told(parts: Iterable[Report], total: int, name: str) -> Iterator[Report]:
    """Say on stderr, ten times in all, how far it is."""
    for number, part in enumerate(parts, start=1):
        if total >= 100 and number % (total // 10) == 0:
            print(f"    {name}: {number} of {total} databases attacked", file=sys.stderr)
        yield part


def _some(gaps: list[Gap], mode: str, seed: int) -> list[Gap]:
    if len(gaps) <= GAPS[mode]:
        return gaps
    return random.Random(seed).sample(gaps, GAPS[mode])


def _try(pool: Pool, task: Callable[[Gap], Missing], chosen: list[Gap]) -> list[Missing]:
    return list(pool.imap_unordered(task, chosen))


def _lines(
    name: str, report: Report, missing: list[Missing], *, mode: str, seed: int, started: float
) -> list[ProofLine]:
    unnoticed = [one.title for one in missing if not one.noticed]
    slowest = max((one.statements for one in missing), default=0)
    more = f"; not noticed: {unnoticed}" if unnoticed else ""
    seconds = time.perf_counter() - started
    control = (
        f"{len(missing) - len(unnoticed)} of {len(missing)} pieces of the wall, taken away, "
        f"noticed within {slowest} statements{more}"
    )
    control_ok = bool(missing) and not unnoticed
    first = f"; first: {report.illegal[0]}" if report.illegal else ""
    pace = report.tried / report.seconds if report.seconds else 0
    limit = STATEMENTS[mode][name]
    return [
        ProofLine(
            name=f"hostile-sql: {name} statements",
            figure=report.tried,
            unit=f"statements, {report.taken} taken, {report.looks} looks, {pace:.0f} a second",
            limit=limit,
            # A wall that refuses everything would also be unharmed.
            ok=report.tried >= limit and report.taken > report.tried / 10,
            control=control,
            control_ok=control_ok,
            seed=seed,
            seconds=seconds,
        ),
        ProofLine(
            name=f"hostile-sql: {name} illegal rows",
            figure=len(report.illegal),
            unit=f"illegal rows{first}",
            limit=0,
            ok=not report.illegal,
            control=control,
            control_ok=control_ok,
            seed=seed,
            seconds=seconds,
        ),
    ]


def _no_server(seed: int) -> ProofLine:
    return ProofLine(
        name="hostile-sql: PostgreSQL statements",
        figure=0,
        unit="statements: there is no PostgreSQL here",
        limit=1,
        ok=False,
        control="not reached",
        control_ok=False,
        seed=seed,
        seconds=0,
    )
