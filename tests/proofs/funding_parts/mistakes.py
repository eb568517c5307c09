"""Plans with one thing wrong, each with the rule that must be named."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from voordeur.domain.funding.problem import Earmark, Person, Plan, Problem, Served, Share, Source
from voordeur.domain.funding.verify import Broken, plan_violations

Case = tuple[Problem, Plan]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A way to spoil a good plan."""

    name: str
    broken: Broken
    make: Callable[[Problem, Plan], Case]


def noticed(mistake: Mistake, problem: Problem, plan: Plan) -> bool:
    """Tell whether the verifier names the rule the mistake breaks."""
    spoiled = plan_violations(*mistake.make(problem, plan))
    return mistake.broken in {one.code for one in spoiled}


def _with_first(plan: Plan, served: Served) -> Plan:
    return replace(plan, served=(served, *plan.served[1:]))


def _with_share(plan: Plan, share: Share) -> Plan:
    one = plan.served[0]
    return _with_first(plan, replace(one, shares=(share, *one.shares[1:])))


def _cent_too_much(problem: Problem, plan: Plan) -> Case:
    share = plan.served[0].shares[0]
    return problem, _with_share(plan, replace(share, amount_cents=share.amount_cents + 1))


def _strange_purse(problem: Problem, plan: Plan) -> Case:
    share = plan.served[0].shares[0]
    steps = {step.code: step for step in problem.person_of[plan.served[0].person].steps}
    why = steps[share.step].allowed
    other = next(one for one in problem.sources if why[one.code])
    return problem, _with_share(plan, replace(share, budget=other.budgets[0].code))


def _terms(problem: Problem, **terms: object) -> Problem:
    sources = tuple(replace(one, **terms) for one in problem.sources)  # type: ignore[arg-type]
    return replace(problem, sources=sources)


def _money(problem: Problem, part: int) -> Problem:
    sources = tuple(
        replace(
            source,
            budgets=tuple(
                replace(one, available_cents=one.available_cents * part // 100)
                for one in source.budgets
            ),
        )
        for source in problem.sources
    )
    return replace(problem, sources=sources)


def _marked(problem: Problem, plan: Plan) -> Case:
    sources = tuple(
        replace(
            source,
            budgets=tuple(
                replace(
                    one,
                    earmarks=(Earmark(code="m", groups=(), share_permille=999),),
                )
                for one in source.budgets
            ),
        )
        for source in problem.sources
    )
    return replace(problem, sources=sources), plan


def _someone_first(problem: Problem, plan: Plan) -> Case:
    """Everybody else waits for a source with plenty that nobody asked."""
    first = problem.sources[0]
    budgets = tuple(
        replace(one, code="first", source="first", available_cents=10**9, period=type(one.period)())
        for one in first.budgets[:1]
    )
    source = Source(code="first", order=0, budgets=budgets)
    waiting = tuple(replace(one, before=("first",)) for one in problem.sources)
    people = tuple(_may_all(one) for one in problem.people)
    return replace(problem, people=people, sources=(source, *waiting)), plan


def _may_all(person: Person) -> Person:
    steps = tuple(replace(one, allowed={**one.allowed, "first": ()}) for one in person.steps)
    return replace(person, steps=steps)


def _paid_moved(problem: Problem, plan: Plan) -> Case:
    """The first share was paid with one cent less than the plan says now."""
    share = plan.served[0].shares[0]
    step = [one for one in plan.served[0].shares if one.step == share.step]
    paid = (replace(share, amount_cents=share.amount_cents - 1), *step[1:])
    people = tuple(
        replace(one, locked=paid) if one.code == share.person else one for one in problem.people
    )
    return replace(problem, people=people), plan


def _only_first(plan: Plan) -> Iterable[str]:
    return plan.served[0].alternatives[:-1]


MISTAKES = (
    Mistake("a cent too much", Broken.BALANCE, _cent_too_much),
    Mistake("a purse that may not pay", Broken.NOT_ALLOWED, _strange_purse),
    Mistake(
        "more than the share", Broken.LIMIT, lambda p, q: (_terms(p, max_share_permille=200), q)
    ),
    Mistake(
        "over the ceiling of a person",
        Broken.PERSON_CEILING,
        lambda p, q: (_terms(p, max_person_cents=100), q),
    ),
    Mistake(
        "a claim too small", Broken.MIN_CLAIM, lambda p, q: (_terms(p, min_claim_cents=10**7), q)
    ),
    Mistake(
        "too many sources",
        Broken.TOO_MANY_SOURCES,
        lambda p, q: (replace(p, most_sources_per_step=1), q),
    ),
    Mistake("a purse overspent", Broken.BUDGET, lambda p, q: (_money(p, 50), q)),
    Mistake("the buffer spent", Broken.BUDGET, lambda p, q: (_terms(p, buffer_permille=900), q)),
    Mistake("an earmark passed over", Broken.BUDGET, _marked),
    Mistake(
        "the cost of claims forgotten",
        Broken.BUDGET,
        lambda p, q: (_terms(p, claim_cost_cents=500_000), q),
    ),
    Mistake("out of turn", Broken.PAYER_ORDER, _someone_first),
    Mistake("a paid cent moved", Broken.LOCKED, _paid_moved),
    Mistake(
        "somebody served twice",
        Broken.TWICE,
        lambda p, q: (p, replace(q, served=(*q.served, q.served[0]))),
    ),
    Mistake(
        "somebody nobody knows",
        Broken.UNKNOWN,
        lambda p, q: (
            replace(p, people=tuple(o for o in p.people if o.code != q.served[0].person)),
            q,
        ),
    ),
    Mistake(
        "a step without money",
        Broken.BALANCE,
        lambda p, q: (p, _with_first(q, replace(q.served[0], shares=q.served[0].shares[:0]))),
    ),
    Mistake(
        "a step left out",
        Broken.STEPS,
        lambda p, q: (p, _with_first(q, replace(q.served[0], alternatives=tuple(_only_first(q))))),
    ),
    Mistake(
        "more weight than is served",
        Broken.FIGURES,
        lambda p, q: (p, replace(q, value=q.value + 1)),
    ),
    Mistake(
        "a bound below the plan", Broken.FIGURES, lambda p, q: (p, replace(q, bound=q.value - 1))
    ),
)
