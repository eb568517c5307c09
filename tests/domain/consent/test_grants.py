"""Who may see what: role × purpose × basis × time × withdrawal, held against plain logic.

Each condition of a grant is also left out in turn: the truth table must notice (a rule that no
row depends on is a rule nobody tests).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voordeur.domain.consent.grants import (
    CONDITIONS,
    RESIDENT_FIELDS,
    ROLE_PURPOSES,
    AccessAction,
    Condition,
    FieldGroup,
    Grant,
    LegalBasis,
    Look,
    Purpose,
    counts,
    live,
    may_do,
    may_grant,
    may_see,
    may_withdraw,
    visible_fields,
)
from voordeur.domain.kernel.actors import CASE_WORK_ROLES, Role
from voordeur.domain.kernel.refusal import Reason, Refusal, Verdict

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)
FIELDS = frozenset({FieldGroup.NAME, FieldGroup.QUESTION})
OWN, OTHER = "gemeente-velsen", "uwv"

PERIODS: dict[str, tuple[datetime, datetime | None, bool]] = {
    "without an end": (NOW - DAY, None, True),
    "from this moment": (NOW, NOW + DAY, True),
    "from the next moment": (NOW + MOMENT, None, False),
    "until this moment": (NOW - DAY, NOW, False),
    "until the next moment": (NOW - DAY, NOW + MOMENT, True),
    "long ago": (NOW - 9 * DAY, NOW - 8 * DAY, False),
}
WITHDRAWALS: dict[str, tuple[datetime | None, bool]] = {
    "not": (None, True),
    "before": (NOW - DAY, False),
    "this moment": (NOW, False),
    "from tomorrow": (NOW + DAY, True),
}
WORK = {"guidance", "handover", "aftercare", "employer_service"}
SEES: dict[str, set[str]] = {
    "gids": WORK,
    "partner_professional": WORK,
    "wsp_consultant": WORK,
    "team_lead": WORK,
    "privacy_officer": {"privacy_supervision"},
}
"""Said once more, independently of the table in the domain."""


@dataclass(frozen=True)
class Row:
    """One line of the truth table."""

    role: Role
    purpose: Purpose
    basis: LegalBasis
    period: str
    withdrawal: str
    organisation: str

    @property
    def grant(self) -> Grant:
        start, end, _ = PERIODS[self.period]
        withdrawn_at, _ = WITHDRAWALS[self.withdrawal]
        return Grant(
            "c1", self.organisation, self.purpose, self.basis, FIELDS, start, end, withdrawn_at
        )

    @property
    def is_live(self) -> bool:
        return PERIODS[self.period][2] and WITHDRAWALS[self.withdrawal][1]

    @property
    def sees(self) -> bool:
        serves = self.purpose.value in SEES.get(self.role.value, set())
        return self.is_live and self.organisation == OWN and serves


TRUTH = [
    Row(*values)
    for values in product(Role, Purpose, LegalBasis, PERIODS, WITHDRAWALS, (OWN, OTHER))
]


def rows_that_differ(conditions: tuple[Condition, ...]) -> int:
    """Count the rows of the truth table for which ``conditions`` say something else."""
    return sum(
        (visible_fields([row.grant], OWN, row.role, NOW, conditions=conditions) == FIELDS)
        != row.sees
        for row in TRUTH
    )


def test_the_truth_table_holds_row_by_row() -> None:
    assert len(TRUTH) == len(Role) * 5 * 3 * 6 * 4 * 2
    assert rows_that_differ(CONDITIONS) == 0
    assert 0 < sum(row.sees for row in TRUTH) < len(TRUTH)


@pytest.mark.parametrize("dropped", CONDITIONS, ids=lambda condition: condition.__name__)
def test_each_condition_left_out_is_noticed(dropped: Condition) -> None:
    assert rows_that_differ(tuple(kept for kept in CONDITIONS if kept is not dropped)) > 0


@pytest.mark.parametrize("turned", CONDITIONS, ids=lambda condition: condition.__name__)
def test_each_condition_turned_round_is_noticed(turned: Condition) -> None:
    def opposite(grant: Grant, look: Look) -> bool:
        return not turned(grant, look)

    assert rows_that_differ(tuple(opposite if kept is turned else kept for kept in CONDITIONS)) > 0


def test_live_and_the_verdicts_agree_with_the_table() -> None:
    for row in TRUTH:
        assert live(row.grant, NOW) == row.is_live
        verdict = may_see([row.grant], OWN, row.role, NOW, field=FieldGroup.NAME)
        assert bool(verdict) == row.sees
        if not row.is_live or row.organisation != OWN:
            assert reason_of(verdict) == Reason.NO_GRANT, "a stranger learns nothing"
        elif not row.sees:
            assert reason_of(verdict) == Reason.ROLE_DOES_NOT_ALLOW


def reason_of(verdict: Verdict) -> Reason | None:
    return verdict.reason if isinstance(verdict, Refusal) else None


def grant(
    purpose: Purpose = Purpose.GUIDANCE,
    basis: LegalBasis = LegalBasis.CONSENT,
    fields: frozenset[FieldGroup] = FIELDS,
    withdrawn_at: datetime | None = None,
) -> Grant:
    return Grant("c1", OWN, purpose, basis, fields, NOW - DAY, NOW + DAY, withdrawn_at)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("action", AccessAction)
def test_a_role_does_exactly_what_its_purposes_say(
    role: Role, purpose: Purpose, action: AccessAction
) -> None:
    allowed = action in ROLE_PURPOSES[role].get(purpose, frozenset())
    verdict = may_do([grant(purpose)], OWN, role, action, NOW)
    assert bool(verdict) == allowed
    assert reason_of(verdict) == (None if allowed else Reason.ROLE_DOES_NOT_ALLOW)


def test_the_roles_that_work_on_cases_are_those_of_the_kernel() -> None:
    working = {role for role, purposes in ROLE_PURPOSES.items() if Purpose.HANDOVER in purposes}
    assert working == CASE_WORK_ROLES
    assert set(ROLE_PURPOSES) == set(Role)
    for purposes in ROLE_PURPOSES.values():
        assert all(AccessAction.SEE in actions for actions in purposes.values())


def test_a_receiver_answers_but_does_not_work_before_it_accepts() -> None:
    offered = [grant(Purpose.HANDOVER)]
    assert may_do(offered, OWN, Role.PARTNER_PROFESSIONAL, AccessAction.HAND_OVER, NOW)
    refused = may_do(offered, OWN, Role.PARTNER_PROFESSIONAL, AccessAction.WORK, NOW)
    assert reason_of(refused) == Reason.ROLE_DOES_NOT_ALLOW


def test_only_a_team_lead_reassigns() -> None:
    assert {role for role in Role if may_do([grant()], OWN, role, AccessAction.REASSIGN, NOW)} == {
        Role.TEAM_LEAD
    }


def test_withdrawing_works_at_that_very_moment() -> None:
    before = visible_fields([grant()], OWN, Role.GIDS, NOW)
    after = visible_fields([grant(withdrawn_at=NOW)], OWN, Role.GIDS, NOW)
    assert (before, after) == (FIELDS, frozenset())


def test_fields_outside_the_grant_stay_unseen() -> None:
    verdict = may_see([grant()], OWN, Role.GIDS, NOW, field=FieldGroup.NOTES)
    assert reason_of(verdict) == Reason.NO_GRANT


def test_the_resident_sees_everything_of_their_own() -> None:
    assert set(FieldGroup) == RESIDENT_FIELDS
    assert {field.value for field in FieldGroup} == {
        "name",
        "contact",
        "residence",
        "question",
        "situation",
        "plan",
        "notes",
        "documents",
        "profile",
    }


@given(
    st.lists(
        st.builds(
            grant,
            st.sampled_from(Purpose),
            st.sampled_from(LegalBasis),
            st.frozensets(st.sampled_from(FieldGroup)),
            st.sampled_from([None, NOW - DAY, NOW]),
        )
    ),
    st.sampled_from(Role),
)
def test_what_is_seen_is_the_union_of_the_grants_that_count(
    grants: list[Grant], role: Role
) -> None:
    look = Look(OWN, role, AccessAction.SEE, NOW)
    expected: set[FieldGroup] = set()
    for held in grants:
        if counts(held, look):
            expected |= held.fields
    assert visible_fields(grants, OWN, role, NOW) == expected


def test_a_resident_withdraws_everything_but_a_legal_task() -> None:
    for row in TRUTH:
        verdict = may_withdraw(row.grant, NOW)
        ended = row.period in {"until this moment", "long ago"} or row.withdrawal != "not"
        if row.basis is LegalBasis.LEGAL_TASK:
            facts = {"organisation": row.organisation, "purpose": row.purpose.value}
            assert verdict == Refusal(Reason.LEGAL_TASK_STAYS, facts), "the page can name the law"
        else:
            assert reason_of(verdict) == (Reason.ALREADY_WITHDRAWN if ended else None)


@pytest.mark.parametrize("basis", LegalBasis)
@pytest.mark.parametrize("has_legal_task", [False, True])
@pytest.mark.parametrize("consent_given", [False, True])
@pytest.mark.parametrize("beyond", [False, True])
def test_nothing_is_shared_without_a_basis_or_beyond_the_purpose(
    *, basis: LegalBasis, has_legal_task: bool, consent_given: bool, beyond: bool
) -> None:
    fields = FIELDS | {FieldGroup.NOTES} if beyond else FIELDS
    verdict = may_grant(
        basis,
        fields,
        purpose_fields=FIELDS,
        has_legal_task=has_legal_task,
        consent_given=consent_given,
    )
    legal = basis is LegalBasis.LEGAL_TASK
    if legal and not has_legal_task:
        assert reason_of(verdict) == Reason.NO_LEGAL_BASIS
    elif not legal and not consent_given:
        assert reason_of(verdict) == Reason.NO_CONSENT
    elif beyond:
        assert reason_of(verdict) == Reason.INVALID_INPUT
        assert isinstance(verdict, Refusal)
        assert verdict.facts == {"fields": "notes"}
    else:
        assert verdict
