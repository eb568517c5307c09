"""Acts on a case: an owner, a next step and a date from the first second to the outcome."""

from datetime import date

import pytest

from tests.people import Cast
from tests.services.dossier import (
    SITUATION,
    YES,
    acts,
    away,
    day_after,
    offered,
    refused,
    registered,
    undone,
)
from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.refusal import Reason
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import AftercareRecord, CaseRecord, ClosureRecord, MoveRecord
from voordeur.records.consent.models import GrantRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.records.residents.models import ResidentRecord
from voordeur.services import access, cases, handover, people
from voordeur.services.context import Context, visitor_context


def fresh(case: CaseRecord) -> CaseRecord:
    return CaseRecord.objects.get(pk=case.pk)


def outcome(region: Region, *, aftercare: bool) -> str:
    return next(one.code for one in region.outcomes.values() if one.asks_aftercare is aftercare)


def closed(cast: Cast, region: Region, case: CaseRecord, *, aftercare: bool = True) -> str:
    code = outcome(region, aftercare=aftercare)
    cases.close(cast.bob.context, ref=case.ref, outcome=code, informed_by="phone")
    return code


def test_a_question_at_a_desk_has_owner_step_and_date_at_once(cast: Cast) -> None:
    case = registered(cast.bob.context)
    assert (case.accountable_id, case.state, case.episode) == ("gemeente-velsen", "open", 1)
    assert case.next_step == "Eerste contact opnemen"
    assert case.next_date == date(2026, 3, 9)  # five working days after Monday 2 March
    assert (case.proposed_id, case.proposed_rule) == ("werkcentrum", "rejected")
    assert acts(case) == ["CaseRegistered"]
    assert OutboxRecord.objects.get().recipient == "dagmar@example.nl"


def test_a_question_at_the_public_door_belongs_to_its_keeper(cast: Cast) -> None:
    case = registered(visitor_context(cast.bob.context.now))
    assert case.accountable_id == "werkcentrum"


def test_the_code_to_come_back_is_given_once_and_kept_as_a_hash(cast: Cast) -> None:
    done = cases.register(
        cast.bob.context,
        registration=cases.Registration(
            question="Werk", channel="desk", person=people.PersonDetails(name="Dagmar Voorbeeld")
        ),
    )
    kept = ResidentRecord.objects.get().return_code_hash
    assert done.return_code
    assert done.return_code not in kept
    again = cases.register(
        cast.bob.context,
        registration=cases.Registration(
            question="Nog een vraag", channel="desk", resident_ref=ResidentRecord.objects.get().ref
        ),
    )
    assert again.return_code == ""
    assert ResidentRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"person": None}, Reason.INVALID_INPUT),
        ({"resident_ref": "2222222222"}, Reason.INVALID_INPUT),
        ({"person": None, "resident_ref": "2222222222"}, Reason.NOT_FOUND),
        ({"next_date": date(2026, 3, 1)}, Reason.DATE_IN_THE_PAST),
    ],
)
def test_what_cannot_be_registered_leaves_nothing(
    cast: Cast, changes: dict[str, object], reason: Reason
) -> None:
    undone(lambda: registered(cast.bob.context, **changes), reason)
    assert ResidentRecord.objects.count() == 0


def test_who_does_no_case_work_registers_nobody(cast: Cast) -> None:
    board = Context(
        kind=ActorKind.PROFESSIONAL,
        now=cast.bob.context.now,
        organisation="gemeente-velsen",
        roles=frozenset({Role.BOARD_READER}),
    )
    undone(lambda: registered(board), Reason.ROLE_DOES_NOT_ALLOW)


