"""What a source may pay by its own words: its rule over facts, and what blocks it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from voordeur.domain.kernel import because
from voordeur.domain.kernel.text import Text
from voordeur.domain.register.entry import Entry, text_of
from voordeur.domain.rules import (
    All,
    Always,
    Any,
    AtLeast,
    Below,
    Condition,
    Facts,
    Is,
    Not,
    Truth,
    evaluate,
)
from voordeur.domain.rules.sentences import read_condition

NO, ASK = "no", "ask"
INSTRUMENT, ENDED = "instrument", "ended"
"""What blocks a source without being a fact of the person."""
PRIVATE = "private"
DEFAULT_MOST_SOURCES = 3
PLAIN_WEIGHT = 1000

Test = Is | AtLeast | Below


@dataclass(frozen=True, slots=True, kw_only=True)
class EarmarkTerms:
    """A part of a source that is meant for some people: at least ``permille`` of each purse."""

    code: str
    label: Text
    when: Condition
    permille: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A source of money as its entry in the register says it; amounts in cents, shares permille."""

    code: str
    title: Text
    purpose: Text
    conditions: Text
    direct: Text
    """How somebody claims it without the region, '' when it runs through the region only."""
    owner: str
    sort: str
    document: because.Source
    law: str
    when: Condition
    ends_on: date | None
    unpartitioned: bool
    needs_consent: bool
    before: tuple[str, ...]
    order: int
    max_share_permille: int
    max_person_cents: int | None
    max_step_cents: int | None
    min_claim_cents: int
    claim_cost_cents: int
    buffer_permille: int
    earmarks: tuple[EarmarkTerms, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightRule:
    """Whoever this holds for weighs ``permille`` of somebody else."""

    label: Text
    when: Condition
    permille: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How the region divides money; ``code`` is empty for the plain way without any agreement."""

    code: str = ""
    title: Text = Text("")
    most_sources: int = DEFAULT_MOST_SOURCES
    cost_exponent_permille: int = 0
    consent_days: int | None = None
    weights: tuple[WeightRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Blocker:
    """One demand that does not hold (``kind`` no) or cannot be judged yet (ask)."""

    kind: str
    fact: str
    test: Test | None = None
    turned: bool = False
    """The demand is that the test does *not* hold."""

    @property
    def code(self) -> str:
        """The reason code, such as 'no:benefit' or 'ask:age'."""
        return f"{self.kind}:{self.fact}"


def read_terms(entry: Entry) -> Terms:
    """Return the terms in an entry of kind 'funding_source'."""
    share = entry.number("max_share_permille")
    order = entry.number("order")
    return Terms(
        code=entry.code,
        title=entry.title,
        purpose=entry.text("purpose"),
        conditions=entry.text("conditions"),
        direct=entry.text("direct"),
        owner=entry.line("owner"),
        sort=entry.line("sort"),
        document=entry.source,
        law=entry.line("law"),
        when=_condition(entry),
        ends_on=_day(entry.line("ends_on")),
        unpartitioned=entry.flag("unpartitioned"),
        needs_consent=entry.flag("needs_consent"),
        before=entry.codes("before"),
        order=order if order is not None else 1000,
        max_share_permille=share if share is not None else 1000,
        max_person_cents=entry.number("max_person"),
        max_step_cents=entry.number("max_step"),
        min_claim_cents=entry.number("min_claim") or 0,
        claim_cost_cents=entry.number("claim_cost") or 0,
        buffer_permille=entry.number("buffer_permille") or 0,
        earmarks=tuple(
            EarmarkTerms(
                code=str(row.get("code", "")),
                label=text_of(row.get("label")),
                when=read_condition(str(row.get("when", ""))),
                permille=_number(row.get("permille"), 0),
            )
            for row in entry.rows("earmarks")
        ),
    )


def read_policy(entry: Entry) -> Policy:
    """Return the policy in an entry of kind 'money_policy'."""
    most = entry.number("most_sources")
    return Policy(
        code=entry.code,
        title=entry.title,
        most_sources=most or DEFAULT_MOST_SOURCES,
        cost_exponent_permille=entry.number("cost_exponent_permille") or 0,
        consent_days=entry.number("consent_days"),
        weights=tuple(
            WeightRule(
                label=text_of(row.get("label")),
                when=read_condition(str(row.get("when", ""))),
                permille=_number(row.get("permille"), PLAIN_WEIGHT),
            )
            for row in entry.rows("weights")
        ),
    )


def policy_on(entries: Mapping[str, Entry], day: date) -> Policy:
    """Return the newest agreement on dividing that holds on a day, or the plain way."""
    held = [
        (start, code)
        for code, entry in entries.items()
        if (start := _day(entry.line("from"))) is not None and start <= day and day in entry.valid
    ]
    return read_policy(entries[max(held)[1]]) if held else Policy()


def blockers(terms: Terms, facts: Facts, *, on: date, sources: tuple[str, ...]) -> list[Blocker]:
    """Return why a source may not pay a step that starts ``on`` a day; nothing when it may.

    ``sources`` are those its instrument may be paid from; none named means any.
    """
    found = []
    if sources and terms.code not in sources:
        found.append(Blocker(NO, INSTRUMENT))
    if terms.ends_on is not None and on >= terms.ends_on:
        found.append(Blocker(NO, ENDED))
    truth = evaluate(terms.when, facts)
    if truth is not Truth.YES:
        found += _unique(_blocking(terms.when, facts, truth))
    return found


def fits(condition: Condition, facts: Facts) -> bool:
    """Tell whether a condition certainly holds."""
    return evaluate(condition, facts) is Truth.YES


def would_open(blocker: Blocker, terms: Terms, facts: Facts) -> bool:
    """Tell whether another answer to this one fact would let the source pay."""
    value = _other_value(blocker)
    return value is not None and fits(terms.when, {**facts, blocker.fact: value})


def _other_value(blocker: Blocker) -> str | int | None:
    if blocker.turned:
        return None
    match blocker.test:
        case Is(values=values):
            return values[0]
        case AtLeast(number=number):
            return number
        case Below(number=number):
            return number - 1
        case _:
            return None


def _blocking(condition: Condition, facts: Facts, truth: Truth) -> Iterator[Blocker]:
    """Yield the demands that make a condition no, or leave it open."""
    kind = NO if truth is Truth.NO else ASK
    match condition:
        case Is() | AtLeast() | Below():
            yield Blocker(kind, condition.fact, condition)
        case All() | Any():
            for part in condition.conditions:
                if evaluate(part, facts) is truth:
                    yield from _blocking(part, facts, truth)
        case Not():
            inner = Truth.YES if truth is Truth.NO else Truth.UNKNOWN
            for one in _blocking(condition.condition, facts, inner):
                yield Blocker(kind, one.fact, one.test, turned=not one.turned)
        case Always():
            return


def _unique(found: Iterator[Blocker]) -> list[Blocker]:
    return list(dict.fromkeys(found))


def _condition(entry: Entry) -> Condition:
    parts: list[Condition] = [read_condition(entry.line("when"))]
    if entry.codes("municipalities"):
        parts.append(Is("municipality", entry.codes("municipalities")))
    if entry.codes("sectors"):
        parts.append(Is("sector", entry.codes("sectors")))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _number(value: object, default: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else default
