"""What the council of one municipality reads, for information (rows GV-08 and GV-09)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.domain.region.model import Municipality, Region
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import Key
from voordeur.domain.register.entry import Entry, text_of
from voordeur.records.register.models import EntryVersionRecord
from voordeur.services import register
from voordeur.services.check_pages import CheckLine, checks
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.entry_words import amount_words, label_of, title_of, words_of
from voordeur.services.figure_lines import FigureLine, figure_line
from voordeur.services.region import current_region

READ = ("action", "local_version", "local_line", "focus_group", "plan", "plan_line", "statistic")
TOLD = ("plan", "plan_line", "project", "action", "local_version", "focus_group", "agreement")
"""Kinds whose changes a council wants to know of."""
LATELY = timedelta(days=180)
MOST_CHANGES, MOST_FIGURES = 12, 8
LOCAL_SCOPES = frozenset({"local_regional_possible", "regional_local_elaboration"})
"""Scopes of actions in which every municipality has something of its own to do."""


@dataclass(frozen=True, slots=True)
class CouncilLine:
    """A council in the list."""

    slug: str
    name: str
    sub_region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A change of something in the register: what, when and why."""

    kind: str
    kind_name: str
    code: str
    title: str
    day: date
    reason: str
    proposal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalLine:
    """Something this municipality or its part of the region does."""

    kind: str
    code: str
    title: str
    words: str
    status: str
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusLine:
    """A focus group with why, and what it costs and yields."""

    code: str
    title: str
    year: int
    reason: str
    words: str
    costs: str
    benefits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressLine:
    """How many lines of a yearly plan are in a state."""

    label: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilPage:
    """Everything on the page of one council."""

    council: CouncilLine
    changes: tuple[ChangeLine, ...]
    versions: tuple[LocalLine, ...]
    local: tuple[LocalLine, ...]
    extra: tuple[LocalLine, ...]
    """What its part of the region does on top."""
    focus: tuple[FocusLine, ...]
    focus_year: int | None
    plan_year: int | None
    progress: tuple[ProgressLine, ...]
    figures: tuple[FigureLine, ...]
    checks: tuple[CheckLine, ...]


def councils(context: Context) -> tuple[CouncilLine, ...]:
    """Return every council of the region, in the order of its pack."""
    register.require_reader(context)
    region = current_region()
    return tuple(_council(region, place) for place in region.municipalities.values())


def council_page(context: Context, *, municipality: str) -> CouncilPage:
    """Return the page of one council (three queries). Raises ``RefusedError`` (NOT_FOUND)."""
    register.require_reader(context)
    region = current_region()
    place = region.municipalities.get(municipality)
    if place is None:
        raise RefusedError(register.NOT_FOUND)
    entries = register.entries_of(context, READ)
    focus_year = _newest(_of(entries, "focus_group"), "year")
    plan = max(_of(entries, "plan"), key=lambda one: one.number("year") or 0, default=None)
    return CouncilPage(
        council=_council(region, place),
        changes=recent_changes(context, municipality=municipality),
        versions=_versions(context, entries, place),
        local=_local_actions(context, entries, place),
        extra=_extra(context, entries, place),
        focus=_focus(context, entries, focus_year),
        focus_year=focus_year,
        plan_year=plan.number("year") if plan else None,
        progress=_progress(context, entries, plan),
        figures=_figures(context, region, entries),
        checks=checks(context, municipality=municipality),
    )


def recent_changes(context: Context, *, municipality: str = "") -> tuple[ChangeLine, ...]:
    """Return what was changed here lately, each entry once, newest first (one query).

    Local versions are told to the council of their own ``municipality`` only.
    """
    rows = (
        EntryVersionRecord.objects.filter(
            entry__kind__in=TOLD,
            origin="here",
            recorded_at__gte=context.now - LATELY,
        )
        .select_related("entry")
        .order_by("-recorded_at", "-id")[: MOST_CHANGES * 5]
    )
    newest: dict[Key, EntryVersionRecord] = {}
    for row in rows:
        if row.body.get("municipality", municipality) != municipality:
            continue
        newest.setdefault((row.entry.kind, row.entry.code), row)
    return tuple(
        ChangeLine(
            kind=kind,
            kind_name=KINDS[kind].name.in_language(context.language),
            code=code,
            title=text_of(row.body["title"]).in_language(context.language),
            day=row.recorded_at.astimezone(AMSTERDAM).date(),
            reason=row.reason,
            proposal=row.proposal,
        )
        for (kind, code), row in [*newest.items()][:MOST_CHANGES]
    )


