"""Putting a way of the sector paths in somebody's trajectory: one press, one event."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from voordeur.domain.consent.grants import AccessAction
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.paths.amounts import money_of
from voordeur.domain.paths.obstacles import NOBODY, Traveller
from voordeur.domain.paths.ways import Leg, Way, walk
from voordeur.domain.register.amounts import AmountWord, Total
from voordeur.records.cases.models import CaseRecord
from voordeur.records.references import new_reference
from voordeur.records.trajectories.models import LIVE, TrajectoryRecord, TrajectoryStepRecord
from voordeur.services import trajectories
from voordeur.services.access import case_for_act
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.path_book import PathBook, open_book
from voordeur.services.trajectory_steps import LONGEST, LONGEST_NAME, MOST_STEPS

CHOSEN = "WayChosen"
MONTHS_IN_A_YEAR = 12
NEVER_ADDED = frozenset({"finished", "cancelled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenWay:
    """A way somebody goes: where it starts, the codes of its steps, and the first day."""

    start: str
    steps: tuple[str, ...]
    starts_on: date
    traveller: Traveller = NOBODY


def choose_way(context: Context, *, case_ref: str, chosen: ChosenWay) -> str:
    """Put a way in the trajectory of a case, or start one with it; returns its reference.

    Raises ``RefusedError``: NOT_FOUND, CASE_CLOSED, INVALID_INPUT with the field when the steps are
    no way, WAY_BLOCKED, DATE_IN_THE_PAST, TRAJECTORY_NOT_IN_STATE, TOO_LARGE, WAY_IN_TRAJECTORY
    when one of its steps is open there already.
    """
    if chosen.starts_on < context.today:
        raise RefusedError(Refusal(Reason.DATE_IN_THE_PAST))
    book = open_book(context)
    way = walk(book.atlas, chosen.steps, start=chosen.start, traveller=chosen.traveller)
    if way is None:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "steps"}))
    if way.blocked:
        raise RefusedError(Refusal(Reason.WAY_BLOCKED))
    with acting(context) as act:
        case = case_for_act(context, ref=case_ref, action=AccessAction.WORK)
        row, drafted = _trajectory(context, case, book, way)
        made = _add(context, row, book, way, chosen.starts_on)
        goal = book.atlas.jobs[way.legs[-1].step.goal]
        trajectories.record_event(
            act,
            CHOSEN,
            row,
            drafted=drafted,
            start=chosen.start,
            goal=goal.code,
            sector=goal.sector,
            branch=goal.branch,
            prospect=book.job(goal.code).line("prospect"),
            work=str(case.situation.get("work", "")),
            months=way.months,
            path_steps=list(way.codes),
            courses=[code for leg in way.legs for code in leg.step.courses],
            steps=made,
        )
    return row.ref


def add_months(day: date, months: int) -> date:
    """Return the same day some months on; the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, MONTHS_IN_A_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _trajectory(
    context: Context, case: CaseRecord, book: PathBook, way: Way
) -> tuple[TrajectoryRecord, bool]:
    """Return the live trajectory of a case, or a new one, and whether it is new."""
    live = TrajectoryRecord.objects.filter(case=case, state__in=LIVE).first()
    if live is not None:
        row = trajectories.locked(context, live.ref)
        trajectories.plan_again(row)
        return row, False
    if case.state != "open":
        raise RefusedError(Refusal(Reason.CASE_CLOSED))
    title = book.job(way.legs[-1].step.goal).title.nl
    row = TrajectoryRecord.objects.create(
        ref=new_reference(),
        case=case,
        goal=f"Werken als {title}"[: trajectories.LONGEST_GOAL],
        payer_id=case.finally_responsible_id,
        made_at=context.now,
        made_by_id=context.account_id,
    )
    return row, True


def _add(
    context: Context, row: TrajectoryRecord, book: PathBook, way: Way, starts_on: date
) -> list[str]:
    held = list(row.steps.order_by("position", "id"))
    if len(held) + len(way.legs) > MOST_STEPS:
        raise RefusedError(Refusal(Reason.TOO_LARGE))
    goals = {(one.what, one.goal) for one in held if one.state not in NEVER_ADDED}
    places = len(held)
    before: TrajectoryStepRecord | None = None
    made: list[str] = []
    begins = starts_on
    for leg in way.legs:
        columns = _columns(book, leg, begins, context.today)
        if (columns["what"], columns["goal"]) in goals:
            raise RefusedError(Refusal(Reason.WAY_IN_TRAJECTORY))
        places += 1
        step = TrajectoryStepRecord.objects.create(
            ref=new_reference(), trajectory=row, position=places, **columns
        )
        if before is not None:
            step.waits.create(after=before)
        before = step
        made.append(step.ref)
        begins = add_months(begins, leg.step.months)
    return made


def _columns(book: PathBook, leg: Leg, begins: date, today: date) -> dict[str, object]:
    step = leg.step
    courses = [book.course(code) for code in step.courses]
    providers = sorted({code for one in courses for code in one.codes("providers")})
    job = book.job(step.goal).title.nl
    cents, word = _cost(money_of(book.atlas, step, today).cost)
    ends = add_months(begins, step.months) - timedelta(days=1)
    return {
        "what": _short([one.title.nl for one in courses] or [f"Naar {job}"], LONGEST),
        "goal": f"Werken als {job}"[:LONGEST],
        "provider_id": providers[0] if len(providers) == 1 else None,
        "provider_name": _short([one.text("provider").nl for one in courses], LONGEST_NAME)
        if len(providers) != 1
        else "",
        "starts_on": begins,
        "ends_on": max(begins, ends),
        "cost_cents": cents,
        "cost_word": word,
    }


def _cost(total: Total) -> tuple[int | None, str]:
    """Return cents when every part is known, else the word of the first part that is not."""
    if total.cents and total.complete:
        return total.cents, ""
    words = [word.value for word, _times in total.words]
    return None, words[0] if words else AmountWord.TO_BE_DETERMINED.value


def _short(parts: Sequence[str], longest: int) -> str:
    said = " en ".join(one for one in parts if one)
    return said if len(said) <= longest else f"{said[: longest - 1]}…"
