"""Projects: what one is for, how it stands, its milestones, money, risks, reports and lessons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from voordeur.domain.agenda.reporting import Report, reports_of
from voordeur.domain.agenda.timeline import Course, Step, steps
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import Key
from voordeur.domain.register.entry import Entry, text_of
from voordeur.domain.register.fields import Field
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.register_words import Named, Words, words
from voordeur.services.results import Outcome, outcomes

PROJECT = KINDS["project"]
AROUND = ("project", "milestone", "plan_line", "focus_group", "lesson", "assignment")


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project in the list: how it stands and what asks for attention."""

    code: str
    title: str
    status: str
    status_name: str
    period: str
    reached: int
    milestones: int
    late: int
    risks: int
    report_due: date | None
    report_late: bool


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """One milestone of a project in words."""

    name: Named
    planned: str
    realised: str
    course: Course
    days: int
    critical: bool
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk, bottleneck or delay, and what parties agreed about it."""

    since: date
    sort: str
    what: str
    agreement: str
    settled_on: date | None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Something that was changed on the way, and why."""

    day: date
    change: str
    because: str


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """One project on one page."""

    row: ProjectRow
    names: tuple[str, ...]
    """Names it had before."""
    goal: str
    impact: str
    lines: tuple[Named, ...]
    focus_group: Named | None
    results: tuple[Outcome, ...]
    milestones: tuple[MilestoneLine, ...]
    parties: tuple[tuple[str, str, str], ...]
    finances: tuple[tuple[str, str, str, str], ...]
    money: str
    open_risks: tuple[Risk, ...]
    settled_risks: tuple[Risk, ...]
    rhythm: str
    reports: tuple[tuple[Report, str], ...]
    adjustments: tuple[Adjustment, ...]
    secured_at: str
    securing: str
    lessons: tuple[tuple[Named, str], ...]
    team: tuple[tuple[Named, str], ...]
    documents: tuple[tuple[str, str], ...]
    source: str
    may_write: bool


def projects(context: Context) -> tuple[ProjectRow, ...]:
    """Return every project, first those that ask for attention (one query)."""
    around = register.entries_of(context, AROUND)
    said = words(context, around)
    found = [
        _row(said, one, _steps(around, one.code, context.today))
        for (kind, _code), one in around.items()
        if kind == "project"
    ]
    return tuple(
        sorted(found, key=lambda row: (not (row.late or row.report_late), row.title.casefold()))
    )


def project_page(context: Context, *, code: str) -> ProjectPage:
    """Return one project. Raises ``RefusedError`` (NOT_FOUND)."""
    around = register.entries_of(context, AROUND)
    project = around.get(("project", code))
    if project is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    said = words(context, around)
    found = _steps(around, code, context.today)
    risks = [_risk(said, row) for row in project.rows("risks")]
    focus = project.line("focus_group")
    return ProjectPage(
        row=_row(said, project, found),
        names=tuple(said.say(one.title) for one in project.earlier_names) + project.aliases,
        goal=said.say(project.text("goal")),
        impact=said.say(project.text("impact")),
        lines=said.named("plan_line", project.codes("lines")),
        focus_group=Named(focus, said.reference("focus_group", focus)) if focus else None,
        results=outcomes(context, entries=[project])["project", code],
        milestones=tuple(_milestone(said, step) for step in found),
        parties=tuple(_party(said, row) for row in project.rows("parties")),
        finances=tuple(_part(said, row) for row in project.rows("finances")),
        money=said.money(project.rows("finances")),
        open_risks=tuple(one for one in risks if one.settled_on is None),
        settled_risks=tuple(one for one in risks if one.settled_on is not None),
        rhythm=said.choice(PROJECT.field("rhythm"), project.line("rhythm")),
        reports=tuple(
            (one, _summary(said, project, one)) for one in reports_of(project, context.today)
        ),
        adjustments=tuple(_adjustment(said, row) for row in project.rows("adjustments")),
        secured_at=said.organisation(project.line("secured_at"))
        if project.line("secured_at")
        else "",
        securing=said.say(project.text("securing")),
        lessons=_lessons(said, around, code),
        team=_team(said, around, code),
        documents=tuple(
            (str(row.get("number", "")), said.say(text_of(row.get("title"))))
            for row in project.rows("documents")
        ),
        source=said.source(project),
        may_write=bool(register.may_write(context, PROJECT, project)),
    )


