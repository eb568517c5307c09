"""A refusal is a value: what cannot be done, the state that stands in the way, and its reason."""

from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """States that stand in the way of an act. Reasons name a state, never a feeling."""

    NOT_FOUND = "not_found"
    NO_GRANT = "no_grant"
    ROLE_DOES_NOT_ALLOW = "role_does_not_allow"
    NOT_ACCOUNTABLE = "not_accountable"
    NOT_RECEIVER = "not_receiver"
    NOT_SENDER = "not_sender"
    CASE_CLOSED = "case_closed"
    CASE_OPEN = "case_open"
    HANDOVER_OPEN = "handover_open"
    HANDOVER_ANSWERED = "handover_answered"
    SAME_ORGANISATION = "same_organisation"
    RECEIVER_TAKES_NO_HANDOVERS = "receiver_takes_no_handovers"
    REASON_NEEDED = "reason_needed"
    OUTCOME_NEEDED = "outcome_needed"
    RESIDENT_NOT_INFORMED = "resident_not_informed"
    NEXT_STEP_NEEDED = "next_step_needed"
    DATE_IN_THE_PAST = "date_in_the_past"
    NO_CONSENT = "no_consent"
    NO_LEGAL_BASIS = "no_legal_basis"
    LEGAL_TASK_STAYS = "legal_task_stays"
    ALREADY_WITHDRAWN = "already_withdrawn"
    SLOT_TAKEN = "slot_taken"
    SLOT_UNKNOWN = "slot_unknown"
    APPOINTMENT_SETTLED = "appointment_settled"
    APPOINTMENT_NOT_YET = "appointment_not_yet"
    LINK_EXPIRED = "link_expired"
    LINK_INVALID = "link_invalid"
    CHANGED_MEANWHILE = "changed_meanwhile"
    PACK_INVALID = "pack_invalid"
    TOO_LARGE = "too_large"
    KIND_NOT_ALLOWED = "kind_not_allowed"
    INVALID_INPUT = "invalid_input"
    TOO_MANY_ATTEMPTS = "too_many_attempts"
    NEEDS_AMENDMENT = "needs_amendment"
    DECISION_FIRST = "decision_first"
    NOT_EMPTY = "not_empty"
    STILL_USED = "still_used"
    PROPOSAL_RUNS = "proposal_runs"
    PROPOSAL_NOT_RUNNING = "proposal_not_running"
    ROUTE_HAS_HOLE = "route_has_hole"
    BODY_NOT_IN_FORCE = "body_not_in_force"
    OUT_OF_ORDER = "out_of_order"
    STEP_REFUSED = "step_refused"
    STEP_GIVEN = "step_given"
    NO_QUORUM = "no_quorum"
    DAY_STILL_TO_COME = "day_still_to_come"
    DAYS_OUT_OF_ORDER = "days_out_of_order"
    DECISION_NEEDED = "decision_needed"
    ABOVE_DECISION = "above_decision"
    NUMBER_TAKEN = "number_taken"
    MEETING_HELD = "meeting_held"
    OWN_PLAN_NEEDED = "own_plan_needed"
    DEMO_ONLY = "demo_only"
    OVER_COMMITTED = "over_committed"
    MONEY_NOT_RESERVED = "money_not_reserved"
    ABOVE_COMMITTED = "above_committed"
    NOTHING_TO_RETURN = "nothing_to_return"
    AMOUNT_NOT_POSITIVE = "amount_not_positive"
    OUTSIDE_PERIOD = "outside_period"
    OUTSIDE_EARMARK = "outside_earmark"
    CLAIMED_TWICE = "claimed_twice"
    ABOVE_CEILING = "above_ceiling"
    SOURCE_CANNOT_PAY = "source_cannot_pay"
    CONSENT_MISSING = "consent_missing"
    CONSENT_ANSWERED = "consent_answered"
    MIX_SETTLED = "mix_settled"
    MIX_CHANGED = "mix_changed"
    PAID_MONEY_STAYS = "paid_money_stays"
    TRAJECTORY_NOT_IN_STATE = "trajectory_not_in_state"
    TRAJECTORY_LIVE = "trajectory_live"
    STEP_NOT_IN_STATE = "step_not_in_state"
    STEPS_IN_CIRCLE = "steps_in_circle"
    EARLIER_STEP_FIRST = "earlier_step_first"
    PERSON_NOT_AGREED = "person_not_agreed"
    NO_PLACES_LEFT = "no_places_left"
    INVOICE_KNOWN = "invoice_known"
    AGREEMENT_NEEDED = "agreement_needed"
    OPEN_STEPS = "open_steps"
    TRAINING_OVER = "training_over"
    DATE_IN_THE_FUTURE = "date_in_the_future"
    VACANCY_NOT_IN_STATE = "vacancy_not_in_state"
    VACANCY_FULL = "vacancy_full"
    VACANCY_NOT_FRESH = "vacancy_not_fresh"
    VACANCY_ELSEWHERE = "vacancy_elsewhere"
    TOO_MANY_CANDIDATES = "too_many_candidates"
    REFERRAL_NOT_IN_STATE = "referral_not_in_state"
    EMPLOYER_KNOWN = "employer_known"
    ALREADY_REFERRED = "already_referred"
    PLACEMENT_OVER = "placement_over"
    WAY_IN_TRAJECTORY = "way_in_trajectory"
    WAY_BLOCKED = "way_blocked"
    GATHERING_OVER = "gathering_over"
    AGREEMENT_FIRST = "agreement_first"
    ROUTE_OVER = "route_over"
    ALREADY_AT_TABLE = "already_at_table"
    NOT_RECURRING = "not_recurring"


@dataclass(frozen=True, slots=True)
class Refusal:
    """The answer 'no', with the reason and the facts (codes and dates only) behind it."""

    reason: Reason
    facts: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Allowed:
    """The answer 'yes'."""

    def __bool__(self) -> bool:
        return True


ALLOWED = Allowed()

Verdict = Allowed | Refusal


class RefusedError(Exception):
    """Raised by a service when the domain refuses; the edge shows ``refusal`` to a person."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason.value)
        self.refusal = refusal


def require(verdict: Verdict) -> None:
    """Raise :class:`RefusedError` when ``verdict`` is a refusal."""
    if isinstance(verdict, Refusal):
        raise RefusedError(verdict)
