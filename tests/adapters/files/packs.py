"""Packs to damage: the files of the real region and of the empty pack, as text."""

from collections.abc import Mapping
from pathlib import Path

from voordeur.adapters.files.pack import FilePackReader, regions_directory
from voordeur.domain.region.model import PackProblem, Region

ZKIJ: Path = regions_directory() / "zkij"
NEW: Path = regions_directory() / "new"
READER = FilePackReader()
DOCUMENTS: Mapping[str, str] = dict(READER.read_directory(str(ZKIJ)))


def problems_of(documents: Mapping[str, str]) -> list[PackProblem]:
    found = READER.parse(documents)
    assert isinstance(found, list), "a pack with a mistake was loaded"
    return found


def region_of(documents: Mapping[str, str]) -> Region:
    found = READER.parse(documents)
    assert isinstance(found, Region), [problem.sentence("en") for problem in found]
    return found


def damaged(file: str, old: str, new: str) -> dict[str, str]:
    """Return the real pack with one thing replaced, once."""
    assert old in DOCUMENTS[file], f"{old!r} is not in {file}"
    return {**DOCUMENTS, file: DOCUMENTS[file].replace(old, new, 1)}


def line_of(documents: Mapping[str, str], file: str, part: str) -> int:
    """Return the line (from 1) on which ``part`` first stands."""
    lines = documents[file].split("\n")
    return next(number for number, line in enumerate(lines, start=1) if part in line)
