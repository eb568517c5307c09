"""Chances of one person: what fits now, outside the region, more hours, and the focus sectors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voordeur.domain.consent.grants import FieldGroup
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.paths.atlas import ANYWHERE, STEP, Step
from voordeur.domain.profile.profile import extra_hours
from voordeur.domain.profile.words import MODES
from voordeur.domain.register.catalogue import KINDS as REGISTER_KINDS
from voordeur.domain.register.entry import entry_of
from voordeur.records.cases.models import CaseRecord
from voordeur.records.profiles.models import WorkProfileRecord
from voordeur.records.register.models import EntryRecord
from voordeur.records.work.models import VacancyRecord
from voordeur.services.access import open_case
from voordeur.services.context import Context
from voordeur.services.figure_lines import FigureLine, figure_line
from voordeur.services.my_door import seen_by_themselves
from voordeur.services.path_book import OWN_LIST, PathBook, open_book
from voordeur.services.path_pages import job_line
from voordeur.services.profile_pages import sector_names
from voordeur.services.region import current_region
from voordeur.services.work_lines import (
    USUAL_MODE,
    ShownWork,
    fitting_for,
    is_outside,
    work_lines,
)

EACH, IN_A_SECTOR = 5, 3
STATISTIC, COMMUTE = "statistic", "commute-out"
"""The figure of the pack on people who work outside the region; without it nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStep:
    """A step towards work in a sector; ``start`` is a function the person knows, '' any work."""

    start: str
    start_title: str
    goal: str
    title: str
    months: int
    sort: str
    prospect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorChance:
    """A focus sector the person wants: work that fits there now, and steps that lead there."""

    code: str
    title: str
    description: str
    work: tuple[ShownWork, ...]
    steps: tuple[FirstStep, ...]
    has_paths: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """The page of chances; ``ref`` is the case, '' for the person's own page.

    ``extra``: hours a week the person wants beside their job, 0 when they want none.
    """

    ref: str
    who: str
    profile: bool
    here: tuple[ShownWork, ...]
    outside: tuple[ShownWork, ...]
    mode: str
    commute: FigureLine | None
    extra: int
    beside: tuple[ShownWork, ...]
    wanted: tuple[SectorChance, ...]
    others: tuple[str, ...]
    """Focus sectors the person did not choose, by name."""


def case_chances(context: Context, *, ref: str) -> Chances:
    """Return the chances of the person of a case; the view is logged first.

    Raises ``RefusedError``: NOT_FOUND, NO_GRANT when the profile is not shared.
    """
    opened = open_case(context, ref=ref, part="work")
    case = opened.case
    if case.resident_id is None or case.resident is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    if not opened.shows(FieldGroup.PROFILE):
        raise RefusedError(Refusal(Reason.NO_GRANT))
    who = case.resident.name if opened.shows(FieldGroup.NAME) else ""
    return _chances(context, case.resident_id, case=case, ref=case.ref, who=who)


def own_chances(context: Context) -> Chances:
    """Return the chances of the resident who asks. Raises ``RefusedError`` (NOT_FOUND)."""
    resident = seen_by_themselves(context, part="work")
    case = CaseRecord.objects.filter(resident=resident).order_by("pk").last()
    return _chances(context, resident.pk, case=case, ref="", who=resident.name)


def _chances(
    context: Context, resident_id: int, *, case: CaseRecord | None, ref: str, who: str
) -> Chances:
    held = WorkProfileRecord.objects.prefetch_related("lines").filter(resident_id=resident_id)
    profile = held.first()
    wanted, others = _sectors(context, profile)
    lists: dict[str, list[VacancyRecord]] = {}
    extra = 0
    if profile is not None:
        (found,) = fitting_for(context, [profile])
        extra = extra_hours(profile.hours_now, profile.hours_most) if profile.more_hours else 0
        lists = _lists(found.rows, extra, wanted)
    shown = _shown(context, profile, lists, case)
    book = open_book(context) if wanted else None
    return Chances(
        ref=ref,
        who=who,
        profile=profile is not None,
        here=shown.get("here", ()),
        outside=shown.get("outside", ()),
        mode=MODES[_mode(profile)].in_language(context.language),
        commute=_commute(context),
        extra=extra,
        beside=shown.get("beside", ()),
        wanted=tuple(
            _chance(context, book, profile, code, shown.get(code, ()))
            for code in wanted
            if book is not None and profile is not None
        ),
        others=others,
    )


