"""Sectors of business: taken in with what changes, and each code leads to the region's sector."""

from datetime import date
from pathlib import Path

import pytest

from tests.people import NOW, Cast
from voordeur.domain.region.model import Region
from voordeur.domain.skills.sectors import sector_of
from voordeur.records.skills.models import ConceptChangeRecord, ConceptRecord
from voordeur.services import skill_index, skill_pages, vocabulary
from voordeur.services.context import system_context
from voordeur.services.sbi import sector_for
from voordeur.services.vocabulary import VocabularyReport

pytestmark = pytest.mark.django_db
SYSTEM = system_context(NOW)
TABLE = """code,label,sector
Q,Gezondheids- en welzijnszorg,care
86,Gezondheidszorg,care
86.10,Ziekenhuizen,
85,Onderwijs,education
85.59,Overige cursussen,
62,Dienstverlening in informatietechnologie,technology
01,Landbouw,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sbi.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "version.csv").write_text("version,dated\nSBI 2008,2008-01-01\n", encoding="utf-8")
    return tmp_path


def look(folder: Path) -> VocabularyReport:
    return vocabulary.look(SYSTEM, directory=str(folder), source="sbi")


def test_a_code_has_the_sector_of_the_nearest_code_above_it(
    region: Region, cast: Cast, folder: Path
) -> None:
    report = look(folder)
    assert (report.vocabulary.version, report.vocabulary.dated_on) == ("SBI 2008", date(2008, 1, 1))
    assert report.vocabulary.counts() == {"sectors": 7, "mappings": 4}
    vocabulary.load(SYSTEM, report=report)
    said = {code: sector_for(code) for code in ("86.10", "8559", "q", "62.01", "01", "99", "care")}
    assert said == {
        "86.10": "care",
        "8559": "education",
        "q": "care",
        "62.01": "technology",
        "01": "",
        "99": "",
        "care": "",
    }
    page = skill_pages.found(cast.alice.context, text="86.10")
    assert [one.code for one in page.sectors] == ["care"]
    # A sector of business is nothing a person can do: it is never suggested.
    assert not skill_index.search("ziekenhuizen")
    assert not skill_index.suggest("Ik werkte in ziekenhuizen")


def test_a_new_edition_tells_what_came_went_and_is_called_otherwise(
    region: Region, folder: Path
) -> None:
    vocabulary.load(SYSTEM, report=look(folder))
    assert look(folder).changes.idle
    newer = TABLE.replace("Ziekenhuizen", "Ziekenhuiszorg").replace("01,Landbouw,\n", "")
    (folder / "sbi.csv").write_text(newer + "86.2,Praktijken,\n", encoding="utf-8")
    (folder / "version.csv").write_text("version,dated\nSBI 2025,2025-01-01\n", encoding="utf-8")
    report = look(folder)
    assert [one.code for one in report.changes.added] == ["sbi:862"]
    assert [one.after.label for one in report.changes.renamed] == ["Ziekenhuiszorg"]
    assert [one.code for one in report.changes.removed] == ["sbi:01"]
    vocabulary.load(SYSTEM, report=report)
    gone = ConceptRecord.objects.get(code="sbi:01")
    assert gone.removed_in is not None
    assert gone.removed_in.version == "SBI 2025"
    assert ConceptChangeRecord.objects.filter(change="renamed").count() == 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("86.10,Nog eens,", "this code is in it twice"),
        ("acht,Vreemd,", "a letter or two to six digits"),
        ("87,Huizen,ruimtevaart", "the region has no such sector"),
        (",Zonder code,", "a code or a name is missing"),
    ],
)
def test_a_mistake_is_named_and_nothing_goes_in(
    region: Region, folder: Path, row: str, words: str
) -> None:
    (folder / "sbi.csv").write_text(f"{TABLE}{row}\n", encoding="utf-8")
    (problem,) = look(folder).problems
    assert words in problem.sentence("en")


def test_without_the_table_it_is_said_what_is_needed(region: Region, tmp_path: Path) -> None:
    assert any("sbi.csv" in one.sentence("en") for one in look(tmp_path).problems)


def test_a_section_is_no_prefix_of_digits_and_nothing_is_guessed() -> None:
    assert sector_of("861", {"86": "care", "8": "never"}) == "care"
    assert not sector_of("71", {"7": "never"})
