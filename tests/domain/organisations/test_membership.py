"""For which organisation somebody may act, and since when."""

from datetime import date, timedelta

from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.period import Period
from voordeur.domain.kernel.refusal import Reason, Refusal
from voordeur.domain.organisations.membership import (
    ROLE_LABELS,
    Membership,
    may_act_for,
    roles_in,
)

TODAY = date(2026, 3, 2)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
HELD = (
    Membership("werkcentrum", Role.GIDS, Period(TODAY, TOMORROW)),
    Membership("werkcentrum", Role.TEAM_LEAD, Period(None, TODAY)),
    Membership("uwv", Role.CONTROLLER, Period(TOMORROW, None)),
)


def test_a_role_counts_from_its_first_day_up_to_its_last() -> None:
    assert roles_in(HELD, "werkcentrum", YESTERDAY) == {Role.TEAM_LEAD}
    assert roles_in(HELD, "werkcentrum", TODAY) == {Role.GIDS}
    assert roles_in(HELD, "werkcentrum", TOMORROW) == frozenset()


def test_who_has_no_role_there_learns_nothing() -> None:
    verdict = may_act_for(HELD, "uwv", Role.CONTROLLER, TODAY)
    assert isinstance(verdict, Refusal)
    assert verdict.reason == Reason.NOT_FOUND
    assert may_act_for(HELD, "uwv", Role.CONTROLLER, TOMORROW)


def test_another_role_at_the_same_place_is_refused_by_name() -> None:
    verdict = may_act_for(HELD, "werkcentrum", Role.TEAM_LEAD, TODAY)
    assert verdict == Refusal(Reason.ROLE_DOES_NOT_ALLOW, {"role": "team_lead"})


def test_every_role_has_its_own_name_in_both_languages() -> None:
    assert set(ROLE_LABELS) == set(Role)
    for language in ("nl", "en"):
        names = {label.in_language(language) for label in ROLE_LABELS.values()}
        assert len(names) == len(Role)
        assert all(names)
