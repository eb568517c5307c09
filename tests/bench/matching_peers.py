"""Other ways to find the best twenty people for a vacancy, each with the same exact score.

All get what the index has prepared: people spread over skills, and points per pair of keys. A peer
that is not installed is left out and named.
"""

import importlib.util
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.bench.matching_reranked import with_faiss, with_tantivy
from voordeur.domain.matching.market import Market

Numbers = NDArray[Any]
MOST = 20
CLASSES = tuple(f"c{number}" for number in range(9))
WITH_POINTS = 5


@dataclass(frozen=True)
class Prepared:
    """The market as plain arrays."""

    market: Market

    @property
    def people(self) -> int:
        return self.market.seekers.count

    @property
    def classes(self) -> Numbers:
        return self.market.seekers.classes[: self.people]

    def asked(self, vacancy: int) -> list[tuple[int, int, int]]:
        features, quotas, levels = self.market.vacancies.forward.row(vacancy)
        return list(zip(features.tolist(), quotas.tolist(), levels.tolist(), strict=True))

    def rows(self, vacancy: int) -> list[Numbers]:
        """Return per ground the points (or -1) of every class of seekers."""
        mine = self.market.vacancies.classes[vacancy].tolist()
        return [
            grid.vacancies.points[one] for grid, one in zip(self.market.grids, mine, strict=True)
        ]


@dataclass(frozen=True)
class Peer:
    """A way of finding: ``find`` gets the place of a vacancy and returns places of people."""

    name: str
    least: float
    queries: int
    find: Callable[[int], list[int]]
    other_cpu: Callable[[], float] = lambda: 0.0


@contextmanager
def peers(prepared: Prepared, say: Callable[[str], None]) -> Iterator[list[Peer]]:
    """Make every peer that can run here."""
    found = [Peer("naive Python", 100, 10, naive(prepared))]
    made = {
        "pandas": (100, 20, with_pandas, ("pandas",)),
        "polars": (60, 20, with_polars, ("polars",)),
        "scipy": (12, 100, with_scipy, ("scipy",)),
        "tantivy, 500 scored exactly": (40, 100, with_tantivy, ("tantivy",)),
        "FAISS, 500 scored exactly": (8, 100, with_faiss, ("faiss", "scipy")),
    }
    for name, (least, queries, make, needed) in made.items():
        if missing := [one for one in needed if importlib.util.find_spec(one) is None]:
            say(f"skipped: {missing[0]} is not installed")
        else:
            say(f"making {name} …")
            found.append(Peer(name, least, queries, make(prepared)))
    address = os.environ.get("VOORDEUR_TEST_POSTGRES")
    if not address:
        say("skipped: there is no PostgreSQL here")
        yield found
        return
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        say("filling PostgreSQL …")
        find = with_postgres(prepared, connection)
        found.append(Peer("PostgreSQL", 300, 20, find, _cpu_of(connection.info.backend_pid)))
        yield found


def naive(prepared: Prepared) -> Callable[[int], list[int]]:
    """Look at everybody in a loop; a dictionary per person of what they have."""
    forward = prepared.market.seekers.forward
    has = []
    for slot in range(prepared.people):
        features, levels = forward.row(slot)
        has.append(dict(zip(features.tolist(), levels.tolist(), strict=True)))
    classes = prepared.classes.tolist()

    def find(vacancy: int) -> list[int]:
        asked, rows = prepared.asked(vacancy), [row.tolist() for row in prepared.rows(vacancy)]
        scored = []
        for slot, mine in enumerate(classes):
            total = 0
            for row, one in zip(rows, mine, strict=True):
                points = row[one]
                if points < 0:
                    break
                total += points
            else:
                levels = has[slot]
                for feature, quota, enough in asked:
                    level = levels.get(feature)
                    if level:
                        total += quota * min(level, enough)
                scored.append((-total, slot))
        return [slot for _, slot in sorted(scored)[:MOST]]

    return find


def with_pandas(prepared: Prepared) -> Callable[[int], list[int]]:
    import pandas as pd

    postings = prepared.market.seekers.postings
    people = pd.DataFrame(prepared.classes, columns=list(CLASSES))

    def find(vacancy: int) -> list[int]:
        possible = np.ones(len(people), dtype=bool)
        rows = prepared.rows(vacancy)
        for name, row in zip(CLASSES, rows, strict=True):
            possible &= people[name].map(pd.Series(row)).to_numpy() >= 0
        chosen = people[possible]
        parts = []
        for feature, quota, enough in prepared.asked(vacancy):
            slots, levels = postings.row(feature)
            points = np.minimum(levels, enough).astype(np.int64) * quota
            parts.append(pd.Series(points, index=slots))
        skills = pd.concat(parts).groupby(level=0).sum()
        total = skills.reindex(chosen.index, fill_value=0)
        for name, row in zip(CLASSES[:WITH_POINTS], rows, strict=False):
            total = total + chosen[name].map(pd.Series(row))
        table = pd.DataFrame({"total": total, "slot": chosen.index})
        best = table.sort_values(["total", "slot"], ascending=[False, True]).head(MOST)
        return [int(one) for one in best["slot"]]

    return find


