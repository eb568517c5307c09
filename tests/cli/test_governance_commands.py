"""What bodies did out as files and in again, from the command line."""

from pathlib import Path

import pytest
from django.db import transaction

from tests.people import NOW, hire
from voordeur.cli.__main__ import build_parser
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.records.governance.models import MeetingRecord
from voordeur.services import meetings, register_loading
from voordeur.services.context import system_context
from voordeur.services.meetings import NewMeeting

pytestmark = pytest.mark.django_db


def run(*words: str) -> int:
    chosen = build_parser().parse_args(["governance", *words])
    return int(chosen.run(chosen))


def planned() -> str:
    context = hire("Saar Proefpersoon", "gemeente-haarlem", Role.SECRETARY).context
    meeting = NewMeeting(body="rba", day=context.today, starts_at="10:00")
    return meetings.plan(context, meeting=meeting)


def test_out_and_into_an_empty_region(
    region: Region, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register_loading.load_register(system_context(NOW))
    place = tmp_path / "uit"
    with transaction.atomic():  # another installation, gone again afterwards
        ref = planned()
        assert run("export", str(place)) == 0
        assert run("export", str(place)) == 1
        assert run("import", str(place)) == 1
        assert "meetings or proposals of its own" in capsys.readouterr().err
        transaction.set_rollback(True)
    assert not MeetingRecord.objects.exists()
    assert run("import", str(place)) == 0
    assert list(MeetingRecord.objects.values_list("ref", flat=True)) == [ref]


def test_what_cannot_be_read_leaves_everything(
    region: Region, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", str(tmp_path / "niets")) == 1
    (tmp_path / "governance").mkdir()
    (tmp_path / "governance" / "meetings.json").write_text("{", encoding="utf-8")
    assert run("import", str(tmp_path)) == 1
    said = capsys.readouterr().err
    assert "nothing readable" in said
    assert "cannot be read" in said
    assert not MeetingRecord.objects.exists()
