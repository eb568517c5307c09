"""The best mixes for one person now: who pays which step, why others do not, and what it takes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from voordeur.domain.funding.admissibility import Obstacle, why_not, why_not_now
from voordeur.domain.funding.problem import (
    PRICE_SCALE,
    Alternative,
    Lane,
    Person,
    Problem,
    Served,
    Share,
    Step,
    alternative_of,
    locked_steps,
    used_of,
)
from voordeur.domain.funding.verify import mix_violations

MOST = 3
Order = Callable[[Lane], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Told:
    """Why a source pays ``cents`` of a step, or why it pays nothing: codes of rules and facts."""

    step: str
    source: str
    cents: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """One way to pay for everything a person needs.

    ``price`` is what it takes from people who come later, as weight times ``PRICE_SCALE``: advice,
    never a refusal. ``expiring_cents`` would be lost if nobody used them.
    """

    served: Served
    total_cents: int
    price: int
    needs_consent: tuple[str, ...]
    expiring_cents: int
    reasons: tuple[Told, ...] = ()

    @property
    def shares(self) -> tuple[Share, ...]:
        """Return who pays what."""
        return self.served.shares


def best_mixes(
    problem: Problem,
    person: Person,
    *,
    rooms: Mapping[str, int],
    prices: Mapping[str, int],
    most: int = MOST,
) -> tuple[Mix, ...]:
    """Return at most ``most`` distinct mixes, lowest price first; empty when there is none.

    ``rooms`` is what each account still has, before anything of this person is paid; ``prices``
    is the weight per cent of each account times ``PRICE_SCALE`` (none: everything is free). Each
    mix keeps every rule, the payer order too.
    """
    desk = Desk(problem, person, rooms, prices)
    found = {_pattern(one.served): one for one in desk.candidates()}
    ranked = sorted(found.values(), key=lambda one: (one.price, one.total_cents, len(one.shares)))
    return tuple(replace(one, reasons=_reasons(desk, one)) for one in ranked[:most])


def best_mix(
    problem: Problem, person: Person, *, rooms: Mapping[str, int], prices: Mapping[str, int]
) -> Mix | None:
    """Return the mix with the lowest price that is found, without its reasons."""
    found = list(Desk(problem, person, rooms, prices).straight())
    return min(found, key=lambda one: (one.price, one.total_cents), default=None)


def advised(person: Person, mix: Mix) -> bool:
    """Tell whether a mix takes no more from people who come later than this person weighs.

    A no is advice to the one who decides, never a refusal.
    """
    return mix.price <= person.weight * PRICE_SCALE


def mix_of(problem: Problem, served: Served, prices: Mapping[str, int]) -> Mix:
    """Return what a chosen way to pay takes: its price, consents, and money that would be lost."""
    used = used_of(problem, served.shares)
    sources = {problem.budget_of[share.budget].source for share in served.shares}
    return Mix(
        served=served,
        total_cents=sum(share.amount_cents for share in served.shares),
        price=sum(cents * prices.get(account, 0) for account, cents in used.items()),
        needs_consent=tuple(sorted(c for c in sources if problem.source_of[c].needs_consent)),
        expiring_cents=sum(
            share.amount_cents for share in served.shares if problem.budget_of[share.budget].expires
        ),
    )


@dataclass(slots=True)
class Draft:
    """A mix in the making: what is left of each account, and what each source pays already."""

    rooms: dict[str, int]
    paid: dict[str, int] = field(default_factory=dict)
    ways: dict[str, str] = field(default_factory=dict)
    shares: list[Share] = field(default_factory=list)


@dataclass(slots=True)
class Desk:
    """Where the mixes of one person are made: every purse that may pay each way of each step."""

    problem: Problem
    person: Person
    rooms: Mapping[str, int]
    prices: Mapping[str, int]
    lanes: dict[tuple[str, str], tuple[Lane, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lanes = {
            (step.code, way.code): self.problem.lanes(self.person, step, way)
            for step in self.person.steps
            for way in step.alternatives
        }

    def candidates(self) -> Iterator[Mix]:
        """Make mixes in several orders, and without each of the sources the best one uses."""
        first = list(self.straight())
        yield from first
        best = min(first, key=lambda one: (one.price, one.total_cents), default=None)
        used = dict.fromkeys(share.budget for share in best.shares) if best else ()
        for budget in used:
            yield from self._mix(self._cheapest, self.person.steps, {budget})

    def straight(self) -> Iterator[Mix]:
        """Make mixes in the obvious orders: cheapest money or widest money, steps in any order."""
        dear = sorted(self.person.steps, key=lambda step: -step.alternatives[0].cost_cents)
        orders: list[Sequence[Step]] = [self.person.steps]
        if [*self.person.steps] != dear:
            orders.append(dear)
        for steps in orders:
            for order in (self._cheapest, self._widest):
                yield from self._mix(order, steps, set())

    def price(self, lane: Lane) -> int:
        """Return what a cent from this purse takes, the cost of the claim spread over it."""
        cent = sum(self.prices.get(one, 0) for one in lane.accounts)
        return cent + cent * lane.source.claim_cost_cents // max(lane.limit_cents, 1)

    def _cheapest(self, lane: Lane) -> tuple[int, ...]:
        loose = int(lane.source.unpartitioned) + int(not lane.budget.expires)
        return (self.price(lane), loose, lane.source.order)

    def _widest(self, lane: Lane) -> tuple[int, ...]:
        return (-lane.limit_cents, self.price(lane), lane.source.order)

    def _mix(self, order: Order, steps: Sequence[Step], banned: set[str]) -> Iterator[Mix]:
        draft = self._draft(order, steps, banned)
        if draft is None:
            return
        served = Served(
            person=self.person.code,
            alternatives=tuple(draft.ways[step.code] for step in self.person.steps),
            shares=tuple(draft.shares),
        )
        if not mix_violations(self.problem, served, self.rooms):
            yield mix_of(self.problem, served, self.prices)

    def _draft(self, order: Order, steps: Sequence[Step], banned: set[str]) -> Draft | None:
        draft = Draft(dict(self.rooms))
        for code, shares in locked_steps(self.person).items():
            draft.ways[code] = _locked_way(self.person, code)
            for share in shares:
                self._book(draft, share)
        for step in steps:
            if step.code in draft.ways:
                continue
            offers = (
                self._offer(draft, step, way, order=order, banned=banned)
                for way in step.alternatives
            )
            found = min((one for one in offers if one), key=lambda one: one[0], default=None)
            if found is None:
                return None
            draft.ways[step.code] = found[2]
            for share in found[1]:
                self._book(draft, share)
        return draft

    def _offer(
        self, draft: Draft, step: Step, way: Alternative, *, order: Order, banned: set[str]
    ) -> tuple[tuple[int, int], list[Share], str] | None:
        lanes = [one for one in self.lanes[step.code, way.code] if one.budget.code not in banned]
        most = self.problem.most_sources_per_step
        takes = pay(way.cost_cents, sorted(lanes, key=order), draft, most)
        if takes is None:
            return None
        price = sum(
            (cents + lane.source.claim_cost_cents)
            * sum(self.prices.get(a, 0) for a in lane.accounts)
            for lane, cents in takes
        )
        shares = [
            Share(
                person=self.person.code, step=step.code, budget=lane.budget.code, amount_cents=cents
            )
            for lane, cents in takes
        ]
        return (price, way.cost_cents), shares, way.code

    def _book(self, draft: Draft, share: Share) -> None:
        source = self.problem.budget_of[share.budget].source
        draft.shares.append(share)
        draft.paid[source] = draft.paid.get(source, 0) + share.amount_cents
        for account, cents in used_of(self.problem, [share]).items():
            draft.rooms[account] -= cents


def pay(
    cost_cents: int, lanes: Sequence[Lane], draft: Draft, most: int
) -> list[tuple[Lane, int]] | None:
    """Split one cost over at most ``most`` purses in this order, those ahead first and in full."""
    takes: list[tuple[Lane, int]] = []
    need, waiting, shut = cost_cents, list(lanes), set[str]()
    while need and waiting:
        ahead = shut | {one.source.code for one in waiting}
        lane = next((one for one in waiting if not ahead.intersection(one.source.before)), None)
        if lane is None:
            return None
        waiting.remove(lane)
        can = _room(lane, draft)
        cents = _within(min(can, need), need, waiting, last=len(takes) == most - 1)
        if cents >= max(lane.source.min_claim_cents, 1):
            takes.append((lane, cents))
            need -= cents
        elif can >= max(lane.source.min_claim_cents, 1):
            shut.add(lane.source.code)
        if len(takes) == most:
            break
    return None if need else takes


def _within(cents: int, need: int, waiting: Sequence[Lane], *, last: bool) -> int:
    """Leave the next one at least what it must claim; the last one pays everything or nothing."""
    rest = need - cents
    if not rest:
        return cents
    if last:
        return 0
    least = min((max(one.source.min_claim_cents, 1) for one in waiting), default=rest)
    return cents - max(0, least - rest)


def _room(lane: Lane, draft: Draft) -> int:
    source = lane.source
    room = min(draft.rooms[one] for one in lane.accounts) - source.claim_cost_cents
    if source.max_person_cents is not None:
        room = min(room, source.max_person_cents - draft.paid.get(source.code, 0))
    return min(room, lane.limit_cents)


def _locked_way(person: Person, code: str) -> str:
    step = next(one for one in person.steps if one.code == code)
    return step.chosen or step.alternatives[0].code


def _pattern(served: Served) -> tuple[object, ...]:
    return served.alternatives, tuple(sorted((one.step, one.budget) for one in served.shares))


def _reasons(desk: Desk, mix: Mix) -> tuple[Told, ...]:
    problem, person = desk.problem, desk.person
    used = used_of(problem, mix.shares)
    left = {account: room - used.get(account, 0) for account, room in desk.rooms.items()}
    paid = {
        (one.step, problem.budget_of[one.budget].source): one.amount_cents for one in mix.shares
    }
    found = []
    for step, code in zip(person.steps, mix.served.alternatives, strict=True):
        way = alternative_of(step, code) or step.alternatives[0]
        payers = {source for one, source in paid if one == step.code}
        for source in problem.sources:
            if source.code in payers:
                found.append(Told(step.code, source.code, paid[step.code, source.code], ()))
                continue
            already = sum(cents for (_, one), cents in paid.items() if one == source.code)
            codes = why_not(step, way, source) or why_not_now(
                person, way, source, rooms=left, paid_cents=already
            )
            last = Obstacle.PAYS_LATER if payers.intersection(source.before) else Obstacle.DEARER
            found.append(Told(step.code, source.code, 0, codes or (last.value,)))
    return tuple(found)
