"""Measurement 'matching': a region of 25,000 people and 8,000 vacancies, both ways, against peers.

The market is invented from a seed. CPU seconds count. Every list is held against a brute force over
all pairs that shares nothing with the index; a peer's recall stands beside its time.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.bench import BenchLine
from tests.bench.matching_brute import Brute, best_of
from tests.bench.matching_cases import Case, region
from tests.bench.matching_exact import best_worth
from tests.bench.matching_peers import MOST, Peer, Prepared, peers
from voordeur.domain.matching.division import (
    Division,
    candidates,
    fairness,
    list_places,
    lists_of_all,
    plain_lists,
    referrals,
    widened,
)
from voordeur.domain.matching.facts import SeekerFacts
from voordeur.domain.matching.fastest import fastest
from voordeur.domain.matching.index import MatchIndex
from voordeur.domain.matching.search_numpy import NumpySearch

Numbers = NDArray[Any]
SEEKERS, VACANCIES = 25_000, 8_000
ONE_BY_ONE, CHANGES, EXPLAINED, GROWN = 2_000, 600, 2_000, 1_000
ROUNDS = 3
LISTED, PER_SEEKER = 50, 10
POSTING, KEYS = 3, 10
IS_COMPILED = not isinstance(fastest(), NumpySearch)


@dataclass(frozen=True, slots=True)
class Market:
    """What is measured: the case, its index and the brute force's lists of the best twenty."""

    case: Case
    index: MatchIndex
    for_vacancies: tuple[Numbers, Numbers]
    for_seekers: tuple[Numbers, Numbers]


def run() -> list[BenchLine]:
    """Measure a region; without numba the limits of speed are not reached, and it says so."""
    if not IS_COMPILED:
        _say("numba is not installed: this measures NumPy")
    _say(f"drawing {SEEKERS} people and {VACANCIES} vacancies …")
    case = region(SEEKERS, VACANCIES)
    index = made(case)
    first = first_lines(case)
    _say("scoring every pair by brute force …")
    market = judged(case, index)
    lines = [*equal_lines(market), *first, *speed_lines(market), *floor_lines(market)]
    lines += peer_lines(market)
    _say("twice the region …")
    lines += growth_lines(market)
    lines += [*explanation_lines(market), *change_lines(market)]
    _say("dividing lists and referrals …")
    lines += division_lines(market)
    return lines


def made(case: Case) -> MatchIndex:
    index = MatchIndex(
        case.seekers,
        case.vacancies,
        weights=case.weights,
        taxonomy=case.taxonomy,
        search=fastest(),
    )
    index.seekers_for(case.vacancies[0].number, MOST)
    index.vacancies_for(case.seekers[0].number, MOST)
    index.totals_for(case.seekers[0].number)
    return index


def judged(case: Case, index: MatchIndex) -> Market:
    matrix = Brute(case).matrix()
    for_vacancies = best_of(matrix, MOST)
    return Market(case, index, for_vacancies, best_of(np.ascontiguousarray(matrix.T), MOST))


def first_lines(case: Case) -> list[BenchLine]:
    """Time from facts in memory to the first list, either way, with the taxonomy laid out."""

    def first(ask: Callable[[MatchIndex], object]) -> float:
        return _least_cpu(
            lambda: ask(
                MatchIndex(
                    case.seekers,
                    case.vacancies,
                    weights=case.weights,
                    taxonomy=case.taxonomy,
                    search=fastest(),
                )
            )
        )

    job, person = case.vacancies[0].number, case.seekers[0].number
    people = first(lambda index: index.seekers_for(job, MOST))
    jobs = first(lambda index: index.vacancies_for(person, MOST))
    return [
        _most("from facts to the first list of people, CPU", people, "s", 1.0),
        _most("from facts to the first list of vacancies, CPU", jobs, "s", 1.0),
    ]


