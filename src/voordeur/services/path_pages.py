"""Pages of the sector paths: sectors, one sector as a map, one function, and courses."""

from collections.abc import Iterable
from dataclasses import dataclass

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.paths.atlas import COURSE, INTAKE, JOB, OUTLOOK, STEP, Step
from voordeur.domain.register.entry import Entry
from voordeur.domain.register.kinds.path_choices import BRANCHES, COURSE_FORMS, GIVES, LEVELS
from voordeur.services.context import Context
from voordeur.services.path_book import Checked, PathBook, open_book
from voordeur.services.register_words import Named

PROMISING, SHRINKING = "promising", "shrinking"
LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookLine:
    """What a source says of the chances in work: with its date, its reach and where it stands."""

    title: str
    what: str
    prospect: str
    prospect_words: str
    when: str
    scale: str
    checked: Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLine:
    """A function on a list or a map; ``prospect_on`` says of when its chances are."""

    code: str
    title: str
    level: str
    level_words: str
    branch: str
    branch_words: str
    prospect: str
    prospect_words: str
    prospect_on: str
    start: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """A step from or to a function; ``other`` is the function on the far side, '' any work."""

    code: str
    other: str
    other_title: str
    other_branch: str
    other_sector: str
    sort: str
    sort_words: str
    months: int
    courses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PathNode:
    """A function of a sector with the steps that lead there and go on from it."""

    job: JobLine
    arriving: tuple[StepLine, ...]
    leaving: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchPart:
    """A branch of a sector with its functions, from low to high."""

    code: str
    title: str
    nodes: tuple[PathNode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorLine:
    """A focus sector on the front page."""

    code: str
    title: str
    description: str
    functions: int
    promising: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PathsHome:
    """The front page: sectors, every function by branch to choose from, and what shrinks."""

    sectors: tuple[SectorLine, ...]
    choices: tuple[tuple[str, tuple[Named, ...]], ...]
    goals: tuple[tuple[str, tuple[Named, ...]], ...]
    general: tuple[OutlookLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeLine:
    """How many people can come in: a number or the word in its place."""

    title: str
    places: str
    what: str
    organisation: str
    checked: Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLine:
    """A course; costs in words when nobody read an amount."""

    code: str
    title: str
    form: str
    form_words: str
    level: str
    gives: str
    gives_words: str
    months: int
    duration: str
    week: str
    study: str
    cost: str
    fee: str
    fee_words: str
    modular: bool
    slim_percent: int | None
    slim_doubtful: bool
    providers: tuple[str, ...]
    number: str
    needs: tuple[str, ...]
    leads_to: tuple[Named, ...]
    checked: Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorPage:
    """One sector: its branches, what sources say, first tastes and intake places."""

    code: str
    title: str
    branches: tuple[BranchPart, ...]
    outlooks: tuple[OutlookLine, ...]
    orientation: tuple[CourseLine, ...]
    intake: tuple[IntakeLine, ...]
    other_sectors: tuple[Named, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage:
    """One function with everything the region knows of it."""

    node: PathNode
    sector: str
    sector_title: str
    tasks: str
    entry: str
    conditions: str
    regulated: str
    hours: str
    pay: str
    pay_words: str
    needs: tuple[str, ...]
    essential: tuple[str, ...]
    important: tuple[str, ...]
    useful: tuple[str, ...]
    outlooks: tuple[OutlookLine, ...]
    esco: str
    esco_label: str
    esco_near: bool
    isco: str
    checked: Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFilter:
    """What is looked for among courses; '' is everything."""

    branch: str = ""
    form: str = ""
    gives: str = ""
    modular: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursesPage:
    """The courses that fit, and what one can choose."""

    lines: tuple[CourseLine, ...]
    total: int
    chosen: CourseFilter
    branches: tuple[tuple[str, str], ...]
    forms: tuple[tuple[str, str], ...]
    gives: tuple[tuple[str, str], ...]


def home(context: Context) -> PathsHome:
    """Return the sectors and every function to choose from."""
    book = open_book(context)
    general = (one for one in book.of_kind(OUTLOOK) if not one.line("sector"))
    return PathsHome(
        sectors=tuple(_sector_line(book, code) for code in focus_sectors(book)),
        choices=job_choices(book, goals=False),
        goals=job_choices(book, goals=True),
        general=tuple(outlook_line(book, one) for one in general),
    )


def focus_sectors(book: PathBook) -> tuple[str, ...]:
    """Return the sectors that have functions one can go to, in the order of the region."""
    held = {one.sector for one in book.atlas.jobs.values() if not one.start}
    return tuple(code for code in book.said.region.sectors if code in held)


def job_choices(book: PathBook, *, goals: bool) -> tuple[tuple[str, tuple[Named, ...]], ...]:
    """Return functions to choose from, by branch; ``goals`` leaves out where people come from."""
    found: dict[str, list[Named]] = {code: [] for code in BRANCHES}
    for code, job in book.atlas.jobs.items():
        if not (goals and job.start):
            found[job.branch].append(Named(code, book.job_title(code)))
    starts_first = sorted(found, key=lambda code: goals or code in _FOCUS_BRANCHES)
    return tuple(
        (book.choice(JOB, "branch", code), tuple(sorted(found[code], key=lambda one: one.name)))
        for code in starts_first
        if found[code]
    )


_FOCUS_BRANCHES = frozenset({"care", "childcare", "education", "energy", "manufacturing", "ict"})


def _sector_line(book: PathBook, code: str) -> SectorLine:
    jobs = [
        one for one in book.of_kind(JOB) if one.line("sector") == code and not one.flag("start")
    ]
    return SectorLine(
        code=code,
        title=book.sector(code),
        description=book.said.say(book.said.region.sectors[code].description),
        functions=len(jobs),
        promising=sum(one.line("prospect") == PROMISING for one in jobs),
    )


def sector(context: Context, *, code: str) -> SectorPage:
    """Return one sector. Raises ``RefusedError`` (NOT_FOUND) without functions to go to."""
    book = open_book(context)
    known = focus_sectors(book)
    if code not in known:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    nodes = [
        node(book, one.code)
        for one in book.of_kind(JOB)
        if one.line("sector") == code and not one.flag("start")
    ]
    nodes.sort(key=lambda one: tuple(LEVELS).index(one.job.level))
    parts = (
        BranchPart(
            code=branch,
            title=book.choice(JOB, "branch", branch),
            nodes=tuple(one for one in nodes if one.job.branch == branch),
        )
        for branch in BRANCHES
    )
    outlooks = (one for one in book.of_kind(OUTLOOK) if one.line("sector") == code)
    intake = (one for one in book.of_kind(INTAKE) if one.line("sector") == code)
    return SectorPage(
        code=code,
        title=book.sector(code),
        branches=tuple(one for one in parts if one.nodes),
        outlooks=tuple(outlook_line(book, one) for one in outlooks),
        orientation=_orientation(book, code),
        intake=tuple(_intake_line(book, one) for one in intake),
        other_sectors=tuple(Named(one, book.sector(one)) for one in known if one != code),
    )


def _orientation(book: PathBook, sector_code: str) -> tuple[CourseLine, ...]:
    """Return courses to taste a sector: those on a step into it, and any on no step yet."""
    inside = {
        course
        for step in book.atlas.steps
        if step.goal in book.atlas.jobs and book.atlas.jobs[step.goal].sector == sector_code
        for course in step.courses
    }
    tastes = (one for one in book.of_kind(COURSE) if one.line("form") == "orientation")
    return tuple(course_line(book, one) for one in tastes if one.code in inside)


def _intake_line(book: PathBook, one: Entry) -> IntakeLine:
    return IntakeLine(
        title=book.said.title(one),
        places=book.said.quantity(one.values.get("places")),
        what=book.text(one, "what"),
        organisation=", ".join(book.organisations(one.codes("organisation"))),
        checked=book.checked(one),
    )


def job(context: Context, *, code: str) -> JobPage:
    """Return one function. Raises ``RefusedError`` (NOT_FOUND)."""
    book = open_book(context)
    if code not in book.atlas.jobs:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    one, known = book.job(code), book.atlas.jobs[code]
    sector_code = known.sector if known.sector in focus_sectors(book) and not known.start else ""
    return JobPage(
        node=node(book, code),
        sector=sector_code,
        sector_title=book.sector(known.sector),
        tasks=book.text(one, "tasks"),
        entry=book.text(one, "entry"),
        conditions=book.text(one, "conditions"),
        regulated=book.text(one, "regulated"),
        hours=book.text(one, "hours"),
        pay=book.said.amount(one.values["pay"]) if "pay" in one.values else "",
        pay_words=book.text(one, "pay_words"),
        needs=tuple(book.said.say(need.words) for need in known.needs),
        essential=book.skills(known.essential),
        important=book.skills(known.important),
        useful=book.skills(known.useful),
        outlooks=tuple(outlook_line(book, held) for held in book.outlooks(one)),
        esco=one.line("esco"),
        esco_label=one.line("esco_label"),
        esco_near=one.flag("esco_near"),
        isco=one.line("isco"),
        checked=book.checked(one),
    )


def courses(context: Context, *, chosen: CourseFilter) -> CoursesPage:
    """Return the courses that fit what is looked for."""
    book = open_book(context)
    every = book.of_kind(COURSE)
    fitting = (one for one in every if _fits(book, one, chosen))
    return CoursesPage(
        lines=tuple(course_line(book, one) for one in fitting),
        total=len(every),
        chosen=chosen,
        branches=tuple(
            (code, book.choice(JOB, "branch", code)) for code in BRANCHES if code in _FOCUS_BRANCHES
        ),
        forms=tuple((code, book.choice(COURSE, "form", code)) for code in COURSE_FORMS),
        gives=tuple((code, book.choice(COURSE, "gives", code)) for code in GIVES),
    )


def _fits(book: PathBook, one: Entry, chosen: CourseFilter) -> bool:
    goals = (book.atlas.jobs[code].branch for code in _goals_of(book, one.code))
    return (
        chosen.form in {"", one.line("form")}
        and chosen.gives in {"", one.line("gives")}
        and (not chosen.modular or one.flag("modular"))
        and (not chosen.branch or chosen.branch in goals)
    )


def _goals_of(book: PathBook, course: str) -> tuple[str, ...]:
    goals = (step.goal for step in book.atlas.steps if course in step.courses)
    return tuple(dict.fromkeys(goal for goal in goals if goal in book.atlas.jobs))


def course_line(book: PathBook, one: Entry) -> CourseLine:
    """Return a course as people read it."""
    known = book.atlas.courses[one.code]
    return CourseLine(
        code=one.code,
        title=book.said.title(one),
        form=one.line("form"),
        form_words=book.choice(COURSE, "form", one.line("form")),
        level=book.choice(COURSE, "level", known.level),
        gives=known.gives,
        gives_words=book.choice(COURSE, "gives", known.gives),
        months=known.months,
        duration=book.text(one, "months_words"),
        week=book.text(one, "week"),
        study=book.text(one, "study"),
        cost=book.said.amount(known.cost),
        fee=book.said.amount(known.fee),
        fee_words=book.text(one, "fee_words"),
        modular=one.flag("modular"),
        slim_percent=one.number("slim_percent"),
        slim_doubtful=one.flag("slim_doubtful"),
        providers=(*book.organisations(one.codes("providers")), *_said(book.text(one, "provider"))),
        number=one.line("crebo"),
        needs=tuple(book.said.say(need.words) for need in known.needs),
        leads_to=tuple(Named(code, book.job_title(code)) for code in _goals_of(book, one.code)),
        checked=book.checked(one),
    )


def _said(words: str) -> tuple[str, ...]:
    return (words,) if words else ()


def outlook_line(book: PathBook, one: Entry) -> OutlookLine:
    """Return what a source says of the chances in work."""
    return OutlookLine(
        title=book.said.title(one),
        what=book.text(one, "what"),
        prospect=one.line("prospect"),
        prospect_words=book.choice(OUTLOOK, "prospect", one.line("prospect")),
        when=book.said.moment(one.line("when")),
        scale=book.choice(OUTLOOK, "scale", one.line("scale")),
        checked=book.checked(one),
    )


def job_line(book: PathBook, code: str) -> JobLine:
    """Return a function as a line."""
    one = book.job(code)
    return JobLine(
        code=code,
        title=book.said.title(one),
        level=one.line("level"),
        level_words=book.choice(JOB, "level", one.line("level")),
        branch=one.line("branch"),
        branch_words=book.choice(JOB, "branch", one.line("branch")),
        prospect=one.line("prospect"),
        prospect_words=book.choice(JOB, "prospect", one.line("prospect")),
        prospect_on=book.said.moment(one.line("prospect_on")),
        start=one.flag("start"),
    )


def node(book: PathBook, code: str) -> PathNode:
    """Return a function with its steps."""
    atlas = book.atlas
    own = (step for step in atlas.steps if step.start == code)
    return PathNode(
        job=job_line(book, code),
        arriving=_lines(book, atlas.arriving(code), start=True),
        leaving=_lines(book, own, start=False),
    )


def _lines(book: PathBook, steps: Iterable[Step], *, start: bool) -> tuple[StepLine, ...]:
    return tuple(_step_line(book, step, step.start if start else step.goal) for step in steps)


def _step_line(book: PathBook, step: Step, other: str) -> StepLine:
    known = book.atlas.jobs.get(other)
    return StepLine(
        code=step.code,
        other=other,
        other_title=book.job_title(other) if other else "",
        other_branch=known.branch if known else "",
        other_sector=known.sector if known else "",
        sort=step.sort,
        sort_words=book.choice(STEP, "sort", step.sort),
        months=step.months,
        courses=tuple(book.title(COURSE, code) for code in step.courses),
    )
