"""Reading vocabularies of occupations and skills from a folder, each source in its own way."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from voordeur.adapters.files.vocabulary_competentnl import CompetentNL
from voordeur.adapters.files.vocabulary_esco import Esco
from voordeur.adapters.files.vocabulary_own import OwnList
from voordeur.adapters.files.vocabulary_sbi import SbiTable
from voordeur.adapters.files.vocabulary_tables import Findings
from voordeur.domain.kernel.text import Text
from voordeur.domain.skills.vocabulary import Vocabulary, VocabularyProblem, inside
from voordeur.services.ports import ReadVocabulary

NEEDED = {
    "esco": "occupations_nl.csv",
    "competentnl": "*.nt",
    "own": "occupations.csv",
    "sbi": "sbi.csv",
}


class _Reads(Protocol):
    def __call__(self, folder: Path, findings: Findings) -> "_Reader": ...


class _Reader(Protocol):
    def read(self) -> Vocabulary: ...


READERS: Mapping[str, _Reads] = {
    "esco": Esco,
    "competentnl": CompetentNL,
    "own": OwnList,
    "sbi": SbiTable,
}


class VocabularyFolder:
    """Meets the need of vocabularies with files (see services.ports.Vocabularies)."""

    def read(self, directory: str, source: str) -> ReadVocabulary:
        """Return what a folder holds; raises ``OSError`` when it cannot be opened."""
        folder = Path(directory)
        if not folder.is_dir():
            raise NotADirectoryError(directory)
        findings = Findings()
        vocabulary, left_out = inside(READERS[source](folder, findings).read())
        problems = list(findings.problems)
        if not vocabulary.concepts and not problems:
            words = Text(
                "hier staan geen beroepen of vaardigheden in",
                "there are no occupations or skills in here",
            )
            problems.append(VocabularyProblem(NEEDED[source], 0, words))
        return ReadVocabulary(
            vocabulary=vocabulary,
            missing=tuple(findings.missing),
            problems=tuple(sorted(problems, key=lambda one: (one.file, one.line))),
            left_out=left_out,
        )
