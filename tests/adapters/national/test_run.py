"""A national run: lists over every border, as brute force finds them; a stop costs nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.bench import national
from tests.bench.national_cases import InventedCountry
from voordeur.adapters.national.pieces import Pieces, SpoiledPieceError
from voordeur.adapters.national.run import Here, NationalRun
from voordeur.adapters.national.work import Source, Spent, Work, forget

COUNTRY = InventedCountry(seekers=420, vacancies=210, shards=6, places=5)


def silent(_what: str, _ready: int, _whole: int) -> None:
    """Show nothing."""


@dataclass
class Stops:
    """An engine that stops after some work, as a machine does that is switched off."""

    after: int
    done: list[str]

    def each(self, work: Sequence[Work], pieces: Pieces, source: Source) -> Iterator[Spent]:
        for one in work:
            if len(self.done) == self.after:
                raise KeyboardInterrupt
            self.done.append(one.name)
            yield one.do(pieces, source)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NationalRun]:
    """A run that was stopped half-way and went on."""
    made = NationalRun(COUNTRY, tmp_path_factory.mktemp("run"), most=20)
    first, second = Stops(9, []), Stops(100, [])
    with pytest.raises(KeyboardInterrupt):
        made.go(first, silent)
    forget()
    made.go(second, silent)
    assert len(first.done) + len(second.done) == COUNTRY.shards * 3
    assert not set(first.done) & set(second.done)
    yield made
    forget()


def test_lists_of_the_country_are_those_of_trying_everybody(finished: NationalRun) -> None:
    judged = national.by_brute_force(finished, national.drawn(finished))
    assert national.unlike(finished, judged, home=False) == 0
    # The control: regions that do not look over their border miss some of the best.
    assert national.unlike(finished, judged, home=True) > 0
    assert national.share_outside(finished) > 0.1


def test_a_run_that_is_ready_does_nothing_again(finished: NationalRun) -> None:
    told: list[tuple[str, int, int]] = []
    assert finished.go(Here(), lambda *one: told.append(one)) == []
    assert told == [("regions laid out", 6, 6), ("lists made", 12, 12)]


def test_a_list_that_was_changed_on_disk_is_never_read_and_made_again(
    finished: NationalRun,
) -> None:
    name = "lists-seekers-02"
    true = finished.lists(2, "seekers")[1].copy()
    file = finished.folder / name / "found.npy"
    whole = bytearray(file.read_bytes())
    whole[-1] ^= 1
    file.write_bytes(bytes(whole))
    with pytest.raises(SpoiledPieceError, match="found of lists-seekers-02"):
        finished.lists(2, "seekers")
    assert [one.what for one in finished.go(Here(), silent)] == [name]
    assert np.array_equal(finished.lists(2, "seekers")[1], true)


def test_pieces_of_another_run_are_not_taken_for_ours(finished: NationalRun) -> None:
    other = NationalRun(InventedCountry(420, 210, 6, 5, seed=2), finished.folder, most=20)
    with pytest.raises(SpoiledPieceError, match="another run"):
        other.lists(0, "seekers")
    assert not other.pieces.is_good("region-00")
    assert not Pieces(Path("nowhere"), "").is_good("region-00")