def equal_lines(market: Market) -> list[BenchLine]:
    """Hold every list of the engine against brute force, and NumPy's against the engine's."""
    index, numpy = market.index, with_search(market.index, NumpySearch())
    people = [one.number for one in market.case.seekers]
    jobs = [one.number for one in market.case.vacancies]
    found = (index.all_seekers(jobs, MOST), index.all_vacancies(people, MOST))
    plain = (numpy.all_seekers(jobs, MOST), numpy.all_vacancies(people, MOST))
    brute = (market.for_vacancies, market.for_seekers)
    wrong = sum(differing(one, other) for one, other in zip(found, brute, strict=True))
    unlike = sum(
        int(np.any(mine != theirs, axis=1).sum())
        for one, other in zip(found, plain, strict=True)
        for mine, theirs in zip(one, other, strict=True)
    )
    whole = f"{len(people) + len(jobs)} lists"
    return [
        _most(f"{whole} unlike brute force over all pairs", wrong, "", 0),
        _most(f"{whole} in NumPy unlike those", unlike, "", 0),
        _most("index in memory (records beside it)", index.nbytes / 1e6, "MB", 60),
    ]


def with_search(index: MatchIndex, search: NumpySearch) -> MatchIndex:
    """Return the same market searched in another way."""
    other = MatchIndex.__new__(MatchIndex)
    other.market, other.search = index.market, search
    return other


def differing(found: tuple[Numbers, Numbers], brute: tuple[Numbers, Numbers]) -> int:
    """Count lists with another number or total; numbers of the case are places plus one."""
    numbers = np.where(brute[0] >= 0, brute[0] + 1, -1)
    return int((np.any(found[0] != numbers, axis=1) | np.any(found[1] != brute[1], axis=1)).sum())


def speed_lines(market: Market) -> list[BenchLine]:
    """Time everything both ways, and one list at a time."""
    index = market.index
    people = np.array([one.number for one in market.case.seekers])
    jobs = np.array([one.number for one in market.case.vacancies])
    to_people = _least_cpu(lambda: index.all_seekers(jobs, MOST))
    to_jobs = _least_cpu(lambda: index.all_vacancies(people, MOST))
    one = p95(lambda n: index.seekers_for(int(jobs[n]), LISTED), ONE_BY_ONE)
    other = p95(lambda n: index.vacancies_for(int(people[n]), LISTED), ONE_BY_ONE)
    plain = with_search(index, NumpySearch())
    numpy = p95(lambda n: plain.seekers_for(int(jobs[n]), LISTED), CHANGES)
    each = f"{to_people / len(jobs) * 1e6:.1f} and {to_jobs / len(people) * 1e6:.1f} µs each"
    return [
        _most("both ways, top 20 of all, CPU", to_people + to_jobs, "s", 1.0, each),
        _most("people for one vacancy, top 50, p95", one, "ms", 0.5),
        _most("vacancies for one person, top 50, p95", other, "ms", 0.5),
        _most("people for one vacancy in NumPy, p95", numpy, "ms", 5),
    ]


def floor_lines(market: Market) -> list[BenchLine]:
    """Hold a search against only reading, once, what every exact search must look at.

    Postings of what is asked, the bits of who may, and the five keys with points of who may.
    """
    index, jobs = market.index, np.array([one.number for one in market.case.vacancies])
    block = np.ones(50_000_000, dtype=np.int64)
    per_byte = min(_cpu(block.sum) for _ in range(ROUNDS)) / block.nbytes
    side, across = index.market.vacancies, index.market.seekers
    reads = []
    for slot in range(0, VACANCIES, 40):
        postings = int(across.postings.length[side.forward.row(slot)[0]].sum())
        possible = len(index.search.row(index.market, "vacancies", slot)[0])
        closed = sum(
            not grid.vacancies.is_open[side.classes[slot, n]]
            for n, grid in enumerate(index.market.grids)
        )
        bits = across.alive.nbytes * closed
        reads.append(postings * POSTING + bits + possible * KEYS)
    floor = statistics.mean(reads) * per_byte
    ours = _least_cpu(lambda: index.all_seekers(jobs, MOST)) / len(jobs)
    figures = f"{ours * 1e6:.1f} µs, floor {floor * 1e6:.2f} µs at {1e-9 / per_byte:.1f} GB/s"
    return [_most("one list of many, times the bandwidth floor", ours / floor, "×", 8, figures)]