def _council(region: Region, place: Municipality) -> CouncilLine:
    part = region.sub_regions.get(place.sub_region)
    return CouncilLine(place.slug, place.name, part.name if part else "")


def _of(entries: Mapping[Key, Entry], kind: str) -> list[Entry]:
    return [entry for (one, _code), entry in entries.items() if one == kind]


def _newest(found: Sequence[Entry], field: str) -> int | None:
    return max((number for one in found if (number := one.number(field))), default=None)


def _versions(
    context: Context, entries: Mapping[Key, Entry], place: Municipality
) -> tuple[LocalLine, ...]:
    found = []
    for entry in _of(entries, "local_version"):
        if entry.line("municipality") != place.slug:
            continue
        action = entries.get(("action", entry.line("action")))
        found.append(
            LocalLine(
                kind=entry.kind,
                code=entry.code,
                title=title_of(context, action or entry),
                words=words_of(context, entry, "description"),
                status=label_of(context, entry, "status"),
                scope="",
            )
        )
    return tuple(found)


def _local_actions(
    context: Context, entries: Mapping[Key, Entry], place: Municipality
) -> tuple[LocalLine, ...]:
    """Return actions of the part of the region, and those each municipality fills in itself."""
    return tuple(
        _local(context, entry, "lead", label_of(context, entry, "status"))
        for entry in _of(entries, "action")
        if entry.line("scope") in LOCAL_SCOPES or entry.line("sub_region") == place.sub_region
    )


def _extra(
    context: Context, entries: Mapping[Key, Entry], place: Municipality
) -> tuple[LocalLine, ...]:
    return tuple(
        _local(context, entry, "description", "")
        for entry in _of(entries, "local_line")
        if entry.line("sub_region") == place.sub_region
    )


def _local(context: Context, entry: Entry, field: str, status: str) -> LocalLine:
    return LocalLine(
        kind=entry.kind,
        code=entry.code,
        title=title_of(context, entry),
        words=words_of(context, entry, field),
        status=status,
        scope=label_of(context, entry, "scope"),
    )


def _focus(
    context: Context, entries: Mapping[Key, Entry], year: int | None
) -> tuple[FocusLine, ...]:
    return tuple(
        FocusLine(
            code=entry.code,
            title=title_of(context, entry),
            year=year or 0,
            reason=words_of(context, entry, "reason"),
            words=words_of(context, entry, "costs_and_benefits"),
            costs=amount_words(context, entry, "costs_cents"),
            benefits=amount_words(context, entry, "benefits_cents"),
        )
        for entry in _of(entries, "focus_group")
        if entry.flag("chosen") and entry.number("year") == year
    )


def _progress(
    context: Context, entries: Mapping[Key, Entry], plan: Entry | None
) -> tuple[ProgressLine, ...]:
    if plan is None:
        return ()
    field = KINDS["plan_line"].field("status")
    states = [
        one.line("status") for one in _of(entries, "plan_line") if one.line("plan") == plan.code
    ]
    return tuple(
        ProgressLine(label=label.in_language(context.language), number=states.count(code))
        for code, label in field.choices.items()
        if code in states
    )


def _figures(
    context: Context, region: Region, entries: Mapping[Key, Entry]
) -> tuple[FigureLine, ...]:
    lines = [figure_line(context, region, entry) for entry in _of(entries, "statistic")]
    return tuple(sorted(lines, key=lambda one: one.day, reverse=True)[:MOST_FIGURES])
