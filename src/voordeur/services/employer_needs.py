"""What employers need, counted per sector and theme with its trend: a brief for the boards."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, Sum

from voordeur.domain.kernel.text import Text
from voordeur.domain.work.employers import NEEDS, RECURRING, THEMES
from voordeur.records.work.models import EmployerAccountRecord, EmployerTalkRecord, VacancyRecord
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.exports import Cell, Table
from voordeur.services.register_words import words
from voordeur.services.service_plans import focus_sectors

DAYS = 91
"""A quarter of a year; it is held beside the quarter before it."""
NAME = Text("wat-werkgevers-nodig-hebben", "what-employers-need")
HEADS = (
    Text("Sector", "Sector"),
    Text("Thema", "Theme"),
    Text("Werkgevers nu", "Employers now"),
    Text("Werkgevers hiervoor", "Employers before"),
)
ALL = Text("alle sectoren", "all sectors")
FEW = Text("minder dan 3", "fewer than 3")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedLine:
    """A theme: how many different employers named it in the last quarter and the one before.

    A number is None from one employer up to :data:`RECURRING`: too few to say.
    """

    theme: str
    now: int | None
    before: int | None
    trend: str
    """'more', 'less', 'same', or '' when it cannot be said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorNeed:
    """A sector: seats that wait, employers by what they need, and its themes."""

    code: str
    name: str
    focus: bool
    seats: int
    vacancies: int
    needs: tuple[tuple[str, int | None], ...]
    themes: tuple[NeedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsBrief:
    """The brief of a day: all sectors together, then each with something to tell."""

    since: date
    before: date
    until: date
    least: int
    themes: tuple[NeedLine, ...]
    sectors: tuple[SectorNeed, ...]


def needs_brief(context: Context) -> NeedsBrief:
    """Return the brief of today (four queries); no employer can be recognised in it."""
    register.require_reader(context)
    said = words(context, {})
    until = context.today
    since = until - timedelta(days=DAYS)
    before = since - timedelta(days=DAYS)
    rows = EmployerTalkRecord.objects.filter(day__gt=before, day__lte=until).values_list(
        "employer__sector", "theme", "employer_id", "day"
    )
    named: dict[tuple[str, str, bool], set[int]] = {}
    for sector, theme, employer, day in rows:
        for key in ((sector, theme, day > since), ("", theme, day > since)):
            named.setdefault(key, set()).add(employer)
    focus = focus_sectors(said)
    seats = _seats()
    needs = _needs()

    def lines(sector: str) -> tuple[NeedLine, ...]:
        found = [
            _line(
                said.say(label),
                len(named.get((sector, code, True), ())),
                len(named.get((sector, code, False), ())),
            )
            for code, label in THEMES.items()
            if (sector, code, True) in named or (sector, code, False) in named
        ]
        return tuple(sorted(found, key=lambda one: -(one.now or 0)))

    sectors = [
        SectorNeed(
            code=code,
            name=said.reference("@sector", code),
            focus=code in focus,
            vacancies=seats.get(code, (0, 0))[0],
            seats=seats.get(code, (0, 0))[1],
            needs=tuple(
                (said.say(label), _shown(needs.get((code, need), 0)))
                for need, label in NEEDS.items()
            ),
            themes=lines(code),
        )
        for code in said.region.sectors
    ]
    told = [one for one in sectors if one.seats or one.themes or any(n for _w, n in one.needs)]
    return NeedsBrief(
        since=since,
        before=before,
        until=until,
        least=RECURRING,
        themes=lines(""),
        sectors=tuple(sorted(told, key=lambda one: (not one.focus, -one.seats, one.name))),
    )


def needs_table(context: Context) -> Table:
    """Return the themes of the brief as a table."""
    page = needs_brief(context)
    language = context.language
    few = FEW.in_language(language)

    def cell(number: int | None) -> Cell:
        return few if number is None else number

    groups = [(ALL.in_language(language), page.themes)]
    groups += [(one.name, one.themes) for one in page.sectors]
    return Table(
        name=NAME.in_language(language),
        columns=tuple(one.in_language(language) for one in HEADS),
        rows=tuple(
            (name, line.theme, cell(line.now), cell(line.before))
            for name, lines in groups
            for line in lines
        ),
    )


def _seats() -> dict[str, tuple[int, int]]:
    """Return open vacancies and free seats, by sector."""
    rows = (
        VacancyRecord.objects.filter(state="open")
        .order_by()
        .values("sector")
        .annotate(vacancies=Count("id"), free=Sum(F("seats") - F("filled")))
    )
    return {row["sector"]: (row["vacancies"], row["free"]) for row in rows}


def _needs() -> dict[tuple[str, str], int]:
    """Return employers by sector and what they need."""
    rows = EmployerAccountRecord.objects.filter(~Q(need=""))
    grouped = rows.order_by().values("sector", "need").annotate(number=Count("id"))
    return {(row["sector"], row["need"]): row["number"] for row in grouped}


def _line(theme: str, now: int, before: int) -> NeedLine:
    shown, earlier = _shown(now), _shown(before)
    trend = ""
    if shown is not None and earlier is not None:
        trend = "same" if now == before else ("more" if now > before else "less")
    return NeedLine(theme=theme, now=shown, before=earlier, trend=trend)


def _shown(number: int) -> int | None:
    return number if number == 0 or number >= RECURRING else None
