"""Proof 'ledger': whoever moves money at the same moment, every cent moves once.

Processes with a connection each move random amounts through the service, on SQLite and on real
PostgreSQL: allot, cut, reserve, release, commit, take back, pay and return, for one or two budgets
at once, with keys that are used more than once. A watcher compares every balance with the entries
all the while. Afterwards the entries are added up one by one, by other code: no account was ever
below zero, no cost was claimed twice, nothing was lost or done twice, and the log says the same.
"""

import multiprocessing
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.proofs import ProofLine
from tests.proofs.databases import migrate, migrated, postgres, set_up
from tests.proofs.ledger_parts import judge, movers

EACH = {"quick": 120, "normal": 2_000, "long": 26_000}
"""Movements per process; four on PostgreSQL and four on SQLite."""
CONTROLS = {"quick": 40, "normal": 100, "long": 100}
PROCESSES = 4
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Held:
    """What the processes were told, what they made, and what is wrong afterwards."""

    said: Counter[str]
    looks: int
    entries: int
    wrong: list[str]
    seconds: float


def run(mode: str, seed: int) -> list[ProofLine]:
    """Move money on both databases, and the control that reads and then writes."""
    lines = [_on_sqlite(mode, seed)]
    with postgres() as server:
        if server is None:
            return [*lines, _no_server(seed)]
        with migrated(server, "voordeur_ledger") as schema:
            try:
                real = server.make(f"{schema}_real", schema)
                naive = server.make(f"{schema}_naive", schema)
                lines.append(_line("PostgreSQL", real, naive, mode, seed))
            finally:
                server.drop(f"{schema}_real", f"{schema}_naive")
    return lines


def _on_sqlite(mode: str, seed: int) -> ProofLine:
    with tempfile.TemporaryDirectory(prefix="voordeur-ledger-") as folder:
        addresses = [f"sqlite:///{Path(folder) / name}.sqlite3" for name in ("real", "naive")]
        for one in addresses:
            migrate(one)
        return _line("SQLite", addresses[0], addresses[1], mode, seed)


def _line(name: str, real: str, naive: str, mode: str, seed: int) -> ProofLine:
    held = _elsewhere(hold, real, EACH[mode], seed)
    alone, at_once = _elsewhere(hold_naively, naive, CONTROLS[mode], seed)
    asked = EACH[mode] * PROCESSES
    refused = asked - held.said[movers.OK]
    for line in held.wrong[:5]:
        print(f"  wrong: {line}")
    return ProofLine(
        name=f"ledger: {name}",
        figure=len(held.wrong),
        unit=f"wrong in {asked:,} movements by {PROCESSES} at once: {held.said[movers.OK]:,} made, "
        f"{refused:,} refused with the reason, {held.entries:,} entries, {held.looks:,} looks",
        limit=0,
        ok=not held.wrong and held.said[movers.OK] > 0 and refused > 0 and held.looks > 0,
        control=f"reading, then writing, without wall: {alone} wrong alone, {at_once} at once",
        control_ok=alone == 0 and at_once > 0,
        seed=seed,
        seconds=held.seconds,
    )


def _elsewhere(task: Callable[[str, int, int], T], address: str, each: int, seed: int) -> T:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(task, address, each, seed).result()


def hold(address: str, each: int, seed: int) -> Held:
    """Fill a database, let everybody move money, and judge; in a process of its own."""
    set_up(address)
    movers.prepare()
    before = judge.judge().entries
    started = time.perf_counter()
    with judge.watched() as looks:
        said, made = movers.move(PROCESSES, each, seed, naive=False)
    seconds = time.perf_counter() - started
    found = judge.judge()
    wrong = [*found.wrong, *(word for word in said if word.startswith(movers.ERROR))]
    if looks.torn:
        wrong.append(f"{looks.torn} moments at which a balance was not exact")
    if found.entries - before != made:
        wrong.append(f"{made} movements were told, {found.entries - before} happened")
    return Held(said, looks.looks, found.entries, [*wrong, *_log_differs()], seconds)


def hold_naively(address: str, each: int, seed: int) -> tuple[int, int]:
    """Return how many things are wrong with budgets after one process alone, and after several.

    One alone does everything right, so what is wrong comes from doing it at once.
    """
    set_up(address)
    movers.prepare()
    tear_down_the_wall()
    movers.move(1, each, seed, naive=True)
    alone = len(_of_budgets())
    movers.move(PROCESSES, each, seed, naive=True)
    return alone, len(_of_budgets()) - alone


def _of_budgets() -> list[str]:
    """Return what is wrong with budgets; the control keeps no claims."""
    return [one for one in judge.judge().wrong if "budget" in one]


def tear_down_the_wall() -> None:
    """Drop, in a scratch database, what keeps balances equal to the entries."""
    import importlib

    from django.db import connection

    wall = importlib.import_module("voordeur.records.money.migrations.0002_every_cent_once")
    with connection.schema_editor() as editor:
        wall.demolish(None, editor)


def _log_differs() -> list[str]:
    from voordeur.services import audit
    from voordeur.services.verify_money import MoneyReplay

    replay = MoneyReplay()
    for line in audit.everything():
        replay.take(line)
    return [f"{what}: {said} expected, {stands}" for what, said, stands in replay.differences()]


def _no_server(seed: int) -> ProofLine:
    return ProofLine(
        name="ledger: PostgreSQL",
        figure=0,
        unit="there is no PostgreSQL here",
        limit=0,
        ok=False,
        control="not reached",
        control_ok=False,
        seed=seed,
        seconds=0,
    )
