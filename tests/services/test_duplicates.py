"""Is somebody known? Never anybody of another organisation; they learn of it without names."""

from dataclasses import replace
from typing import Any

import pytest

from tests.people import Cast, hire
from tests.services.dossier import DAGMAR, YES, offered, registered
from voordeur.domain.consent.grants import FieldGroup, Purpose
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.domain.region.model import Region
from voordeur.domain.residents.duplicates import DuplicateReason
from voordeur.records.audit.models import JournalRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.services import case_pages, handover, intake
from voordeur.services.cases import Registration
from voordeur.services.context import Context, system_context
from voordeur.services.duplicates import NOTED, known_people, note_for
from voordeur.services.people import PersonDetails
from voordeur.services.sharing import Sharing, share_case

TYPED = replace(DAGMAR, name="Dagmar Vorbeeld", email="", phone="")
"""Dagmar as somebody else types her."""


def at_desk(context: Context, **changes: Any) -> CaseRecord:
    values: dict[str, Any] = {
        "question": "Ik zoek werk.",
        "channel": "desk",
        "person": DAGMAR,
        "situation": {"asker": "resident", "municipality": "velsen"},
    }
    done = intake.register_at_desk(context, registration=Registration(**(values | changes)))
    return CaseRecord.objects.get(ref=done.ref)


def test_somebody_of_ones_own_is_found_with_the_reasons(cast: Cast) -> None:
    case = registered(cast.bob.context)
    found = known_people(cast.bob.context, person=TYPED)
    assert [one.name for one in found] == ["Dagmar Voorbeeld"]
    assert DuplicateReason.SIMILAR_NAME in found[0].reasons
    assert DuplicateReason.SAME_BIRTH_YEAR in found[0].reasons
    assert [ref for ref, _state, _question in found[0].cases] == [case.ref]


def test_who_is_shown_can_read_that(cast: Cast) -> None:
    case = registered(cast.bob.context)
    known_people(cast.bob.context, person=TYPED)
    line = JournalRecord.objects.latest("sequence")
    assert (line.kind, line.name) == ("view", "ListSeen")
    assert str(case.pk) in line.payload


@pytest.mark.parametrize("who", ["alice", "charlie"])
def test_a_match_elsewhere_answers_as_no_match(cast: Cast, who: str) -> None:
    registered(cast.bob.context)
    context = getattr(cast, who).context
    assert known_people(context, person=DAGMAR) == ()
    assert known_people(context, person=PersonDetails(name="Niemand Bekend")) == ()


def test_a_name_that_was_not_shared_is_not_matched(cast: Cast) -> None:
    fields = frozenset({FieldGroup.QUESTION})
    row = offered(cast.bob.context, registered(cast.bob.context), fields=fields)
    handover.accept(cast.alice.context, ref=row.ref, answer=YES)
    assert known_people(cast.alice.context, person=DAGMAR) == ()


def test_both_parties_learn_of_it_without_any_name(cast: Cast) -> None:
    first = registered(cast.bob.context)
    second = at_desk(cast.alice.context)
    noted = JournalRecord.objects.filter(name=NOTED).values_list("case_id", "actor_kind")
    assert sorted(noted) == sorted([(first.pk, "system"), (second.pk, "system")])
    for context, case in ((cast.bob.context, first), (cast.alice.context, second)):
        page = case_pages.page(context, ref=case.ref)
        assert page.elsewhere == ("",)


def test_the_other_party_is_named_once_the_resident_let_it_see(cast: Cast) -> None:
    first = registered(cast.bob.context)
    second = at_desk(cast.alice.context)
    shared = Sharing(
        organisation="gemeente-velsen",
        purpose=Purpose.GUIDANCE,
        fields=frozenset({FieldGroup.NAME}),
        resident_agrees=True,
    )
    share_case(cast.alice.context, ref=second.ref, sharing=shared)
    assert "Werkcentrum" in case_pages.page(cast.bob.context, ref=first.ref).elsewhere[0]
    assert case_pages.page(cast.alice.context, ref=second.ref).elsewhere == ("",)


def test_who_came_on_their_own_request_stays_unknown_to_others(cast: Cast, region: Region) -> None:
    kinds = region.purposes["guidance"].legal_bases
    union = next(code for code, one in region.organisations.items() if one.kind not in kinds)
    adviser = hire("Ulrike Bond", union, Role.PARTNER_PROFESSIONAL)
    registered(cast.bob.context)
    at_desk(adviser.context)
    assert not JournalRecord.objects.filter(name=NOTED).exists()


def test_a_common_name_alone_is_no_reason_to_note_anything(cast: Cast) -> None:
    registered(cast.bob.context)
    other = PersonDetails(name=DAGMAR.name, birth_year=1961, postcode="2011")
    at_desk(cast.alice.context, person=other)
    assert not JournalRecord.objects.filter(name=NOTED).exists()


def test_a_known_person_gets_a_second_case_and_nobody_can_pick_a_stranger(cast: Cast) -> None:
    case = registered(cast.bob.context)
    assert case.resident is not None
    again = at_desk(cast.bob.context, person=None, resident_ref=case.resident.ref)
    assert again.resident_id == case.resident_id
    with pytest.raises(RefusedError) as refused:
        at_desk(cast.charlie.context, person=None, resident_ref=case.resident.ref)
    assert refused.value.refusal.reason is Reason.NOT_FOUND


def test_looking_once_more_notes_what_came_in_another_way_and_nothing_twice(cast: Cast) -> None:
    first, second = registered(cast.bob.context), registered(cast.alice.context)
    system = system_context(cast.bob.context.now)
    assert first.resident_id is not None
    for _again in range(2):
        note_for(system, resident_id=first.resident_id)
        noted = JournalRecord.objects.filter(name=NOTED).values_list("case_id", flat=True)
        assert sorted(noted) == [first.pk, second.pk]


def test_one_person_with_questions_at_two_organisations_is_noted_too(cast: Cast) -> None:
    first = registered(cast.bob.context)
    assert first.resident is not None
    again = at_desk(cast.bob.context, person=None, resident_ref=first.resident.ref)
    row = offered(cast.bob.context, again)
    handover.accept(cast.alice.context, ref=row.ref, answer=YES)
    assert case_pages.page(cast.bob.context, ref=first.ref).elsewhere == ()
    note_for(system_context(cast.bob.context.now), resident_id=first.resident.pk)
    assert len(case_pages.page(cast.bob.context, ref=first.ref).elsewhere) == 1