def _steps(around: Mapping[Key, Entry], code: str, today: date) -> tuple[Step, ...]:
    every = [one for (kind, _code), one in around.items() if kind == "milestone"]
    return tuple(step for step in steps(every, today) if step.milestone.line("project") == code)


def _row(said: Words, project: Entry, found: tuple[Step, ...]) -> ProjectRow:
    waiting = [one for one in reports_of(project, said.today) if one.given_on is None]
    return ProjectRow(
        code=project.code,
        title=said.title(project),
        status=project.line("status"),
        status_name=said.choice(PROJECT.field("status"), project.line("status")),
        period=said.period(project),
        reached=sum(step.realised is not None for step in found),
        milestones=len(found),
        late=sum(step.course is Course.LATE for step in found),
        risks=sum("settled_on" not in row for row in project.rows("risks")),
        report_due=waiting[0].due if waiting else None,
        report_late=any(one.late for one in waiting),
    )


def _milestone(said: Words, step: Step) -> MilestoneLine:
    return MilestoneLine(
        name=Named(step.milestone.code, said.title(step.milestone)),
        planned=said.say(step.planned.label()),
        realised=said.say(step.realised.label()) if step.realised is not None else "",
        course=step.course,
        days=step.days,
        critical=step.critical,
        waits_for=tuple(said.reference("milestone", code) for code in step.waits_for),
    )


def _inner(field: str, code: str) -> Field:
    return next(one for one in PROJECT.field(field).rows if one.code == code)


def _risk(said: Words, row: Mapping[str, object]) -> Risk:
    settled = row.get("settled_on")
    return Risk(
        since=date.fromisoformat(str(row["day"])),
        sort=said.choice(_inner("risks", "sort"), str(row.get("sort", ""))),
        what=said.say(text_of(row.get("what"))),
        agreement=said.say(text_of(row.get("agreement"))),
        settled_on=date.fromisoformat(str(settled)) if settled else None,
    )


def _party(said: Words, row: Mapping[str, object]) -> tuple[str, str, str]:
    hours = row.get("hours")
    return (
        said.organisation(str(row.get("organisation", ""))),
        said.choice(_inner("parties", "contribution"), str(row.get("contribution", ""))),
        str(hours) if hours is not None else "",
    )


def _part(said: Words, row: Mapping[str, object]) -> tuple[str, str, str, str]:
    return (
        said.say(text_of(row.get("part"))),
        said.amount(row.get("amount_cents")),
        said.say(text_of(row.get("funder"))),
        said.choice(_inner("finances", "origin"), str(row.get("origin", ""))),
    )


def _summary(said: Words, project: Entry, report: Report) -> str:
    if report.place is None:
        return ""
    return said.say(text_of(project.rows("reports")[report.place].get("summary")))


def _adjustment(said: Words, row: Mapping[str, object]) -> Adjustment:
    return Adjustment(
        date.fromisoformat(str(row["day"])),
        said.say(text_of(row.get("change"))),
        said.say(text_of(row.get("because"))),
    )


def _lessons(said: Words, around: Mapping[Key, Entry], code: str) -> tuple[tuple[Named, str], ...]:
    return tuple(
        (Named(one.code, said.title(one)), said.say(one.text("learned")))
        for (kind, _code), one in around.items()
        if kind == "lesson" and one.line("project") == code
    )


def _team(said: Words, around: Mapping[Key, Entry], code: str) -> tuple[tuple[Named, str], ...]:
    found = []
    for (kind, _code), one in around.items():
        if kind != "assignment" or one.line("project") != code:
            continue
        employer = one.line("employer")
        told = [
            f"{one.number('hours')} u/w" if one.number("hours") is not None else "",
            said.organisation(employer) if employer else "",
            said.say(one.text("payer")),
            said.period(one),
        ]
        found.append((Named(one.code, said.title(one)), ", ".join(filter(None, told))))
    return tuple(found)
