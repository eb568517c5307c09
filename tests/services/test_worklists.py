"""Today and the list of cases: the right order, nothing that is not shared, constant queries."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, Cast
from tests.services.dossier import YES, offered, registered
from voordeur.domain.consent.grants import FieldGroup
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.records.audit.models import JournalSubjectRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.services import cases, handover, worklists
from voordeur.services.context import Context
from voordeur.services.exports import cases_table
from voordeur.services.people import PersonDetails
from voordeur.services.worklists import EVERYBODY, MINE, NOBODY, CaseFilter

LATER = NOW + timedelta(days=20)
ALL = CaseFilter(adviser=EVERYBODY)


def somebody(context: Context, name: str, day: date, **changes: Any) -> CaseRecord:
    person = PersonDetails(name=name, municipality="velsen", postcode="1971")
    return registered(context, person=person, next_step="Bellen", next_date=day, **changes)


def names(lines: Any) -> list[str]:
    return [line.who for line in lines]


def test_first_what_is_late_then_today_then_who_is_silent(cast: Cast) -> None:
    bob = cast.bob.context
    today = bob.today
    somebody(bob, "Piet Steekproef", today + timedelta(days=30))
    somebody(bob, "Karim Fictie", today + timedelta(days=20))
    somebody(bob, "Ola Proefska", today + timedelta(days=5))
    silent = somebody(bob, "Selam Modelnaam", today + timedelta(days=25))
    offered(bob, silent)
    page = worklists.today(bob.at(LATER), filters=ALL)
    assert names(page.groups["overdue"]) == ["Ola Proefska"]
    assert names(page.groups["today"]) == ["Karim Fictie"]
    assert names(page.groups["silence"]) == ["Selam Modelnaam"]
    assert page.counts == {"overdue": 1, "today": 1, "silence": 1}
    line = page.groups["silence"][0]
    assert line.lies_with == "other"
    assert line.silent_days > line.term_days
    assert "Werkcentrum" in line.lies_with_name


def test_an_offer_to_answer_is_todays_work_and_late_after_its_term(cast: Cast) -> None:
    offered(cast.bob.context, registered(cast.bob.context))
    fresh = worklists.today(cast.alice.context, filters=ALL)
    assert [line.incoming != "" for line in fresh.groups["today"]] == [True]
    late = worklists.today(cast.alice.context.at(LATER), filters=ALL)
    assert len(late.groups["overdue"]) == 1
    assert late.groups["today"] == ()


def test_mine_is_mine_and_nobodys_but_not_a_colleagues(cast: Cast) -> None:
    alice, eva = cast.alice.context, cast.eva.context
    today = alice.today
    somebody(alice, "Van Alice", today, adviser_id=alice.account_id)
    somebody(alice, "Van Eva", today, adviser_id=eva.account_id)
    somebody(alice, "Van Niemand", today)

    def found(adviser: str) -> set[str]:
        page = worklists.today(alice, filters=CaseFilter(adviser=adviser))
        return set(names(page.groups["today"]))

    assert found(MINE) == {"Van Alice", "Van Niemand"}
    assert found(NOBODY) == {"Van Niemand"}
    assert found(str(eva.account_id)) == {"Van Eva"}
    assert found(EVERYBODY) == {"Van Alice", "Van Eva", "Van Niemand"}


def test_charlie_sees_nobody_anywhere(cast: Cast) -> None:
    offered(cast.bob.context, registered(cast.bob.context))
    charlie = cast.charlie.context.at(LATER)
    assert worklists.today(charlie, filters=ALL).total == 0
    assert worklists.cases(charlie, filters=CaseFilter(state="alle")).total == 0
    assert cases_table(charlie, filters=CaseFilter(state="alle")).rows == ()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CONTROLLER, Role.SYSTEM_MANAGER])
def test_who_does_no_case_work_has_no_lists(cast: Cast, role: Role) -> None:
    other = replace(cast.alice.context, roles=frozenset({role}))
    for read in (worklists.today, worklists.cases):
        with pytest.raises(RefusedError) as refused:
            read(other, filters=ALL)
        assert refused.value.refusal.reason is Reason.NOT_FOUND


def test_everybody_on_a_list_can_read_that_it_was_seen(cast: Cast) -> None:
    case = registered(cast.bob.context)
    before = JournalSubjectRecord.objects.filter(resident_id=case.resident_id).count()
    worklists.cases(cast.bob.context, filters=ALL)
    assert JournalSubjectRecord.objects.filter(resident_id=case.resident_id).count() == before + 1


def follower(cast: Cast) -> Context:
    """Bob, after the Werkcentrum took his case over: he sees the name and no more."""
    row = offered(cast.bob.context, registered(cast.bob.context))
    handover.accept(cast.alice.context, ref=row.ref, answer=YES)
    return cast.bob.context


def test_what_is_not_shared_is_empty_on_the_line(cast: Cast) -> None:
    line = worklists.cases(follower(cast), filters=ALL).lines[0]
    assert line.who == "Dagmar Voorbeeld"
    assert (line.place, line.next_step, line.next_date) == ("", "", None)
    assert (line.phase, line.target_group, line.adviser) == ("", "", "")


@pytest.mark.parametrize(
    "hidden",
    [
        {"municipality": "velsen"},
        {"phase": "new"},
        {"target_group": "rejected"},
        {"search": "contact opnemen"},
        {"late": True},
    ],
)
def test_a_filter_finds_nothing_by_what_is_not_shared(cast: Cast, hidden: dict[str, Any]) -> None:
    bob = follower(cast).at(LATER)
    assert worklists.cases(bob, filters=CaseFilter(**hidden)).total == 0
    assert worklists.cases(bob, filters=CaseFilter(search="dagmar")).total == 1


def test_a_name_that_is_not_shared_is_not_found(cast: Cast) -> None:
    row = offered(
        cast.bob.context, registered(cast.bob.context), fields=frozenset({FieldGroup.QUESTION})
    )
    handover.accept(cast.alice.context, ref=row.ref, answer=YES)
    alice = cast.alice.context
    assert worklists.cases(alice, filters=CaseFilter(search="dagmar")).total == 0
    assert worklists.cases(alice, filters=CaseFilter(order="naam")).lines[0].who == ""


@pytest.mark.parametrize("order", ["datum", "-datum", "naam", "-naam", "laatst", "fase", "onzin"])
def test_every_order_gives_the_same_cases(cast: Cast, order: str) -> None:
    bob = cast.bob.context
    for number, name in enumerate(("Cor", "Aad", "Bea")):
        somebody(bob, f"{name} Decor", bob.today + timedelta(days=number))
    found = names(worklists.cases(bob, filters=CaseFilter(order=order)).lines)
    assert sorted(found) == ["Aad Decor", "Bea Decor", "Cor Decor"]
    if order == "naam":
        assert found == sorted(found)
    if order == "-datum":
        assert found == ["Bea Decor", "Aad Decor", "Cor Decor"]


def test_lies_with_says_whose_move_it_is(cast: Cast) -> None:
    bob = cast.bob.context
    somebody(bob, "Van Ons", bob.today)
    asked = somebody(bob, "Van Haarzelf", bob.today)
    cases.plan_next(
        bob, ref=asked.ref, next_step="Kiezen", next_date=bob.today, next_party="resident"
    )
    offered(bob, somebody(bob, "Van Een Ander", bob.today))

    def found(lies_with: str) -> list[str]:
        return names(worklists.cases(bob, filters=CaseFilter(lies_with=lies_with)).lines)

    assert found("ours") == ["Van Ons"]
    assert found("resident") == ["Van Haarzelf"]
    assert found("other") == ["Van Een Ander"]


def test_fifty_on_a_page_and_a_page_too_far_is_the_last(cast: Cast) -> None:
    bob = cast.bob.context
    for number in range(52):
        somebody(bob, f"Mens {number}", bob.today)
    first = worklists.cases(bob, filters=CaseFilter(page=1))
    last = worklists.cases(bob, filters=CaseFilter(page=99))
    assert (len(first.lines), len(last.lines), last.page, last.total) == (50, 2, 2, 52)
    assert len(cases_table(bob, filters=CaseFilter(page=1)).rows) == 52


@pytest.mark.parametrize("read", [worklists.today, worklists.cases])
def test_twenty_more_rows_cost_no_query_more(cast: Cast, read: Any) -> None:
    bob = cast.bob.context

    def queries(rows: int) -> int:
        while CaseRecord.objects.count() < rows:
            case = somebody(bob, f"Mens {CaseRecord.objects.count()}", bob.today)
            if case.pk % 3 == 0:
                offered(bob, case)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            read(bob.at(LATER), filters=ALL)
        return len([one for one in captured if "journal" not in one["sql"]])

    assert queries(3) == queries(23)
