"""Vacancies from elsewhere: a table in, each marked with its source, gone again on its day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.work.vacancies import MOST_HOURS, MOST_SEATS
from voordeur.records.references import new_reference
from voordeur.records.work.models import EmployerAccountRecord, VacancyRecord
from voordeur.services import vacancy_words
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.employers import CONSULTANTS, KVK_DIGITS, LONGEST_NAME
from voordeur.services.offices import require_office
from voordeur.services.ports import ReadTable, TableProblem, ports
from voordeur.services.region import current_region
from voordeur.services.vacancies import DUTCH, LEVELS, LONGEST_TITLE

MOST_ROWS = 20_000
LONGEST_ORIGIN = 80
COLUMNS = (
    "nummer",
    "titel",
    "bedrijf",
    "kvk",
    "postcode",
    "uren_van",
    "uren_tot",
    "plekken",
    "soort",
    "sector",
    "niveau",
    "nederlands",
    "beroep",
    "vaardigheden",
    "adres",
    "tot",
)
"""The heads of the table; docs/operations/vacancies.md tells what each may hold."""
NEEDED = ("nummer", "titel", "bedrijf", "postcode", "uren_van", "uren_tot", "tot")
SORTS = {"": "job", "baan": "job", "bbl": "bbl", "stage": "internship"}
LEVEL_NAMES = {"": "", "geen": "none", **{one: one for one in LEVELS}}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in a cell: the row as a spreadsheet counts it, the column, and why."""

    row: int
    column: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedVacancy:
    """One vacancy as the source has it; codes of our own where words were understood."""

    code: str
    title: str
    employer: str
    kvk_number: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyTable:
    """A table that was read: what is good, what is wrong, and rows whose day is past."""

    origin: str
    offered: tuple[OfferedVacancy, ...]
    problems: tuple[RowProblem, ...]
    past: int
    not_understood: int
    """Words for an occupation or skill that no vocabulary has; the vacancy comes in without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What came of it: new, changed, the same as before."""

    new: int
    changed: int
    same: int


def read_table(context: Context, *, origin: str, content: bytes) -> VacancyTable | TableProblem:
    """Return what a table of ``origin`` holds; nothing is written.

    Raises ``RefusedError``: INVALID_INPUT (origin, or columns with those that lack).
    """
    named = origin.strip()
    if not named or len(named) > LONGEST_ORIGIN or "\0" in named:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "origin"}))
    table = ports().tables.read(content, most_rows=MOST_ROWS)
    if isinstance(table, TableProblem):
        return table
    heads = [one.strip().casefold() for one in table.columns]
    lacking = [one for one in NEEDED if one not in heads]
    if lacking:
        raise RefusedError(
            Refusal(Reason.INVALID_INPUT, {"field": "columns", "lacking": ", ".join(lacking)})
        )
    return _Reading(context, named).table(table, heads)


def take_in(context: Context, *, table: VacancyTable) -> TakenIn:
    """Put the good rows of a table in, as one act; the same row twice is one vacancy.

    A vacancy that somebody of ours withdrew stays withdrawn. Raises ``RefusedError``: NOT_FOUND
    for who is no consultant.
    """
    require_office(context, CONSULTANTS)
    counts = {"new": 0, "changed": 0, "same": 0}
    with acting(context) as act:
        held = {
            row.origin_code: row
            for row in VacancyRecord.objects.filter(origin=table.origin).order_by("id")
        }
        employers = _Employers(context, table.origin)
        for one in table.offered:
            counts[_put(context, table.origin, one, held, employers)] += 1
        act.record("VacanciesTakenIn", payload={"origin": table.origin, **counts})
    return TakenIn(**counts)


def expire(context: Context) -> int:
    """Withdraw vacancies from elsewhere whose day came; returns how many. Twice is the same."""
    due = VacancyRecord.objects.filter(
        expires_on__lte=context.today, state__in=("open", "paused")
    ).exclude(origin="")
    if not due.exists():
        return 0
    with acting(context) as act:
        ended = due.update(state="withdrawn", end_reason=f"Verlopen op {context.today:%d-%m-%Y}")
        act.record("VacanciesExpired", payload={"vacancies": ended})
    return ended


