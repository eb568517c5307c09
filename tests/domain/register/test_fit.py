"""Whether entries fit together, and what changed between two of them."""

from dataclasses import replace
from typing import Any

from voordeur.domain.kernel.because import Source
from voordeur.domain.kernel.text import Text
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import Key, Known, misfits
from voordeur.domain.register.differences import ChangeKind, changes
from voordeur.domain.register.entry import Entry

KNOWN = Known(
    {
        "@organisation": frozenset({"uwv"}),
        "@municipality": frozenset({"velsen"}),
        "@sector": frozenset({"care"}),
        "@document": frozenset({"paper"}),
    }
)


def entry(kind: str, code: str, **values: Any) -> Entry:
    return Entry(kind=kind, code=code, title=Text(code), source=Source("paper"), values=values)


def together(*held: Entry) -> dict[Key, Entry]:
    return {(one.kind, one.code): one for one in held}


PLAN = entry("plan", "p", agenda="a", year=2024, state="draft")
AGENDA = entry("agenda", "a", aim={"nl": "x"}, **{"from": "2023", "until": "2027"})
LINE = entry(
    "plan_line", "l", plan="p", level="running", mandate="rba", status="running", parties=["uwv"]
)


def found(*held: Entry) -> list[tuple[str, str]]:
    return [(one.code, str(one.path[0])) for one in misfits(together(*held), KNOWN)]


def test_what_fits_has_no_misfit() -> None:
    assert found(AGENDA, PLAN, LINE) == []


def test_every_kind_of_reference_is_looked_up() -> None:
    assert found(AGENDA, PLAN, replace(LINE, values={**LINE.values, "plan": "q"})) == [
        ("l", "plan")
    ]
    wrong = replace(LINE, values={**LINE.values, "parties": ["uwv", "nobody"]})
    assert found(AGENDA, PLAN, wrong) == [("l", "parties")]
    sector = replace(LINE, values={**LINE.values, "sector": "mining"})
    assert found(AGENDA, PLAN, sector) == [("l", "sector")]
    seats = entry("body", "b", level="board", seats=[{"organisation": "nobody"}])
    assert found(seats) == [("b", "seats")]
    assert (
        found(replace(seats, values={"level": "board", "seats": [{"organisation": "uwv"}]})) == []
    )
    assert found(AGENDA, replace(PLAN, source=Source("lost"))) == [("p", "source")]


def test_a_circle_is_found_however_long_and_a_chain_is_not_one() -> None:
    def step(code: str, *after: str) -> Entry:
        return entry("milestone", code, planned="2024", depends_on=list(after))

    assert found(step("a", "b"), step("b", "c"), step("c", "a")) == [
        ("a", "depends_on"),
        ("b", "depends_on"),
        ("c", "depends_on"),
    ]
    assert found(step("a", "a")) == [("a", "depends_on")]
    assert found(step("a", "b", "c"), step("b", "c"), step("c")) == []


def test_an_end_before_the_beginning_is_found() -> None:
    values = {**LINE.values, "from": "2024-Q3", "until": "2024-Q2"}
    assert found(AGENDA, PLAN, replace(LINE, values=values)) == [("l", "until")]
    values = {**values, "until": "2024"}
    assert found(AGENDA, PLAN, replace(LINE, values=values)) == []


def test_only_the_chosen_are_looked_at() -> None:
    held = together(entry("plan", "p", agenda="lost"), entry("plan", "q", agenda="lost"))
    assert [one.code for one in misfits(held, KNOWN, only=[("plan", "q")])] == ["q"]


def test_changes_name_each_field_and_each_block_once() -> None:
    kind = KINDS["plan_line"]
    money = {"amount_cents": 100}
    before = replace(LINE, values={**LINE.values, "finances": [money], "impact": {"nl": "a"}})
    after = replace(
        before,
        title=Text("Nieuw"),
        values={
            **LINE.values,
            "status": "done",
            "finances": [money, {"amount_cents": "in_kind"}],
            "period": {"nl": "heel 2024"},
        },
    )
    told = [(one.field.code, one.kind, one.place) for one in changes(kind, before, after)]
    assert told == [
        ("title", ChangeKind.CHANGED, 0),
        ("impact", ChangeKind.REMOVED, 0),
        ("finances", ChangeKind.ADDED, 2),
        ("period", ChangeKind.ADDED, 0),
        ("status", ChangeKind.CHANGED, 0),
    ]
    assert changes(kind, before, before) == ()
    assert {one.kind for one in changes(kind, None, before)} == {ChangeKind.ADDED}
