"""Mistakes in the files themselves, before anybody looks at what they mean."""

import re
from dataclasses import dataclass, field

from voordeur.domain.kernel.text import Text
from voordeur.domain.region.problems import PackProblem, clipped
from voordeur.domain.rules.reading import Path

UNREADABLE = re.compile("[\udc80-\udcff]")
"""How Python keeps bytes that are not UTF-8 (surrogateescape) until the checker names them."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters nobody sees; a tab and the ends of lines are none of them."""


@dataclass
class FileFindings:
    """The plain value of one file, the line of each part, and what was wrong."""

    name: str
    value: object = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[PackProblem] = field(default_factory=list)

    def wrong(self, line: int, nl: str, en: str, *, found: str = "") -> None:
        """Note a mistake on a line (counted from 1; 0 is the whole file)."""
        self.problems.append(PackProblem(self.name, line, "", clipped(found), Text(nl, en)))


def check_characters(findings: FileFindings, text: str, most_characters: int) -> bool:
    """Tell whether ``text`` is readable UTF-8 of a sensible size; else note what is wrong."""
    if len(text) > most_characters:
        findings.wrong(
            0,
            f"dit bestand is te groot; hoogstens {most_characters} tekens",
            f"this file is too large; at most {most_characters} characters",
            found=str(len(text)),
        )
        return False
    for number, line in enumerate(text.split("\n"), start=1):
        if UNREADABLE.search(line):
            findings.wrong(
                number,
                "deze regel is geen UTF-8; bewaar het bestand als ‘UTF-8’",
                "this line is not UTF-8; save the file as ‘UTF-8’",
            )
            return False
        if CONTROL.search(line):
            findings.wrong(
                number,
                "hier staat een onzichtbaar stuurteken; haal het weg",
                "there is an invisible control character here; remove it",
            )
            return False
    return True