def test_the_next_step_moves_and_never_to_the_past(cast: Cast) -> None:
    case = registered(cast.bob.context)
    day = day_after(cast.bob.context, 3)
    cases.plan_next(
        cast.bob.context, ref=case.ref, next_step="Bellen", next_date=day, next_party="resident"
    )
    after = fresh(case)
    assert (after.next_step, after.next_date, after.next_party) == ("Bellen", day, "resident")
    assert acts(case) == ["CaseRegistered", "NextStepPlanned"]
    for step, when, reason in (
        ("", day, Reason.NEXT_STEP_NEEDED),
        ("Bellen", None, Reason.NEXT_STEP_NEEDED),
        ("Bellen", day_after(cast.bob.context, -1), Reason.DATE_IN_THE_PAST),
    ):

        def plan(step: str = step, when: date | None = when) -> None:
            cases.plan_next(cast.bob.context, ref=case.ref, next_step=step, next_date=when)

        undone(plan, reason)


def test_a_stranger_finds_no_case_whatever_they_try(cast: Cast, region: Region) -> None:
    case = registered(cast.bob.context)
    charlie, ref = cast.charlie.context, case.ref
    day = day_after(charlie, 1)
    for deed in (
        lambda: access.open_case(charlie, ref=ref, part="overview"),
        lambda: cases.plan_next(charlie, ref=ref, next_step="Bellen", next_date=day),
        lambda: cases.close(charlie, ref=ref, outcome="work", informed_by="phone"),
        lambda: cases.classify(charlie, ref=ref, situation={}),
        lambda: cases.write_entry(charlie, ref=ref, entry=cases.NewEntry(kind="note", text="x")),
        lambda: cases.agree_step(charlie, ref=ref, what="Bellen", due_date=day),
        lambda: cases.assign(charlie, ref=ref, adviser_id=None),
        lambda: handover.offer(
            charlie, ref=ref, offer=handover.Offer(receiver="werkcentrum", reason="routing")
        ),
    ):
        undone(deed, Reason.NOT_FOUND)
    undone(lambda: access.open_case(charlie, ref="2222222222", part="overview"), Reason.NOT_FOUND)


def test_a_case_ends_with_an_outcome_the_person_told_and_aftercare(
    cast: Cast, region: Region
) -> None:
    case = registered(cast.bob.context)
    code = closed(cast, region, case)
    after = fresh(case)
    assert (after.state, after.outcome, after.next_date) == ("closed", code, None)
    ending = ClosureRecord.objects.get()
    assert (ending.episode, ending.outcome, ending.informed_by) == (1, code, "phone")
    months = region.outcomes[code].aftercare_months
    assert AftercareRecord.objects.count() == len(months) > 0
    assert acts(case)[-1] == "CaseClosed"


def test_nothing_closes_without_outcome_or_behind_somebody_s_back(
    cast: Cast, region: Region
) -> None:
    case = registered(cast.bob.context)
    bob, code = cast.bob.context, outcome(region, aftercare=False)
    undone(
        lambda: cases.close(bob, ref=case.ref, outcome="", informed_by="phone"),
        Reason.OUTCOME_NEEDED,
    )
    undone(
        lambda: cases.close(bob, ref=case.ref, outcome="invented", informed_by="phone"),
        Reason.OUTCOME_NEEDED,
    )
    undone(
        lambda: cases.close(bob, ref=case.ref, outcome=code, informed_by=""),
        Reason.RESIDENT_NOT_INFORMED,
    )
    offered(bob, case)
    undone(
        lambda: cases.close(bob, ref=case.ref, outcome=code, informed_by="phone"),
        Reason.HANDOVER_OPEN,
    )


def test_who_comes_back_gets_a_new_episode_and_the_old_ending_stays(
    cast: Cast, region: Region
) -> None:
    case = registered(cast.bob.context)
    closed(cast, region, case)
    later = away(cast.bob.context, 60)
    day = day_after(later, 5)
    cases.reopen(later, ref=case.ref, reason="work_ended", next_step="Bellen", next_date=day)
    after = fresh(case)
    assert (after.state, after.episode, after.outcome, after.next_date) == ("open", 2, "", day)
    assert ClosureRecord.objects.get().episode == 1
    cases.close(later, ref=case.ref, outcome=outcome(region, aftercare=True), informed_by="letter")
    assert ClosureRecord.objects.count() == 2
    undone(
        lambda: cases.reopen(later, ref=case.ref, reason="", next_step="Bellen", next_date=day),
        Reason.REASON_NEEDED,
    )