class _Reading:
    """Reads rows one by one and keeps what is wrong with its place."""

    def __init__(self, context: Context, origin: str) -> None:
        self.context, self.origin = context, origin
        self.sectors = current_region().sectors
        self.problems: list[RowProblem] = []
        self.seen: dict[str, int] = {}
        self.past = self.not_understood = 0
        self.known: dict[tuple[str, str], vacancy_words.Read] = {}

    def table(self, table: ReadTable, heads: Sequence[str]) -> VacancyTable:
        offered = []
        for number, cells in enumerate(table.rows, start=2):
            said = {head: cell.strip() for head, cell in zip(heads, cells, strict=False)}
            one = self.row(number, {name: said.get(name, "") for name in COLUMNS})
            if one is not None:
                offered.append(one)
        return VacancyTable(
            origin=self.origin,
            offered=tuple(offered),
            problems=tuple(self.problems),
            past=self.past,
            not_understood=self.not_understood,
        )

    def row(self, number: int, said: Mapping[str, str]) -> OfferedVacancy | None:
        before = len(self.problems)
        for column, good, why in self.checks(said):
            if not good:
                self.problems.append(RowProblem(number, column, why))
        code = said["nummer"]
        if code in self.seen:
            why = f"the same number as row {self.seen[code]}"
            self.problems.append(RowProblem(number, "nummer", why))
        self.seen.setdefault(code, number)
        if len(self.problems) > before:
            return None
        until = date.fromisoformat(said["tot"])
        if until <= self.context.today:
            self.past += 1
            return None
        return OfferedVacancy(
            code=code,
            title=said["titel"],
            employer=said["bedrijf"],
            kvk_number=said["kvk"],
            values=self.values(said, until),
        )

    def checks(self, said: Mapping[str, str]) -> Sequence[tuple[str, bool, str]]:
        """Return per column whether it is good, and what it should be."""
        least, most = _whole(said["uren_van"]), _whole(said["uren_tot"])
        seats = _whole(said["plekken"] or "1")
        kvk, address = said["kvk"], said["adres"]
        in_order = least is not None and most is not None and 1 <= least <= most <= MOST_HOURS
        return (
            ("nummer", _fits(said["nummer"], 80), "needed, at most 80 characters"),
            ("titel", _fits(said["titel"], LONGEST_TITLE), "needed, at most 160 characters"),
            ("bedrijf", _fits(said["bedrijf"], LONGEST_NAME), "needed, at most 160 characters"),
            ("kvk", not kvk or _digits(kvk, KVK_DIGITS), "8 digits or empty"),
            ("postcode", _known_place(said["postcode"]), "not of this region or its neighbours"),
            ("uren_van", in_order, f"whole hours a week, 1 to {MOST_HOURS}, not above uren_tot"),
            ("plekken", seats is not None and 1 <= seats <= MOST_SEATS, "1 to 500 or empty"),
            ("soort", said["soort"].casefold() in SORTS, "baan, bbl, stage or empty"),
            ("sector", self.is_sector(said["sector"]), "a code of the region pack or empty"),
            (
                "niveau",
                said["niveau"].casefold() in LEVEL_NAMES,
                "geen, mbo1 to mbo4, hbo, wo or empty",
            ),
            ("nederlands", said["nederlands"].upper() in {"", *DUTCH}, "A1 to C2 or empty"),
            ("adres", not address or _is_address(address), "an address with https or empty"),
            ("tot", _is_day(said["tot"]), "a day as 2026-12-31"),
        )

    def is_sector(self, said: str) -> bool:
        return not said or said in self.sectors

    def values(self, said: Mapping[str, str], until: date) -> dict[str, object]:
        place = current_region().municipality_of(said["postcode"])
        read = self.words(said["beroep"], said["vaardigheden"])
        return {
            "title": said["titel"],
            "kind": SORTS[said["soort"].casefold()],
            "seats": _whole(said["plekken"] or "1"),
            "hours_from": _whole(said["uren_van"]),
            "hours_to": _whole(said["uren_tot"]),
            "postcode": said["postcode"].upper(),
            "municipality": place.slug if place is not None else "",
            "sector": said["sector"],
            "level": LEVEL_NAMES[said["niveau"].casefold()],
            "dutch": said["nederlands"].upper(),
            "occupation": read.occupation,
            "required": list(read.required),
            "origin_url": said["adres"],
            "expires_on": until,
            "fresh_until": until,
        }

    def words(self, occupation: str, skills: str) -> vacancy_words.Read:
        """Return the codes of words; what nobody knows is counted and left out."""
        key = (occupation[:120], skills[:4000])
        if key not in self.known:
            lines = "\n".join(one.strip() for one in key[1].split(","))
            self.known[key] = vacancy_words.read(occupation=key[0], required=lines, preferred="")
        read = self.known[key]
        self.not_understood += sum(len(one) for one in read.unknown.values())
        return read


