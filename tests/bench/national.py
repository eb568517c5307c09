"""Measurement 'national': a million people and 400,000 vacancies in 35 regions, over every border.

The country is invented from a seed, laid out region by region, and searched on Dask; a run that was
killed goes on where it was. A sample of the lists is held against a brute force over the whole
country that shares nothing with the engine, and the control, regions that do not look over their
border, must be seen to miss.
"""

import importlib.util
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.bench import BenchLine
from tests.bench.matching_brute import Brute
from tests.bench.matching_cases import Case
from tests.bench.national_cases import InventedCountry
from voordeur.adapters.national.run import Engine, Here, NationalRun
from voordeur.adapters.national.work import Spent
from voordeur.domain.matching.facts import SeekerFacts, VacancyFacts

Numbers = NDArray[Any]
SIZES = {"small": (3_500, 1_400, 7, 12), "region": (100_000, 40_000, 35, 115),
         "country": (1_000_000, 400_000, 35, 115)}  # fmt: skip
"""People, vacancies, regions, and places in a region."""
MOST = 20
SAMPLED_REGIONS, SAMPLED = 4, 10
LIMIT_CPU = 600
WORKERS = 2
WIDTH = 30


@dataclass(frozen=True)
class Sample:
    """Some vacancies and some people, spread over the country."""

    seekers: list[SeekerFacts]
    vacancies: list[VacancyFacts]


@dataclass(frozen=True)
class Judged:
    """The best of the whole country for a sample, by brute force."""

    for_vacancies: dict[int, list[tuple[int, int]]]
    for_seekers: dict[int, list[tuple[int, int]]]


def run(*, size: str = "country", kept: Path | None = None) -> list[BenchLine]:
    """Match a country, and hold a sample of it against brute force."""
    seekers, vacancies, shards, places = SIZES[size]
    country = InventedCountry(seekers, vacancies, shards, places)
    with tempfile.TemporaryDirectory() as temporary:
        made = NationalRun(country, kept or Path(temporary), MOST)
        with engine() as (name, works):
            _say(f"{seekers} people and {vacancies} vacancies in {shards} regions, {name}")
            began = _children_cpu()
            started = time.perf_counter()
            spent = made.go(works, _show)
            wall = time.perf_counter() - started
        # Processes count when they have ended.
        whole = _children_cpu() - began
        _say("scoring a sample against the whole country by brute force …")
        return lines(made, spent, (whole, wall), name)


@contextmanager
def engine() -> Iterator[tuple[str, Engine]]:
    """Give Dask when it is installed; else this process, and say so."""
    if importlib.util.find_spec("distributed") is None:
        _say("skipped: Dask is not installed (requirements-national.lock); one process does it")
        yield "one process", Here()
        return
    from voordeur.adapters.national.on_dask import on_dask

    address = os.environ.get("VOORDEUR_DASK", "")
    with on_dask(WORKERS, address) as found:
        yield f"Dask, {address or f'{WORKERS} processes'}", found


def lines(
    made: NationalRun, spent: Sequence[Spent], took: tuple[float, float], name: str
) -> list[BenchLine]:
    """Return the figures of a run: what it cost, and what a sample says of its lists."""
    sample = drawn(made)
    judged = by_brute_force(made, sample)
    wrong = unlike(made, judged, home=False)
    missed = unlike(made, judged, home=True)
    outside = share_outside(made)
    invented = sum(one.source for one in spent)
    laid = sum(one.cpu for one in spent if one.what.startswith("region"))
    searched = sum(one.cpu for one in spent if one.what.startswith("lists"))
    whole, wall = took
    beside = max(whole - invented - laid - searched, 0.0)
    most = max((one.most_memory_bytes for one in spent), default=0)
    lists = len(judged.for_vacancies) + len(judged.for_seekers)
    size = sum(file.stat().st_size for file in made.folder.rglob("*.npy"))
    country = f"{made.source.shards} regions, {name}"
    return [
        _line(f"{lists} lists unlike brute force over the country", wrong, "", 0),
        _line(
            "of them missed without neighbours (control, at least)",
            missed, "", 1, least=True, beside=f"{100 * outside:.0f} % of the best lie elsewhere",
        ),
        _line(
            "regions laid out and both sides searched, CPU", laid + searched + beside, "s",
            LIMIT_CPU,
            beside=f"{laid:.0f} s laying out, {searched:.0f} s searching, {beside:.0f} s beside; "
            f"{country}; {wall:.0f} s by the clock with {invented:.0f} CPU s to invent",
        ),
        _line("memory of a process at most", most / 1e6, "MB", 8_000,
              beside=f"{size / 1e6:.0f} MB on disk"),
    ]  # fmt: skip


