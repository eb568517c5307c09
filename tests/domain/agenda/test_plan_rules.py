"""What a line needs before it runs, the sheet with its gaps, and what goes along to a next year."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voordeur.domain.agenda.carrying import carried
from voordeur.domain.agenda.goals import Lack, has_money, lacks, mandate_of, may_run
from voordeur.domain.agenda.matrix import matrix
from voordeur.domain.kernel.refusal import Reason, Refusal
from voordeur.domain.kernel.text import Text
from voordeur.domain.register.entry import Entry


def entry(kind: str, code: str, **values: Any) -> Entry:
    return Entry(kind=kind, code=code, title=Text(code), values=values)


def line(code: str = "line-2026", **values: Any) -> Entry:
    whole = {
        "status": "running",
        "level": "running",
        "results": [{"promise": {"nl": "x"}, "target": 3}],
        "finances": [{"amount_cents": 0}],
    }
    return entry("plan_line", code, **{**whole, **values})


def test_a_whole_line_lacks_nothing_and_each_lack_has_its_name() -> None:
    assert lacks(line()) == ()
    assert lacks(line(results=[])) == (Lack.GOAL,)
    assert lacks(line(results=[{"target": 3}, {"target": "to_follow"}])) == (Lack.GOAL,)
    assert lacks(line(results=[{"target": "no_number"}])) == ()
    assert lacks(line(larger=True)) == (Lack.OWN_PLAN,)
    assert lacks(line(larger=True, own_plan="D-1")) == ()
    assert lacks(line(level="regional_service")) == (Lack.OWN_PLAN,)
    worst = line(larger=True, results=[], finances=[])
    assert lacks(worst) == (Lack.OWN_PLAN, Lack.GOAL, Lack.MONEY)


def test_what_is_over_or_outside_the_plan_is_not_chased() -> None:
    for values in ({"status": "done"}, {"status": "stopped"}, {"level": "in_connection"}):
        assert lacks(line(results=[], finances=[], larger=True, **values)) == ()


@pytest.mark.parametrize(
    ("word", "known"),
    [
        (0, True),
        (100, True),
        ("in_kind", True),
        ("none_needed", True),
        ("not_applicable", True),
        ("to_be_determined", False),
        ("clear_after_plan", False),
        ("not_stated", False),
    ],
)
def test_a_word_can_be_an_answer_about_money(word: int | str, known: bool) -> None:
    assert has_money(line(finances=[{"amount_cents": word}])) is known
    assert not has_money(line(finances=[{"amount_cents": word}, {"amount_cents": "not_stated"}]))


def test_a_large_line_starts_only_with_a_plan_of_its_own() -> None:
    waiting = line(status="to_start", larger=True)
    refused = may_run(waiting, line(larger=True))
    assert isinstance(refused, Refusal)
    assert refused.reason is Reason.OWN_PLAN_NEEDED
    assert not may_run(None, line(larger=True))
    assert may_run(waiting, line(larger=True, own_plan="D-1"))
    assert may_run(waiting, line(larger=False))
    assert may_run(line(larger=True), line(larger=True)), "what ran already goes on"


def test_only_mandate_or_regional_money_puts_a_line_in_the_plan() -> None:
    assert mandate_of(line(mandate="rba"))
    assert mandate_of(line(mandate="regional_money"))
    assert not mandate_of(line(mandate="none"))


PILLARS = [entry("pillar", f"p{number}") for number in range(3)]
AREAS = [entry("area", f"a{number}") for number in range(4)]
AMBITIONS = [entry("ambition", f"m{number}") for number in range(3)]


def test_gaps_idle_ambitions_and_loose_lines_are_found() -> None:
    one = line("one", pillars=["p0", "p1"], areas=["a0"], ambitions=["m0"])
    stopped = line("two", pillars=["p2"], areas=["a0"], ambitions=["m1"], status="stopped")
    loose = line("three", pillars=["p0"])
    laid = matrix(pillars=PILLARS, areas=AREAS, ambitions=AMBITIONS, lines=[one, stopped, loose])
    first = laid.rows[0].cells
    assert [cell.lines for cell in first] == [(one,), (one,), (stopped,)]
    assert [cell.gap for cell in first] == [False, False, True]
    assert len(laid.gaps) == 10
    assert [one.code for one in laid.idle] == ["m1", "m2"]
    assert laid.unplaced == (loose,)
    assert laid.loose == (loose,)


CODES = st.lists(st.sampled_from(["p0", "p1", "p2", "px"]), unique=True)
WAYS = st.lists(st.sampled_from(["a0", "a1", "a2", "a3", "ax"]), unique=True)


@given(st.lists(st.tuples(CODES, WAYS), max_size=12))
def test_as_the_slow_and_obvious_sheet(placed: list[tuple[list[str], list[str]]]) -> None:
    lines = [
        line(str(number), pillars=pillars, areas=areas)
        for number, (pillars, areas) in enumerate(placed)
    ]
    laid = matrix(pillars=PILLARS, areas=AREAS, ambitions=AMBITIONS, lines=lines)
    for row in laid.rows:
        for cell in row.cells:
            obvious = [
                one
                for one in lines
                if cell.pillar.code in one.codes("pillars") and row.area.code in one.codes("areas")
            ]
            assert list(cell.lines) == obvious
    seen = {one.code for row in laid.rows for cell in row.cells for one in cell.lines}
    assert {one.code for one in laid.unplaced} == {one.code for one in lines} - seen


def test_a_carried_line_keeps_what_it_is_and_says_anew_what_was_promised() -> None:
    old = line(
        plan="plan-2026",
        activity={"nl": "Doen"},
        pillars=["p0"],
        own_plan="D-1",
        focus_group="group-2026",
        until="2027-Q2",
        results=[
            {"promise": {"nl": "x"}, "target": 3, "told": {"nl": "goed"}, "by": "2026-Q4"},
            {"promise": {"nl": "y"}, "target": "no_number"},
        ],
        finances=[{"amount_cents": 500, "funder": {"nl": "de regio"}}, {"amount_cents": "in_kind"}],
    )
    data = carried(old, plan="plan-2027", year=2027)
    assert (data["code"], data["plan"], data["follows"]) == ("line-2027", "plan-2027", old.code)
    assert data["status"] == "to_start"
    assert data["activity"] == {"nl": "Doen"}
    assert data["until"] == "2027-Q2"
    assert data["results"] == [
        {"promise": {"nl": "x"}, "target": "to_follow"},
        {"promise": {"nl": "y"}, "target": "no_number"},
    ]
    assert data["finances"] == [
        {"funder": {"nl": "de regio"}, "amount_cents": "to_be_determined"},
        {"amount_cents": "in_kind"},
    ]
    assert not {"own_plan", "focus_group", "from", "state_of_affairs"} & data.keys()


def test_an_end_that_is_over_before_the_new_year_does_not_go_along() -> None:
    assert "until" not in carried(line(until="2026-Q4"), plan="p", year=2027)
    assert "until" in carried(line(until="2027"), plan="p", year=2027)
