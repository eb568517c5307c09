"""What people do without a planner: first come, first served, and restricted money first."""

from collections.abc import Sequence

from voordeur.domain.funding.mixes import Draft, pay
from voordeur.domain.funding.problem import Lane, Person, Problem, Served, Share, used_of


def first_fit(problem: Problem, people: Sequence[Person] | None = None) -> list[Served]:
    """Serve people in order, the first way of each step, sources in the order of the list."""
    places = {one.code: place for place, one in enumerate(problem.sources)}
    return _greedy(problem, people, lambda lane: (lane.source.order, places[lane.source.code]))


def restricted_first(problem: Problem, people: Sequence[Person] | None = None) -> list[Served]:
    """The same with the money first that the fewest steps may be paid from."""
    wide: dict[str, int] = {}
    for person in problem.people:
        for step in person.steps:
            for lane in problem.lanes(person, step, step.alternatives[0]):
                wide[lane.source.code] = wide.get(lane.source.code, 0) + 1
    return _greedy(problem, people, lambda lane: (lane.source.order, wide[lane.source.code]))


def _greedy(problem, people, order):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    rooms = dict(problem.rooms)
    served = []
    for person in people if people is not None else problem.people:
        draft = Draft(dict(rooms))
        if all(_step(problem, person, step, draft, order) for step in person.steps):
            rooms = draft.rooms
            ways = tuple(step.alternatives[0].code for step in person.steps)
            served.append(Served(person=person.code, alternatives=ways, shares=tuple(draft.shares)))
    return served


def _step(problem, person, step, draft, order):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    way = step.alternatives[0]
    lanes: list[Lane] = sorted(problem.lanes(person, step, way), key=order)
    takes = pay(way.cost_cents, lanes, draft, problem.most_sources_per_step)
    for lane, cents in takes or ():
        share = Share(
            person=person.code, step=step.code, budget=lane.budget.code, amount_cents=cents
        )
        draft.shares.append(share)
        source = lane.source.code
        draft.paid[source] = draft.paid.get(source, 0) + cents
        for account, burden in used_of(problem, [share]).items():
            draft.rooms[account] -= burden
    return takes is not None
