"""From one function to another as people read it: steps, gap, training, time, money and why not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voordeur.domain.kernel.text import Text
from voordeur.domain.paths.amounts import Paying, StepMoney, money_of, together
from voordeur.domain.paths.atlas import COURSE, PAYER, STEP
from voordeur.domain.paths.gaps import Gap, gap, gaps_along
from voordeur.domain.paths.obstacles import RANKS, Hindrance, Obstacle, Traveller
from voordeur.domain.paths.ways import Found, Leg, NoWay, Way, find_ways
from voordeur.domain.register.amounts import AMOUNT_WORDS, Total
from voordeur.domain.register.kinds.path_choices import DIPLOMAS, PER
from voordeur.services.context import Context
from voordeur.services.path_book import Checked, PathBook, open_book
from voordeur.services.path_pages import (
    CourseLine,
    JobLine,
    course_line,
    job_choices,
    job_line,
)
from voordeur.services.register_words import Named, euros

OLDEST = 120
AT_LEAST = Text("minstens {known}; de rest: {rest}", "at least {known}; the rest: {rest}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GapLine:
    """Skills by name: what goes along, what lies close, what is new, what comes later."""

    carried: tuple[str, ...]
    near: tuple[str, ...]
    new: tuple[str, ...]
    later: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerLine:
    """Who can pay for a step; ``most`` is an amount in words, '' when nobody read one."""

    title: str
    rule: str
    applicant: str
    most: str
    per: str
    until: str
    ended: bool
    checked: Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class ObstacleLine:
    """What is not met yet: ``how`` is ``blocks``, ``ask`` or ``tell``."""

    words: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LegLine:
    """One step of a way."""

    code: str
    start: str
    goal: JobLine
    sort_words: str
    months: int
    courses: tuple[CourseLine, ...]
    gap: GapLine
    fee: str
    cost: str
    payers: tuple[PayerLine, ...]
    obstacles: tuple[ObstacleLine, ...]
    checked: Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class WayLine:
    """A way with its sums; ``codes`` are its steps, to be chosen as a whole."""

    number: int
    legs: tuple[LegLine, ...]
    months: int
    fee: str
    cost: str
    blocked: bool
    codes: tuple[str, ...]

    @property
    def joined(self) -> str:
        """The codes of its steps as one word, for a form."""
        return " ".join(self.codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody filled in: codes of functions and what they tell of themselves."""

    start: str = ""
    goal: str = ""
    diploma: str = ""
    age: int | None = None
    licence: str = ""
    """'b' has it, 'none' has none, '' not said."""

    @property
    def traveller(self) -> Traveller:
        """What is known of who goes."""
        licences = {"b": frozenset({"b"}), "none": frozenset[str]()}.get(self.licence)
        return Traveller(diploma=self.diploma, age=self.age, licences=licences)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePage:
    """The ways from one function to another; ``why_not`` says why there is nothing to show."""

    asked: Asked
    start_title: str
    goal: JobLine | None
    why_not: str
    ways: tuple[WayLine, ...]
    blocked: tuple[WayLine, ...]
    complete: bool
    gap: GapLine | None
    choices: tuple[tuple[str, tuple[Named, ...]], ...]
    goals: tuple[tuple[str, tuple[Named, ...]], ...]
    diplomas: tuple[tuple[str, str], ...]


def read_asked(typed: Mapping[str, str]) -> Asked:
    """Return what stands in an address; what makes no sense is left out, not guessed."""
    age = typed.get("leeftijd", "").strip()
    years = int(age) if age.isascii() and age.isdigit() and len(age) <= len(str(OLDEST)) else None
    diploma, licence = typed.get("diploma", ""), typed.get("rijbewijs", "")
    return Asked(
        start=typed.get("van", "").strip()[:80],
        goal=typed.get("naar", "").strip()[:80],
        diploma=diploma if diploma in RANKS else "",
        age=years if years is not None and years <= OLDEST else None,
        licence=licence if licence in {"b", "none"} else "",
    )


def route(context: Context, *, asked: Asked) -> RoutePage:
    """Return the best ways, or the word for why there is none."""
    return route_in(open_book(context), asked)