def test_the_case_follows_the_person_and_accountability_waits_for_a_yes(cast: Cast) -> None:
    situation = SITUATION | {"benefit": "bijstand", "distance_class": "direct"}
    case = registered(cast.bob.context, situation=situation)
    change = cases.Move(
        changed="municipality", to_value="haarlem", start_date=date(2026, 3, 15), postcode="2011"
    )
    proposed = cases.move(cast.bob.context, ref=case.ref, move=change)
    after = fresh(case)
    assert proposed == after.proposed_id != "gemeente-velsen"
    assert (after.accountable_id, after.municipality) == ("gemeente-velsen", "haarlem")
    assert after.state == "open"
    resident = ResidentRecord.objects.get()
    assert (resident.municipality, resident.postcode) == ("haarlem", "2011")
    assert MoveRecord.objects.get().from_value == "velsen"
    undone(lambda: cases.move(cast.bob.context, ref=case.ref, move=change), Reason.INVALID_INPUT)


def test_a_party_that_only_follows_cannot_rewrite_the_situation(cast: Cast) -> None:
    case = registered(cast.bob.context)
    row = offered(cast.bob.context, case)
    handover.accept(cast.alice.context, ref=row.ref, answer=YES)
    undone(
        lambda: cases.classify(cast.bob.context, ref=case.ref, situation={}),
        Reason.NOT_ACCOUNTABLE,
    )
    change = cases.Move(changed="municipality", to_value="haarlem", start_date=date(2026, 3, 15))
    undone(lambda: cases.move(cast.bob.context, ref=case.ref, move=change), Reason.NOT_ACCOUNTABLE)


def test_the_first_real_contact_is_remembered_once(cast: Cast) -> None:
    case = registered(cast.bob.context)
    bob = cast.bob.context
    cases.write_entry(bob, ref=case.ref, entry=cases.NewEntry(kind="outreach", code="no_answer"))
    assert fresh(case).first_contact_at is None
    reached = away(bob, 1)
    cases.write_entry(reached, ref=case.ref, entry=cases.NewEntry(kind="outreach", code="reached"))
    cases.write_entry(
        away(bob, 2), ref=case.ref, entry=cases.NewEntry(kind="advice_talk", text="Samen.")
    )
    assert fresh(case).first_contact_at == reached.now


def test_a_kind_of_entry_that_does_not_exist_is_refused(cast: Cast) -> None:
    case = registered(cast.bob.context)
    entry = cases.NewEntry(kind="gossip", text="x")
    undone(
        lambda: cases.write_entry(cast.bob.context, ref=case.ref, entry=entry),
        Reason.INVALID_INPUT,
    )


def test_agreed_steps_are_ticked_off_and_twice_is_once(cast: Cast) -> None:
    case = registered(cast.bob.context)
    bob = cast.bob.context
    step = cases.agree_step(bob, ref=case.ref, what="Cv maken", due_date=day_after(bob, 7))
    cases.finish_step(bob, ref=case.ref, step_ref=step)
    done = case.steps.get().done_at
    cases.finish_step(away(bob, 1), ref=case.ref, step_ref=step)
    assert case.steps.get().done_at == done
    with refused(Reason.NOT_FOUND):
        cases.finish_step(bob, ref=case.ref, step_ref="2222222222")


def test_the_owner_s_grant_is_the_only_one(cast: Cast) -> None:
    case = registered(cast.bob.context)
    grant = GrantRecord.objects.get(case=case)
    assert (grant.organisation_id, grant.purpose) == ("gemeente-velsen", "guidance")
    assert grant.legal_basis == "legal_task"
