"""The one chained log: every line counts, nothing personal is in it, no gaps and no forks."""

import json
import re

import pytest
from django.db import DatabaseError, transaction

from tests.people import NOW, Cast
from tests.services.dossier import YES, offered, registered
from voordeur.records.audit.models import JournalHeadRecord, JournalRecord
from voordeur.services import access, audit, handover
from voordeur.services.acts import acting
from voordeur.services.audit import JournalEntry
from voordeur.services.context import system_context


def test_lines_follow_each_other_without_a_gap(cast: Cast) -> None:
    case = registered(cast.bob.context)
    row = offered(cast.bob.context, case)
    access.open_case(cast.alice.context, ref=case.ref, part="x")
    handover.accept(cast.alice.context, ref=row.ref, answer=YES)
    numbers = list(JournalRecord.objects.values_list("sequence", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert audit.check_chain().broken_at is None


def test_nothing_personal_is_in_the_log(cast: Cast) -> None:
    case = registered(cast.bob.context)
    row = offered(cast.bob.context, case)
    access.open_case(cast.alice.context, ref=case.ref, part="x")
    handover.accept(cast.alice.context, ref=row.ref, answer=YES)
    for line in JournalRecord.objects.all():
        written = json.dumps([line.name, line.payload, line.purpose])
        for word in ("Dagmar", "Voorbeeld", "example.nl", "06 0000", "zorg", "1971"):
            assert word not in written


def test_an_undone_act_leaves_no_line_and_no_message(cast: Cast) -> None:
    before = JournalRecord.objects.count()

    def act() -> None:
        with acting(system_context(NOW)) as done:
            done.record("SomethingDone", payload={})
            raise KeyError

    with pytest.raises(KeyError):
        act()
    assert JournalRecord.objects.count() == before


def test_an_act_has_exactly_one_event(cast: Cast) -> None:
    def silent() -> None:
        with acting(system_context(NOW)):
            pass

    def twice() -> None:
        with acting(system_context(NOW)) as done:
            done.record("One", payload={})
            done.record("Two", payload={})

    with pytest.raises(AssertionError, match="must record"):
        silent()
    with pytest.raises(AssertionError, match="one event"):
        twice()


@pytest.mark.parametrize(
    "change", [{"payload": "{}"}, {"organisation_id": "uwv"}, {"account_id": 9}, {"digest": "0"}]
)
def test_the_wall_keeps_a_line_as_it_is(cast: Cast, change: dict[str, object]) -> None:
    first = JournalRecord.objects.earliest("sequence")
    with pytest.raises(DatabaseError, match="wall"), transaction.atomic():
        JournalRecord.objects.filter(pk=first.pk).update(**change)
    with pytest.raises(DatabaseError, match="wall"), transaction.atomic():
        JournalRecord.objects.filter(pk=first.pk)._raw_delete("default")


def test_the_wall_keeps_the_head_at_the_end(cast: Cast) -> None:
    with pytest.raises(DatabaseError, match="wall"), transaction.atomic():
        JournalHeadRecord.objects.update(sequence=99)
    with pytest.raises(DatabaseError, match="wall"), transaction.atomic():
        JournalHeadRecord.objects.all()._raw_delete("default")


def test_canonical_text_has_one_spelling() -> None:
    assert audit.canonical({"b": 1, "a": "é"}) == audit.canonical({"a": "é", "b": 1})
    assert re.fullmatch(r'\{"a":"é","b":1\}', audit.canonical({"b": 1, "a": "é"}))


def test_two_lines_about_the_same_thing_have_other_digests(cast: Cast) -> None:
    entry = JournalEntry(kind="view", name="CaseSeen", payload={"part": "x"})
    numbers = [audit.record_view(cast.bob.context, entry) for _time in range(2)]
    rows = JournalRecord.objects.filter(sequence__in=numbers)
    assert len({row.digest for row in rows}) == 2
