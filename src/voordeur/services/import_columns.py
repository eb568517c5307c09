"""What the columns of an import may hold: how each cell is read, and what is wrong with it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from django.utils.translation import gettext_noop

from voordeur.domain.region.model import Region

LONGEST_QUESTION = 4_000
OLDEST = 1900
EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+")
PHONE = re.compile(r"[+(]?[\d][\d\s()./-]{6,24}")
POSTCODE = re.compile(r"([1-9]\d{3})\s?(?:[A-Za-z]{2})?")


class CellProblem(StrEnum):
    """What is wrong with one cell."""

    NEEDED = "needed"
    TOO_LONG = "too_long"
    NO_EMAIL = "no_email"
    NO_PHONE = "no_phone"
    NO_POSTCODE = "no_postcode"
    NO_YEAR = "no_year"
    NO_DATE = "no_date"
    NO_TIME = "no_time"
    DAY_PASSED = "day_passed"
    UNKNOWN_CHOICE = "unknown_choice"
    UNKNOWN_ORGANISATION = "unknown_organisation"
    OTHER_ORGANISATION = "other_organisation"
    UNKNOWN_LOCATION = "unknown_location"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a cell is read against: the region, the day, and whose import it is ('' for all)."""

    region: Region
    today: date
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A cell as it will be used, or what is wrong with it."""

    value: str = ""
    problem: CellProblem | None = None


Reader = Callable[[str, Surroundings], Read]


@dataclass(frozen=True, slots=True)
class ImportField:
    """One thing a column can hold. ``names`` are heads that mean it, in small letters."""

    code: str
    label: str
    """In Dutch; translated where it is shown."""
    reader: Reader
    names: tuple[str, ...]
    needed: bool = False


def _words(most: int) -> Reader:
    def reader(text: str, _around: Surroundings) -> Read:
        return Read(problem=CellProblem.TOO_LONG) if len(text) > most else Read(text)

    return reader


def _matching(pattern: re.Pattern[str], problem: CellProblem, most: int) -> Reader:
    def reader(text: str, _around: Surroundings) -> Read:
        if len(text) > most:
            return Read(problem=CellProblem.TOO_LONG)
        return Read(text) if pattern.fullmatch(text) else Read(problem=problem)

    return reader


def _postcode(text: str, _around: Surroundings) -> Read:
    found = POSTCODE.fullmatch(text)
    return Read(found[1]) if found else Read(problem=CellProblem.NO_POSTCODE)


def _year(text: str, around: Surroundings) -> Read:
    """Take a year, or the year of a date of birth; the day itself is not kept."""
    day = day_of(text)
    digits = str(day.year) if day else text
    if re.fullmatch(r"\d{4}", digits) and OLDEST <= int(digits) <= around.today.year:
        return Read(digits)
    return Read(problem=CellProblem.NO_YEAR)


def _coming_day(text: str, around: Surroundings) -> Read:
    day = day_of(text)
    if day is None:
        return Read(problem=CellProblem.NO_DATE)
    return Read(day.isoformat()) if day >= around.today else Read(problem=CellProblem.DAY_PASSED)


def _time(text: str, _around: Surroundings) -> Read:
    found = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?::00)?(?: ?uur)?", text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:  # noqa: PLR2004  a clock
        return Read(problem=CellProblem.NO_TIME)
    return Read(time(int(found[1]), int(found[2])).isoformat(timespec="minutes"))


def _language(text: str, _around: Surroundings) -> Read:
    code = LANGUAGES.get(text.casefold(), "")
    return Read(code) if code else Read(problem=CellProblem.UNKNOWN_CHOICE)


def _channel(text: str, around: Surroundings) -> Read:
    for channel in around.region.channels.values():
        names = {channel.code, channel.label.nl.casefold(), channel.label.en.casefold()}
        if text.casefold() in names:
            return Read(channel.code)
    return Read(problem=CellProblem.UNKNOWN_CHOICE)


def _organisation(text: str, around: Surroundings) -> Read:
    region = around.region
    found = (text,) if text in region.organisations else region.find_by_name(text)
    if not found:
        return Read(problem=CellProblem.UNKNOWN_ORGANISATION)
    if around.organisation and found[0] != around.organisation:
        return Read(problem=CellProblem.OTHER_ORGANISATION)
    return Read(found[0])


def _location(text: str, around: Surroundings) -> Read:
    for location in around.region.locations.values():
        names = {location.code, location.name.nl.casefold(), location.name.en.casefold()}
        if text.casefold() in names:
            return Read(location.code)
    return Read(problem=CellProblem.UNKNOWN_LOCATION)


def day_of(text: str) -> date | None:
    """Read a day as people and programs write it; None when it is none.

    '2026-03-31', '31-3-2026', '31/03/2026', '31.03.2026', with a time behind it or not.
    """
    first = text.strip().split(" ")[0].split("T")[0]
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y%m%d"):
        try:
            return datetime.strptime(first, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


LANGUAGES: Mapping[str, str] = {
    **{code: code for code in ("nl", "en", "pl", "ro", "bg", "uk", "ar", "ti", "tr")},
    "nederlands": "nl",
    "dutch": "nl",
    "engels": "en",
    "english": "en",
    "pools": "pl",
    "roemeens": "ro",
    "bulgaars": "bg",
    "oekraïens": "uk",
    "arabisch": "ar",
    "tigrinya": "ti",
    "turks": "tr",
}
"""Names of languages → code."""

_EMAIL = _matching(EMAIL, CellProblem.NO_EMAIL, 254)

PEOPLE = (
    ImportField(
        "name",
        gettext_noop("Naam"),
        _words(160),
        ("naam", "name", "volledige naam", "wie"),
        needed=True,
    ),
    ImportField(
        "question",
        gettext_noop("Vraag"),
        _words(LONGEST_QUESTION),
        ("vraag", "question", "hulpvraag", "toelichting"),
        needed=True,
    ),
    ImportField(
        "birth_year",
        gettext_noop("Geboortejaar"),
        _year,
        ("geboortejaar", "geboortedatum", "geboren", "birth_year", "birth year", "date of birth"),
    ),
    ImportField(
        "email", gettext_noop("E-mail"), _EMAIL, ("e-mail", "email", "mail", "e-mailadres")
    ),
    ImportField(
        "phone",
        gettext_noop("Telefoon"),
        _matching(PHONE, CellProblem.NO_PHONE, 30),
        ("telefoon", "telefoonnummer", "phone", "mobiel", "tel"),
    ),
    ImportField(
        "postcode", gettext_noop("Postcode"), _postcode, ("postcode", "pc4", "postal code")
    ),
    ImportField("language", gettext_noop("Taal"), _language, ("taal", "language")),
    ImportField("channel", gettext_noop("Hoe de vraag kwam"), _channel, ("kanaal", "channel")),
    ImportField(
        "next_step", gettext_noop("Volgende stap"), _words(200), ("volgende stap", "next_step")
    ),
    ImportField(
        "next_date",
        gettext_noop("Datum van de volgende stap"),
        _coming_day,
        ("datum volgende stap", "next_date", "actiedatum"),
    ),
)
"""People with a question: each row becomes a case."""

PARTNERS = (
    ImportField(
        "organisation",
        gettext_noop("Organisatie"),
        _organisation,
        ("organisatie", "organisation", "partner", "naam", "code"),
        needed=True,
    ),
    ImportField(
        "contact_email",
        gettext_noop("E-mail voor overdrachten"),
        _EMAIL,
        ("e-mail", "email", "contact", "contact_email", "mail"),
        needed=True,
    ),
)
"""Where handovers to a partner without accounts are sent."""

APPOINTMENTS = (
    ImportField(
        "case",
        gettext_noop("Dossiernummer"),
        _words(12),
        ("dossier", "dossiernummer", "nummer", "case"),
        needed=True,
    ),
    ImportField(
        "location",
        gettext_noop("Spreekuurplek"),
        _location,
        ("plek", "locatie", "location", "spreekuur"),
        needed=True,
    ),
    ImportField(
        "day", gettext_noop("Dag"), _coming_day, ("dag", "datum", "date", "day"), needed=True
    ),
    ImportField("time", gettext_noop("Tijd"), _time, ("tijd", "time", "begintijd"), needed=True),
)
"""Moments at consultation hours for people who have a case."""

KINDS: Mapping[str, tuple[ImportField, ...]] = {
    "people": PEOPLE,
    "partners": PARTNERS,
    "appointments": APPOINTMENTS,
}
"""What can be imported, and the fields of each."""


def guessed_mapping(kind: str, columns: Sequence[str]) -> dict[str, int]:
    """Return field → number of the column whose head means it, each column once."""
    mapping: dict[str, int] = {}
    heads = [" ".join(head.casefold().split()) for head in columns]
    for entry in KINDS[kind]:
        for name in (entry.code, *entry.names):
            number = heads.index(name) if name in heads else -1
            if number >= 0 and number not in mapping.values():
                mapping[entry.code] = number
                break
    return mapping


def read_cell(entry: ImportField, text: str, around: Surroundings) -> Read:
    """Return what a cell means, or what is wrong with it; an empty cell is fine unless needed."""
    plain = text.strip()
    if not plain:
        return Read(problem=CellProblem.NEEDED if entry.needed else None)
    return entry.reader(plain, around)
