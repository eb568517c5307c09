"""The register out as files and in again, from the command line."""

from pathlib import Path

import pytest

from tests.people import hire
from tests.services.planned import planned
from voordeur.cli.__main__ import build_parser
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.records.register.models import EntryRecord, EntryVersionRecord

pytestmark = pytest.mark.django_db


def run(*words: str) -> int:
    chosen = build_parser().parse_args(["register", *words])
    return int(chosen.run(chosen))


@pytest.fixture
def written(region: Region) -> dict[tuple[str, str], object]:
    planned(hire("Pim Proefpersoon", "werkcentrum", Role.PROGRAMME_TEAM).context)
    return held()


def held() -> dict[tuple[str, str], object]:
    return {(row.kind, row.code): row.body for row in EntryRecord.objects.all()}


@pytest.mark.parametrize("name", ["map", "register.zip"])
def test_out_and_into_an_empty_region_gives_the_same(
    written: dict[tuple[str, str], object],
    tmp_path: Path,
    name: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = tmp_path / name
    assert run("export", str(place)) == 0
    assert run("import", str(place)) == 0
    assert "0 new, 0 changed" in capsys.readouterr().out
    emptied()
    assert held() == {}
    assert run("import", str(place)) == 0
    assert f"{len(written)} new, 0 changed" in capsys.readouterr().out
    assert held() == written


def emptied() -> None:
    """Start from nothing, as another installation does; here the wall would not allow it."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in (EntryVersionRecord, EntryRecord):
            name = table._meta.db_table
            if connection.vendor == "sqlite":
                cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
                for (trigger,) in cursor.fetchall():
                    cursor.execute(f'DROP TRIGGER "{trigger}"')
            else:
                cursor.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
            cursor.execute(f'DELETE FROM "{name}"')


def test_the_same_register_gives_the_same_bytes(
    written: dict[tuple[str, str], object], tmp_path: Path
) -> None:
    for name in ("a.zip", "b.zip"):
        assert run("export", str(tmp_path / name)) == 0
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_nothing_is_written_over_and_a_mistake_takes_nothing_in(
    written: dict[tuple[str, str], object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "map"
    assert run("export", str(place)) == 0
    assert run("export", str(place)) == 1
    assert run("import", str(tmp_path / "nowhere")) == 1
    (tmp_path / "broken.zip").write_bytes(b"PK nonsense")
    assert run("import", str(tmp_path / "broken.zip")) == 1
    file = place / "register" / "plan.yaml"
    right = file.read_text(encoding="utf-8")
    file.write_text(right.replace('"agenda-a"', '"nowhere"'), encoding="utf-8")
    capsys.readouterr()
    assert run("import", str(place)) == 1
    said = capsys.readouterr().err
    assert "register/plan.yaml, plan-2026, agenda" in said
    assert "Nothing went in" in said
    file.write_text(right + "  - code: [", encoding="utf-8")
    assert run("import", str(place)) == 1
    assert held() == written
