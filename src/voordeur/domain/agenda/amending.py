"""Which changes of an adopted plan need a decision, and which only report progress."""

from collections.abc import Mapping

from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict
from voordeur.domain.register.differences import FieldChange
from voordeur.domain.register.entry import Entry
from voordeur.domain.register.fields import Value

PROGRESS = frozenset({"status", "state_of_affairs", "own_plan"})
"""Fields of a plan line that report how it goes; anybody who writes the line keeps them."""
PROGRESS_OF_RESULTS = frozenset({"told", "counted"})
"""The same within one result: what was promised stays."""


def may_become_so(old: Entry | None, new: Entry) -> Verdict:
    """Judge what only a decision brings about: an adopted plan, a designated focus group.

    ``old`` is None for a new entry. The state of a plan moves by the route of the plan, and the
    board designates focus groups (region-facts 3c; rows AG-02, TG-01, GV-01).
    """
    match new.kind:
        case "plan":
            before = old.line("state") if old is not None else "draft"
            free = new.line("state") == before or (before, new.line("state")) == _CLOSING
        case "focus_group":
            before_chosen = old is not None and old.flag("chosen")
            free = new.flag("chosen") == before_chosen
        case _:
            free = True
    return ALLOWED if free else Refusal(Reason.DECISION_FIRST, {"kind": new.kind})


_CLOSING = ("adopted", "closed")
"""Closing a plan after its year needs no decision: nothing changes in it."""


def may_change_without_decision(
    plan: Entry | None, changes: tuple[FieldChange, ...], *, is_new: bool
) -> Verdict:
    """Judge a change of a plan line by the state of its plan.

    A draft is free. In an adopted plan new lines and changed promises, money, parties or period
    are an amendment, which follows the decision route (region-facts 3c; row AG-04).
    """
    state = plan.line("state") if plan is not None else "draft"
    if state == "draft":
        return ALLOWED
    if not is_new and all(_reports_progress(change) for change in changes):
        return ALLOWED
    return Refusal(Reason.NEEDS_AMENDMENT, {"plan": plan.code if plan is not None else ""})


def _reports_progress(change: FieldChange) -> bool:
    if change.field.code in PROGRESS:
        return True
    return change.field.code == "results" and _promise(change.old) == _promise(change.new)


def _promise(value: Value) -> Value:
    if not isinstance(value, Mapping):
        return value
    return {key: held for key, held in value.items() if key not in PROGRESS_OF_RESULTS}
