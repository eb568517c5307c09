"""Plans with an employer on hiring and keeping people with a distance to work, and looking back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, Verdict, require
from voordeur.domain.register.entry import Entry
from voordeur.records.employer_service.models import EmployerPlanRecord
from voordeur.records.references import new_reference
from voordeur.records.work.models import EmployerAccountRecord
from voordeur.services import register
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.employers import CONSULTANTS, locked_employer, require_reader
from voordeur.services.offices import may_by_office
from voordeur.services.register_words import words
from voordeur.services.trainings import (
    BookedTraining,
    ComingTraining,
    booked_for,
    coming_trainings,
)

INSTRUMENT = "instrument"
ARTICLE = "article"
EMPLOYMENT = "employment"
"""The topic of articles that advise employers."""
LONGEST_TEXT = 2000
MOST_SEATS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlan:
    """What was agreed; ``seats`` are places kept for people with a distance to work."""

    goal: str
    seats: int
    look_back_on: date
    instruments: tuple[str, ...] = ()
    trainings: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerPlanLine:
    """One plan in words; ``due`` when it is time to look back."""

    ref: str
    employer: str
    employer_ref: str
    goal: str
    seats: int
    instruments: tuple[tuple[str, str], ...]
    trainings: str
    made_on: date
    look_back_on: date
    looked_back_on: date | None
    result: str
    due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerPlans:
    """The plans of one employer, newest first, and what a new one can be made of."""

    employer: str
    name: str
    lines: tuple[EmployerPlanLine, ...]
    instruments: tuple[tuple[str, str], ...]
    booked: tuple[BookedTraining, ...]
    coming: tuple[ComingTraining, ...]
    may_write: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisingEmployer:
    """A public employer, or one with a social aim, with what it promised."""

    ref: str
    name: str
    place: str
    vacancies: int
    seats: int
    """Places kept for people with a distance to work, in plans that run."""
    look_back_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaflet:
    """Advice for employers, as the register has it."""

    code: str
    title: str
    body: str
    for_whom: str
    source: str


def make_plan(context: Context, *, employer: str, new: NewPlan) -> str:
    """Write down what was agreed with an employer; returns its reference.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND, INVALID_INPUT with the field,
    DATE_IN_THE_PAST for the day to look back.
    """
    require(may_by_office(context, CONSULTANTS))
    with acting(context) as act:
        row = locked_employer(employer)
        if new.look_back_on < context.today:
            raise RefusedError(Refusal(Reason.DATE_IN_THE_PAST, {"field": "look_back_on"}))
        known = {code for code, _name in _instruments(context)}
        _sound("instruments", set(new.instruments) <= known)
        _sound("seats", 0 <= new.seats <= MOST_SEATS)
        made = EmployerPlanRecord.objects.create(
            ref=new_reference(),
            employer=row,
            goal=_words("goal", new.goal),
            seats=new.seats,
            instruments=list(new.instruments),
            trainings=new.trainings.strip()[:200],
            look_back_on=new.look_back_on,
            organisation_id=context.organisation,
            made_at=context.now,
            made_by_id=context.account_id,
        )
        told = {"plan": made.ref, "seats": made.seats, "instruments": made.instruments}
        act.record(
            "EmployerPlanMade",
            payload={"employer": row.ref, "sector": row.sector, **told},
        )
    return made.ref


def look_back(context: Context, *, ref: str, result: str) -> None:
    """Write down what came of a plan, once.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND, INVALID_INPUT (result).
    """
    require(may_by_office(context, CONSULTANTS))
    with acting(context) as act:
        said = _words("result", result)
        open_plans = EmployerPlanRecord.objects.filter(ref=ref, looked_back_on=None)
        if not open_plans.update(looked_back_on=context.today, result=said):
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        act.record("EmployerPlanLookedBack", payload={"plan": ref})


def plans_of(context: Context, *, employer: str) -> EmployerPlans:
    """Return the plans of one employer, and its trainings (seven queries). Raises NOT_FOUND."""
    require_reader(context)
    row = EmployerAccountRecord.objects.filter(ref=employer).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    rows = EmployerPlanRecord.objects.select_related("employer").filter(employer=row)
    instruments = _instruments(context)
    return EmployerPlans(
        employer=row.ref,
        name=row.name,
        lines=_lines(context, rows, dict(instruments)),
        instruments=instruments,
        booked=booked_for(context, row.ref),
        coming=coming_trainings(context),
        may_write=may_by_office(context, CONSULTANTS),
    )


def to_look_back(context: Context) -> tuple[EmployerPlanLine, ...]:
    """Return plans whose day to look back has come (two queries)."""
    rows = EmployerPlanRecord.objects.select_related("employer").filter(
        looked_back_on=None, look_back_on__lte=context.today
    )
    return _lines(context, rows.order_by("look_back_on", "id"), dict(_instruments(context)))


def promising_employers(context: Context, *, social: bool = False) -> tuple[PromisingEmployer, ...]:
    """Return public employers, or those with a ``social`` aim, with their promises.

    Three queries, however many there are. Raises ``RefusedError`` (NOT_FOUND).
    """
    require_reader(context)
    said = words(context, {})
    chosen = {"impact": True} if social else {"public": True}
    rows = EmployerAccountRecord.objects.filter(**chosen).prefetch_related("vacancies")
    plans: dict[int, list[EmployerPlanRecord]] = {}
    for one in EmployerPlanRecord.objects.filter(looked_back_on=None):
        plans.setdefault(one.employer_id, []).append(one)
    return tuple(
        PromisingEmployer(
            ref=row.ref,
            name=row.name,
            place=said.reference("@municipality", row.municipality) if row.municipality else "",
            vacancies=sum(one.state == "open" and one.room for one in row.vacancies.all()),
            seats=sum(one.seats for one in plans.get(row.pk, [])),
            look_back_on=min((one.look_back_on for one in plans.get(row.pk, [])), default=None),
        )
        for row in rows
    )


def leaflets(context: Context) -> tuple[Leaflet, ...]:
    """Return advice for employers, as the register has it (one query)."""
    said = words(context, {})
    return tuple(
        Leaflet(
            code=one.code,
            title=said.title(one),
            body=said.say(one.text("body")),
            for_whom=said.say(one.text("for_whom")),
            source=said.source(one),
        )
        for one in register.entries(context, ARTICLE)
        if one.line("topic") == EMPLOYMENT
    )


def _lines(
    context: Context, rows: Iterable[EmployerPlanRecord], names: dict[str, str]
) -> tuple[EmployerPlanLine, ...]:
    return tuple(
        EmployerPlanLine(
            ref=row.ref,
            employer=row.employer.name,
            employer_ref=row.employer.ref,
            goal=row.goal,
            seats=row.seats,
            instruments=tuple((code, names.get(code, code)) for code in row.instruments),
            trainings=row.trainings,
            made_on=row.made_at.date(),
            look_back_on=row.look_back_on,
            looked_back_on=row.looked_back_on,
            result=row.result,
            due=row.looked_back_on is None and row.look_back_on <= context.today,
        )
        for row in rows
    )


def _instruments(context: Context) -> tuple[tuple[str, str], ...]:
    def for_employers(entry: Entry) -> bool:
        return entry.line("whom") in {"employer", "both"}

    return tuple(
        (one.code, one.title.in_language(context.language))
        for one in register.entries(context, INSTRUMENT)
        if for_employers(one)
    )


def _words(field: str, said: str) -> str:
    text = said.strip()
    _sound(field, bool(text) and len(text) <= LONGEST_TEXT and "\0" not in text)
    return text


def _sound(field: str, good: bool) -> None:  # noqa: FBT001 - the answer of a check
    if not good:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": field}))
