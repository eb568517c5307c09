"""Vacancies from elsewhere come in once, are marked, and are gone on their day."""

from pathlib import Path

import pytest
from freezegun import freeze_time

from tests.people import NOW
from tests.services.working import Work, work_room
from voordeur.cli.__main__ import build_parser
from voordeur.records.work.models import EmployerAccountRecord, VacancyRecord
from voordeur.services import vacancies, vacancy_imports
from voordeur.services.context import system_context

__all__ = ["work_room"]
pytestmark = pytest.mark.django_db
HEAD = "nummer;titel;bedrijf;kvk;postcode;uren_van;uren_tot;soort;niveau;adres;tot\n"
GOOD = (
    "A1;Lasser;Werf Noord;;1012;32;40;bbl;mbo2;https://werk.example.nl/A1;2026-06-30\n"
    "A2;Helpende;Zorghuis De Duin;00000000;2011;16;24;;;;2026-06-30\n"
)


def run(work: Work, *words: str) -> int:
    who = ("--account", work.wim.email, "--organisation", "wsp", "--origin", "Regio A")
    chosen = build_parser().parse_args(("vacancies", "import", *words, *who))
    with freeze_time(NOW):
        return int(chosen.run(chosen))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "elders.csv"
    file.write_text(HEAD + GOOD, encoding="utf-8")
    return file


def elsewhere() -> set[tuple[str, str]]:
    return set(VacancyRecord.objects.exclude(origin="").values_list("origin_code", "title"))


def test_the_same_table_twice_is_one_vacancy_and_a_change_changes_it(
    work: Work, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(work, str(table), "--check") == 0
    assert not elsewhere()
    assert run(work, str(table)) == 0
    assert run(work, str(table)) == 0
    assert elsewhere() == {("A1", "Lasser"), ("A2", "Helpende")}
    said = capsys.readouterr().out
    assert "2 new, 0 changed, 0 as they were" in said
    assert "0 new, 0 changed, 2 as they were" in said
    known = VacancyRecord.objects.get(origin_code="A2").employer
    assert known.ref == work.employer
    assert EmployerAccountRecord.objects.filter(origin="Regio A").get().name == "Werf Noord"
    vacancies.withdraw_vacancy(
        work.wim.context, ref=VacancyRecord.objects.get(origin_code="A2").ref, reason="dubbel"
    )
    table.write_text(HEAD + GOOD.replace("Lasser", "Lasser plus").replace("Helpende", "Nieuw"))
    assert run(work, str(table)) == 0
    assert elsewhere() == {("A1", "Lasser plus"), ("A2", "Helpende")}


def test_each_mistake_is_told_with_its_row_and_nothing_goes_in(
    work: Work, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = (
        "A1;Dubbel;Werf;;1012;32;40;;;;2026-06-30\n"
        "A3;;Werf;123;9999;40;20;klus;mbo9;javascript:x;gisteren\n"
        "A4;Voorbij;Werf;;1012;8;8;;;;2026-03-02\n"
    )
    table.write_text(HEAD + GOOD + wrong, encoding="utf-8")
    assert run(work, str(table)) == 1
    said = capsys.readouterr()
    for place in ("row 4, nummer: the same number as row 2", "row 5, titel", "row 5, kvk"):
        assert place in said.err
    for column in ("postcode", "uren_van", "soort", "niveau", "adres", "tot"):
        assert f"row 5, {column}:" in said.err
    assert "1 whose day is past" in said.out
    assert not elsewhere()
    assert run(work, str(table), "--partly") == 1
    assert elsewhere() == {("A1", "Lasser"), ("A2", "Helpende")}
    table.write_text("titel;bedrijf\nLasser;Werf\n", encoding="utf-8")
    assert run(work, str(table)) == 1
    assert "nummer, postcode, uren_van, uren_tot, tot" in capsys.readouterr().err


def test_on_its_day_a_vacancy_from_elsewhere_is_gone_and_our_own_stays(
    work: Work, table: Path
) -> None:
    assert run(work, str(table)) == 0
    day = NOW.replace(month=6, day=29)
    assert vacancy_imports.expire(system_context(day)) == 0
    assert vacancy_imports.expire(system_context(day.replace(day=30))) == 2
    assert vacancy_imports.expire(system_context(day.replace(day=30))) == 0
    assert VacancyRecord.objects.get(state="open").ref == work.vacancy