def drawn(made: NationalRun) -> Sample:
    """Draw people and vacancies from some regions, everywhere in the country."""
    shards = made.source.shards
    chosen = sorted({shards * n // SAMPLED_REGIONS for n in range(SAMPLED_REGIONS)})
    seekers: list[SeekerFacts] = []
    vacancies: list[VacancyFacts] = []
    for shard in chosen:
        people, jobs = made.source.facts(shard)
        seekers += people[:: max(len(people) // SAMPLED, 1)][:SAMPLED]
        vacancies += jobs[:: max(len(jobs) // SAMPLED, 1)][:SAMPLED]
    return Sample(seekers, vacancies)


def by_brute_force(made: NationalRun, sample: Sample) -> Judged:
    """Score the sample against everybody, region after region."""
    taxonomy, weights = made.source.words()
    for_vacancies: dict[int, list[tuple[int, int]]] = {one.number: [] for one in sample.vacancies}
    for_seekers: dict[int, list[tuple[int, int]]] = {one.number: [] for one in sample.seekers}
    for shard in range(made.source.shards):
        people, jobs = made.source.facts(shard)
        rows = Brute(Case(people, sample.vacancies, taxonomy, weights)).matrix()
        for one, row in zip(sample.vacancies, rows, strict=True):
            _add(for_vacancies[one.number], people, row)
        rows = Brute(Case(sample.seekers, jobs, taxonomy, weights)).matrix()
        for one, row in zip(sample.seekers, rows.T, strict=True):
            _add(for_seekers[one.number], jobs, row)
        _show("regions tried pair by pair", shard + 1, made.source.shards)
    return Judged(for_vacancies, for_seekers)


def unlike(made: NationalRun, judged: Judged, *, home: bool) -> int:
    """Count lists of the sample that are not those of brute force."""
    wrong = 0
    for side, best in (("vacancies", judged.for_vacancies), ("seekers", judged.for_seekers)):
        for shard in range(made.source.shards):
            first, many = made.source.share(shard, getattr(made.source, side))
            mine = [number for number in best if first < number <= first + many]
            if not mine:
                continue
            found = (made.home_lists if home else made.lists)(shard, side)
            at = {int(number): row for row, number in enumerate(found[0])}
            for number in mine:
                row = at[number]
                list_of = list(zip(found[1][row].tolist(), found[2][row].tolist(), strict=True))
                wrong += [pair for pair in list_of if pair[0] >= 0] != best[number]
    return wrong


def share_outside(made: NationalRun) -> float:
    """Return which part of everybody on the lists of vacancies lives in another region."""
    outside = whole = 0
    for shard in range(made.source.shards):
        first, many = made.source.share(shard, made.source.seekers)
        _, found, _ = made.lists(shard, "vacancies")
        there = found[found >= 0]
        whole += there.size
        outside += int(((there <= first) | (there > first + many)).sum())
    return outside / max(whole, 1)


def _add(best: list[tuple[int, int]], others: Sequence[Any], row: Numbers) -> None:
    possible = np.flatnonzero(row >= 0)
    found = [(others[at].number, int(row[at])) for at in possible.tolist()]
    best[:] = sorted([*best, *found], key=lambda pair: (-pair[1], pair[0]))[:MOST]


def _children_cpu() -> float:
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(one) for one in both]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _line(
    what: str, value: float, unit: str, limit: float, *, least: bool = False, beside: str = ""
) -> BenchLine:
    return BenchLine(
        name="national",
        what=f"{what} ({beside})" if beside else what,
        ours="run",
        peer="",
        value=round(value, 3),
        unit=unit,
        ratio=None,
        limit=limit,
        ok=value >= limit if least else value <= limit,
    )


def _show(what: str, ready: int, whole: int) -> None:
    filled = WIDTH * ready // max(whole, 1)
    bar = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {ready} of {whole} {what}"
    if sys.stderr.isatty():
        print(f"\r  {bar}", end="\n" if ready >= whole else "", file=sys.stderr, flush=True)
    elif ready in {0, whole} or ready % 10 == 0:
        _say(f"  {bar}")


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
