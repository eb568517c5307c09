"""What a mix of funding is made from: people with steps, sources with terms, purses with money."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from voordeur.domain.kernel.period import Period

PRICE_SCALE = 10**12
"""Prices are whole numbers: weight per cent times this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earmark:
    """At least ``share_permille`` of a purse is meant for people of ``groups``.

    It works as a ceiling on the others: they may use at most the rest of the purse.
    """

    code: str
    groups: tuple[str, ...]
    share_permille: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """One purse: what a source has in a period. It pays steps that start in its period."""

    code: str
    source: str
    period: Period
    available_cents: int
    earmarks: tuple[Earmark, ...] = ()
    expires: bool = True
    """What is left at the end of the period is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The terms of a source of money.

    ``before``: codes of sources that must be used up or capped before this one may pay a step.
    ``claim_cost_cents`` burdens the purse once per step that is paid from it. The buffer of each
    purse is kept for people who come later. A purse with less than ``exhausted_below_cents`` left
    counts as used up. ``unpartitioned`` money may go anywhere, so it is kept for last.

    Raises ``ValueError`` when two purses of the source have a day in common: then nobody could
    tell which of the two pays.
    """

    code: str
    order: int
    before: tuple[str, ...] = ()
    max_share_permille: int = 1000
    max_person_cents: int | None = None
    max_step_cents: int | None = None
    min_claim_cents: int = 0
    claim_cost_cents: int = 0
    buffer_permille: int = 0
    exhausted_below_cents: int = 0
    needs_consent: bool = False
    unpartitioned: bool = False
    budgets: tuple[Budget, ...] = ()

    def __post_init__(self) -> None:
        for place, one in enumerate(self.budgets):
            for other in self.budgets[place + 1 :]:
                if one.period.overlaps(other.period):
                    message = f"purses {one.code} and {other.code} of {self.code} overlap"
                    raise ValueError(message)

    def budget_at(self, day: date) -> Budget | None:
        """Return the purse that pays what starts on ``day``, if there is one."""
        return next((one for one in self.budgets if day in one.period), None)

    @property
    def used_up_below_cents(self) -> int:
        """Return with how much left an account of this source counts as used up."""
        return max(self.exhausted_below_cents, max(self.min_claim_cents, 1) + self.claim_cost_cents)

    def limit_cents(self, cost_cents: int) -> int:
        """Return the most this source may pay of one step that costs ``cost_cents``."""
        limit = cost_cents * self.max_share_permille // 1000
        ceilings = (self.max_step_cents, self.max_person_cents)
        return min([limit, *(one for one in ceilings if one is not None)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One way to do a step: what it costs and when it starts."""

    code: str
    cost_cents: int
    start: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one purse pays of one step of one person."""

    person: str
    step: str
    budget: str
    amount_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step somebody needs; ``allowed`` gives per source why it may not pay, empty if it may.

    A source that is not in ``allowed`` may not pay. ``chosen`` is the alternative of a step whose
    shares are locked.
    """

    code: str
    alternatives: tuple[Alternative, ...]
    allowed: Mapping[str, tuple[str, ...]]
    chosen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person with the steps they need: all of them are paid, or none.

    ``locked`` shares are paid: their steps stay as they are, to the cent.
    """

    code: str
    weight: int
    steps: tuple[Step, ...]
    group: str = ""
    started: bool = False
    locked: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A person with the chosen alternative per step, and who pays what."""

    person: str
    alternatives: tuple[str, ...]
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who is served by what; ``value`` is the weight reached, ``bound`` the proven most.

    ``dropped``: people who had started and for whom the money that is left does not suffice.
    """

    served: tuple[Served, ...]
    value: int
    bound: int
    dropped: tuple[str, ...] = ()
    prices: Mapping[str, int] = field(default_factory=dict)

    @property
    def gap_permille(self) -> int:
        """Return how far the plan can be from the best one, rounded up."""
        return -(-(self.bound - self.value) * 1000 // max(self.bound, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowValue:
    """What more money in a purse would do, found by planning again with it."""

    budget: str
    extra_cents: int
    weight_milli: int
    people_milli: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A purse that may pay a step: the most it may pay, and the accounts it burdens."""

    source: Source
    budget: Budget
    accounts: tuple[str, ...]
    limit_cents: int


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Everything a plan is made from; names in it are looked up once.

    ``given_rooms``: what each account holds, when that was found out elsewhere.
    """

    people: tuple[Person, ...]
    sources: tuple[Source, ...]
    most_sources_per_step: int
    given_rooms: Mapping[str, int] | None = None

    @cached_property
    def person_of(self) -> Mapping[str, Person]:
        """Give each person by code."""
        return {one.code: one for one in self.people}

    @cached_property
    def source_of(self) -> Mapping[str, Source]:
        """Give each source by code."""
        return {one.code: one for one in self.sources}

    @cached_property
    def budget_of(self) -> Mapping[str, Budget]:
        """Give each purse by code."""
        return {one.code: one for source in self.sources for one in source.budgets}

    @cached_property
    def rooms(self) -> Mapping[str, int]:
        """Return what each account holds in cents: purses, and what earmarks leave for others.

        The buffer is taken off, never below what is already paid.
        """
        if self.given_rooms is not None:
            return self.given_rooms
        paid = used_of(self, (share for one in self.people for share in one.locked))
        found: dict[str, int] = {}
        for source in self.sources:
            for one in source.budgets:
                whole = one.available_cents * (1000 - source.buffer_permille) // 1000
                found[one.code] = max(whole, paid.get(one.code, 0))
                for mark in one.earmarks:
                    rest = whole * (1000 - mark.share_permille) // 1000
                    account = f"{one.code}/{mark.code}"
                    found[account] = max(rest, paid.get(account, 0))
        return found

    def lanes(self, person: Person, step: Step, alternative: Alternative) -> tuple[Lane, ...]:
        """Return every purse that may pay this step when done this way."""
        key = (person.code, step.code, alternative.code)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = tuple(self._lanes(person, step, alternative))
        return found

    @cached_property
    def _known(self) -> dict[tuple[str, str, str], tuple[Lane, ...]]:
        return {}

    def _lanes(self, person: Person, step: Step, alternative: Alternative) -> Iterator[Lane]:
        for source in self.sources:
            budget = source.budget_at(alternative.start)
            if budget is None or step.allowed.get(source.code, ("not_judged",)):
                continue
            limit = source.limit_cents(alternative.cost_cents)
            if limit >= max(source.min_claim_cents, 1):
                yield Lane(source, budget, accounts_of(budget, person.group), limit)


def accounts_of(budget: Budget, group: str) -> tuple[str, ...]:
    """Return the accounts a claim for somebody of ``group`` burdens: the purse and ceilings."""
    others = (mark for mark in budget.earmarks if group not in mark.groups)
    return (budget.code, *(f"{budget.code}/{mark.code}" for mark in others))


def used_of(problem: Problem, shares: Iterable[Share]) -> dict[str, int]:
    """Return what the shares burden each account with, in cents, cost of the claims included."""
    used: dict[str, int] = {}
    for share in shares:
        budget = problem.budget_of[share.budget]
        burden = share.amount_cents + problem.source_of[budget.source].claim_cost_cents
        for account in accounts_of(budget, problem.person_of[share.person].group):
            used[account] = used.get(account, 0) + burden
    return used


def locked_steps(person: Person) -> Mapping[str, tuple[Share, ...]]:
    """Return the paid shares per step; such a step stays exactly as it is."""
    found: dict[str, tuple[Share, ...]] = {}
    for share in person.locked:
        found[share.step] = (*found.get(share.step, ()), share)
    return found


def alternative_of(step: Step, code: str) -> Alternative | None:
    """Return the way of doing ``step`` with this code, if it has one."""
    return next((one for one in step.alternatives if one.code == code), None)
