"""The demo's story of the region: every step is an act that the services allowed."""

from datetime import UTC, datetime

import pytest

from voordeur.domain.governance.proposals import ProposalState
from voordeur.domain.region.model import Region
from voordeur.records.employer_service.models import GatheringRecord, GroupRouteRecord
from voordeur.services import (
    packages,
    proposal_pages,
    register,
    register_loading,
    reserve,
    verify,
)
from voordeur.services.context import system_context
from voordeur.services.demo import begin, profile_story
from voordeur.services.ports import ports

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
SYSTEM = system_context(NOW)


def test_a_plan_is_decided_money_is_taken_and_an_amendment_waits(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports(), "demo", True)
    monkeypatch.setattr(profile_story, "MOST_PROFILES", 0)  # so that the desk is shown the first
    register_loading.load_register(SYSTEM)
    counts = begin(now=NOW, people=2, months=3, seed=1)
    assert counts is not None
    refused = {name: times for name, times in counts.items() if name.startswith("refused_")}
    assert refused.keys() <= {"refused_slot_taken"}  # somebody was just before somebody else
    plans = {one.number("year"): one.line("state") for one in register.entries(SYSTEM, "plan")}
    assert plans == {2024: "adopted", 2026: "adopted"}
    assert len(register.entries(SYSTEM, "plan_line", parent="plan-2026-voorbeeld")) == 22
    settled = proposal_pages.settled_proposals(SYSTEM)
    assert [one.state for one in settled] == [ProposalState.DECIDED] * 2
    waiting = {one.route: one.turn[0].code for one in proposal_pages.open_proposals(SYSTEM)}
    assert waiting == {"reserve": "advice", "plan-amendment": "consent"}
    (draft,) = register.drafts(SYSTEM, proposal=_ref("plan-amendment"))
    assert not draft.stale
    assert len(reserve.reserve_page(SYSTEM).withdrawals) == 1
    assert len(packages.packages(SYSTEM)) == 1
    assert counts["profiles"] >= 1
    assert counts["profiles_shown"] >= 1
    assert set(GatheringRecord.objects.values_list("state", flat=True)) == {"held", "planned"}
    assert GroupRouteRecord.objects.exclude(guide_agreed_on=None).count() == 1
    assert verify.verify().ok


def _ref(route: str) -> str:
    return next(one.ref for one in proposal_pages.open_proposals(SYSTEM) if one.route == route)
