"""The page of a case: fields not granted never leave, the course is whole, guards hold."""

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, Cast
from tests.services.dossier import DAGMAR, SHARED, YES, offered, registered
from voordeur.domain.consent.grants import FieldGroup, Purpose
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.records.audit.models import JournalRecord
from voordeur.records.cases.models import DocumentRecord
from voordeur.services import case_pages, cases, handover, worklists
from voordeur.services.case_forms import if_unchanged, news_since
from voordeur.services.cases import NewEntry
from voordeur.services.documents import add_document, document
from voordeur.services.sharing import Sharing, share_case
from voordeur.services.worklists import CaseFilter

SECRETS: dict[FieldGroup, str] = {
    FieldGroup.NAME: DAGMAR.name,
    FieldGroup.CONTACT: DAGMAR.email,
    FieldGroup.RESIDENCE: "1971",
    FieldGroup.QUESTION: "Ik zoek werk in de zorg.",
    FieldGroup.SITUATION: "Nee, mijn aanvraag is afgewezen",
    FieldGroup.PLAN: "Een dag meekijken",
    FieldGroup.NOTES: "Alleen voor ons bedoeld",
    FieldGroup.DOCUMENTS: "geheim.txt",
}
"""Words that stand in one group of fields only; the profile has a page and a test of its own."""


def full_case(cast: Cast) -> Any:
    bob = cast.bob.context
    case = registered(bob)
    cases.write_entry(
        bob, ref=case.ref, entry=NewEntry(kind="note", text=SECRETS[FieldGroup.NOTES])
    )
    cases.agree_step(bob, ref=case.ref, what=SECRETS[FieldGroup.PLAN], due_date=bob.today)
    add_document(bob, ref=case.ref, name="geheim.txt", content=b"brief")
    return case


@pytest.mark.parametrize("group", list(SECRETS))
def test_a_receiver_sees_one_group_and_not_a_word_of_the_others(
    cast: Cast, group: FieldGroup
) -> None:
    case = full_case(cast)
    shared = Sharing(
        organisation="werkcentrum",
        purpose=Purpose.GUIDANCE,
        fields=frozenset({group}),
        resident_agrees=True,
    )
    share_case(cast.bob.context, ref=case.ref, sharing=shared)
    page = str(asdict(case_pages.page(cast.alice.context, ref=case.ref)))
    found = {one for one, secret in SECRETS.items() if secret in page}
    assert found == {group}


def test_the_owner_sees_all_of_it(cast: Cast) -> None:
    page = str(asdict(case_pages.page(cast.bob.context, ref=full_case(cast).ref)))
    assert [one for one, secret in SECRETS.items() if secret not in page] == []


def test_charlie_gets_not_found_and_the_log_shows_no_view(cast: Cast) -> None:
    case = full_case(cast)
    for read in (
        lambda: case_pages.page(cast.charlie.context, ref=case.ref),
        lambda: case_pages.brief(cast.charlie.context, ref=case.ref, part="act_stap"),
        lambda: news_since(cast.charlie.context, ref=case.ref, since=NOW),
    ):
        with pytest.raises(RefusedError) as refused:
            read()
        assert refused.value.refusal.reason is Reason.NOT_FOUND
    assert not JournalRecord.objects.filter(name="CaseSeen").exists()


def test_every_view_stands_in_the_log_with_the_fields_seen(cast: Cast) -> None:
    case = full_case(cast)
    offered(cast.bob.context, case)
    case_pages.page(cast.alice.context, ref=case.ref)
    line = JournalRecord.objects.filter(name="CaseSeen").latest("sequence")
    assert line.organisation_id == "werkcentrum"
    assert all(f'"{group.value}"' in line.payload for group in SHARED)


def test_the_line_of_owners_never_breaks(cast: Cast) -> None:
    case = registered(cast.bob.context)
    row = offered(cast.bob.context, case)
    later = cast.alice.context.at(NOW + timedelta(days=1))
    handover.accept(later, ref=row.ref, answer=YES)
    spells = case_pages.page(later, ref=case.ref).spells
    assert [one.organisation for one in spells] == [
        "Gemeente Velsen",
        "Gemeente Velsen",
        spells[-1].organisation,
    ]
    assert "Werkcentrum" in spells[-1].organisation
    assert spells[1].offered_to == spells[-1].organisation


