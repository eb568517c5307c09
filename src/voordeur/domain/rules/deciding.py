"""Deciding with what is known: the answer and why, or what to ask next."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from voordeur.domain.kernel.because import Because, Change, FactUsed
from voordeur.domain.rules.conditions import Facts, facts_in
from voordeur.domain.rules.diagrams import Cell, Diagrams, Node, facts_of, outcomes
from voordeur.domain.rules.tables import Rule, RuleTable


@dataclass(frozen=True, slots=True)
class Decision:
    """What a table says about a situation that may be known only in part.

    ``because`` is there when one rule is certain, whatever the facts not known yet turn out to
    be. ``candidates`` are the codes of the rules still possible, in table order. ``next_fact`` is
    the code of the asked fact that decides most; None when decided or nothing is left to ask.
    """

    because: Because | None
    candidates: tuple[str, ...]
    next_fact: str | None

    @property
    def answer(self) -> str | None:
        """The answer, when it is certain."""
        return None if self.because is None else self.because.answer


NOTHING_SKIPPED: frozenset[str] = frozenset()


def decide(
    table: RuleTable, facts: Facts, *, skipped: frozenset[str] = NOTHING_SKIPPED
) -> Decision:
    """Decide with ``facts``; ``skipped`` are facts somebody could not tell, not asked again.

    A fact the table does not define is left aside; a value it does not know counts as not known
    yet. Raises ``ValueError`` for a table that speaks of facts it does not define; such a table
    does not pass :func:`analyse`.
    """
    known = table.known_cells(facts)
    whole = table.diagram
    work = table.diagrams.fork()
    rest = work.restrict(whole, known)
    possible = outcomes(rest)
    candidates = tuple(
        rule.code for rule in table.rules if any(rule.code in together for together in possible)
    )
    certain = _certain_rule(table, possible)
    if certain is not None:
        return Decision(_because(table, certain, facts, known), candidates, None)
    return Decision(None, candidates, _next_fact(table, work, rest, skipped))


def _certain_rule(table: RuleTable, possible: frozenset[frozenset[str]]) -> Rule | None:
    """Return the rule when it alone holds in every situation left."""
    if len(possible) != 1:
        return None
    (together,) = possible
    if len(together) != 1:
        return None
    (code,) = together
    return table.rule(code)


def _next_fact(table: RuleTable, work: Diagrams, rest: Node, skipped: frozenset[str]) -> str | None:
    """Return the asked fact that decides most in ``rest``.

    That is the fact of which another answer changes the rule in the largest share of the
    situations left; then the one that leaves the fewest rules on average; then the asking order.
    """
    weighed = [
        (-work.influence(rest, code), _rules_left(table, work, rest, code), fact.order, code)
        for code in facts_of(rest)
        if (fact := table.fact(code)).asked and code not in skipped
    ]
    return min(weighed)[-1] if weighed else None


def _rules_left(table: RuleTable, work: Diagrams, rest: Node, code: str) -> Fraction:
    cells = table.cells[code]
    left = (len(frozenset().union(*outcomes(work.restrict(rest, {code: cell})))) for cell in cells)
    return Fraction(sum(left), len(cells))


def _because(table: RuleTable, rule: Rule, facts: Facts, known: dict[str, Cell]) -> Because:
    used = _sufficient(table, rule, known)
    return Because(
        answer=rule.answer,
        rule=rule.code,
        rule_text=rule.text,
        source=rule.source,
        facts=tuple(_fact_used(table, code, facts[code]) for code in used),
        changes=tuple(_changes(table, rule, known, used)),
    )


def _sufficient(table: RuleTable, rule: Rule, known: dict[str, Cell]) -> tuple[str, ...]:
    """Return known facts, in table order, that settle the rule and none of which can be missed."""
    work = table.diagrams.fork()
    spoken_of = facts_in(rule.when)
    kept = dict(known)
    # Facts the rule does not speak of go first, then those asked last.
    for code in sorted(known, key=lambda code: (code in spoken_of, -table.fact(code).order, code)):
        without = {fact: cell for fact, cell in kept.items() if fact != code}
        if outcomes(work.restrict(table.diagram, without)) == {frozenset({rule.code})}:
            kept = without
    return tuple(fact.code for fact in table.facts if fact.code in kept)


def _changes(
    table: RuleTable, rule: Rule, known: dict[str, Cell], used: tuple[str, ...]
) -> Iterator[Change]:
    """Yield the other values of one used fact that lead to another certain answer."""
    work = table.diagrams.fork()
    for code in used:
        fact, cells = table.fact(code), table.cells[code]
        for cell in cells:
            other = outcomes(work.restrict(table.diagram, {**known, code: cell}))
            instead = _certain_rule(table, other)
            if instead is not None and instead.answer != rule.answer:
                label = fact.band_label(cell, cells)
                yield Change(code, str(cell), fact.label, label, instead.answer)


def _fact_used(table: RuleTable, code: str, value: str | int) -> FactUsed:
    fact = table.fact(code)
    return FactUsed(code, str(value), fact.label, fact.value_label(value))
