"""What may happen to a chosen mix and to the consents in it: one table, and its conditions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from voordeur.domain.kernel.calendar import add_working_days
from voordeur.domain.kernel.lifecycle import Transition, target_of
from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict

DEFAULT_CONSENT_DAYS = 5
"""Working days an owner has when the region agreed nothing on it."""


class MixState(StrEnum):
    """Where a chosen mix stands; only ``asked`` and ``agreed`` hold money."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class ConsentState(StrEnum):
    """What the owner of the money of one source said."""

    ASKED = "asked"
    NOT_NEEDED = "not_needed"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class MixAction(StrEnum):
    """An act on a mix, or the clock that ends it."""

    CHOOSE = "choose"
    GIVE = "give"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    REPLACE = "replace"


class MixParty(StrEnum):
    """Who acts: who chose it for the person, an owner of money in it, or the clock."""

    CHOOSER = "chooser"
    OWNER = "owner"
    SYSTEM = "system"


MixTransition = Transition[MixState, MixAction, MixParty]

_ASKED, _AGREED = MixState.ASKED, MixState.AGREED
TRANSITIONS: tuple[MixTransition, ...] = (
    MixTransition(
        None, MixAction.CHOOSE, MixParty.CHOOSER, _ASKED, "all its money was free and is reserved"
    ),
    MixTransition(
        None, MixAction.CHOOSE, MixParty.CHOOSER, _AGREED, "and no owner needs to be asked"
    ),
    MixTransition(_ASKED, MixAction.GIVE, MixParty.OWNER, _ASKED, "somebody else must still say"),
    MixTransition(_ASKED, MixAction.GIVE, MixParty.OWNER, _AGREED, "the last one to say yes"),
    MixTransition(
        _ASKED,
        MixAction.REFUSE,
        MixParty.OWNER,
        MixState.REFUSED,
        "with a reason; the money is free again",
    ),
    MixTransition(
        _ASKED,
        MixAction.WITHDRAW,
        MixParty.OWNER,
        MixState.WITHDRAWN,
        "with a reason; what is only reserved is free again",
    ),
    MixTransition(
        _AGREED,
        MixAction.WITHDRAW,
        MixParty.OWNER,
        MixState.WITHDRAWN,
        "with a reason; what is ordered or paid stays",
    ),
    MixTransition(
        _ASKED,
        MixAction.EXPIRE,
        MixParty.SYSTEM,
        MixState.EXPIRED,
        "the last day to answer is over; the money is free again",
    ),
    MixTransition(_ASKED, MixAction.REPLACE, MixParty.CHOOSER, MixState.REPLACED, "by another mix"),
    MixTransition(
        _AGREED,
        MixAction.REPLACE,
        MixParty.CHOOSER,
        MixState.REPLACED,
        "by another mix; what is ordered or paid stays",
    ),
)
LIVE: frozenset[MixState] = frozenset({MixState.ASKED, MixState.AGREED})
"""States in which a mix holds money."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFacts:
    """What the rules need to know of one consent and the mix it belongs to.

    ``reserved_cents`` is what of its part could still return: neither ordered nor paid.
    """

    mix: MixState
    state: ConsentState
    owner: str
    reserved_cents: int = 0


def answer_due_on(today: date, working_days: int | None) -> date:
    """Return the last day on which an owner can answer."""
    return add_working_days(today, DEFAULT_CONSENT_DAYS if working_days is None else working_days)


def may_answer(facts: ConsentFacts, organisation: str, *, reason: str | None = None) -> Verdict:
    """Judge saying yes, or no when there is a ``reason`` (an empty one does not do).

    Refuses with NOT_FOUND for another organisation's money, MIX_SETTLED, CONSENT_ANSWERED,
    REASON_NEEDED.
    """
    if facts.owner != organisation:
        return Refusal(Reason.NOT_FOUND)
    if facts.state is not ConsentState.ASKED:
        return Refusal(Reason.CONSENT_ANSWERED, {"state": facts.state.value})
    if facts.mix is not MixState.ASKED:
        return Refusal(Reason.MIX_SETTLED, {"state": facts.mix.value})
    return _said(reason)


def may_withdraw(facts: ConsentFacts, organisation: str, *, reason: str | None = None) -> Verdict:
    """Judge taking a yes back; what is ordered or paid stays, so something must be left.

    Refuses with NOT_FOUND, CONSENT_MISSING without a yes, MIX_SETTLED, PAID_MONEY_STAYS when
    nothing can return, REASON_NEEDED.
    """
    if facts.owner != organisation:
        return Refusal(Reason.NOT_FOUND)
    if facts.mix not in LIVE:
        return Refusal(Reason.MIX_SETTLED, {"state": facts.mix.value})
    if facts.state is not ConsentState.GIVEN:
        return Refusal(Reason.CONSENT_MISSING, {"state": facts.state.value})
    if facts.reserved_cents <= 0:
        return Refusal(Reason.PAID_MONEY_STAYS)
    return _said(reason)


def may_expire(mix: MixState, due_on: date, today: date) -> bool:
    """Tell whether the clock ends a mix: it still waits, and its last day is over."""
    if target_of(TRANSITIONS, mix, MixAction.EXPIRE, MixParty.SYSTEM) is None:
        return False
    return today > due_on


def remind_on(chosen_on: date, due_on: date) -> date:
    """Return the day owners are reminded: half-way, and never on the day they were asked."""
    half = chosen_on + (due_on - chosen_on) / 2
    return max(add_working_days(chosen_on, 1), half)


def mix_after(consents: Iterable[ConsentState]) -> MixState:
    """Return how a mix stands by what its owners said."""
    said = frozenset(consents)
    if ConsentState.WITHDRAWN in said:
        return MixState.WITHDRAWN
    if ConsentState.REFUSED in said:
        return MixState.REFUSED
    return MixState.ASKED if ConsentState.ASKED in said else MixState.AGREED


def _said(reason: str | None) -> Verdict:
    if reason is not None and not reason.strip():
        return Refusal(Reason.REASON_NEEDED)
    return ALLOWED
