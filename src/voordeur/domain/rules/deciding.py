"""Deciding with what is known: the answer and why, or what to ask next."""

from dataclasses import dataclass

from voordeur.domain.kernel.because import Because
from voordeur.domain.rules.conditions import Facts
from voordeur.domain.rules.tables import RuleTable


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


def decide(table: RuleTable, facts: Facts) -> Decision:
    """Decide with ``facts``; a fact the table does not define is left aside, a value it does not

    know counts as not known yet (it will be asked again).
    """
    raise NotImplementedError
