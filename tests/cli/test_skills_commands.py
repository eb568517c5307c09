"""Occupations and skills from files, from the command line."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from voordeur.cli.__main__ import build_parser
from voordeur.records.skills.models import ConceptRecord

pytestmark = pytest.mark.django_db
OWN = ROOT / "regions" / "zkij" / "skills"
ESCO = ROOT.parent / "shared" / "data" / "esco"


def run(*words: str) -> int:
    chosen = build_parser().parse_args(["skills", *words])
    return int(chosen.run(chosen))


def test_check_tells_and_import_does_and_again_is_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("check", str(OWN), "--source", "own") == 0
    assert "occupations: 75" in capsys.readouterr().out
    assert not ConceptRecord.objects.exists()
    assert run("import", str(OWN), "--source", "own") == 0
    assert ConceptRecord.objects.count() == 274
    assert run("import", str(OWN), "--source", "own") == 0
    assert "Nothing changes" in capsys.readouterr().out


def test_a_cut_off_folder_is_not_taken_without_a_yes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", str(OWN), "--source", "own") == 0
    copy = tmp_path / "cut"
    shutil.copytree(OWN, copy)
    lines = (OWN / "occupations.csv").read_text(encoding="utf-8").splitlines()
    (copy / "occupations.csv").write_text("\n".join(lines[:3]), encoding="utf-8")
    assert run("import", str(copy), "--source", "own") == 1
    told = capsys.readouterr()
    assert "gone: 73" in told.out
    assert "Add --yes" in told.err
    assert not ConceptRecord.objects.filter(removed_in__isnull=False).exists()
    assert run("import", str(copy), "--source", "own", "--yes") == 0
    assert ConceptRecord.objects.filter(removed_in__isnull=False).count() == 73


def test_a_folder_without_files_or_that_is_not_there_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", str(tmp_path / "nowhere"), "--source", "esco") == 1
    assert "nothing readable" in capsys.readouterr().err
    for source in ("esco", "competentnl", "own"):
        assert run("import", str(tmp_path), "--source", source) == 1
        assert "Nothing went in" in capsys.readouterr().err


@pytest.mark.shared
@pytest.mark.slow
def test_the_official_files_come_in_beside_the_own_list(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("import", str(OWN), "--source", "own") == 0
    assert run("import", str(ESCO), "--source", "esco") == 0
    assert "not there: skills_nl.csv" in capsys.readouterr().out
    assert ConceptRecord.objects.filter(source="esco", kind="occupation").count() == 3039
    assert ConceptRecord.objects.filter(source="own", removed_in__isnull=True).count() == 274
