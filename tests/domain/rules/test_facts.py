"""Facts: which values they take, how a typed value is read, and how numbers fall in bands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.rules.generated import choice, number
from voordeur.domain.kernel.text import Text

BENEFIT = choice("benefit", "ww", "none")
AGE = number("age", maximum=120)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("18", 18),
        (" 18 ", 18),
        ("0", 0),
        ("120", 120),
        ("121", None),
        ("-1", None),
        ("1e2", None),
        ("", None),
    ],
)
def test_a_number_is_read_within_its_limits(typed: str, read: int | None) -> None:
    assert AGE.read(typed) == read


def test_digits_of_other_scripts_and_endless_numbers_are_not_read() -> None:
    assert AGE.read("١٨") is None
    assert number("n", maximum=None).read("9" * 5000) is None


def test_a_choice_is_read_by_its_code_only() -> None:
    assert BENEFIT.read("ww") == "ww"
    assert BENEFIT.read("waarde ww") is None
    assert not BENEFIT.accepts(3)
    assert not AGE.accepts(True)


def test_bands_start_at_the_lowest_and_at_every_threshold_within_reach() -> None:
    assert AGE.cells((27, 18, 0, -3, 121)) == (0, 18, 27)
    assert BENEFIT.cells((5,)) == ("ww", "none")


@pytest.mark.parametrize(
    ("cell", "label"), [(0, "0 tot en met 17"), (18, "18"), (19, "19 tot en met 120")]
)
def test_bands_read_as_people_say_them(cell: int, label: str) -> None:
    assert AGE.band_label(cell, (0, 18, 19)).nl == label


def test_a_band_without_end_is_or_more() -> None:
    assert number("n", maximum=None).band_label(18, (0, 18)) == Text("18 of meer", "18 or more")


@given(st.lists(st.integers(-5, 15), max_size=5), st.integers(0, 9))
def test_every_number_falls_in_exactly_one_band_and_no_threshold_cuts_it(
    thresholds: list[int], value: int
) -> None:
    cells = [int(cell) for cell in number("n").cells(thresholds)]
    band = max(cell for cell in cells if cell <= value)
    assert cells == sorted(set(cells))
    assert all((value >= threshold) == (band >= threshold) for threshold in thresholds)
