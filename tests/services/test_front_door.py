"""Questions at the public door: kept with a code, made a case once, shared only on the word."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.records.audit.models import JournalRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.records.consent.models import GrantRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.records.inquiries.models import InquiryRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.services import access, audit, front_door
from voordeur.services.context import Context, system_context, visitor_context
from voordeur.services.ports import ports
from voordeur.services.region import load_pack

NOW = datetime(2026, 3, 17, 9, 0, tzinfo=UTC)
VISITOR = visitor_context(NOW)
DAGMAR = front_door.Contact(name="Dagmar Voorbeeld", email="dagmar@voorbeeld.example")


@pytest.fixture(autouse=True)
def region(db: Any) -> None:
    documents = ports().pack_reader.read_directory(ports().region_directory)
    load_pack(system_context(NOW), documents=documents)


def told(ref: str, **facts: str | int | None) -> None:
    for fact, value in facts.items():
        front_door.tell(VISITOR, ref=ref, told=front_door.Told(fact=fact, value=value))


def rejected_in_velsen() -> str:
    ref = front_door.start(VISITOR, text="Ik kreeg geen bijstand", door="find_work")
    told(ref, municipality="velsen", benefit="rejected")
    return ref


def on_welfare() -> str:
    ref = front_door.start(VISITOR, door="find_work")
    told(ref, municipality="velsen", benefit="bijstand", distance_class="direct")
    return ref


def refused(reason: Reason) -> Any:
    return pytest.raises(RefusedError, match=f"^{reason.value}$")


def events() -> list[str]:
    rows = JournalRecord.objects.filter(kind="act").exclude(name="PackLoaded")
    return list(rows.order_by("sequence").values_list("name", flat=True))


def test_a_door_says_what_is_clear_and_asks_the_next_thing() -> None:
    shown = front_door.preview(VISITOR, told={}, door="find_work")
    assert shown.told == {"asker": "resident", "work": "no_work"}
    assert shown.route.next_fact is not None
    assert InquiryRecord.objects.count() == 0


def test_answers_lead_to_the_leading_party_with_its_reason() -> None:
    shown = front_door.question(VISITOR, ref=rejected_in_velsen())
    assert shown.route.organisation == "werkcentrum"
    assert shown.route.because is not None
    assert shown.route.because.rule == "rejected"
    assert shown.number == 3


def test_what_somebody_cannot_say_is_not_asked_again() -> None:
    ref = front_door.start(VISITOR, door="find_work")
    asked: list[str] = []
    for _round in range(30):
        shown = front_door.question(VISITOR, ref=ref)
        if shown.route.next_fact is None:
            break
        asked.append(shown.route.next_fact.code)
        told(ref, **{shown.route.next_fact.code: None})
    assert len(asked) == len(set(asked)) > 3
    assert shown.route.organisation is None
    assert len(shown.route.candidates) > 1


def test_a_postcode_tells_the_municipality_and_is_kept_for_the_distance() -> None:
    ref = front_door.start(VISITOR)
    answer = front_door.Told(fact="municipality", value=None, postcode="1971 AB")
    front_door.tell(VISITOR, ref=ref, told=answer)
    shown = front_door.question(VISITOR, ref=ref)
    assert (shown.told["municipality"], shown.postcode) == ("velsen", "1971")
    told(ref, municipality="haarlem")
    assert front_door.question(VISITOR, ref=ref).postcode == ""


@pytest.mark.parametrize(
    ("fact", "value"), [("nothing", "x"), ("benefit", "x"), ("age", "forty"), ("age", -1)]
)
def test_an_unknown_fact_or_value_is_refused(fact: str, value: str | int) -> None:
    ref = front_door.start(VISITOR)
    with refused(Reason.INVALID_INPUT):
        front_door.tell(VISITOR, ref=ref, told=front_door.Told(fact=fact, value=value))
    assert InquiryRecord.objects.get(ref=ref).answers == {}


def test_a_huge_question_is_refused_and_an_unknown_door_ignored() -> None:
    with refused(Reason.TOO_LARGE):
        front_door.start(VISITOR, text="x" * 4001)
    ref = front_door.start(VISITOR, door="nowhere", told={"benefit": "ww", "colour": "red"})
    row = InquiryRecord.objects.get(ref=ref)
    assert (row.door, row.answers) == ("", {"benefit": "ww"})


def test_the_code_brings_somebody_back_and_is_kept_as_a_hash_only() -> None:
    ref = rejected_in_velsen()
    code = front_door.keep(VISITOR, ref=ref)
    row = InquiryRecord.objects.get(ref=ref)
    assert code.replace("-", "") not in json.dumps([row.code_hash, row.answers, row.draft])
    assert front_door.resume(VISITOR, code=f" {code.lower()} ", visitor="a") == ref
    front_door.keep(VISITOR, ref=ref)
    with refused(Reason.NOT_FOUND):
        front_door.resume(VISITOR, code=code, visitor="a")


def test_codes_cannot_be_tried_until_one_fits() -> None:
    code = front_door.keep(VISITOR, ref=rejected_in_velsen())
    for attempt in range(10):
        with refused(Reason.NOT_FOUND):
            front_door.resume(VISITOR, code=f"WRNG-{attempt:04}-ABCD", visitor="a")
    with refused(Reason.TOO_MANY_ATTEMPTS):
        front_door.resume(VISITOR, code=code, visitor="a")
    with refused(Reason.TOO_MANY_ATTEMPTS):
        front_door.resume(VISITOR, code="WRNG-2222-3333", visitor="b")
    assert front_door.resume(VISITOR, code=code, visitor="c")
    later = VISITOR.at(NOW + timedelta(minutes=16))
    assert front_door.resume(later, code=code, visitor="a")


def test_an_old_code_has_expired() -> None:
    code = front_door.keep(VISITOR, ref=rejected_in_velsen())
    with refused(Reason.LINK_EXPIRED):
        front_door.resume(VISITOR.at(NOW + timedelta(days=91)), code=code, visitor="a")


def test_leaving_contact_makes_one_case_with_an_owner_a_step_and_a_date() -> None:
    ref = rejected_in_velsen()
    left = front_door.leave_contact(VISITOR, ref=ref, contact=DAGMAR)
    case = CaseRecord.objects.get(ref=left.case_ref)
    assert (case.accountable_id, case.municipality) == ("werkcentrum", "velsen")
    assert (case.channel, case.target_group) == ("website", "rejected")
    assert case.next_step
    assert case.next_date is not None
    assert case.next_date > NOW.date()
    assert case.question == "Ik kreeg geen bijstand"
    assert events()[-1] == "CaseRegistered"
    mail = OutboxRecord.objects.get()
    assert mail.recipient == DAGMAR.email
    assert "Dagmar" not in mail.subject


def test_sending_twice_gives_the_same_case_and_a_working_code() -> None:
    ref = rejected_in_velsen()
    first = front_door.leave_contact(VISITOR, ref=ref, contact=DAGMAR)
    second = front_door.leave_contact(VISITOR, ref=ref, contact=DAGMAR)
    assert (first.case_ref, first.again, second.again) == (second.case_ref, False, True)
    assert CaseRecord.objects.count() == 1
    assert front_door.resume(VISITOR, code=second.code, visitor="a") == ref


def test_a_call_back_has_the_term_of_calling_back() -> None:
    contact = front_door.Contact(name="Dagmar Voorbeeld", phone="0000000000", call_back=True)
    left = front_door.leave_contact(VISITOR, ref=rejected_in_velsen(), contact=contact)
    case = CaseRecord.objects.get(ref=left.case_ref)
    assert (case.next_step, str(case.next_date)) == ("Terugbellen", "2026-03-19")


def test_without_a_way_to_be_reached_nothing_is_made() -> None:
    with refused(Reason.INVALID_INPUT):
        front_door.leave_contact(
            VISITOR, ref=rejected_in_velsen(), contact=front_door.Contact(name="Dagmar")
        )
    assert CaseRecord.objects.count() == 0


def test_a_benefit_agency_sees_nothing_until_the_person_says_so() -> None:
    quiet = front_door.leave_contact(VISITOR, ref=on_welfare(), contact=DAGMAR)
    organisations = GrantRecord.objects.filter(case__ref=quiet.case_ref)
    assert set(organisations.values_list("organisation_id", flat=True)) == {"werkcentrum"}
    agency = front_door.benefit_agency(
        front_door.current_region(),
        {"municipality": "velsen", "benefit": "bijstand"},
        on=NOW.date(),
    )
    charlie = Context(
        kind=ActorKind.PROFESSIONAL,
        now=NOW,
        organisation=agency,
        roles=frozenset({Role.PARTNER_PROFESSIONAL}),
    )
    with refused(Reason.NOT_FOUND):
        access.open_case(charlie, ref=quiet.case_ref, part="case")


def test_a_benefit_agency_sees_it_when_the_person_wants_that() -> None:
    contact = front_door.Contact(
        name="Dagmar Voorbeeld", email="dagmar@voorbeeld.example", agency_may_see=True
    )
    left = front_door.leave_contact(VISITOR, ref=on_welfare(), contact=contact)
    grant = GrantRecord.objects.get(case__ref=left.case_ref, legal_basis="consent")
    assert grant.given_by == "resident"
    assert "notes" not in grant.fields
    assert events()[-2:] == ["CaseRegistered", "SharingAllowed"]
    bob = Context(
        kind=ActorKind.PROFESSIONAL,
        now=NOW,
        organisation=grant.organisation_id,
        roles=frozenset({Role.PARTNER_PROFESSIONAL}),
    )
    assert access.open_case(bob, ref=left.case_ref, part="case").case.ref == left.case_ref


def test_an_employer_is_passed_on_and_told() -> None:
    ref = front_door.start(VISITOR, text="Twee zorghulpen", door="employer")
    told(ref, employer_need="staff_vacancy")
    contact = front_door.Contact(
        name="Eva Testa", company="Voorbeeldbakkerij", email="eva@bakkerij.example"
    )
    left = front_door.leave_contact(VISITOR, ref=ref, contact=contact)
    case = CaseRecord.objects.get(ref=left.case_ref)
    offered = HandoverRecord.objects.get(case=case)
    assert (case.accountable_id, offered.receiver_id, offered.state) == (
        "werkcentrum",
        "wsp",
        "offered",
    )
    assert case.employer is not None
    assert (case.employer.name, case.employer.contact_name) == ("Voorbeeldbakkerij", "Eva Testa")
    assert events()[-2:] == ["CaseRegistered", "HandoverOffered"]
    assert OutboxRecord.objects.get().recipient == "eva@bakkerij.example"
    shown = front_door.progress(VISITOR, ref=ref)
    assert shown is not None
    assert shown.offered_to == "wsp"


def test_progress_is_in_the_log_before_it_is_shown() -> None:
    ref = rejected_in_velsen()
    assert front_door.progress(VISITOR, ref=ref) is None
    front_door.leave_contact(VISITOR, ref=ref, contact=DAGMAR)
    shown = front_door.progress(VISITOR, ref=ref)
    assert shown is not None
    assert (shown.organisation, shown.closed) == ("werkcentrum", False)
    assert JournalRecord.objects.filter(name="InquirySeen").count() == 1


def test_a_draft_is_kept_until_it_is_sent() -> None:
    ref = rejected_in_velsen()
    code = front_door.save_draft(VISITOR, ref=ref, draft={"name": "Dagmar", "text": "x" * 9000})
    assert front_door.resume(VISITOR, code=code, visitor="a") == ref
    kept = front_door.question(VISITOR, ref=ref).draft
    assert (kept["name"], len(kept["text"])) == ("Dagmar", 4000)
    front_door.leave_contact(VISITOR, ref=ref, contact=DAGMAR)
    assert front_door.question(VISITOR, ref=ref).draft == {}


def test_events_hold_no_words_of_people() -> None:
    ref = rejected_in_velsen()
    front_door.save_draft(VISITOR, ref=ref, draft={"name": "Dagmar"})
    front_door.leave_contact(VISITOR, ref=ref, contact=DAGMAR)
    whole = " ".join(JournalRecord.objects.values_list("payload", flat=True))
    for word in ("Dagmar", "bijstand", "example"):
        assert word not in whole
    assert audit.check_chain().broken_at is None


def test_an_unknown_question_is_not_found() -> None:
    for ref in ("", "0000000000", "x" * 5000):
        with refused(Reason.NOT_FOUND):
            front_door.question(VISITOR, ref=ref)


def test_a_postcode_with_the_contact_tells_where_somebody_lives_unless_they_said_so() -> None:
    contact = front_door.Contact(name="Dagmar", email=DAGMAR.email, postcode="1971 AB")
    left = front_door.leave_contact(VISITOR, ref=front_door.start(VISITOR), contact=contact)
    case = CaseRecord.objects.select_related("resident").get(ref=left.case_ref)
    assert case.resident is not None
    assert (case.municipality, case.resident.postcode) == ("velsen", "1971")
    ref = front_door.start(VISITOR)
    told(ref, municipality="haarlem")
    left = front_door.leave_contact(VISITOR, ref=ref, contact=contact)
    assert CaseRecord.objects.get(ref=left.case_ref).municipality == "haarlem"


def test_a_case_is_not_changed_from_an_old_page() -> None:
    ref = rejected_in_velsen()
    front_door.leave_contact(VISITOR, ref=ref, contact=DAGMAR)
    with refused(Reason.CHANGED_MEANWHILE):
        told(ref, benefit="ww")


def test_what_no_database_can_keep_is_left_out_of_a_draft() -> None:
    ref = front_door.start(VISITOR)
    front_door.save_draft(VISITOR, ref=ref, draft={"name": "Dag\0mar"})
    assert front_door.question(VISITOR, ref=ref).draft == {"name": "Dagmar"}
