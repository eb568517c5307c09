"""Files from lists: real dates, and no cell that a spreadsheet would calculate."""

import csv
import io
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from voordeur.domain.kernel.cells import STARTS_A_FORMULA, UNSEEN, harmless
from voordeur.services.exports import Table
from voordeur.web.spreadsheets import comma_separated, xlsx

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
DANGER = st.sampled_from(["=", "+", "-", "@", "\t=", "\r+", " =", "=cmd|' /C calc'!A0", "@SUM(A1)"])


def sheet(table: Table) -> list[list[object]]:
    book = load_workbook(io.BytesIO(xlsx(table)))
    return [[cell.value for cell in row] for row in book.active.iter_rows(min_row=2)]  # type: ignore[union-attr]


def test_days_are_days_and_numbers_are_numbers() -> None:
    table = Table("lijst", ("a", "b", "c", "d"), ((date(2026, 3, 2), 7, "woord", None),))
    assert sheet(table) == [[datetime(2026, 3, 2), 7, "woord", None]]  # noqa: DTZ001  a sheet knows no zones


@given(st.lists(st.builds(str.__add__, DANGER, WORDS), min_size=1, max_size=5))
def test_no_cell_of_a_workbook_is_a_formula(cells: list[str]) -> None:
    table = Table("lijst", ("kop",), tuple((cell,) for cell in cells))
    book = load_workbook(io.BytesIO(xlsx(table)))
    kinds = {cell.data_type for row in book.active.iter_rows() for cell in row}  # type: ignore[union-attr]
    assert "f" not in kinds
    shown = [str(row[0] or "") for row in sheet(table)]
    assert len(shown) == len(cells)


@given(st.lists(st.builds(str.__add__, st.one_of(DANGER, st.just("")), WORDS), max_size=5))
def test_no_cell_of_a_csv_file_starts_a_formula(cells: list[str]) -> None:
    table = Table("lijst", ("=kop",), tuple((cell,) for cell in cells))
    text = comma_separated(table).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
        for cell in row:
            assert not cell.lstrip(" ").startswith(STARTS_A_FORMULA)


@given(WORDS)
def test_harmless_words_stay_what_they_are(words: str) -> None:
    kept = harmless(words)
    assert kept.lstrip("'") == UNSEEN.sub("", words).lstrip("'") or kept == words


def test_control_a_formula_would_be_seen() -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active["A1"] = "=1+1"  # type: ignore[index]
    kept = io.BytesIO()
    book.save(kept)
    assert load_workbook(kept).active["A1"].data_type == "f"  # type: ignore[index]
