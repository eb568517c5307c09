"""How often each partner uses the toolbox, why not, and what colleagues used before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from voordeur.domain.monitoring.disclosure import Share, shown_count
from voordeur.domain.register.entry import Entry
from voordeur.domain.toolbox.using import Figure, Use, endings, figures, people
from voordeur.records.cases.models import CaseRecord
from voordeur.records.toolbox.models import NotUsedRecord
from voordeur.records.trajectories.models import TrajectoryStepRecord
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.offices import require_office
from voordeur.services.register_words import Words, words
from voordeur.services.toolbox_pages import HOLDING_A_PLACE, INSTRUMENT, MANAGERS

CAUSES = ("unfamiliar", "legality", "caseload")
"""The three causes of the region; another one is told apart."""
FIRST_YEAR = 2020
MOST_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerUse:
    """One partner: open cases, people with an instrument, and why nothing was used.

    Every number is as it may be shown; None is a small count. ``causes`` as in ``CAUSES``.
    """

    name: str
    cases: int | None
    used: int | None
    share: Share | None
    agreement: int | None
    causes: tuple[int | None, ...]

    @property
    def told(self) -> tuple[tuple[str, int | None], ...]:
        """The causes with their words, for a narrow screen."""
        labels = (_("Niet: onbekend"), _("Niet: regels"), _("Niet: te druk"))
        return tuple(zip(labels, self.causes, strict=True))


@dataclass(frozen=True, slots=True)
class ToolUse:
    """How many people an instrument was used for; ``shown`` None is a small count."""

    code: str
    title: str
    shown: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UsePage:
    """The use of the toolbox in one year."""

    year: int
    years: tuple[int, ...]
    partners: tuple[PartnerUse, ...]
    whole: PartnerUse
    tools: tuple[ToolUse, ...]
    """Those that were used for ten people or more."""
    agreement: tuple[ToolUse, ...]
    other: int | None
    """How many people had another reason."""


@dataclass(frozen=True, slots=True)
class ColleagueLine:
    """An instrument colleagues used in similar situations, and how often its goal was reached."""

    code: str
    title: str
    people: int
    reached: Share | None


def use_page(context: Context, *, year: int | None = None) -> UsePage:
    """Return how often partners use the toolbox, without small counts (four queries).

    Raises ``RefusedError`` (NOT_FOUND) for anybody but managers.
    """
    require_office(context, MANAGERS)
    years = tuple(range(context.today.year, FIRST_YEAR - 1, -1))
    chosen = year if year in years else context.today.year
    tools = {one.code: one for one in register.entries(context, INSTRUMENT)}
    uses, causes, cases = _uses(chosen), _causes(chosen), _cases()
    said = words(context, {})
    agreed = [one for one in uses if one.instrument in tools and _agreed(tools[one.instrument])]
    held = _Held(uses, agreed, causes, cases)
    codes = {one.organisation for one in (*uses, *causes)} | {org for org, _case in cases}
    partners = [_partner(said, code, held) for code in codes]
    return UsePage(
        year=chosen,
        years=years,
        partners=tuple(sorted(partners, key=lambda one: (-(one.used or 0), one.name))),
        whole=_partner(said, "", held),
        tools=tuple(
            ToolUse(one.code, said.title(tools[one.code]), one.shown)
            for one in figures(uses, by="instrument")
            if one.shown is not None and one.code in tools
        ),
        agreement=_every(said, tools, figures(agreed, by="instrument")),
        other=people("other", _told(causes, "other")).shown,
    )


def colleagues(
    context: Context, *, case: CaseRecord, tools: Mapping[str, Entry]
) -> tuple[ColleagueLine, ...]:
    """Return what was used for people in a similar situation (one query), without small counts.

    Similar: of the same target group; when none is known, with the same answer on work.
    """
    rows = TrajectoryStepRecord.objects.filter(state__in=HOLDING_A_PLACE).exclude(instrument="")
    rows = rows.filter(trajectory__case__resident__isnull=False).exclude(
        trajectory__case_id=case.pk
    )
    if case.target_group:
        rows = rows.filter(trajectory__case__target_group=case.target_group)
    elif case.situation.get("work"):
        rows = rows.filter(trajectory__case__situation__work=case.situation["work"])
    else:
        return ()
    values = rows.values_list("trajectory__case__resident_id", "instrument", "result")
    uses = [
        Use("", person, code, result == "reached" if result else None)
        for person, code, result in values
    ]
    said = words(context, {})
    return tuple(
        ColleagueLine(one.instrument, said.title(tools[one.instrument]), one.people, one.reached)
        for one in endings(uses)
        if one.people and one.instrument in tools
    )[:MOST_SHOWN]


def _uses(year: int) -> list[Use]:
    rows = TrajectoryStepRecord.objects.filter(state__in=HOLDING_A_PLACE).exclude(instrument="")
    begun = rows.annotate(day=Coalesce("ordered_on", "starts_on", "finished_on"))
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    values = begun.filter(day__gte=start, day__lt=end).values_list(
        "trajectory__case__accountable_id", "trajectory__case_id", "instrument"
    )
    return [Use(organisation, case, code) for organisation, case, code in values]


def _causes(year: int) -> list[Use]:
    start, end = (datetime(one, 1, 1, tzinfo=UTC) for one in (year, year + 1))
    rows = NotUsedRecord.objects.filter(told_at__gte=start, told_at__lt=end)
    return [Use(*row) for row in rows.values_list("organisation", "case_id", "cause")]


def _cases() -> list[tuple[str, int]]:
    rows = CaseRecord.objects.filter(state="open", resident__isnull=False).order_by()
    return list(rows.values_list("accountable_id", "pk"))


@dataclass(frozen=True, slots=True)
class _Held:
    """Everything that is counted; ``cases`` are open ones with who is accountable."""

    uses: list[Use]
    agreed: list[Use]
    causes: list[Use]
    cases: list[tuple[str, int]]


def _partner(said: Words, code: str, held: _Held) -> PartnerUse:
    """Return one partner, or with '' all of them together."""

    def own(rows: Iterable[Use]) -> list[Use]:
        return [one for one in rows if code in {"", one.organisation}]

    used = {one.person for one in own(held.uses)}
    open_now = {case for organisation, case in held.cases if code in {"", organisation}}
    figure = people(code, used, whole=len(open_now | used))
    told = own(held.causes)
    return PartnerUse(
        name=said.organisation(code) if code else "",
        cases=shown_count(len(open_now)),
        used=figure.shown,
        share=figure.share,
        agreement=people(code, (one.person for one in own(held.agreed))).shown,
        causes=tuple(people(one, _told(told, one)).shown for one in CAUSES),
    )


def _told(rows: Iterable[Use], cause: str) -> list[int]:
    return [one.person for one in rows if one.instrument == cause]


def _agreed(entry: Entry) -> bool:
    return entry.flag("jobs_agreement")


def _every(said: Words, tools: Mapping[str, Entry], found: Iterable[Figure]) -> tuple[ToolUse, ...]:
    """Return every instrument of the jobs agreement: a dash is a small count or nobody."""
    shown = {one.code: one.shown for one in found}
    return tuple(
        ToolUse(code, said.title(entry), shown.get(code))
        for code, entry in tools.items()
        if _agreed(entry)
    )