def _mode(profile: WorkProfileRecord | None) -> str:
    return profile.mode if profile is not None and profile.mode in MODES else USUAL_MODE


def _sectors(
    context: Context, profile: WorkProfileRecord | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the focus sectors somebody chose, and the names of the others."""
    chosen = set(profile.sectors) if profile is not None else set()
    focus = [one.code for one in current_region().sectors.values() if one.focus]
    names = sector_names(context)
    return (
        tuple(code for code in focus if code in chosen),
        tuple(names[code].in_language(context.language) for code in focus if code not in chosen),
    )


def _lists(
    rows: Sequence[VacancyRecord], extra: int, wanted: Iterable[str]
) -> dict[str, list[VacancyRecord]]:
    region = current_region()
    beside = [row for row in rows if row.hours_from <= extra]
    return {
        "here": [row for row in rows if not is_outside(region, row)][:EACH],
        "outside": [row for row in rows if is_outside(region, row)][:EACH],
        "beside": beside[:EACH],
        **{code: [row for row in rows if row.sector == code][:IN_A_SECTOR] for code in wanted},
    }


def _shown(
    context: Context,
    profile: WorkProfileRecord | None,
    lists: dict[str, list[VacancyRecord]],
    case: CaseRecord | None,
) -> dict[str, tuple[ShownWork, ...]]:
    if profile is None:
        return {}
    once = {row.pk: row for rows in lists.values() for row in rows}
    lines = work_lines(context, ((profile, row) for row in once.values()), case=case)
    held = {one.vacancy.ref: one for one in lines}
    return {
        name: tuple(held[row.ref] for row in rows if row.ref in held)
        for name, rows in lists.items()
    }


def _chance(
    context: Context,
    book: PathBook,
    profile: WorkProfileRecord,
    code: str,
    work: tuple[ShownWork, ...],
) -> SectorChance:
    goals = {one.code for one in book.atlas.jobs.values() if one.sector == code and not one.start}
    sector = current_region().sectors[code]
    return SectorChance(
        code=code,
        title=sector_names(context)[code].in_language(context.language),
        description=sector.description.in_language(context.language),
        work=work,
        steps=tuple(_step(book, one) for one in _first_steps(book, profile, goals)),
        has_paths=bool(goals),
    )


def _first_steps(
    book: PathBook, profile: WorkProfileRecord, goals: Iterable[str]
) -> tuple[Step, ...]:
    """Return the shortest steps into these functions: from work the person knows first."""
    known = known_functions(book, profile)
    wanted = set(goals) - known
    open_steps = [
        one
        for one in book.atlas.steps
        if one.goal in wanted and (one.start in known or one.start == ANYWHERE)
    ]
    open_steps.sort(key=lambda one: (one.start == ANYWHERE, one.months, one.code))
    first = {one.goal: one for one in reversed(open_steps)}
    return tuple(one for one in open_steps if first[one.goal] is one)[:IN_A_SECTOR]


def known_functions(book: PathBook, profile: WorkProfileRecord) -> set[str]:
    """Return functions of the paths that the earlier work of somebody is called by."""
    codes: dict[str, str] = {}
    for code in book.atlas.jobs:
        entry = book.job(code)
        names = [f"{OWN_LIST}{one}" for one in entry.aliases]
        codes |= {name: code for name in (*names, entry.line("esco")) if name}
    lines = (one for one in profile.lines.all() if one.part == "experience")
    return {codes[one.code] for one in lines if one.code in codes}


def _step(book: PathBook, one: Step) -> FirstStep:
    goal = job_line(book, one.goal)
    return FirstStep(
        start=one.start,
        start_title=book.job_title(one.start) if one.start != ANYWHERE else "",
        goal=one.goal,
        title=goal.title,
        months=one.months,
        sort=book.choice(STEP, "sort", one.sort),
        prospect=goal.prospect_words,
    )


def _commute(context: Context) -> FigureLine | None:
    rows = EntryRecord.objects.filter(kind=STATISTIC, code=COMMUTE, retired=False)
    body = rows.values_list("body", flat=True).first()
    if body is None:
        return None
    entry = entry_of(REGISTER_KINDS[STATISTIC], body)
    return figure_line(context, current_region(), entry)