def peer_lines(market: Market) -> list[BenchLine]:
    """Let every peer find the best twenty for the same vacancies."""
    jobs = np.array([one.number for one in market.case.vacancies])
    ours = _least_cpu(lambda: market.index.all_seekers(jobs, MOST)) / len(jobs)
    numpy = with_search(market.index, NumpySearch())
    lines = []
    with peers(Prepared(market.index.market), _say) as found:
        ways = [
            *found,
            Peer("NumPy, the same index", 5, 200, _finder(numpy)),
            Peer("one list per call", 1, 200, _finder(market.index)),
        ]
        for peer in ways:
            _say(f"{peer.name} …")
            seconds, recall = timed(peer, market)
            lines.append(_peer(peer, seconds / ours, recall, seconds))
    return lines


def timed(peer: Peer, market: Market) -> tuple[float, float]:
    """Return CPU seconds per list of a peer and the part of the true best twenty it found."""
    wanted = list(range(0, VACANCIES, VACANCIES // peer.queries))[: peer.queries]
    peer.find(wanted[0])
    before, started = peer.other_cpu(), time.process_time()
    found = [peer.find(slot) for slot in wanted]
    seconds = time.process_time() - started + peer.other_cpu() - before
    true = [set(market.for_vacancies[0][slot].tolist()) - {-1} for slot in wanted]
    hits = sum(len(best & set(mine)) for best, mine in zip(true, found, strict=True))
    return seconds / len(wanted), hits / sum(map(len, true))


def _finder(index: MatchIndex) -> Callable[[int], list[int]]:
    return lambda slot: [number - 1 for number, _ in index.seekers_for(slot + 1, MOST)]


def growth_lines(market: Market) -> list[BenchLine]:
    """Double people and vacancies in the same places, and time the same number of lists."""
    twice = made(region(2 * SEEKERS, 2 * VACANCIES))
    some = np.arange(1, GROWN + 1)
    lines = []
    for what in ("all_seekers", "all_vacancies"):
        small, large = (
            _least_cpu(lambda index=index, what=what: getattr(index, what)(some, MOST))
            for index in (market.index, twice)
        )
        name = "people" if what == "all_seekers" else "vacancies"
        lines.append(_most(f"a list of {name} when the region doubles", large / small, "×", 2))
    return lines


def explanation_lines(market: Market) -> list[BenchLine]:
    """Explain the best pairs: how long, and does the sum equal the score in the list?"""
    numbers, totals = market.for_vacancies
    pairs = [(int(numbers[n % VACANCIES, n % 7]) + 1, n % VACANCIES) for n in range(EXPLAINED)]
    pairs = [(person, job) for person, job in pairs if person]
    slow = p95(lambda n: market.index.explain(pairs[n][0], pairs[n][1] + 1), len(pairs))
    wrong = sum(
        market.index.explain(person, job + 1).total
        != totals[job][numbers[job].tolist().index(person - 1)]
        for person, job in pairs
    )
    return [
        _most("an explanation, p95", slow, "ms", 0.2),
        _most(f"{len(pairs)} explanations that do not add up", wrong, "", 0),
    ]


def change_lines(market: Market) -> list[BenchLine]:
    """Change a skill of somebody: index, own best fifty and scores for every vacancy, at once."""
    index, case = market.index, market.case
    draw = np.random.default_rng(5)
    chosen = draw.choice(len(case.seekers), CHANGES, replace=False).tolist()
    changed = [better(case.seekers[n]) for n in chosen]

    def change(number: int) -> None:
        index.put_seeker(changed[number])
        index.vacancies_for(changed[number].number, LISTED)
        index.totals_for(changed[number].number)

    def leave(number: int) -> None:
        index.remove_seeker(changed[number].number)

    one, gone = p95(change, CHANGES), p95(leave, CHANGES)
    for person in chosen:
        index.put_seeker(case.seekers[person])
    jobs = [one.number for one in case.vacancies]
    wrong = differing(index.all_seekers(jobs, MOST), market.for_vacancies)
    return [
        _most("a person changes, with the own list again, p95", one, "ms", 1),
        _most("a person is taken out, p95", gone, "ms", 1),
        _most(f"lists unlike brute force after {3 * CHANGES} changes", wrong, "", 0),
    ]


def better(person: SeekerFacts) -> SeekerFacts:
    code, level = next(iter(person.skills.items()))
    return replace(person, skills={**person.skills, code: (level + 40) % 256})


def division_lines(market: Market) -> list[BenchLine]:
    """Divide lists and referrals; hold them against plain lists and another exact solver."""
    index, seats = market.index, np.array([one.seats for one in market.case.vacancies])
    started = time.process_time()
    lists = lists_of_all(index, seats, each=PER_SEEKER)
    list_cpu = time.process_time() - started
    places = list_places(lists.candidates, seats, PER_SEEKER)
    _, most_of_lists = widened(index, lists, places, PER_SEEKER)
    found = candidates(index, LISTED)
    started = time.process_time()
    refers = referrals(found, seats)
    refer_cpu = time.process_time() - started
    _, most_of_refers = widened(index, refers, seats, 1)
    _say("another exact solver …")
    best = (
        best_worth(lists.candidates, places, PER_SEEKER),
        best_worth(refers.candidates, seats, 1),
    )
    bounds = ((lists.bound, most_of_lists), (refers.bound, most_of_refers))
    low = sum(min(two) < true for two, true in zip(bounds, best, strict=True))
    return [
        *fairness_lines(lists, plain_lists(found, PER_SEEKER), seats, places),
        _least("lists: proven, of all pairs", 100 * lists.worth / most_of_lists, "%", 99.5),
        _least("lists: of another solver's best", 100 * lists.worth / best[0], "%", 99.5),
        _most("lists: CPU", list_cpu, "s", 10),
        _least("referrals: proven, of all pairs", 100 * refers.worth / most_of_refers, "%", 99.9),
        _least("referrals: of another solver's best", 100 * refers.worth / best[1], "%", 99.9),
        _most("referrals: CPU", refer_cpu, "s", 1),
        _most("proofs below another solver's best", low, "", 0),
    ]


def fairness_lines(
    lists: Division, plain: Division, seats: Numbers, places: Numbers
) -> list[BenchLine]:
    """Hold fair lists against everybody's own best ten."""
    fair, crowded = fairness(lists, seats, places), fairness(plain, seats, places)
    forgotten = fair.seekers_without - fair.seekers_without_candidates
    reached = f"plain top ten {100 * crowded.vacancies_reached:.1f} %"
    gini = f"plain top ten {100 * crowded.gini_per_seat:.1f} %"
    above = f"plain top ten {crowded.above_places}"
    return [
        _least("lists: vacancies reached", 100 * fair.vacancies_reached, "%", 99.5, reached),
        _most("lists: Gini of exposure per seat", 100 * fair.gini_per_seat, "%", 5, gini),
        _most("lists: people without", 100 * fair.seekers_without, "%", 0.2),
        _most("lists: people without who had a candidate", 100 * forgotten, "%", 0),
        _most("lists: offers above the places", fair.above_places, "", 0, above),
    ]


def p95(work: Callable[[int], object], times: int) -> float:
    """Return milliseconds of CPU in which 95 of 100 are ready."""
    found = []
    for number in range(times):
        started = time.thread_time()
        work(number)
        found.append((time.thread_time() - started) * 1000)
    return statistics.quantiles(found, n=20)[-1]


def _cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _least_cpu(work: Callable[[], object]) -> float:
    return min(_cpu(work) for _ in range(ROUNDS))


def _peer(peer: Peer, ratio: float, recall: float, seconds: float) -> BenchLine:
    what = f"{peer.name}: {seconds * 1000:.3f} ms a list, recall {recall:.3f}"
    return replace(_least(what, ratio, "×", peer.least), peer=peer.name)


def _least(what: str, value: float, unit: str, limit: float, ours: str = "") -> BenchLine:
    return replace(_most(f"{what}, at least", value, unit, limit, ours), ok=value >= limit)


def _most(what: str, value: float, unit: str, limit: float, ours: str = "") -> BenchLine:
    return BenchLine(
        name="matching",
        what=f"{what} ({ours})" if ours else what,
        ours="index",
        peer="",
        value=round(value, 3),
        unit=unit,
        ratio=None,
        limit=limit,
        ok=value <= limit,
    )


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
