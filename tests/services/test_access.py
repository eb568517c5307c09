"""The access door: one object and a list give the same answer, and every look is in the log."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people import NOW, Cast
from tests.services.dossier import SHARED, YES, offered, refused, registered
from voordeur.domain.consent.grants import AccessAction, FieldGroup, LegalBasis, Purpose
from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.records.audit.models import JournalRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.records.consent.models import GrantRecord
from voordeur.services import access, audit, consent, handover
from voordeur.services.consent import NewGrant, give
from voordeur.services.context import Context, system_context, visitor_context

MOMENTS = (NOW - timedelta(days=1), NOW, NOW + timedelta(seconds=1), NOW + timedelta(days=400))
PEOPLE = st.builds(
    dict,
    organisation=st.sampled_from(["gemeente-velsen", "werkcentrum", "uwv"]),
    roles=st.frozensets(st.sampled_from(list(Role)), max_size=3),
    purpose=st.sampled_from(["", *(one.value for one in Purpose)]),
    now=st.sampled_from(MOMENTS),
)
GRANTS = st.lists(
    st.tuples(
        st.sampled_from(["gemeente-velsen", "werkcentrum", "uwv"]),
        st.sampled_from(list(Purpose)),
        st.sampled_from(MOMENTS),
        st.sampled_from([None, *MOMENTS]),
        st.sampled_from([None, *MOMENTS]),
    ),
    max_size=5,
)


def one_object(context: Context, case: CaseRecord, action: AccessAction) -> bool:
    """Answer as the door for one case does."""
    try:
        access.case_for_act(context, ref=case.ref, action=action)
    except RefusedError:
        return False
    return True


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(person=PEOPLE, grants=GRANTS)
def test_a_list_and_the_door_give_the_same_answer(
    cast: Cast, person: dict[str, object], grants: list[tuple[object, ...]]
) -> None:
    case = registered(cast.bob.context)
    for organisation, purpose, start, end, withdrawn in grants:
        ends = end if end is None or end >= start else start  # type: ignore[operator]
        ref = give(
            NewGrant(
                case_id=case.pk,
                organisation=str(organisation),
                purpose=purpose,  # type: ignore[arg-type]
                basis=LegalBasis.CONSENT,
                fields=SHARED,
                given_by="resident",
                valid_from=start,  # type: ignore[arg-type]
                valid_until=ends,  # type: ignore[arg-type]
            )
        )
        if withdrawn is not None:
            GrantRecord.objects.filter(ref=ref).update(withdrawn_at=withdrawn)
    context = Context(kind=ActorKind.PROFESSIONAL, **person)  # type: ignore[arg-type]
    for action in AccessAction:
        listed = consent.visible_to(context, action).filter(pk=case.pk).exists()
        # Whoever may do something on a case sees it; the door asks for both.
        seen = consent.visible_to(context, AccessAction.SEE).filter(pk=case.pk).exists()
        assert one_object(context, case, action) == (listed and seen), action


def test_what_a_list_shows_is_what_the_door_shows(cast: Cast) -> None:
    cases = [registered(cast.bob.context) for _time in range(3)]
    offered(cast.bob.context, cases[0])
    fields = access.fields_per_case(cast.alice.context, [one.pk for one in cases])
    assert fields == {cases[0].pk: SHARED}
    assert access.open_case(cast.alice.context, ref=cases[0].ref, part="x").fields == SHARED


def test_the_look_is_in_the_log_before_anything_is_returned(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = registered(cast.bob.context)

    def full(*_args: object) -> int:
        raise OSError

    monkeypatch.setattr(audit, "append", full)
    with pytest.raises(OSError):  # noqa: PT011  no room on the disk says no more
        access.open_case(cast.bob.context, ref=case.ref, part="overview")


def test_a_look_says_who_for_what_and_which_groups(cast: Cast) -> None:
    case = registered(cast.bob.context)
    access.open_case(cast.bob.context, ref=case.ref, part="overview")
    line = audit.lines_about(case.resident_id or 0)[0]
    assert (line.name, line.organisation, line.purpose) == (
        "CaseSeen",
        "gemeente-velsen",
        "guidance",
    )
    assert line.payload["fields"] == sorted(group.value for group in FieldGroup)
    assert "Dagmar" not in str(line.payload)


def test_a_refused_look_leaves_no_line(cast: Cast) -> None:
    case = registered(cast.bob.context)
    before = JournalRecord.objects.count()
    with refused(Reason.NOT_FOUND):
        access.open_case(cast.charlie.context, ref=case.ref, part="overview")
    assert JournalRecord.objects.count() == before


def test_a_withdrawal_works_on_the_next_request(cast: Cast) -> None:
    case = registered(cast.bob.context)
    GrantRecord.objects.filter(case=case).update(withdrawn_at=NOW)
    with refused(Reason.NOT_FOUND):
        access.open_case(cast.bob.context, ref=case.ref, part="overview")
    assert not consent.visible_to(cast.bob.context).exists()


@pytest.mark.parametrize(
    "context", [visitor_context(NOW), system_context(NOW), Context(ActorKind.RESIDENT, NOW)]
)
def test_who_is_nobody_sees_nothing(cast: Cast, context: Context) -> None:
    case = registered(cast.bob.context)
    with refused(Reason.NOT_FOUND):
        access.open_case(context, ref=case.ref, part="overview")
    assert not consent.visible_to(context).exists()


def test_the_resident_sees_everything_of_the_own_case_only(cast: Cast) -> None:
    mine, other = registered(cast.bob.context), registered(cast.bob.context)
    dagmar = Context(ActorKind.RESIDENT, NOW, resident_id=mine.resident_id)
    assert access.open_case(dagmar, ref=mine.ref, part="mine").fields == frozenset(FieldGroup)
    with refused(Reason.NOT_FOUND):
        access.open_case(dagmar, ref=other.ref, part="mine")
    assert list(consent.visible_to(dagmar)) == [mine]


def roles_without_people() -> list[Role]:
    return [
        Role.COORDINATOR,
        Role.PROGRAMME_TEAM,
        Role.CONTROLLER,
        Role.BOARD_READER,
        Role.SYSTEM_MANAGER,
        Role.PRIVACY_OFFICER,
    ]


@pytest.mark.parametrize("role", roles_without_people())
def test_roles_that_need_no_person_see_none(cast: Cast, role: Role) -> None:
    case = registered(cast.bob.context)
    context = Context(
        ActorKind.PROFESSIONAL, NOW, organisation="gemeente-velsen", roles=frozenset({role})
    )
    with refused(Reason.NOT_FOUND):
        access.open_case(context, ref=case.ref, part="overview")


def test_charlie_sees_nothing_at_any_point_of_a_case(cast: Cast) -> None:
    case = registered(cast.bob.context)
    row = offered(cast.bob.context, case)
    handover.accept(cast.alice.context, ref=row.ref, answer=YES)
    later = [cast.charlie.context.at(NOW + timedelta(days=days)) for days in (0, 1, 400)]
    for context, action in product(later, AccessAction):
        assert not consent.visible_to(context, action).exists()
