"""Tables from outside: whatever somebody brings, it is text, or a reason why it cannot be read."""

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from voordeur.adapters.files import spreadsheet
from voordeur.adapters.files.spreadsheet import SpreadsheetFiles
from voordeur.domain.kernel.cells import STARTS_A_FORMULA, bare, harmless
from voordeur.services.ports import ReadTable, TableProblem

FILES = SpreadsheetFiles()


def workbook(*rows: list[object], merged: str = "") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def read(content: bytes, most_rows: int = 10) -> ReadTable | TableProblem:
    return FILES.read(content, most_rows=most_rows)


def test_a_workbook_gives_text_with_dates_as_days_and_formulas_as_they_stand() -> None:
    moment = datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001  a workbook knows no time zones
    table = read(
        workbook(
            ["Naam", "Geboren", "Dag", "Som", "Ja"],
            ["Dagmar Voorbeeld", 1987.0, date(2026, 3, 2), "=1+1", True],
            [],
            ["Piet Steekproef", None, moment, '=HYPERLINK("http://x")'],
        )
    )
    assert isinstance(table, ReadTable)
    assert table.columns == ("Naam", "Geboren", "Dag", "Som", "Ja")
    assert table.rows == (
        ("Dagmar Voorbeeld", "1987", "2026-03-02", "=1+1", "ja"),
        ("Piet Steekproef", "", "2026-03-02 09:30", '=HYPERLINK("http://x")', ""),
    )
    assert not table.merged


def test_merged_cells_are_told() -> None:
    table = read(workbook(["a", "b"], ["1", "2"], merged="A2:B2"))
    assert isinstance(table, ReadTable)
    assert table.merged
    assert table.rows == (("1", ""),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_csv_in_any_usual_form(encoding: str, sign: str) -> None:
    text = f"naam{sign}vraag\r\nZoë Proefpersoon{sign}Wat kan ik?\r\n"
    table = read(text.encode(encoding))
    assert table == ReadTable(("naam", "vraag"), (("Zoë Proefpersoon", "Wat kan ik?"),))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", TableProblem.EMPTY),
        (b"\n\n  \n", TableProblem.EMPTY),
        (b"naam;vraag\n", TableProblem.EMPTY),
        (b'a;b\n"1;2\n', TableProblem.UNREADABLE),
        (b"a;b\n1;\x00\n", TableProblem.UNKNOWN_CHARACTERS),
        (b"\xff\xfea", TableProblem.UNKNOWN_CHARACTERS),
        (b"a;b\n\x81\x8d;\x9d\n", TableProblem.UNKNOWN_CHARACTERS),
        (b"PK\x03\x04 not a zip", TableProblem.UNREADABLE),
        (spreadsheet.OLD_WORKBOOK + b"\0" * 500, TableProblem.PASSWORD),
        (b";".join([b"x"] * 61) + b"\n1\n", TableProblem.TOO_MANY_COLUMNS),
        (b"a\n" + b"1\n" * 11, TableProblem.TOO_MANY_ROWS),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, problem: TableProblem) -> None:
    assert read(content) is problem


def archive(**parts: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_UNPACKED", 1_000)
    assert read(workbook(["a"], ["1"])) is TableProblem.TOO_LARGE
    monkeypatch.undo()
    assert read(archive(**{f"p{n}": b"" for n in range(401)})) is TableProblem.TOO_LARGE


def test_a_workbook_with_a_document_type_is_refused() -> None:
    part = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert read(archive(**{"xl__workbook.xml": part})) is TableProblem.UNREADABLE


def test_another_kind_of_zip_is_refused() -> None:
    assert read(archive(**{"word__document.xml": b"<a/>"})) is TableProblem.UNREADABLE


def test_a_sheet_that_goes_on_for_ever_stops() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"], sheet["A900000"] = "naam", "Dagmar", "ver weg"
    kept = io.BytesIO()
    book.save(kept)
    table = read(kept.getvalue())
    assert isinstance(table, ReadTable)
    assert table.rows == (("Dagmar",),)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30))
def test_what_is_written_calculates_nothing_and_comes_back(words: str) -> None:
    plain = spreadsheet.UNSEEN.sub("", words)
    assert bare(harmless(words)) == plain
    assert not harmless(words).lstrip(" ").startswith(STARTS_A_FORMULA)


@pytest.mark.parametrize("words", ["=1+1", "+31612", "-2", "@x", "'=1", " =1", "plain", "'plain"])
def test_a_table_written_is_a_table_read(words: str) -> None:
    table = read(FILES.write(["a", "b"], [[words, 'x;y\n"z"']]))
    assert table == ReadTable(("a", "b"), ((words.strip(), 'x;y\n"z"'),))
