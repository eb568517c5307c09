"""The trajectory travels with the person: what was agreed and written is read after the yes."""

from datetime import timedelta
from typing import Any

import pytest
from freezegun import freeze_time

from tests.people import NOW, Cast
from tests.services.dossier import YES, away, day_after, offered, registered
from tests.web.desk.desk_client import browser, words
from voordeur.domain.consent.grants import FieldGroup, LegalBasis
from voordeur.records.cases.models import CaseRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.services import cases, consent, handover
from voordeur.services.cases import NewEntry

TASK = "Een dag meekijken in de zorg"
NOTE = "Belt liever in de middag."
NOT_SHARED = "Er zijn taken afgesproken die niet met jullie gedeeld zijn."
NONE_YET = "Nog geen taken afgesproken."


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with freeze_time(NOW):
        yield


@pytest.fixture
def case(cast: Cast) -> CaseRecord:
    """Dagmar's case at Bob's desk, with a task and a note."""
    made = registered(cast.bob.context)
    due = cast.bob.context.today + timedelta(days=7)
    cases.agree_step(cast.bob.context, ref=made.ref, what=TASK, due_date=due, by_resident=True)
    entry = NewEntry(kind="note", text=NOTE)
    cases.write_entry(cast.bob.context, ref=made.ref, entry=entry)
    return made


def ticked(page: Any) -> set[str]:
    """Return which groups are ticked on an offer page."""
    return set(page.context["ticked"])


def test_the_sender_s_form_starts_with_what_was_agreed_and_written(
    cast: Cast, case: CaseRecord
) -> None:
    page = browser(cast.bob).get(f"/werk/dossier/{case.ref}/overdragen/")
    assert {"plan", "notes"} <= ticked(page)
    assert "documents" not in ticked(page)
    assert "1 taak" in words(page)
    bare = registered(cast.bob.context)  # control: there is nothing written to take along
    assert "notes" not in ticked(browser(cast.bob).get(f"/werk/dossier/{bare.ref}/overdragen/"))


def test_who_said_yes_reads_on_where_the_sender_was(cast: Cast, case: CaseRecord) -> None:
    form: dict[str, Any] = {
        "receiver": "werkcentrum",
        "reason": "benefit_rejected",
        "message": "Dagmar wil naar de zorg.",
        "introduction": "call",
    }
    address = f"/werk/dossier/{case.ref}/overdragen/"
    bob = browser(cast.bob)
    form["fields_shared"] = sorted(ticked(bob.get(address)))  # as the page proposes it
    bob.post(address, form)
    row = HandoverRecord.objects.get()
    handover.accept(cast.alice.context, ref=row.ref, answer=YES)
    page = words(browser(cast.alice).get(f"/werk/dossier/{case.ref}/?alles=ja"))
    assert TASK in page
    assert NOTE in page


def test_tasks_that_are_not_shared_are_not_said_to_be_none(cast: Cast, case: CaseRecord) -> None:
    row = offered(cast.bob.context, case, fields=frozenset({FieldGroup.NAME, FieldGroup.CONTACT}))
    handover.accept(away(cast.alice.context, 1), ref=row.ref, answer=YES)
    with freeze_time(NOW + timedelta(days=2)):
        page = words(browser(cast.alice).get(f"/werk/dossier/{case.ref}/"))
    assert NOT_SHARED in page
    assert NONE_YET not in page
    assert TASK not in page


def test_one_s_own_tasks_are_read_beside_what_is_not_shared(cast: Cast, case: CaseRecord) -> None:
    row = offered(cast.bob.context, case, fields=frozenset({FieldGroup.NAME, FieldGroup.CONTACT}))
    later = away(cast.alice.context, 1)
    handover.accept(later, ref=row.ref, answer=YES)
    due = day_after(later, 3)
    cases.agree_step(later, ref=case.ref, what="Samen bellen", due_date=due)
    with freeze_time(NOW + timedelta(days=2)):
        page = words(browser(cast.alice).get(f"/werk/dossier/{case.ref}/"))
    assert "Samen bellen" in page
    assert NOT_SHARED in page


def test_no_tasks_is_said_where_there_are_none(cast: Cast) -> None:
    bare = registered(cast.bob.context)
    page = words(browser(cast.bob).get(f"/werk/dossier/{bare.ref}/"))
    assert NONE_YET in page
    assert NOT_SHARED not in page


def test_a_partner_that_does_not_answer_learns_not_even_that_there_are_tasks(
    cast: Cast, case: CaseRecord
) -> None:
    offered(cast.bob.context, case, fields=frozenset({FieldGroup.NAME}))
    page = words(browser(cast.alice).get(f"/werk/dossier/{case.ref}/"))
    assert NOT_SHARED not in page
    assert NONE_YET not in page


def test_without_a_legal_task_nothing_more_is_proposed(
    cast: Cast, case: CaseRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consent, "basis_for", lambda *_asked: LegalBasis.REQUEST)
    page = browser(cast.bob).get(f"/werk/dossier/{case.ref}/overdragen/")
    assert ticked(page) == {"name", "contact", "residence", "question"}
