"""Throw statements at a world and look at its rows now and then."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from tests.proofs.hostile_sql_parts.checks import Watch
from tests.proofs.hostile_sql_parts.rows import ORGANISATIONS, TABLES
from tests.proofs.hostile_sql_parts.statements import Attacker
from tests.proofs.hostile_sql_parts.worlds import World, obliged

IN_TRANSACTION = 0.04
"""Share of the statements that begin a transaction; it ends after a few, half of them undone."""


@dataclass
class Report:
    """What an attack did: statements tried, how many the database took, what was illegal."""

    tried: int = 0
    taken: int = 0
    looks: int = 0
    illegal: list[str] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def add(self, other: "Report") -> None:
        """Count ``other`` in."""
        self.tried += other.tried
        self.taken += other.taken
        self.looks += other.looks
        self.illegal += other.illegal
        self.rows += other.rows


@dataclass(frozen=True, slots=True)
class Aim:
    """Where to hit hardest, and in which words the damage must be described to count."""

    table: str = ""
    column: str = ""
    words: str = ""


def attack(
    world: World, seed: str, statements: int, look_every: int, aim: Aim | None = None
) -> Report:
    """Try ``statements`` statements; stop at the first illegal row (that ``aim`` is about)."""
    aim = aim or Aim()
    random = Random(seed)
    watch = Watch(world.select, world.cast, frozenset(ORGANISATIONS))
    columns = {table: [name for name, _kind, _must in world.columns(table)] for table in TABLES}
    by = Attacker(random, world.dialect, columns, obliged(world), aim.table, aim.column)
    report = Report()
    by.seen = _look(watch, report, aim.words)
    while report.tried < statements and not report.illegal:
        for _ in range(look_every):
            _one(world, by, report)
        _settle(world, commit=True)
        by.seen = _look(watch, report, aim.words)
    report.rows.update({table: len(rows) for table, rows in watch.shadow.items()})
    return report


def _look(watch: Watch, report: Report, words: str) -> dict[str, dict[object, dict[str, object]]]:
    report.looks += 1
    try:
        report.illegal += [text for text in watch.look() if re.search(words, text)]
    except (TypeError, KeyError) as error:  # rows so wrong that they cannot be compared
        if not words:
            report.illegal.append(f"unreadable rows: {error}")
    return watch.shadow


def _one(world: World, by: Attacker, report: Report) -> None:
    """Run the next statement, in a transaction of a few or on its own."""
    if not world.in_transaction():
        if by.random.random() < IN_TRANSACTION:
            world.do("BEGIN", [])
    elif by.random.random() < 0.3:
        _settle(world, commit=by.random.random() < 0.5)
    report.tried += 1
    sql, values = by.statement()
    try:
        world.do(sql, values)
        report.taken += 1
    except world.refused:
        # PostgreSQL takes nothing more in a transaction in which something went wrong.
        if world.dialect == "postgres" and world.in_transaction():
            _settle(world, commit=False)


def _settle(world: World, *, commit: bool) -> None:
    if not world.in_transaction():
        return
    try:
        world.do("COMMIT" if commit else "ROLLBACK", [])
    except world.refused:  # a foreign key that is checked at the end
        if world.in_transaction():
            world.do("ROLLBACK", [])


def shares(total: int, most: int) -> Iterator[int]:
    """Cut ``total`` statements into worlds of at most ``most``."""
    while total > 0:
        yield min(most, total)
        total -= most
