"""The sector paths of the region as anybody may read them: the map with its words."""

from collections.abc import Mapping
from dataclasses import dataclass

from voordeur.domain.paths.atlas import COURSE, JOB, KINDS, OUTLOOK, PAYER, SKILL, Atlas, atlas_of
from voordeur.domain.register.catalogue import KINDS as REGISTER_KINDS
from voordeur.domain.register.checks import Key
from voordeur.domain.register.entry import Entry, entry_of
from voordeur.domain.register.fields import ORGANISATION, SECTOR
from voordeur.records.register.models import EntryRecord
from voordeur.services.context import Context
from voordeur.services.register_words import Named, Words, words

OWN_LIST = "own:"
"""What codes of the region's own list of work and skills begin with."""


@dataclass(frozen=True, slots=True)
class Checked:
    """How sure something is: the mark in words, where it stands, and since when."""

    sure: bool
    words: str
    found_in: str
    on: str


@dataclass(frozen=True, slots=True)
class PathBook:
    """The map of the region, with its entries and the words of one language."""

    atlas: Atlas
    entries: dict[Key, Entry]
    said: Words

    def job(self, code: str) -> Entry:
        """Return a function of the map."""
        return self.entries[JOB, code]

    def course(self, code: str) -> Entry:
        """Return a course of the map."""
        return self.entries[COURSE, code]

    def payer(self, code: str) -> Entry:
        """Return a payer of the map."""
        return self.entries[PAYER, code]

    def title(self, kind: str, code: str) -> str:
        """Return what an entry is called; a code nobody knows stays as it is."""
        known = self.entries.get((kind, code))
        return self.said.title(known) if known else code

    def job_title(self, code: str) -> str:
        """Return what a function is called."""
        return self.title(JOB, code)

    def skills(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Return skills by name."""
        return tuple(self.title(SKILL, code) for code in codes)

    def choice(self, kind: str, field: str, code: str) -> str:
        """Return what a choice of a field is called."""
        return self.said.choice(REGISTER_KINDS[kind].field(field), code)

    def sector(self, code: str) -> str:
        """Return the name of a sector."""
        return self.said.reference(SECTOR, code)

    def organisations(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Return organisations by name."""
        return tuple(self.said.reference(ORGANISATION, code) for code in codes)

    def text(self, entry: Entry, field: str) -> str:
        """Return a text in the language of the page."""
        return self.said.say(entry.text(field))

    def checked(self, entry: Entry) -> Checked:
        """Return how sure an entry is."""
        mark = entry.line("verified")
        return Checked(
            sure=mark == "verified",
            words=self.choice(entry.kind, "verified", mark),
            found_in=self.text(entry, "found_in"),
            on=self.said.day(entry.line("checked_on")),
        )

    def outlooks(self, entry: Entry) -> tuple[Entry, ...]:
        """Return what the chances of a function rest on."""
        codes = entry.codes("outlooks")
        return tuple(self.entries[OUTLOOK, one] for one in codes if (OUTLOOK, one) in self.entries)

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        """Return the entries of a kind, in the order in which they were made."""
        return tuple(one for (held, _code), one in self.entries.items() if held == kind)


def open_book(context: Context) -> PathBook:
    """Return the sector paths in use (one query); these kinds are public as a whole."""
    rows = EntryRecord.objects.filter(kind__in=KINDS, retired=False).order_by("id")
    held: dict[Key, Entry] = {
        (kind, code): entry_of(REGISTER_KINDS[kind], body)
        for kind, code, body in rows.values_list("kind", "code", "body")
    }
    return PathBook(atlas_of(held.values()), held, words(context, held))


def courses_by_skill(book: PathBook) -> Mapping[str, set[str]]:
    """Return the courses by the skills they lead to: those of the function a step ends at."""
    found: dict[str, set[str]] = {}
    for (_sector, skill), titles in courses_by_sector(book).items():
        found.setdefault(skill, set()).update(titles)
    return found


def courses_by_sector(book: PathBook) -> Mapping[tuple[str, str], set[str]]:
    """Return the same by sector and skill: a course for one trade helps little in another."""
    found: dict[tuple[str, str], set[str]] = {}
    for step in book.atlas.steps:
        goal = book.atlas.jobs.get(step.goal)
        if goal is None or not step.courses:
            continue
        start = book.atlas.jobs.get(step.start)
        for skill in set(goal.skills) - set(start.skills if start is not None else ()):
            titles = {book.title(COURSE, code) for code in step.courses}
            found.setdefault((goal.sector, f"{OWN_LIST}{skill}"), set()).update(titles)
    return found


def named_jobs(book: PathBook, codes: tuple[str, ...]) -> tuple[Named, ...]:
    """Return functions with their names."""
    return tuple(Named(code, book.job_title(code)) for code in codes)