class _Employers:
    """Finds the employer of a vacancy, or keeps it apart as known from that source only."""

    def __init__(self, context: Context, origin: str) -> None:
        self.context, self.origin = context, origin
        self.held: dict[tuple[str, str], EmployerAccountRecord] = {}

    def of(self, one: OfferedVacancy) -> EmployerAccountRecord:
        key = (one.kvk_number, one.employer.casefold())
        if key not in self.held:
            self.held[key] = self._found(one) or self._made(one)
        return self.held[key]

    def _found(self, one: OfferedVacancy) -> EmployerAccountRecord | None:
        rows = EmployerAccountRecord.objects.order_by("id")
        if one.kvk_number:
            return rows.filter(kvk_number=one.kvk_number).first()
        return rows.filter(name__iexact=one.employer, origin=self.origin).first()

    def _made(self, one: OfferedVacancy) -> EmployerAccountRecord:
        return EmployerAccountRecord.objects.create(
            ref=new_reference(),
            name=one.employer,
            kvk_number=one.kvk_number,
            origin=self.origin,
            manager_id=self.context.organisation,
            made_at=self.context.now,
            made_by_id=self.context.account_id,
        )


def _put(
    context: Context,
    origin: str,
    one: OfferedVacancy,
    held: dict[str, VacancyRecord],
    employers: _Employers,
) -> str:
    row = held.get(one.code)
    if row is None:
        held[one.code] = VacancyRecord.objects.create(
            ref=new_reference(),
            employer=employers.of(one),
            origin=origin,
            origin_code=one.code,
            organisation_id=context.organisation,
            made_at=context.now,
            made_by_id=context.account_id,
            **one.values,
        )
        return "new"
    differs = any(getattr(row, name) != value for name, value in one.values.items())
    if row.state == "withdrawn" or not differs:
        return "same"
    VacancyRecord.objects.filter(pk=row.pk).update(version=row.version + 1, **one.values)
    return "changed"


def _whole(typed: str) -> int | None:
    digits = typed.isascii() and typed.isdigit() and len(typed) < len("1000000")
    return int(typed) if digits else None


def _fits(said: str, longest: int) -> bool:
    return bool(said) and len(said) <= longest and "\0" not in said


def _digits(said: str, number: int) -> bool:
    return said.isascii() and said.isdigit() and len(said) == number


def _known_place(postcode: str) -> bool:
    region = current_region()
    inside = region.municipality_of(postcode) is not None
    return len(postcode) <= len("1234 AB") and (
        inside or region.outside_place(postcode) is not None
    )


def _is_address(said: str) -> bool:
    if len(said) > 300 or any(sign.isspace() for sign in said):  # noqa: PLR2004  as the column
        return False
    try:
        parts = urlsplit(said)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname)


def _is_day(said: str) -> bool:
    try:
        date.fromisoformat(said)
    except ValueError:
        return False
    return True