def with_polars(prepared: Prepared) -> Callable[[int], list[int]]:
    import polars as pl

    postings = prepared.market.seekers.postings
    columns = {name: prepared.classes[:, n].astype(np.uint32) for n, name in enumerate(CLASSES)}
    slots = np.arange(prepared.people, dtype=np.uint32)
    people = pl.DataFrame({"slot": slots, **columns})

    def find(vacancy: int) -> list[int]:
        lazy = people.lazy()
        for number, (name, row) in enumerate(zip(CLASSES, prepared.rows(vacancy), strict=True)):
            passing = np.flatnonzero(row >= 0).astype(np.uint32)
            keys = pl.LazyFrame({name: passing, f"p{number}": row[passing]})
            lazy = lazy.join(keys, on=name)
        parts = [pl.LazyFrame(schema={"slot": pl.UInt32, "skills": pl.Int64})]
        for feature, quota, enough in prepared.asked(vacancy):
            ids, levels = postings.row(feature)
            points = np.minimum(levels, enough).astype(np.int64) * quota
            parts.append(pl.LazyFrame({"slot": ids.astype(np.uint32), "skills": points}))
        skills = pl.concat(parts).group_by("slot").agg(pl.col("skills").sum())
        found = lazy.join(skills, on="slot", how="left").with_columns(
            total=pl.col("skills").fill_null(0)
            + pl.sum_horizontal(*(pl.col(f"p{number}") for number in range(WITH_POINTS)))
        )
        best = found.sort(["total", "slot"], descending=[True, False]).head(MOST)
        return [int(one) for one in best.select("slot").collect()["slot"].to_list()]

    return find


def with_scipy(prepared: Prepared) -> Callable[[int], list[int]]:
    """Multiply sparse matrices; a level that is enough becomes a column of its own."""
    from scipy import sparse

    market = prepared.market
    forward, size = market.seekers.forward, market.vocabulary.size
    enoughs = sorted(
        {level for v in range(market.vacancies.count) for _, _, level in prepared.asked(v)}
    )
    lengths = forward.length[: prepared.people].astype(np.int64)
    rows = np.repeat(np.arange(prepared.people), lengths)
    kept = np.concatenate([forward.row(slot)[0] for slot in range(prepared.people)])
    levels = np.concatenate([forward.row(slot)[1] for slot in range(prepared.people)])
    shape = (prepared.people, size)
    blocks = [
        sparse.csr_matrix((np.minimum(levels, one).astype(np.int64), (rows, kept)), shape)
        for one in enoughs
    ]
    people = sparse.hstack(blocks).T.tocsr()
    classes = prepared.classes

    def find(vacancy: int) -> list[int]:
        asked = prepared.asked(vacancy)
        columns = [enoughs.index(level) * size + feature for feature, _, level in asked]
        query = sparse.csr_matrix(
            ([quota for _, quota, _ in asked], ([0] * len(asked), columns)),
            (1, len(enoughs) * size),
        )
        total = (query @ people).toarray()[0]
        possible = np.ones(prepared.people, dtype=bool)
        for number, row in enumerate(prepared.rows(vacancy)):
            points = row[classes[:, number]]
            possible &= points >= 0
            if number < WITH_POINTS:
                total = total + points
        slots = np.flatnonzero(possible)
        order = np.lexsort((slots, -total[slots]))[:MOST]
        return [int(one) for one in slots[order]]

    return find


def with_postgres(prepared: Prepared, connection: Any) -> Callable[[int], list[int]]:
    market = prepared.market
    run = connection.execute
    columns = ", ".join(f"{name} int" for name in CLASSES)
    run(f"CREATE TEMP TABLE person (slot int PRIMARY KEY, {columns})")
    with connection.cursor().copy("COPY person FROM STDIN") as copy:
        for slot, mine in enumerate(prepared.classes.tolist()):
            copy.write_row((slot, *mine))
    run("CREATE TEMP TABLE has (feature int, slot int, level int)")
    with connection.cursor().copy("COPY has FROM STDIN") as copy:
        for slot in range(prepared.people):
            features, levels = market.seekers.forward.row(slot)
            for feature, level in zip(features.tolist(), levels.tolist(), strict=True):
                copy.write_row((feature, slot, level))
    run("CREATE INDEX ON has (feature) INCLUDE (slot, level)")
    for number, grid in enumerate(market.grids):
        run(f"CREATE TEMP TABLE points{number} (mine int, theirs int, points int)")
        with connection.cursor().copy(f"COPY points{number} FROM STDIN") as copy:
            table = grid.vacancies.points
            for mine, theirs in zip(*np.nonzero(table >= 0), strict=True):
                copy.write_row((int(mine), int(theirs), int(table[mine, theirs])))
        run(f"CREATE INDEX ON points{number} (mine)")
    run("SET max_parallel_workers_per_gather = 0")
    for name in ("person", "has", *(f"points{number}" for number in range(len(CLASSES)))):
        run(f"VACUUM ANALYZE {name}")

    def find(vacancy: int) -> list[int]:
        mine = market.vacancies.classes[vacancy].tolist()
        asked = ", ".join(str(one) for one in prepared.asked(vacancy))
        joins = " ".join(
            f"JOIN points{n} ON points{n}.mine = {mine[n]} AND points{n}.theirs = person.c{n}"
            for n in range(len(CLASSES))
        )
        points = " + ".join(f"points{n}.points" for n in range(WITH_POINTS))
        found = run(
            f"""WITH asked (feature, quota, enough) AS (VALUES {asked}),
            skills AS MATERIALIZED (
              SELECT slot, sum(quota * least(level, enough)) AS total
              FROM asked JOIN has USING (feature) GROUP BY slot)
            SELECT person.slot FROM person {joins} LEFT JOIN skills ON skills.slot = person.slot
            ORDER BY coalesce(skills.total, 0) + {points} DESC, person.slot LIMIT {MOST}"""
        )
        return [int(row[0]) for row in found.fetchall()]

    return find


def _cpu_of(process: int) -> Callable[[], float]:
    """Return CPU seconds of another process of this machine, or the clock when it is elsewhere."""

    def seconds() -> float:
        try:
            parts = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            return time.perf_counter()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")

    return seconds
