"""The functions, steps, courses and payers of a region as one map that can be walked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from voordeur.domain.kernel.text import Text
from voordeur.domain.register.amounts import AmountWord
from voordeur.domain.register.entry import Entry, text_of

SKILL, JOB, STEP, COURSE, PAYER, OUTLOOK, INTAKE = (
    "skill",
    "job_function",
    "path_step",
    "course",
    "path_payer",
    "outlook",
    "intake_place",
)
KINDS = (SKILL, JOB, STEP, COURSE, PAYER, OUTLOOK, INTAKE)
"""The kinds of the register that make the map."""
ANYWHERE = ""
"""Where a step begins that is open from every function."""


class NeedSort(StrEnum):
    """What may be asked before somebody can begin."""

    DIPLOMA = "diploma"
    AGE = "age"
    LICENCE = "licence"
    SCREENING = "screening"
    REGISTRATION = "registration"
    EXPERIENCE = "experience"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something that is asked: a diploma, an age in years, a licence, or what only words tell.

    ``from_age`` beside a diploma: from that age a test will do. ``intake``: without it an intake
    at school decides.
    """

    sort: NeedSort
    words: Text
    diploma: str = ""
    from_age: int | None = None
    licence: str = ""
    intake: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What is learned; ``cost`` and ``fee`` (a school year) are cents or an ``AmountWord``."""

    code: str
    months: int
    level: str
    gives: str
    cost: int | str
    fee: int | str
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A function with its skills, most needed first."""

    code: str
    sector: str
    branch: str
    level: str
    essential: tuple[str, ...] = ()
    important: tuple[str, ...] = ()
    useful: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    start: bool = False
    """Work people come from; it is no goal of a path."""

    @property
    def skills(self) -> tuple[str, ...]:
        """Every skill, most needed first."""
        return (*self.essential, *self.important, *self.useful)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A way from one function to another; ``start`` is ``ANYWHERE`` when it is open to all."""

    code: str
    start: str
    goal: str
    sort: str
    months: int
    courses: tuple[str, ...] = ()
    payers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """Who can pay: ``most`` in cents or a word, per ``per``; ``until`` is the day it ends."""

    code: str
    order: int
    most: int | str
    per: str = ""
    until: date | None = None


class Fault(StrEnum):
    """What is wrong with a map."""

    UNKNOWN_FUNCTION = "unknown_function"
    UNKNOWN_COURSE = "unknown_course"
    UNKNOWN_PAYER = "unknown_payer"
    UNKNOWN_SKILL = "unknown_skill"
    TO_ITSELF = "to_itself"
    NEGATIVE_MONTHS = "negative_months"


@dataclass(frozen=True, slots=True)
class FaultFound:
    """A fault, in which step, function or skill, and the code it is about."""

    fault: Fault
    where: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """The whole map; ``neighbours`` says which skills are close to each other, both ways."""

    jobs: Mapping[str, Job]
    steps: tuple[Step, ...]
    courses: Mapping[str, Course] = field(default_factory=dict)
    payers: Mapping[str, Payer] = field(default_factory=dict)
    neighbours: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def leaving(self, job: str, *, begun: bool = False) -> Iterator[Step]:
        """Yield the steps somebody in ``job`` can take.

        A step of its own goes before one that is open to all. Who has ``begun`` takes of the
        latter only those that ask a diploma: it may be earned on the way, the others were open
        from the beginning, so that coming back to them is a detour.
        """
        own = {one.goal for one in self.steps if one.start == job}
        for one in self.steps:
            if one.start == job:
                yield one
            elif one.start == ANYWHERE and one.goal not in {job, *own}:
                yield from (one,) if not begun or self.asks_diploma(one) else ()

    def asks_diploma(self, step: Step) -> bool:
        """Tell whether a step cannot be begun without some diploma."""
        needs = (need for code in step.courses for need in self._needs_of(code))
        return any(need.sort is NeedSort.DIPLOMA and not need.intake for need in needs)

    def _needs_of(self, course: str) -> tuple[Need, ...]:
        return self.courses[course].needs if course in self.courses else ()

    def arriving(self, job: str) -> Iterator[Step]:
        """Yield the steps that lead to ``job``."""
        return (one for one in self.steps if one.goal == job)

    def faults(self) -> tuple[FaultFound, ...]:
        """Return everything that does not fit; a map without faults can be walked."""
        return (*self._faults_of_steps(), *self._faults_of_skills())

    def _faults_of_steps(self) -> Iterator[FaultFound]:
        for one in self.steps:
            if one.start == one.goal:
                yield FaultFound(Fault.TO_ITSELF, one.code, one.goal)
            if one.months < 0:
                yield FaultFound(Fault.NEGATIVE_MONTHS, one.code, str(one.months))
            named = (
                (Fault.UNKNOWN_FUNCTION, (one.start, one.goal), {*self.jobs, ANYWHERE}),
                (Fault.UNKNOWN_COURSE, one.courses, self.courses),
                (Fault.UNKNOWN_PAYER, one.payers, self.payers),
            )
            for fault, codes, known in named:
                yield from (
                    FaultFound(fault, one.code, code) for code in codes if code not in known
                )

    def _faults_of_skills(self) -> Iterator[FaultFound]:
        for job in self.jobs.values():
            unknown = (code for code in job.skills if code not in self.neighbours)
            yield from (FaultFound(Fault.UNKNOWN_SKILL, job.code, code) for code in unknown)


def atlas_of(entries: Iterable[Entry]) -> Atlas:
    """Return the map behind entries of the register, of any of :data:`KINDS`."""
    held: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
    for one in entries:
        if one.kind in held:
            held[one.kind].append(one)
    return Atlas(
        jobs={one.code: _job(one) for one in held[JOB]},
        steps=tuple(_step(one) for one in held[STEP]),
        courses={one.code: _course(one) for one in held[COURSE]},
        payers={one.code: _payer(one) for one in held[PAYER]},
        neighbours=both_ways({one.code: one.codes("neighbours") for one in held[SKILL]}),
    )


def both_ways(said: Mapping[str, Iterable[str]]) -> Mapping[str, frozenset[str]]:
    """Return who is close to whom: if one says so, it holds for both; nobody is close to itself."""
    found: dict[str, set[str]] = {code: set() for code in said}
    for code, others in said.items():
        for other in others:
            if other != code:
                found[code].add(other)
                found.setdefault(other, set()).add(code)
    return {code: frozenset(others) for code, others in found.items()}


def _job(one: Entry) -> Job:
    return Job(
        code=one.code,
        sector=one.line("sector"),
        branch=one.line("branch"),
        level=one.line("level"),
        essential=one.codes("essential"),
        important=one.codes("important"),
        useful=one.codes("useful"),
        needs=_needs(one),
        start=one.flag("start"),
    )


def _step(one: Entry) -> Step:
    return Step(
        code=one.code,
        start=one.line("from_job"),
        goal=one.line("to_job"),
        sort=one.line("sort"),
        months=one.number("months") or 0,
        courses=one.codes("courses"),
        payers=one.codes("payers"),
    )


def _course(one: Entry) -> Course:
    return Course(
        code=one.code,
        months=one.number("months") or 0,
        level=one.line("level"),
        gives=one.line("gives"),
        cost=amount_in(one, "cost"),
        fee=amount_in(one, "fee"),
        needs=_needs(one),
    )


def _payer(one: Entry) -> Payer:
    until = one.line("until")
    return Payer(
        code=one.code,
        order=one.number("order") or 0,
        most=amount_in(one, "most"),
        per=one.line("per"),
        until=date.fromisoformat(until) if until else None,
    )


def amount_in(one: Entry, field_code: str) -> int | str:
    """Return cents or a word; what is not filled in is not stated, never zero."""
    cents = one.number(field_code)
    return cents if cents is not None else one.line(field_code) or AmountWord.NOT_STATED.value


def _needs(one: Entry) -> tuple[Need, ...]:
    return tuple(
        Need(
            sort=NeedSort(str(row["sort"])),
            words=text_of(row.get("words")),
            diploma=str(row.get("diploma", "")),
            from_age=_age(row.get("from_age")),
            licence=str(row.get("licence", "")),
            intake=row.get("intake") is True,
        )
        for row in one.rows("needs")
    )


def _age(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
