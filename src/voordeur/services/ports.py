"""What the services need from outside parties; config meets each need with an adapter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from voordeur.domain.funding.problem import Plan, Problem, ShadowValue
from voordeur.domain.region.model import PackProblem, Region
from voordeur.domain.register.checks import Key
from voordeur.domain.register.entry import Entry
from voordeur.domain.skills.vocabulary import Vocabulary, VocabularyProblem


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one address. The subject holds nothing personal."""

    recipient: str
    subject: str
    body: str
    language: str
    key: str


class Mailer(Protocol):
    """Brings a mail to its address."""

    def send(self, mail: Mail) -> None:
        """Send ``mail`` once; raises any exception when it did not go, and is tried again."""


class PackReader(Protocol):
    """Reads a region pack."""

    def read_directory(self, path: str) -> Mapping[str, str]:
        """Return the pack's files by relative name; raises ``OSError`` when it cannot."""

    def read_archive(self, content: bytes) -> Mapping[str, str] | list[PackProblem]:
        """Return the files of a zip archive, or what is wrong with the archive."""

    def parse(self, documents: Mapping[str, str]) -> Region | list[PackProblem]:
        """Turn files into a region, or say everything that is wrong with them."""

    def new_directory(self, path: str) -> None:
        """Write an empty pack with to-dos; raises ``FileExistsError`` when something is there."""

    def write_archive(self, documents: Mapping[str, str]) -> bytes:
        """Return the pack's files as a zip archive, the same bytes for the same content."""


class RegisterFiles(Protocol):
    """Writes the register as the files a region pack has, and reads them."""

    def write(self, entries: Iterable[Entry]) -> Mapping[str, str]:
        """Return one file per kind by relative name; the same text for the same entries."""

    def read(self, documents: Mapping[str, str]) -> Mapping[Key, Entry] | list[PackProblem]:
        """Return the entries in files of the register, or everything that cannot be read."""


class FileStore(Protocol):
    """Keeps the bytes of documents outside the web root."""

    def keep(self, name: str, content: bytes) -> None:
        """Keep ``content`` under ``name``."""

    def fetch(self, name: str) -> bytes:
        """Return the bytes kept under ``name``; raises ``FileNotFoundError``."""

    def remove(self, name: str) -> None:
        """Forget the bytes kept under ``name``; forgetting twice is the same as once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One appointment in a calendar; the same ``uid`` with a higher ``sequence`` replaces it."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    stamped_at: datetime
    summary: str
    place: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False
    all_day: bool = False
    """It has no time: the days from ``starts_at`` until ``ends_at`` in Amsterdam."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFile:
    """A calendar file: ``method`` is PUBLISH, or CANCEL to take its events away."""

    method: str
    events: tuple[CalendarEvent, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table somebody brought: heads and cells as plain text, dates as 2026-12-31.

    ``merged``: the sheet had merged cells; only the first of each keeps its words.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    merged: bool = False


class TableProblem(StrEnum):
    """Why a file cannot be read as a table."""

    UNREADABLE = "unreadable"
    UNKNOWN_CHARACTERS = "unknown_characters"
    EMPTY = "empty"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_LARGE = "too_large"
    PASSWORD = "password"  # noqa: S105  a kind of problem


class TableFiles(Protocol):
    """Reads the tables people bring and writes the ones they take along."""

    def read(self, content: bytes, *, most_rows: int) -> ReadTable | TableProblem:
        """Read CSV or XLSX, whatever the file is called; formulas stay the text they are."""

    def write(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
        """Return a CSV table no spreadsheet calculates with; :meth:`read` gives it back."""

    def bundle(self, files: Mapping[str, bytes]) -> bytes:
        """Return files as one zip archive."""


class CalendarWriter(Protocol):
    """Writes calendar files."""

    def write(self, file: CalendarFile) -> bytes:
        """Return ``file`` in the form calendar programs read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadVocabulary:
    """A delivery of a vocabulary as it was read, or what is wrong with it.

    ``missing`` are files of the source that were not there; ``left_out`` relations pointed to
    nothing and are not in it.
    """

    vocabulary: Vocabulary
    missing: tuple[str, ...] = ()
    problems: tuple[VocabularyProblem, ...] = ()
    left_out: int = 0


class Vocabularies(Protocol):
    """Reads vocabularies of occupations and skills."""

    def read(self, directory: str, source: str) -> ReadVocabulary:
        """Return what a folder holds of ``source``; raises ``OSError`` when it cannot be opened."""


class FundingPlanner(Protocol):
    """Plans who is served by which mix of funding; what it returns the domain has verified."""

    def plan(self, problem: Problem) -> Plan:
        """Return a plan with a proven bound; raises any exception when there is none."""

    def replan(self, problem: Problem, previous: Plan) -> Plan:
        """Return a plan near ``previous``; who started is kept as long as the money is there."""

    def prices(self, problem: Problem) -> Mapping[str, int]:
        """Return the weight per cent of each account times ``PRICE_SCALE`` for who is expected."""

    def shadow_values(
        self, problem: Problem, extra_cents: int = 1_000_000
    ) -> tuple[ShadowValue, ...]:
        """Return what more money in each purse would do, in weight and in people."""


@dataclass
class Ports:
    """Every port with the adapter that meets it."""

    mailer: Mailer
    pack_reader: PackReader
    register_files: RegisterFiles
    files: FileStore
    calendar: CalendarWriter
    tables: TableFiles
    vocabularies: Vocabularies
    funding: FundingPlanner
    region_directory: str
    public_address: str
    demo: bool
    secret: str


_wired: list[Ports] = []


def wire(ports: Ports) -> None:
    """Meet every need at once; called by config when the program starts."""
    _wired[:] = [ports]


def ports() -> Ports:
    """Return the wired ports; raises ``RuntimeError`` before wiring."""
    if not _wired:
        message = "ports are not wired; start through voordeur.config"
        raise RuntimeError(message)
    return _wired[0]
