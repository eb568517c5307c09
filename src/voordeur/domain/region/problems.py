"""What is wrong with a pack, or still to be filled in: where, what was found, what was expected."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from voordeur.domain.kernel.text import Text
from voordeur.domain.rules.reading import LONGEST_SHOWN


class Severity(StrEnum):
    """An error keeps a pack from loading; a to-do only says what the region must still fill in."""

    ERROR = "error"
    TODO = "todo"


@dataclass(frozen=True, slots=True, order=True)
class PackProblem:
    """One problem in a pack file. ``line`` counts from 1; 0 means the file as a whole.

    ``path`` is the way to the place inside the file ('organisations › 3 › kind').
    """

    file: str
    line: int
    path: str
    found: str
    expected: Text
    severity: Severity = Severity.ERROR

    def sentence(self, language: str = "nl") -> str:
        """Return the problem as one line a policy officer understands."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = f" ({self.path})" if self.path else ""
        found_word = "found" if language == "en" else "gevonden"
        found = f" [{found_word}: {self.found}]" if self.found else ""
        return f"{place}{where}: {self.expected.in_language(language)}{found}"


def errors_in(problems: Iterable[PackProblem]) -> list[PackProblem]:
    """Return only the problems that keep a pack from loading."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def in_order(problems: Sequence[PackProblem]) -> list[PackProblem]:
    """Return the problems as one walks through the files, errors before to-dos, each once."""
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda p: (p.severity is Severity.TODO, p.file, p.line, p.path))


def clipped(text: str) -> str:
    """Return ``text`` on one line and short enough to show."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else line[: LONGEST_SHOWN - 1] + "…"