def test_the_timeline_is_newest_first_and_complete(cast: Cast) -> None:
    bob = cast.bob.context
    case = registered(bob)
    cases.write_entry(
        bob.at(NOW + timedelta(hours=1)),
        ref=case.ref,
        entry=NewEntry(kind="outreach", code="no_answer", text="Huisbezoek"),
    )
    lines = case_pages.page(bob, ref=case.ref).timeline
    assert [line.event for line in lines] == ["OutreachTried", "CaseRegistered"]
    assert "geen antwoord" in lines[0].title
    assert lines[0].text == "Huisbezoek"


def test_an_act_on_what_changed_meanwhile_does_nothing_and_tells_what_is_new(cast: Cast) -> None:
    bob = cast.bob.context
    case = registered(bob)
    seen = case_pages.brief(bob, ref=case.ref, part="act_stap")
    cases.plan_next(
        bob.at(NOW + timedelta(minutes=1)),
        ref=case.ref,
        next_step="Van een collega",
        next_date=bob.today,
    )
    done: list[int] = []
    with pytest.raises(RefusedError) as refused:
        if_unchanged(bob, ref=case.ref, seen=seen.version, act=lambda: done.append(1))
    assert refused.value.refusal.reason is Reason.CHANGED_MEANWHILE
    assert done == []
    news = news_since(bob, ref=case.ref, since=seen.last_act_at)
    assert [line.event for line in news] == ["NextStepPlanned"]
    if_unchanged(bob, ref=case.ref, seen=seen.version + 1, act=lambda: done.append(1))
    assert done == [1]


def test_the_guard_tells_nothing_to_whoever_may_not_see(cast: Cast) -> None:
    case = registered(cast.bob.context)

    def plan() -> None:
        cases.plan_next(
            cast.charlie.context, ref=case.ref, next_step="x", next_date=cast.charlie.context.today
        )

    for seen in (None, case.version, 999):
        with pytest.raises(RefusedError) as refused:
            if_unchanged(cast.charlie.context, ref=case.ref, seen=seen, act=plan)
        assert refused.value.refusal.reason is Reason.NOT_FOUND


def test_a_longer_course_costs_no_query_more(cast: Cast) -> None:
    bob = cast.bob.context
    case = registered(bob)

    def queries(entries: int) -> int:
        for number in range(entries):
            cases.write_entry(
                bob, ref=case.ref, entry=NewEntry(kind="note", text=f"notitie {number}")
            )
            cases.agree_step(bob, ref=case.ref, what=f"stap {number}", due_date=bob.today)
        with CaptureQueriesContext(connection) as captured:
            case_pages.page(bob, ref=case.ref)
        return len(captured)

    assert queries(1) == queries(20)


def test_english_readers_get_english_words(cast: Cast) -> None:
    case = registered(cast.bob.context)
    english = replace(cast.bob.context, language="en")
    page = case_pages.page(english, ref=case.ref)
    assert ("Benefit", "No, my application was rejected") in page.situation


def test_who_took_over_reads_its_own_work_and_not_what_was_kept_back(cast: Cast) -> None:
    case = full_case(cast)
    fields = frozenset({FieldGroup.NAME})
    row = offered(cast.bob.context, case, fields=fields)
    later = cast.alice.context.at(NOW + timedelta(days=1))
    handover.accept(later, ref=row.ref, answer=YES)
    cases.plan_next(later, ref=case.ref, next_step="Zelf bellen", next_date=later.today)
    cases.write_entry(later, ref=case.ref, entry=NewEntry(kind="note", text="Eigen notitie"))
    cases.agree_step(later, ref=case.ref, what="Eigen taak", due_date=later.today)
    letter = add_document(later, ref=case.ref, name="eigen.txt", content=b"eigen")
    page = case_pages.page(later, ref=case.ref)
    words = str(asdict(page))
    assert page.brief.next_step == "Zelf bellen"
    assert all(own in words for own in ("Eigen notitie", "Eigen taak", "eigen.txt"))
    kept_back = {FieldGroup.NOTES, FieldGroup.PLAN, FieldGroup.DOCUMENTS, FieldGroup.CONTACT}
    assert [group for group in kept_back if SECRETS[group] in words] == []
    assert document(later, ref=case.ref, document_ref=letter).content == b"eigen"
    before = DocumentRecord.objects.get(name="geheim.txt")
    with pytest.raises(RefusedError):
        document(later, ref=case.ref, document_ref=before.ref)
    line = worklists.cases(later, filters=CaseFilter(search="zelf bellen")).lines[0]
    assert line.next_date == later.today


def test_what_would_change_the_answer_is_said_with_names(cast: Cast) -> None:
    case = registered(cast.bob.context)
    because = case_pages.page(cast.bob.context, ref=case.ref).because
    assert because is not None
    assert because.changes
    assert not any(change.answer.startswith("@") for change in because.changes)
