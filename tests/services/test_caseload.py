"""Teams: who carries what, all cases moved or none, and results next to the rules."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import Cast, Person, hire
from tests.services.dossier import (
    DAGMAR,
    YES,
    acts,
    away,
    day_after,
    offered,
    refused,
    registered,
    undone,
)
from voordeur.domain.handover.lifecycle import HandoverAction
from voordeur.domain.kernel.actors import CASE_WORK_ROLES, Role
from voordeur.domain.kernel.refusal import Reason
from voordeur.domain.monitoring.disclosure import Share
from voordeur.records.accounts.models import MembershipRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.services import caseload, cases, handover, team
from voordeur.services.cases import NewEntry
from voordeur.services.handover import Answer


def carried(person: Person, number: int = 1, **changes: Any) -> list[CaseRecord]:
    context = person.context
    made = [
        registered(context, adviser_id=context.account_id, person=replace(DAGMAR, name=f"A {n}"))
        for n in range(number)
    ]
    CaseRecord.objects.filter(pk__in=[one.pk for one in made]).update(**changes)
    return made


def of(person: Person) -> list[int | None]:
    mine = CaseRecord.objects.filter(accountable_id=person.context.organisation)
    return list(mine.order_by("id").values_list("adviser_id", flat=True))


def page(person: Person) -> team.TeamPage:
    found = team.overview(person.context).team
    assert found is not None
    return found


def ways(results: team.Results) -> list[int | None]:
    return [number for _name, number in results.ways]


@pytest.mark.parametrize("role", list(Role))
def test_only_whoever_leads_looks(cast: Cast, role: Role) -> None:
    context = hire("Piet Proefpersoon", "werkcentrum", role).context
    if role not in caseload.LEADS:
        with refused(Reason.NOT_FOUND):
            team.overview(context)
        return
    found = team.overview(context)
    assert (found.team is not None) == (role is Role.TEAM_LEAD)
    assert (found.region is not None) == (role is not Role.TEAM_LEAD)


@pytest.mark.parametrize("role", sorted(CASE_WORK_ROLES - {Role.TEAM_LEAD}))
def test_only_a_team_lead_moves_everything(cast: Cast, role: Role) -> None:
    carried(cast.alice)
    context = hire("Piet Proefpersoon", "werkcentrum", role).context
    undone(
        lambda: caseload.reassign(context, leaver_id=cast.alice.context.account_id, to=()),
        Reason.ROLE_DOES_NOT_ALLOW,
    )


def test_each_colleague_has_a_line_with_phases_and_what_is_late(cast: Cast) -> None:
    carried(cast.alice, 3)
    carried(cast.alice, 2, phase="underway", next_date=day_after(cast.eva.context, -1))
    carried(cast.alice, 1, adviser_id=None)
    lines = {one.name: one for one in page(cast.eva).advisers}
    alice, nobody = lines["Alice Proefpersoon"], lines[""]
    assert [number for _name, number in alice.phases] == [3, 0, 0, 2, 0]
    assert (alice.open, alice.late, alice.share_percent, alice.new) == (5, 2, 83, 5)
    assert (nobody.open, nobody.works_here) == (1, True)
    assert lines["Eva Proefpersoon"].open == 0
    assert "Bob Proefpersoon" not in lines


def test_who_left_and_still_carries_something_comes_first(cast: Cast) -> None:
    carried(cast.alice)
    MembershipRecord.objects.filter(account_id=cast.alice.context.account_id).update(
        start_date=day_after(cast.eva.context, -9), end_date=cast.eva.context.today
    )
    first = page(cast.eva).advisers[0]
    assert (first.name, first.works_here, first.open) == ("Alice Proefpersoon", False, 1)


def test_cases_of_other_organisations_count_nowhere(cast: Cast) -> None:
    carried(cast.bob, 4)
    assert sum(one.open for one in page(cast.eva).advisers) == 0
    assert sum(one.number for one in page(cast.eva).queues) == 0
    assert page(cast.eva).results.rejected_waiting == 0


def test_all_open_cases_move_in_turn_and_keep_their_step(cast: Cast) -> None:
    made = carried(cast.alice, 5)
    kim = hire("Kim Proefpersoon", "werkcentrum", Role.GIDS).context.account_id
    eva, alice = cast.eva.context.account_id, cast.alice.context.account_id
    assert kim is not None
    assert eva is not None
    before = list(CaseRecord.objects.order_by("id").values_list("next_step", "next_date", "phase"))
    moved = caseload.reassign(cast.eva.context, leaver_id=alice, to=[kim, eva])
    assert (moved, of(cast.alice)) == (5, [kim, eva, kim, eva, kim])
    after = list(CaseRecord.objects.order_by("id").values_list("next_step", "next_date", "phase"))
    assert after == before
    assert [acts(one)[-1] for one in made] == ["AdviserAssigned"] * 5


def test_cases_can_go_to_nobody_and_from_nobody(cast: Cast) -> None:
    carried(cast.alice, 3)
    alice = cast.alice.context.account_id
    assert alice is not None
    assert caseload.reassign(cast.eva.context, leaver_id=alice, to=[]) == 3
    assert of(cast.alice) == [None] * 3
    assert caseload.reassign(cast.eva.context, leaver_id=None, to=[alice, alice]) == 3
    assert of(cast.alice) == [alice] * 3


def test_closed_cases_and_those_of_others_stay(cast: Cast) -> None:
    carried(cast.alice, 2)
    done = carried(cast.alice)[0]
    cases.close(cast.alice.context, ref=done.ref, outcome="work_found", informed_by="phone")
    carried(cast.bob)
    alice = cast.alice.context.account_id
    assert caseload.reassign(cast.eva.context, leaver_id=alice, to=[]) == 2
    assert CaseRecord.objects.get(pk=done.pk).adviser_id == alice
    assert of(cast.bob) == [cast.bob.context.account_id]


def test_nobody_elsewhere_and_not_oneself(cast: Cast) -> None:
    carried(cast.alice)
    alice, bob = cast.alice.context.account_id, cast.bob.context.account_id
    for to in ([alice], [bob], [999_999]):
        undone(
            lambda to=to: caseload.reassign(cast.eva.context, leaver_id=alice, to=to),
            Reason.INVALID_INPUT,
        )
    undone(lambda: caseload.reassign(cast.eva.context, leaver_id=None, to=[]), Reason.INVALID_INPUT)


def test_when_one_case_cannot_go_none_goes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    carried(cast.alice, 4)
    assign, seen = cases.assign, []

    def third_changes(context: Any, *, ref: str, adviser_id: int | None) -> None:
        seen.append(ref)
        if len(seen) == 3:
            CaseRecord.objects.filter(ref=ref).update(accountable_id="uwv")
        assign(context, ref=ref, adviser_id=adviser_id)

    monkeypatch.setattr(cases, "assign", third_changes)
    with pytest.raises(Exception, match=r"not_accountable|wall|accountable"):
        caseload.reassign(cast.eva.context, leaver_id=cast.alice.context.account_id, to=[])
    assert of(cast.alice) == [cast.alice.context.account_id] * 4


def test_handovers_without_an_answer_stand_on_both_sides(cast: Cast) -> None:
    offered(cast.bob.context, registered(cast.bob.context))
    boss = hire("Bo Proefpersoon", "gemeente-velsen", Role.TEAM_LEAD)
    [incoming], [outgoing] = page(cast.eva).incoming, page(boss).outgoing
    assert incoming.ref == outgoing.ref
    assert (incoming.other, outgoing.other) != (outgoing.other, incoming.other)
    assert not incoming.late
    later = replace(cast.eva, context=away(cast.eva.context, 30))
    assert page(later).incoming[0].late
    assert page(later).incoming[0].working_days_late > 10
    assert page(cast.eva).outgoing == page(boss).incoming == ()


def test_the_way_of_each_case_stands_next_to_the_table(cast: Cast) -> None:
    boss = hire("Bo Proefpersoon", "gemeente-velsen", Role.TEAM_LEAD)
    assert ways(page(boss).results) == [0, 0, 0, 0, 0, 0]
    first, second, third = (registered(cast.bob.context) for _ in range(3))
    assert ways(page(boss).results) == [0, 0, 0, 0, 3, 0]
    row = offered(cast.bob.context, first)
    assert ways(page(boss).results) == [0, 1, 0, 0, 2, 0]
    no = Answer(action=HandoverAction.RETURN, reason="no_capacity", note="vol")
    handover.decline(cast.alice.context, ref=row.ref, answer=no)
    assert ways(page(boss).results) == [0, 0, 1, 0, 2, 0]
    offered(
        cast.bob.context,
        second,
        receiver="uwv",
        reason="resident_asks",
        deviation="Dagmar kent daar iemand.",
    )
    assert ways(page(boss).results) == [0, 0, 1, 1, 1, 0]
    [deviation] = page(boss).deviations
    assert (deviation.receiver, bool(deviation.reason)) == ("UWV", True)
    assert "Dagmar" not in str(page(boss))
    handover.accept(cast.alice.context, ref=offered(cast.bob.context, third).ref, answer=YES)
    assert ways(page(boss).results) == [0, 0, 1, 1, 0, 0]
    assert ways(page(cast.eva).results)[0] == 1
    assert page(cast.eva).results.answered_in_term == Share(100)


def test_from_rejection_to_first_contact_is_measured_in_working_days(cast: Cast) -> None:
    friday = cast.alice.context.today - timedelta(days=3)
    for shift in (0, 1, 7, None):
        case = registered(cast.alice.context, rejected_on=friday)
        if shift is not None:
            spoken = NewEntry(kind="advice_talk", text="Gesproken", code="enough")
            cases.write_entry(away(cast.alice.context, shift), ref=case.ref, entry=spoken)
    results = page(replace(cast.eva, context=away(cast.eva.context, 8))).results
    assert (results.rejected, results.rejected_median_days, results.rejected_waiting) == (3, 2, 1)


def test_what_was_closed_counts_with_its_outcome(cast: Cast) -> None:
    for outcome in ("work_found", "work_found", "no_contact"):
        case = carried(cast.alice)[0]
        cases.close(cast.alice.context, ref=case.ref, outcome=outcome, informed_by="phone")
    results = page(cast.eva).results
    assert (results.closed, results.informed) == (3, Share(100))
    assert [number for _name, number in results.per_outcome] == [2, 1]
    assert results.helped == Share(67)


def test_the_region_is_counted_without_names_and_small_results_are_hidden(cast: Cast) -> None:
    carried(cast.alice, 3)
    carried(cast.bob, 2)
    nora = hire("Nora Proefpersoon", "werkcentrum", Role.COORDINATOR)
    found = team.overview(nora.context).region
    assert found is not None
    assert [(one.open, one.unassigned) for one in found.organisations] == [(3, 0), (2, 0)]
    assert "Proefpersoon" not in str(found)
    assert set(ways(found.results)) == {None}
    assert found.results.per_outcome == ()
    carried(cast.alice, 8)
    again = team.overview(nora.context).region
    assert again is not None
    assert ways(again.results)[0] == 10


@pytest.mark.parametrize("role", [Role.TEAM_LEAD, Role.COORDINATOR])
def test_more_cases_take_no_more_queries(cast: Cast, role: Role) -> None:
    lead = hire("Leo Proefpersoon", "werkcentrum", role).context
    counts = []
    for more in (1, 20):
        carried(cast.alice, more)
        for case in carried(cast.bob, more):
            offered(cast.bob.context, case)
        team.overview(lead)
        with CaptureQueriesContext(connection) as queries:
            team.overview(lead)
        counts.append(len(queries))
    assert counts[0] == counts[1]
