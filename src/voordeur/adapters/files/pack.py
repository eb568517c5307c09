"""Reading a region pack from a directory or a zip archive; never half of it."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from voordeur.adapters.files.archive import read_zip, write_zip
from voordeur.adapters.files.csv_source import read_csv
from voordeur.adapters.files.findings import FileFindings
from voordeur.adapters.files.schemas import schema_problems
from voordeur.adapters.files.yaml_source import read_yaml
from voordeur.domain.region.checks import checked
from voordeur.domain.region.model import PackProblem, Region
from voordeur.domain.region.parsing.data import PackData
from voordeur.domain.region.parsing.register import REGISTER_FILES
from voordeur.domain.region.parsing.whole import CSV_FILES, DEMO_LOCATIONS, YAML_FILES, parse_region
from voordeur.domain.region.problems import in_order

PACK_FILES = frozenset({*YAML_FILES, *CSV_FILES, *REGISTER_FILES})
MOST_BYTES = 4_000_000
"""Of one file; what is longer is cut there and refused by the checker."""


class FilePackReader:
    """Meets the need of a pack reader with files (see services.ports.PackReader).

    ``with_demo`` also reads the overlay with invented hours; only a demonstration wants that.
    """

    def __init__(self, *, with_demo: bool = False) -> None:
        self.wanted = PACK_FILES | {DEMO_LOCATIONS} if with_demo else PACK_FILES

    def read_directory(self, path: str) -> Mapping[str, str]:
        """Return the pack's files by relative name; raises ``OSError`` when it cannot.

        A file that is missing is not among them: :meth:`parse` says so.
        """
        root = Path(path)
        if not root.is_dir():
            raise NotADirectoryError(path)
        found = {name: root / name for name in sorted(self.wanted) if (root / name).is_file()}
        return {name: _decoded(_head(file)) for name, file in found.items()}

    def read_archive(self, content: bytes) -> Mapping[str, str] | list[PackProblem]:
        """Return the files of a zip archive, or what is wrong with the archive."""
        files, findings = read_zip(content, self.wanted)
        return findings.problems or {name: _decoded(files[name]) for name in sorted(files)}

    def parse(self, documents: Mapping[str, str]) -> Region | list[PackProblem]:
        """Turn files into a region, or say everything that is wrong with them."""
        findings = [_read(name, text) for name, text in documents.items() if name in self.wanted]
        problems = [problem for finding in findings for problem in finding.problems]
        values = {finding.name: finding.value for finding in findings}
        data = PackData(values, {finding.name: finding.lines for finding in findings})
        readable = [finding.name for finding in findings if not finding.problems]
        problems += schema_problems(data, readable)
        if problems:
            return in_order(problems)
        region = parse_region(data)
        return in_order(region) if isinstance(region, list) else checked(region, data)

    def new_directory(self, path: str) -> None:
        """Write an empty pack with to-dos into a directory that is new or empty.

        Raises ``OSError`` when it cannot, ``FileExistsError`` when something is there already.
        """
        target = Path(path)
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise FileExistsError(path)
        shutil.copytree(regions_directory() / "new", target, dirs_exist_ok=True)

    def write_archive(self, documents: Mapping[str, str]) -> bytes:
        """Return the pack's files as a zip archive, the same bytes for the same content."""
        return write_zip({name: text.encode() for name, text in documents.items()})


def load_pack(path: Path | str, *, with_demo: bool = False) -> Region | list[PackProblem]:
    """Read a pack directory or zip file: the region, or everything that is wrong with it.

    Raises ``OSError`` when there is nothing to read.
    """
    reader = FilePackReader(with_demo=with_demo)
    place = Path(path)
    if place.is_dir():
        return reader.parse(reader.read_directory(str(place)))
    documents = reader.read_archive(place.read_bytes())
    return documents if isinstance(documents, list) else reader.parse(documents)


def regions_directory() -> Path:
    """Return where packs and schemas are: inside the package, or in the source tree."""
    installed = Path(__file__).resolve().parents[2] / "regions"
    return installed if installed.is_dir() else installed.parents[2] / "regions"


def _read(name: str, text: str) -> FileFindings:
    return read_csv(name, text) if name.endswith(".csv") else read_yaml(name, text)


def _head(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(MOST_BYTES)


def _decoded(content: bytes) -> str:
    """Return the text; bytes that are not UTF-8 are kept apart, for the checker to name."""
    text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="surrogateescape")
    return text.replace("\r\n", "\n").replace("\r", "\n")
