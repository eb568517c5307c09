"""Reading, keeping and writing entries: nothing is lost; what is wrong is named in its place."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.register.entries import entries
from voordeur.adapters.files.register import YamlRegister
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry, entry_of, plain, read_entry
from voordeur.domain.register.fields import FieldKind, Kind
from voordeur.domain.rules.reading import Reader

BAD_RULE = {"events": ["A"], "where": {"a b": ["c"]}}
LINE = {
    "code": "line",
    "title": {"nl": "Regel"},
    "plan": "p",
    "level": "running",
    "activity": {"nl": "Doen"},
    "mandate": "rba",
    "status": "running",
}


def read(kind: Kind, data: object) -> tuple[Entry, Reader]:
    reader = Reader()
    return read_entry(reader, kind, data, ()), reader


@pytest.mark.parametrize("code", KINDS)
@settings(max_examples=15)
@given(st.data())
def test_what_is_read_is_written_and_read_again(code: str, data: Any) -> None:
    kind = KINDS[code]
    given_data = data.draw(entries(kind))
    entry, reader = read(kind, given_data)
    assert reader.problems == []
    again, reader = read(kind, plain(kind, entry))
    assert reader.problems == []
    assert again == entry
    assert entry_of(kind, plain(kind, entry)) == entry


@settings(max_examples=80)
@given(st.data())
def test_files_give_back_what_was_written(data: Any) -> None:
    kind = data.draw(st.sampled_from(list(KINDS.values())))
    entry, _reader = read(kind, data.draw(entries(kind)))
    files = YamlRegister()
    documents = files.write([entry])
    found = files.read(documents)
    assert found == {(kind.code, entry.code): entry}
    assert isinstance(found, dict)
    assert files.write(found.values()) == documents


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"level": "elsewhere"}, ("level",)),
        ({"from": "2024-Q5"}, ("from",)),
        ({"from": "2024-02-30"}, ("from",)),
        ({"finances": [{"amount_cents": -1}]}, ("finances", 0, "amount_cents")),
        ({"finances": [{"amount_cents": "zero"}]}, ("finances", 0, "amount_cents")),
        ({"finances": [{"amount_cents": 1.5}]}, ("finances", 0, "amount_cents")),
        ({"finances": [{"amount_cents": 10**18}]}, ("finances", 0, "amount_cents")),
        ({"finances": [{}]}, ("finances", 0, "amount_cents")),
        ({"finances": "much"}, ("finances",)),
        ({"parties": ["uwv", "uwv"]}, ("parties", 1)),
        (
            {"results": [{"promise": "x", "target": 1, "counted": BAD_RULE}]},
            ("results", 0, "counted", "where"),
        ),
        ({"impact": {"nl": ""}}, ("impact", "nl")),
        ({"impact": {"fr": "x"}}, ("impact", "fr")),
        ({"impact": {"nl": "x" * 30_000}}, ("impact",)),
        ({"nonsense": 1}, ("nonsense",)),
        ({"code": "with space"}, ("code",)),
        ({"title": None}, ("title",)),
        ({"valid": {"from": "2024-01-01", "until": "2023-01-01"}}, ("valid", "until")),
        ({"pillars_derived": "yes"}, ("pillars_derived",)),
    ],
)
def test_what_is_wrong_is_named_at_its_place(changed: dict[str, Any], path: tuple[Any]) -> None:
    _entry, reader = read(KINDS["plan_line"], {**LINE, **changed})
    assert path in [problem.path for problem in reader.problems]
    assert all(p.expected.nl and p.expected.en for p in reader.problems)
    assert not read(KINDS["plan_line"], LINE)[1].problems  # control: without it all is well


def test_every_kind_is_whole() -> None:
    for kind in KINDS.values():
        codes = [one.code for one in kind.fields]
        assert len(codes) == len(set(codes)), kind.code
        assert kind.writers
        for text in (kind.name, kind.plural, kind.explanation):
            assert text.nl
            assert text.en
        if kind.parent:
            assert kind.field(kind.parent).kind is FieldKind.REFERENCE
        if kind.own:
            assert kind.field(kind.own).target in {"@organisation", "@municipality"}
        for one in kind.fields:
            for inner in (one, *one.rows):
                pointing = inner.kind in {FieldKind.REFERENCE, FieldKind.REFERENCES}
                assert pointing == bool(inner.target), (kind.code, inner.code)
                assert not pointing or inner.target[0] == "@" or inner.target in KINDS
                assert (inner.kind is FieldKind.CHOICE) == bool(inner.choices)
                assert inner.label.nl
                assert inner.label.en


def test_a_name_holds_until_its_day() -> None:
    data = {
        **LINE,
        "earlier_names": [
            {"title": {"nl": "Tweede"}, "until": "2024-01-01"},
            {"title": {"nl": "Eerste"}, "until": "2022-01-01"},
        ],
    }
    entry, _reader = read(KINDS["plan_line"], data)
    told = [entry.title_on(date(year, 6, 1)).nl for year in (2021, 2023, 2024)]
    assert told == ["Eerste", "Tweede", "Regel"]
    assert {"Eerste", "Tweede", "Regel", "line"} <= set(entry.names())


def test_an_absent_amount_is_not_zero() -> None:
    entry, _reader = read(KINDS["assignment"], {"code": "a", "title": "A", "role": "gids"})
    assert "amount_cents" not in entry.values
    assert entry.number("amount_cents") is None


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"code": "a" * 81}, ("code",)),
        ({"code": "nieuw"}, ("code",)),
        ({"code": "..."}, ("code",)),
        ({"title": {"nl": "a\x00b"}}, ("title",)),
        ({"activity": {"nl": "a\x1bb"}}, ("activity",)),
        ({"aliases": ["a" * 301]}, ("aliases", 0)),
        ({"earlier_names": [{"title": "a" * 301}]}, ("earlier_names", 0, "title")),
        ({"source": {"document": "a\x07"}}, ("source", "document")),
        ({"finances": [{}]}, ("finances", 0, "amount_cents")),
        (
            {
                "results": [
                    {
                        "promise": {"nl": "x"},
                        "target": 1,
                        "counted": {"events": ["A"], "where": {"a b": ["c"]}},
                    }
                ]
            },
            ("results", 0, "counted", "where"),
        ),
    ],
)
def test_what_no_database_or_address_can_hold_is_refused_in_its_place(
    changed: dict[str, Any], path: tuple[str | int, ...]
) -> None:
    _entry, reader = read(KINDS["plan_line"], {**LINE, **changed})
    assert path in [problem.path for problem in reader.problems]


def test_an_empty_block_is_no_block() -> None:
    body = {"code": "b", "title": "B", "level": "board", "remit": "x", "seats": [{}]}
    _entry, reader = read(KINDS["body"], body)
    assert [problem.path for problem in reader.problems] == [("seats", 0)]


def test_a_no_is_the_same_as_nothing_and_lines_end_in_one_way() -> None:
    data = {**LINE, "larger": False, "title": "Een\r\n  regel", "activity": "a\r\nb\rc"}
    entry, reader = read(KINDS["plan_line"], data)
    assert not reader.problems
    assert "larger" not in entry.values
    assert entry.title.nl == "Een regel"
    assert entry.text("activity").nl == "a\nb\nc"
