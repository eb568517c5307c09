"""The files of a pack as plain data, with the line every piece of it stands on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from voordeur.domain.kernel.text import Text
from voordeur.domain.region.problems import PackProblem, Severity, clipped
from voordeur.domain.rules.reading import ParseProblem, Path, shown_path

Lines: TypeAlias = Mapping[Path, int]
"""Path inside a file → line, counted from 1."""


@dataclass(frozen=True, slots=True)
class PackData:
    """What stands in the files: plain values (dict, list, str, int, float, bool, None) per file."""

    documents: Mapping[str, object]
    lines: Mapping[str, Lines] = field(default_factory=dict)

    def line_of(self, file: str, path: Path) -> int:
        """Return the line of ``path``, or of the nearest thing around it; 0 without any."""
        lines = self.lines.get(file, {})
        for length in range(len(path), -1, -1):
            if path[:length] in lines:
                return lines[path[:length]]
        return 0

    def at(self, file: str, path: Path) -> object:
        """Return what stands at ``path``; None when nothing does."""
        here = self.documents.get(file)
        for part in path:
            if isinstance(here, Mapping) or (isinstance(here, list) and isinstance(part, int)):
                try:
                    here = here[part]  # type: ignore[index]  # narrowed to a pair mypy cannot join
                except (KeyError, IndexError):
                    return None
            else:
                return None
        return here

    def place_of(self, file: str, key: str, code: str, *, named: str = "code") -> Path:
        """Return the path of the item in list ``key`` whose ``named`` is ``code``."""
        items = self.at(file, (key,))
        for place, item in enumerate(items if isinstance(items, Sequence) else ()):
            if isinstance(item, Mapping) and str(item.get(named)) == code:
                return (key, place)
        return (key,)

    def problem(
        self,
        file: str,
        path: Path,
        expected: Text,
        *,
        found: str = "",
        severity: Severity = Severity.ERROR,
    ) -> PackProblem:
        """Return a problem at ``path``, with its line."""
        line = self.line_of(file, path)
        return PackProblem(
            file, line, shown_path(path) if path else "", clipped(found), expected, severity
        )

    def placed(self, file: str, problem: ParseProblem) -> PackProblem:
        """Return a reading problem with the file and line it belongs to."""
        return self.problem(file, problem.path, problem.expected, found=problem.found)
