"""Streams of money add up in every column, and tell nothing of a small group of people."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from voordeur.domain.funding.streams import KNOT, REST, Column, Parcel, flows, nodes, protected
from voordeur.domain.monitoring.disclosure import LEAST_SHOWN


def parcel(person: int, group: str = "bijstand", outcome: str = "work", **more: object) -> Parcel:
    said = {"ref": f"S{person}", "source": "a", "instrument": "coach", "cents": 100, **more}
    return Parcel(person=person, group=group, outcome=outcome, **said)  # type: ignore[arg-type]


@st.composite
def years(draw: st.DrawFn) -> list[Parcel]:
    return [
        Parcel(
            ref=f"S{number}",
            source=draw(st.sampled_from("ab")),
            instrument=draw(st.sampled_from("xyz")),
            group=draw(st.sampled_from("gh")),
            outcome=draw(st.sampled_from(["work", "stopped"])),
            person=draw(st.integers(1, 30)),
            cents=draw(st.integers(1, 10_000)),
        )
        for number in range(draw(st.integers(0, 120)))
    ]


@given(years())
def test_every_column_carries_every_cent(year: list[Parcel]) -> None:
    whole = sum(one.cents for one in year)
    shown = protected(year)
    for column in Column:
        assert sum(one.cents for one in nodes(shown) if one.column is column) == whole
    into: dict[tuple[Column, str], int] = defaultdict(int)
    out: dict[tuple[Column, str], int] = defaultdict(int)
    for one in flows(shown):
        out[one.column, one.start] += one.cents
        into[Column(one.column + 1), one.end] += one.cents
    assert into[Column.GROUP, KNOT] == out[Column.INSTRUMENT, KNOT]
    for one in nodes(shown):
        if one.column > Column.SOURCE:
            assert into[one.column, one.code] == one.cents
        if one.column < Column.OUTCOME:
            assert out[one.column, one.code] == one.cents


def small_cells(shown: tuple[Parcel, ...]) -> list[tuple[str, ...]]:
    """Return the named cells of groups and outcomes with too few people behind them."""
    people: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for one in shown:
        if one.group != REST:
            people["group", one.group].add(one.person)
        if one.outcome != REST:
            people["outcome", one.group, one.outcome].add(one.person)
    return [cell for cell, held in people.items() if len(held) < LEAST_SHOWN]


@given(years())
def test_no_named_group_or_outcome_has_few_people(year: list[Parcel]) -> None:
    assert small_cells(protected(year)) == []


@given(years())
def test_no_band_tells_which_few_people_got_an_instrument(year: list[Parcel]) -> None:
    shown = protected(year)
    for one in flows(shown):
        if one.column is Column.INSTRUMENT and KNOT not in {one.start, one.end}:
            held = [p for p in shown if (p.instrument, p.group) == (one.start, one.end)]
            assert len({p.person for p in held}) >= LEAST_SHOWN


def test_a_band_of_many_people_is_told() -> None:
    shown = protected([parcel(person) for person in range(LEAST_SHOWN)])
    assert ("coach", "bijstand") in {(one.start, one.end) for one in flows(shown)}


def test_the_check_itself_sees_a_small_cell() -> None:
    assert small_cells(tuple(parcel(person) for person in range(3)))


def test_nine_people_are_the_rest_and_ten_have_a_name() -> None:
    for number, name in ((LEAST_SHOWN - 1, REST), (LEAST_SHOWN, "bijstand")):
        assert {one.group for one in protected([parcel(p) for p in range(number)])} == {name}


def test_one_outcome_of_few_hides_in_its_group() -> None:
    year = [parcel(person) for person in range(12)] + [parcel(99, outcome="stopped")]
    shown = protected(year)
    assert {one.outcome for one in shown} == {"work", REST}
    assert {one.group for one in shown} == {"bijstand"}
