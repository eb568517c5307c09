"""The proof 'matching' in small, and the measurement of matching on a small market."""

import numpy as np
import pytest

from tests.bench import matching as bench
from tests.bench.matching_brute import Brute, best_of
from tests.bench.matching_cases import region
from tests.proofs import matching
from voordeur.domain.matching.fastest import fastest
from voordeur.domain.matching.grounds import Ground


def test_every_list_is_that_of_trying_every_pair() -> None:
    wrong, lists = matching.unlike(region(120, 60, seed=2, places=6), fastest())
    assert (wrong, lists) == (0, 180)


@pytest.mark.parametrize("ground", matching.REFUSING, ids=str)
def test_control_a_ground_that_no_longer_refuses_is_found(ground: Ground) -> None:
    case = region(250, 80, seed=1, places=8)
    with matching.blind(ground):
        assert matching.unlike(case, fastest())[0] > 0


def test_the_same_seed_draws_the_same_market() -> None:
    one, other = region(30, 20, seed=4), region(30, 20, seed=4)
    assert (one.seekers, one.vacancies) == (other.seekers, other.vacancies)
    assert one.seekers != region(30, 20, seed=5).seekers


def test_a_list_with_one_wrong_total_is_counted_in_the_measurement() -> None:
    case = region(60, 30, seed=3, places=5)
    brute = best_of(Brute(case).matrix(), 5)
    found = (np.where(brute[0] >= 0, brute[0] + 1, -1), brute[1].copy())
    assert bench.differing(found, brute) == 0
    found[1][7, 0] += 1
    assert bench.differing(found, brute) == 1


def test_every_peer_finds_the_best_twenty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "VACANCIES", 40)
    case = region(150, 40, seed=6, places=5)
    market = bench.judged(case, bench.made(case))
    said: list[str] = []
    with bench.peers(bench.Prepared(market.index.market), said.append) as found:
        for peer in found:
            if peer.name != "PostgreSQL":
                small = bench.replace(peer, queries=10)
                assert bench.timed(small, market)[1] == 1.0, peer.name
    assert found[0].name == "naive Python"


@pytest.mark.slow
def test_the_quick_proof_is_green() -> None:
    for line in matching.run("quick", 1):
        assert line.ok, line
        assert line.control_ok, line
