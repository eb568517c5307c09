"""Pieces of a run on disk: arrays with what belongs to them, whole or not at all.

A piece is a folder of arrays with a list of their digests. It gets its name when everything is in
it, so that a run that was killed goes on with what is finished.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]
LIST = "piece.json"
AT_ONCE = 1 << 20


class SpoiledPieceError(ValueError):
    """A piece that is not as it was written, or was written by another run."""


@dataclass(frozen=True)
class Pieces:
    """The pieces of one run; ``stamp`` says of which: those of another run are never read."""

    folder: Path
    stamp: str

    def is_good(self, name: str) -> bool:
        """Tell whether a piece is there, of this run, and as it was written."""
        try:
            self._checked(name)
        except (OSError, SpoiledPieceError):
            return False
        return True

    def write(self, name: str, arrays: Mapping[str, Numbers], told: object) -> None:
        """Write a piece; what stood there under its name goes. ``told`` is kept as JSON."""
        place = self.folder / name
        making = self.folder / f".{name}.{os.getpid()}"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        digests = {}
        for key, array in arrays.items():
            file = making / f"{key}.npy"
            np.save(file, array, allow_pickle=False)
            digests[key] = _digest(file)
        listed = {"stamp": self.stamp, "told": told, "arrays": digests}
        (making / LIST).write_text(json.dumps(listed), encoding="utf-8")
        shutil.rmtree(place, ignore_errors=True)
        making.rename(place)

    def read(self, name: str) -> tuple[dict[str, Numbers], Any]:
        """Return arrays (read from disk where they are used) and what was told with them.

        Raises ``SpoiledPieceError`` when a byte differs, ``OSError`` when there is no such piece.
        """
        listed = self._checked(name)
        # Pages are copied when somebody writes in them; nobody does, so processes share them.
        arrays = {
            key: np.asarray(
                np.load(self.folder / name / f"{key}.npy", mmap_mode="c", allow_pickle=False)
            )
            for key in listed["arrays"]
        }
        return arrays, listed["told"]

    def _checked(self, name: str) -> dict[str, Any]:
        place = self.folder / name
        try:
            listed = json.loads((place / LIST).read_text(encoding="utf-8"))
        except ValueError as wrong:
            raise SpoiledPieceError(f"the list of {name} cannot be read") from wrong
        if not isinstance(listed, dict) or listed.get("stamp") != self.stamp:
            raise SpoiledPieceError(f"{name} was written by another run")
        for key, digest in listed["arrays"].items():
            if _digest(place / f"{key}.npy") != digest:
                raise SpoiledPieceError(f"{key} of {name} is not as it was written")
        return listed


def _digest(file: Path) -> str:
    made = hashlib.sha256()
    with file.open("rb") as opened:
        while part := opened.read(AT_ONCE):
            made.update(part)
    return made.hexdigest()