def route_in(book: PathBook, asked: Asked) -> RoutePage:
    """Return the best ways on a map that was opened before."""
    atlas = book.atlas
    empty = not asked.start or not asked.goal
    found: Found | NoWay | None = None
    if not empty:
        found = find_ways(atlas, asked.start, asked.goal, traveller=asked.traveller)
    known = asked.start in atlas.jobs and asked.goal in atlas.jobs and asked.start != asked.goal
    whole = gap(atlas, atlas.jobs[asked.start].skills, asked.goal) if known else None
    return RoutePage(
        asked=asked,
        start_title=book.job_title(asked.start) if asked.start in atlas.jobs else "",
        goal=job_line(book, asked.goal) if asked.goal in atlas.jobs else None,
        why_not=_why_not(found, empty=empty),
        ways=_ways(book, found.ways, asked.start) if isinstance(found, Found) else (),
        blocked=_ways(book, found.blocked, asked.start) if isinstance(found, Found) else (),
        complete=not isinstance(found, Found) or found.complete,
        gap=gap_line(book, whole) if whole else None,
        choices=job_choices(book, goals=False),
        goals=job_choices(book, goals=True),
        diplomas=tuple((code, book.said.say(words)) for code, words in DIPLOMAS.items()),
    )


def _why_not(found: Found | NoWay | None, *, empty: bool) -> str:
    if empty:
        return "empty"
    if isinstance(found, NoWay):
        return found.value
    blocked = isinstance(found, Found) and not found.ways
    return "blocked" if blocked else ""


def _ways(book: PathBook, ways: Iterable[Way], start: str) -> tuple[WayLine, ...]:
    return tuple(way_line(book, way, start, number) for number, way in enumerate(ways, start=1))


def way_line(book: PathBook, way: Way, start: str, number: int = 1) -> WayLine:
    """Return a way as people read it."""
    steps = [leg.step for leg in way.legs]
    gaps = gaps_along(book.atlas, start, steps)
    money = [money_of(book.atlas, step, book.said.today) for step in steps]
    places = (start, *(step.goal for step in steps))
    told = _each_once(way)
    return WayLine(
        number=number,
        legs=tuple(
            _leg(book, leg, places[at], _Told(gaps[at], money[at], told[at]))
            for at, leg in enumerate(way.legs)
        ),
        months=way.months,
        fee=total_words(book, together(one.fee for one in money)),
        cost=total_words(book, together(one.cost for one in money)),
        blocked=way.blocked,
        codes=way.codes,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told of a step besides itself."""

    gap: Gap
    money: StepMoney
    obstacles: list[Obstacle]


def _each_once(way: Way) -> list[list[Obstacle]]:
    """Return the obstacles of every step; what only has to be arranged is told the first time."""
    seen: set[Obstacle] = set()
    found = []
    for leg in way.legs:
        fresh = [one for one in leg.obstacles if one.how is not Hindrance.TELL or one not in seen]
        seen.update(fresh)
        found.append(sorted(fresh, key=lambda one: list(Hindrance).index(one.how)))
    return found


def _leg(book: PathBook, leg: Leg, place: str, told: "_Told") -> LegLine:
    step = leg.step
    return LegLine(
        code=step.code,
        start=book.job_title(place),
        goal=job_line(book, step.goal),
        sort_words=book.choice(STEP, "sort", step.sort),
        months=step.months,
        courses=tuple(
            course_line(book, book.course(code))
            for code in step.courses
            if (COURSE, code) in book.entries
        ),
        gap=gap_line(book, told.gap),
        fee=total_words(book, told.money.fee),
        cost=total_words(book, told.money.cost),
        payers=tuple(_payer(book, one) for one in told.money.payers),
        obstacles=tuple(_obstacle(book, one) for one in told.obstacles),
        checked=book.checked(book.entries[STEP, step.code]),
    )


def _obstacle(book: PathBook, one: Obstacle) -> ObstacleLine:
    return ObstacleLine(words=book.said.say(one.need.words), how=one.how.value)


def _payer(book: PathBook, one: Paying) -> PayerLine:
    entry = book.entries[PAYER, one.code]
    per = entry.line("per")
    return PayerLine(
        title=book.said.title(entry),
        rule=book.text(entry, "rule"),
        applicant=book.text(entry, "applicant"),
        most=euros(one.most, book.said.language) if isinstance(one.most, int) else "",
        per=book.said.say(PER[per]) if per in PER else "",
        until=book.said.day(entry.line("until")),
        ended=one.ended,
        checked=book.checked(entry),
    )


def gap_line(book: PathBook, found: Gap) -> GapLine:
    """Return a gap by the names of skills."""
    return GapLine(
        carried=book.skills(found.carried),
        near=book.skills(found.near),
        new=book.skills(found.new),
        later=book.skills(found.later),
    )


def total_words(book: PathBook, total: Total) -> str:
    """Return a sum with every word that remains; never a zero for a word."""
    words = "; ".join(book.said.say(AMOUNT_WORDS[word]) for word, _times in total.words)
    if not total.has_amount:
        return words
    known = euros(total.cents, book.said.language)
    if total.complete:
        return known
    return book.said.say(AT_LEAST).format(known=known, rest=words)
