"""What goes along in a handover: enough to meet, and the course of things where a law allows it."""

from voordeur.domain.consent.grants import FieldGroup
from voordeur.domain.handover.revealing import NEEDED_TO_MEET, proposed, seen_before_yes

EVERYTHING = frozenset(FieldGroup)


def test_what_was_agreed_and_written_goes_along_to_who_has_a_legal_task() -> None:
    chosen = proposed(EVERYTHING, shareable=EVERYTHING, legal_task=True)
    assert chosen == NEEDED_TO_MEET | {FieldGroup.PLAN, FieldGroup.NOTES, FieldGroup.PROFILE}


def test_without_a_legal_task_the_sender_asks_the_resident_first() -> None:
    assert proposed(EVERYTHING, shareable=EVERYTHING, legal_task=False) == NEEDED_TO_MEET


def test_what_is_not_there_is_not_proposed() -> None:
    filled = frozenset({FieldGroup.NAME, FieldGroup.PLAN})
    chosen = proposed(filled, shareable=EVERYTHING, legal_task=True)
    assert chosen == NEEDED_TO_MEET | {FieldGroup.PLAN}


def test_nothing_is_proposed_that_the_region_does_not_let_share() -> None:
    shareable = frozenset({FieldGroup.NAME, FieldGroup.CONTACT})
    assert proposed(EVERYTHING, shareable=shareable, legal_task=True) == shareable


def test_notes_documents_and_profile_are_seen_after_the_yes() -> None:
    later = {FieldGroup.NOTES, FieldGroup.DOCUMENTS, FieldGroup.PROFILE}
    assert seen_before_yes(EVERYTHING) == EVERYTHING - later
