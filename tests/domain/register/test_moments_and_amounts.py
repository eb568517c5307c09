"""Moments as papers write them, and amounts that may be words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voordeur.domain.register.amounts import (
    AMOUNT_WORDS,
    QUANTITY_WORDS,
    AmountWord,
    QuantityWord,
    total_of,
)
from voordeur.domain.register.moments import read_moment


@pytest.mark.parametrize(
    ("written", "first", "last", "nl", "en"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "2024", "2024"),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31), "Q1 2024", "Q1 2024"),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31), "Q4 2024", "Q4 2024"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "februari 2024", "February 2024"),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31), "december 2024", "December 2024"),
        ("2024-06-03", date(2024, 6, 3), date(2024, 6, 3), "3 juni 2024", "3 June 2024"),
    ],
)
def test_a_moment_is_a_stretch_of_days(
    written: str, first: date, last: date, nl: str, en: str
) -> None:
    moment = read_moment(written)
    assert moment is not None
    assert (moment.start, moment.last) == (first, last)
    assert (moment.label().nl, moment.label().en) == (nl, en)


@pytest.mark.parametrize(
    "written",
    ["", "24", "2024-Q0", "2024-Q5", "2024-13", "2024-00", "2024-02-30", "2024-6", "2024-06-03x"],
)
def test_what_is_no_moment_is_none(written: str) -> None:
    assert read_moment(written) is None


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_lies_in_its_month_quarter_and_year(day: date) -> None:
    quarter = (day.month - 1) // 3 + 1
    for written in (f"{day:%Y}", f"{day:%Y}-Q{quarter}", f"{day:%Y-%m}", day.isoformat()):
        moment = read_moment(written)
        assert moment is not None
        assert moment.start <= day < moment.end
        assert moment.end - moment.last == timedelta(days=1)


@given(st.lists(st.one_of(st.integers(0, 10**12), st.sampled_from(list(map(str, AmountWord))))))
def test_a_word_is_counted_and_never_becomes_zero(parts: list[int | str]) -> None:
    total = total_of(parts)
    amounts = [part for part in parts if isinstance(part, int)]
    assert total.cents == sum(amounts)
    assert total.known == len(amounts)
    assert total.known + sum(times for _word, times in total.words) == len(parts)
    assert total.has_amount == bool(amounts)


def test_only_what_needs_no_money_keeps_a_sum_complete() -> None:
    assert total_of([5, "none_needed", "not_applicable"]).complete
    for word in ("to_be_determined", "in_kind", "clear_after_plan", "not_stated"):
        assert not total_of([5, word]).complete
    with pytest.raises(ValueError, match="free"):
        total_of(["free"])


def test_every_word_reads_in_both_languages() -> None:
    assert set(AMOUNT_WORDS) == set(AmountWord)
    assert set(QUANTITY_WORDS) == set(QuantityWord)
    assert all(text.nl and text.en for text in (*AMOUNT_WORDS.values(), *QUANTITY_WORDS.values()))
