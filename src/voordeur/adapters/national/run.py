"""A national run: every region laid out, then every list, by any engine that does work."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from voordeur.adapters.national.pieces import Pieces
from voordeur.adapters.national.work import LayOut, Numbers, SearchFor, Source, Spent, Work
from voordeur.domain.matching.shards import SIDES

FORMAT = 1
Progress = Callable[[str, int, int], None]
"""What is going on, how many pieces are ready, and of how many."""


class Engine(Protocol):
    """Does work, here or elsewhere, and tells what each piece cost as it is ready."""

    def each(self, work: Sequence[Work], pieces: Pieces, source: Source) -> Iterator[Spent]:
        """Yield what each piece of work cost."""


class Here:
    """Does all work in this process, one piece after the other."""

    def each(self, work: Sequence[Work], pieces: Pieces, source: Source) -> Iterator[Spent]:
        """Yield what each piece cost."""
        for one in work:
            yield one.do(pieces, source)


@dataclass(frozen=True)
class NationalRun:
    """One run in its folder; what is ready and whole there is not done again."""

    source: Source
    folder: Path
    most: int

    @property
    def pieces(self) -> Pieces:
        """Return the pieces of this run."""
        stamp = f"{FORMAT} {self.source.stamp} {self.source.shards} {self.most}"
        return Pieces(self.folder, stamp)

    def go(self, engine: Engine, progress: Progress) -> list[Spent]:
        """Do what is not there yet and return what it cost, piece by piece."""
        self.folder.mkdir(parents=True, exist_ok=True)
        shards = range(self.source.shards)
        layouts: list[Work] = [LayOut(shard) for shard in shards]
        searches: list[Work] = [
            SearchFor(shard, side, self.most) for side in SIDES for shard in shards
        ]
        spent = []
        for what, work in (("regions laid out", layouts), ("lists made", searches)):
            left = [one for one in work if not self.pieces.is_good(one.name)]
            ready = len(work) - len(left)
            progress(what, ready, len(work))
            for one in engine.each(left, self.pieces, self.source):
                spent.append(one)
                ready += 1
                progress(what, ready, len(work))
        return spent

    def lists(self, shard: int, side: str) -> tuple[Numbers, Numbers, Numbers]:
        """Return the numbers of one side of a region, and numbers and totals of the best."""
        arrays, _ = self.pieces.read(SearchFor(shard, side, self.most).name)
        return arrays["numbers"], arrays["found"].astype(np.int64), arrays["totals"]

    def home_lists(self, shard: int, side: str) -> tuple[Numbers, Numbers, Numbers]:
        """Return the same when nobody looks over the border: what a region alone would find."""
        search = SearchFor(shard, side, self.most)
        return search.found(self.pieces, self.source, range(shard, shard + 1))
