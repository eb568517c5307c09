"""Taking data along and bringing it in from the command line."""

from pathlib import Path

import pytest

from tests.people import Cast
from voordeur.cli.__main__ import build_parser
from voordeur.records.cases.models import CaseRecord
from voordeur.records.worklists.models import ImportRecord

pytestmark = pytest.mark.django_db
TABLE = "naam;vraag;geboortejaar\nDagmar Voorbeeld;Ik zoek werk;1987\n"


def run(*words: str) -> int:
    chosen = build_parser().parse_args(words)
    return int(chosen.run(chosen))


def eva(cast: Cast) -> tuple[str, ...]:
    return ("--account", cast.eva.email, "--organisation", "werkcentrum")


def test_in_and_out(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "lijst.csv"
    table.write_text(TABLE, encoding="utf-8")
    assert run("import", "people", str(table), *eva(cast)) == 0
    assert CaseRecord.objects.get().question == "Ik zoek werk"
    target = tmp_path / "uit"
    assert run("export", str(target), *eva(cast)) == 0
    assert "Dagmar Voorbeeld" in (target / "cases.csv").read_text(encoding="utf-8-sig")
    assert "with 1 cases" in capsys.readouterr().out
    assert run("export", str(target), *eva(cast)) == 1
    assert "choose a new or empty directory" in capsys.readouterr().err


def test_with_a_mistake_nothing_goes_in_and_it_can_be_mended_on_screen(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "lijst.csv"
    table.write_text(TABLE + "Piet Steekproef;;niet\n", encoding="utf-8")
    assert run("import", "people", str(table), *eva(cast)) == 1
    said = capsys.readouterr().err
    assert "row 2: question needed; birth_year no_year" in said
    assert "Piet" not in said
    assert f"/beheer/importeren/{ImportRecord.objects.get().ref}/" in said
    assert not CaseRecord.objects.exists()
    assert run("import", "people", str(table), "--partly", *eva(cast)) == 1
    assert CaseRecord.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"\x00", b"naam\nx\n"])
def test_what_is_no_table(cast: Cast, tmp_path: Path, content: bytes) -> None:
    table = tmp_path / "lijst.csv"
    table.write_bytes(content)
    assert run("import", "people", str(table), *eva(cast)) == 1
    assert run("import", "people", str(tmp_path / "niets"), *eva(cast)) == 1
    assert not ImportRecord.objects.exclude(rows=[]).exists()


def test_only_for_whom_may(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "lijst.csv"
    table.write_text(TABLE, encoding="utf-8")
    for who in (
        ("--account", cast.alice.email, "--organisation", "werkcentrum"),
        ("--account", cast.eva.email, "--organisation", "uwv"),
        ("--account", "niemand@example.nl", "--organisation", "werkcentrum"),
    ):
        assert run("import", "people", str(table), *who) == 1
        assert run("export", str(tmp_path / "uit"), *who) == 1
    assert not (tmp_path / "uit").exists()
    assert not CaseRecord.objects.exists()
