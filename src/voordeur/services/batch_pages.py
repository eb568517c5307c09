"""Plans and scenarios in words: who is helped from which money, who is not, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, Verdict
from voordeur.records.funding.models import BatchPlanRecord, PlanChoiceRecord
from voordeur.services import batch_plans
from voordeur.services.batch_plans import EVERY_SOURCE, PLAN, PLANNERS, SCENARIO
from voordeur.services.broker_money import money_on
from voordeur.services.context import Context
from voordeur.services.mix_words import Words
from voordeur.services.offices import require_office
from voordeur.services.region import current_region

MOST_LISTED = 50
STATES = {
    "waiting": gettext_noop("wacht op zijn beurt"),
    "running": gettext_noop("wordt uitgerekend"),
    "done": gettext_noop("klaar"),
    "failed": gettext_noop("niet gelukt"),
}
SPREAD, EVEN = 0, 1000
WAYS = {
    SPREAD: gettext_noop("Zo veel mogelijk mensen"),
    EVEN: gettext_noop("Elke euro telt even zwaar"),
}
WHAT_IT_DOES = {
    SPREAD: gettext_noop(
        "Wie weinig nodig heeft, gaat voor. Zo help je de meeste mensen. Wie veel nodig heeft, "
        "wacht langer."
    ),
    EVEN: gettext_noop(
        "Wie veel nodig heeft, maakt evenveel kans. Zo help je soms minder mensen met hetzelfde "
        "geld."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One plan or scenario in the list."""

    ref: str
    asked_at: datetime
    state: str
    label: str
    people: int
    what: str
    adopted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedRow:
    """Somebody who is helped in a plan: references and who pays what."""

    case: str
    trajectory: str
    cents: int
    payers: tuple[tuple[str, int], ...]
    adopted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WayPage:
    """One way of dividing: how many it helps, with what money, and how good it is for certain."""

    exponent: int
    title: str
    does: str
    agreed: bool
    chosen: bool
    count: int
    cents: int
    gap_permille: int
    fewer: int
    """How many people fewer than with the way that helps the most."""
    served: tuple[ServedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftRow:
    """Somebody no way helps, and why."""

    case: str
    trajectory: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowRow:
    """What 10,000 euro more in a budget would do, in thousandths of a person."""

    source: str
    people_milli: int

    @property
    def people(self) -> float:
        """How many people more; parts, as money flows without whole claims."""
        return self.people_milli / 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class WayChoice:
    """The way that was chosen, by whom, when and why."""

    title: str
    reason: str
    organisation: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioResult:
    """What less money does: who keeps theirs, who loses it, and how much moves."""

    what: str
    cut_cents: int
    before: tuple[int, int]
    after: tuple[int, int]
    """People helped and cents, before and after."""
    moved_cents: int
    started: int
    started_kept: int
    lost: tuple[tuple[str, str, bool], ...]
    """Case, trajectory, and whether money was reserved for them already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """One plan or scenario with everything its page shows."""

    row: PlanRow
    kind: str
    done_permille: int
    seconds_tenths: int
    first_come: tuple[int, int]
    ways: tuple[WayPage, ...]
    left: tuple[LeftRow, ...]
    shadow: tuple[ShadowRow, ...]
    choice: WayChoice | None
    scenario: ScenarioResult | None
    may_adopt: Verdict
    to_adopt: int

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.seconds_tenths / 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PlansPage:
    """The plans that were made, how many wait for one, and the sources a scenario can be about."""

    rows: tuple[PlanRow, ...]
    waiting: int
    waiting_words: str
    sources: tuple[tuple[str, str], ...]


def plans(context: Context, *, kind: str = PLAN) -> PlansPage:
    """Return the newest plans or scenarios. Raises ``RefusedError`` (NOT_FOUND) for others."""
    require_office(context, PLANNERS)
    words = _words(context)
    rows = BatchPlanRecord.objects.filter(policy__kind=kind).order_by("-id")[:MOST_LISTED]
    named = ((code, words.source(code)) for code in words.money.terms)
    waiting = batch_plans.waiting_trajectories().count()
    said = ngettext("%(number)d traject wacht", "%(number)d trajecten wachten", waiting)
    return PlansPage(
        rows=tuple(_row(words, one) for one in rows),
        waiting=waiting,
        waiting_words=said % {"number": waiting},
        sources=tuple(sorted(named, key=lambda one: one[1].casefold())),
    )


def plan_page(context: Context, *, ref: str) -> PlanPage:
    """Return one plan or scenario. Raises ``RefusedError`` (NOT_FOUND)."""
    require_office(context, PLANNERS)
    row = BatchPlanRecord.objects.filter(ref=ref).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    words = _words(context)
    result: Mapping[str, Any] = row.result
    kind = str(row.policy["kind"])
    choice = batch_plans.chosen_way(row)
    ways = tuple(_ways(words, row, choice)) if kind == PLAN else ()
    chosen = next((one for one in ways if one.chosen), None)
    return PlanPage(
        row=_row(words, row),
        kind=kind,
        done_permille=row.done_permille,
        seconds_tenths=row.milliseconds // 100,
        first_come=_pair(result.get("first_come")),
        ways=ways,
        left=tuple(_left(row, ways)),
        shadow=_shadow(words, result),
        choice=_choice(words, choice) if choice else None,
        scenario=_scenario(words, row) if kind == SCENARIO and result else None,
        may_adopt=batch_plans.may_adopt(row),
        to_adopt=len(chosen.served) - row.adoptions.count() if chosen else 0,
    )


def _words(context: Context) -> Words:
    return Words(context, current_region(), money_on(context))


def _row(words: Words, row: BatchPlanRecord) -> PlanRow:
    return PlanRow(
        ref=row.ref,
        asked_at=row.asked_at,
        state=row.state,
        label=_(STATES[row.state]),
        people=row.people,
        what=_what(words, row),
        adopted_at=row.adopted_at,
    )


def _what(words: Words, row: BatchPlanRecord) -> str:
    """Return what was asked: for a scenario how much less of which source."""
    if row.policy["kind"] == PLAN:
        return _("Wie kan geholpen worden met het geld dat er is")
    source, percent = row.policy["source"], row.policy["percent"]
    if source == EVERY_SOURCE:
        return _("%(percent)d %% minder uit elke bron") % {"percent": percent}
    named = {"percent": percent, "source": words.source(source)}
    return _("%(percent)d %% minder uit %(source)s") % named


def _ways(words: Words, row: BatchPlanRecord, choice: PlanChoiceRecord | None) -> Iterable[WayPage]:
    held = row.result.get("ways", ())
    most = max((one["count"] for one in held), default=0)
    chosen = choice.exponent if choice else None
    adopted = set(row.adoptions.filter(made=True).values_list("trajectory", flat=True))
    for one in held:
        exponent = one["exponent"]
        nearest = min(WAYS, key=lambda code: abs(code - exponent))
        gap = one["bound"] - one["value"]
        yield WayPage(
            exponent=exponent,
            title=_way_title(exponent),
            does=_(WHAT_IT_DOES[nearest]),
            agreed=exponent == row.result["agreed"],
            chosen=exponent == chosen,
            count=one["count"],
            cents=one["cents"],
            gap_permille=-(-gap * 1000 // max(one["bound"], 1)),
            fewer=most - one["count"],
            served=tuple(_served(words, planned, adopted) for planned in one["served"]),
        )


def _served(words: Words, planned: Mapping[str, Any], adopted: set[str]) -> ServedRow:
    totals: dict[str, int] = {}
    for _step, source, _budget, cents in planned["shares"]:
        totals[source] = totals.get(source, 0) + cents
    return ServedRow(
        case=planned["case"],
        trajectory=planned["trajectory"],
        cents=sum(totals.values()),
        payers=tuple((words.source(source), cents) for source, cents in totals.items()),
        adopted=planned["trajectory"] in adopted,
    )


def _left(row: BatchPlanRecord, ways: tuple[WayPage, ...]) -> Iterable[LeftRow]:
    """Yield whoever the chosen or agreed way does not help."""
    shown = next((one for one in ways if one.chosen), None)
    shown = shown or next((one for one in ways if one.agreed), None)
    helped = {one.trajectory for one in shown.served} if shown else set()
    for trajectory, (case, possible) in sorted(row.result.get("left", {}).items()):
        if trajectory not in helped:
            why = (
                _("Er is geld dat mag, maar niet genoeg voor iedereen. Anderen gaan voor.")
                if possible
                else _("Nu kan geen combinatie van geld dit betalen. Bij het traject staat waarom.")
            )
            yield LeftRow(case=case, trajectory=trajectory, why=why)


def _shadow(words: Words, result: Mapping[str, Any]) -> tuple[ShadowRow, ...]:
    rows = [
        ShadowRow(source=words.source(source), people_milli=milli)
        for source, _budget, milli in result.get("shadow", ())
    ]
    return tuple(sorted(rows, key=lambda one: (-one.people_milli, one.source)))


def _choice(words: Words, held: PlanChoiceRecord) -> WayChoice:
    region, context = words.region, words.context
    named = held.organisation
    return WayChoice(
        title=_way_title(held.exponent),
        reason=held.reason,
        organisation=region.organisation_name(named, context.today, context.language)
        if named
        else "",
        day=context.at(held.chosen_at).today,
    )


def _way_title(exponent: int) -> str:
    return _(WAYS[exponent]) if exponent in WAYS else _("Zoals nu is afgesproken")


def _scenario(words: Words, row: BatchPlanRecord) -> ScenarioResult:
    found = row.result
    return ScenarioResult(
        what=_what(words, row),
        cut_cents=found["cut_cents"],
        before=_pair(found["before"]),
        after=_pair(found["after"]),
        moved_cents=found["moved_cents"],
        started=found["started"],
        started_kept=found["started_kept"],
        lost=tuple((case, trajectory, bool(had)) for trajectory, case, had in found["lost"]),
    )


def _pair(totals: Mapping[str, int] | None) -> tuple[int, int]:
    return (totals["count"], totals["cents"]) if totals else (0, 0)
