"""What a plan line must have before it runs: a goal, money in sight, and above a size a plan."""

from enum import StrEnum

from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict
from voordeur.domain.register.amounts import AmountWord, QuantityWord
from voordeur.domain.register.entry import Entry

RUNNING = "running"
OVER = frozenset({"done", "stopped"})
CONNECTED = "in_connection"
OWN_SERVICE = "regional_service"
UNKNOWN_MONEY = frozenset(
    {AmountWord.TO_BE_DETERMINED, AmountWord.CLEAR_AFTER_PLAN, AmountWord.NOT_STATED}
)
"""Words that leave open what something costs; 'in kind' or 'none needed' are answers."""


class Lack(StrEnum):
    """What a line still lacks, the most pressing first."""

    OWN_PLAN = "own_plan"
    GOAL = "goal"
    MONEY = "money"


def lacks(line: Entry) -> tuple[Lack, ...]:
    """Return what a live line of a plan lacks; nothing for one that is over or in connection."""
    if line.line("status") in OVER or line.line("level") == CONNECTED:
        return ()
    found = (
        (Lack.OWN_PLAN, needs_own_plan(line) and not line.line("own_plan")),
        (Lack.GOAL, not has_goal(line)),
        (Lack.MONEY, not has_money(line)),
    )
    return tuple(lack for lack, there in found if there)


def has_goal(line: Entry) -> bool:
    """Tell whether every promise is a number or openly not one; 'to follow' is none (AG-16)."""
    results = line.rows("results")
    return bool(results) and all(one.get("target") != QuantityWord.TO_FOLLOW for one in results)


def has_money(line: Entry) -> bool:
    """Tell whether it is known what the line costs, or that it costs nothing extra."""
    parts = line.rows("finances")
    return bool(parts) and all(one.get("amount_cents") not in UNKNOWN_MONEY for one in parts)


def needs_own_plan(line: Entry) -> bool:
    """Tell whether a line is so large, or a service, that it has a plan of its own (AG-05)."""
    return line.flag("larger") or line.line("level") == OWN_SERVICE


def may_run(old: Entry | None, new: Entry) -> Verdict:
    """Judge whether a plan line may start to run: above a size only with a plan of its own.

    A line that ran already goes on; pages keep showing what it lacks.
    """
    starts = new.line("status") == RUNNING and (old is None or old.line("status") != RUNNING)
    if starts and new.flag("larger") and not new.line("own_plan"):
        return Refusal(Reason.OWN_PLAN_NEEDED, {"line": new.code})
    return ALLOWED


def mandate_of(line: Entry) -> bool:
    """Tell whether a line belongs in the plan: the board's mandate or regional money (AG-06)."""
    return line.line("mandate") in {"rba", "regional_money"}
