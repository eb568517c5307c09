"""The region pack on screen: checked, shown, loaded as it was shown; and an empty one filled."""

import io
import re
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.people import NOW, Cast
from tests.web.governance.governance_client import browser, somebody, words
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.records.region.models import PackVersionRecord
from voordeur.services.ports import ports
from voordeur.services.region import current_region
from voordeur.web import contexts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def sam(region: Region) -> Client:
    return browser(somebody(Role.SYSTEM_MANAGER))


def documents() -> dict[str, str]:
    return dict(ports().pack_reader.read_directory(ports().region_directory))


def zipped(files: dict[str, str | bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return kept.getvalue()


def upload(client: Client, content: bytes) -> Any:
    file = SimpleUploadedFile("pakket.zip", content)
    return client.post("/beheer/regiopakket/controleren/", {"pack": file})


def changed() -> bytes:
    files = documents()
    files["organisations.yaml"] = files["organisations.yaml"].replace("name: UWV", "name: UWV", 1)
    files["region.yaml"] = re.sub(r"version: .*", "version: 2099-01", files["region.yaml"])
    return zipped(dict(files))


def test_what_is_shown_is_what_is_loaded(sam: Client) -> None:
    checked = upload(sam, changed())
    assert checked.status_code == 302
    assert current_region().version != "2099-01"
    page = words(sam.get(checked["Location"]))
    assert "region.yaml: gewijzigd ‘version’" in page
    english = words(sam.get("/en" + checked["Location"]))
    assert "region.yaml: changed ‘version’" in english
    base = re.search(r'name="base" value="(\w+)"', page)
    assert base
    loaded = sam.post(checked["Location"], {"base": base[1]}, follow=True)
    assert "Het geldt vanaf nu" in words(loaded)
    assert current_region().version == "2099-01"
    assert PackVersionRecord.objects.count() == 2
    again = sam.post(checked["Location"], {"base": base[1]}, follow=True)
    assert again.status_code == 200
    assert PackVersionRecord.objects.count() == 2


def test_another_pack_was_loaded_meanwhile(sam: Client) -> None:
    place = upload(sam, changed())["Location"]
    refused = sam.post(place, {"base": "0" * 64})
    assert refused.status_code == 409
    assert "Iemand was je net voor" in words(refused)
    assert PackVersionRecord.objects.count() == 1


def test_a_wrong_pack_names_file_and_line_and_changes_nothing(sam: Client) -> None:
    files = documents()
    files["terms.yaml"] = files["terms.yaml"].replace("days: 5", "days: vijf", 1)
    found = upload(sam, zipped(dict(files)))
    assert found.status_code == 422
    assert re.search(r"terms\.yaml:\d+", words(found))
    assert PackVersionRecord.objects.count() == 1


def link_out() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        entry = zipfile.ZipInfo("region.yaml")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return kept.getvalue()


def bomb() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("region.yaml", b"a" * 9_000_000)
    return kept.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 niets",
        b"\x00" * 1000,
        zipped({}),
        zipped({"../region.yaml": "code: x"}),
        zipped({"region.yaml": "&a [*a, *a]"}),
        zipped({"region.yaml": "!!python/object/apply:os.system ['true']"}),
        zipped({"region.yaml": b"\xff\xfe\x00"}),
        link_out(),
        bomb(),
        b"PK\x03\x04" + b"x" * 8_000_001,
    ],
    ids=[
        "empty",
        "torn",
        "zeros",
        "nothing",
        "path",
        "alias",
        "tag",
        "bytes",
        "link",
        "bomb",
        "large",
    ],
)
def test_hostile_uploads_get_a_sentence(sam: Client, content: bytes) -> None:
    found = upload(sam, content)
    assert found.status_code == 422
    assert PackVersionRecord.objects.count() == 1


def test_no_file_at_all(sam: Client) -> None:
    assert sam.post("/beheer/regiopakket/controleren/").status_code == 422


def test_the_pack_comes_down_and_goes_up_unchanged(sam: Client) -> None:
    down = sam.get("/beheer/regiopakket/regiopakket.zip").content
    place = upload(sam, down)["Location"]
    assert "zegt hetzelfde" in words(sam.get(place))
    assert "was al geladen" in words(sam.post(place, {"base": "x"}, follow=True))


def test_another_region_starts_with_an_empty_pack(sam: Client, tmp_path: Path) -> None:
    place = tmp_path / "nieuw"
    ports().pack_reader.new_directory(str(place))
    files = {one.name: one.read_text(encoding="utf-8") for one in place.iterdir()}
    files["region.yaml"] = re.sub(
        r"(?m)^code: .*", "code: voorbeeldregio", files["region.yaml"], count=1
    )
    checked = upload(sam, zipped({f"nieuw/{name}": text for name, text in files.items()}))
    assert checked.status_code == 302, words(checked)[:3000]
    page = words(sam.get(checked["Location"]))
    base = re.search(r'name="base" value="(\w+)"', page)
    assert base
    loaded = sam.post(checked["Location"], {"base": base[1]}, follow=True)
    assert loaded.status_code == 200
    assert current_region().code == "voorbeeldregio"


@pytest.mark.parametrize("search", ["RMT", "ZKIJ Werkt Door", "werkcentrum"])
def test_an_old_name_finds_the_same_party(sam: Client, search: str) -> None:
    page = words(sam.get("/beheer/partijen/", {"zoek": search}))
    assert "Werkcentrum" in page
    assert "Geen partij gevonden" not in page


def test_names_have_dates_and_an_audience(sam: Client) -> None:
    page = words(sam.get("/beheer/regiopakket/namen/"))
    assert "ZKIJ Werkt Door" in page
    assert "tot 3 juni 2024" in page
    assert "voor inwoners" in page


def test_every_route_says_who_leads_and_where_it_is_written(sam: Client) -> None:
    page = words(sam.get("/beheer/regiopakket/wie-leidt/"))
    for rule in current_region().routing.rules:
        assert f'id="{rule.code}"' in page
    assert "Wie de gemeente kiest (NUG-beleid)" in page


def test_a_position_is_recorded_and_wrong_ones_keep_what_was_typed(sam: Client, cast: Cast) -> None:
    typed = {
        "municipality": "velsen",
        "position": "municipality",
        "valid_from": "2026-02-01",
        "reason": "Besluit van het college",
    }
    wrong = sam.post("/beheer/standpunten/", typed)
    assert wrong.status_code == 422
    assert "Besluit van het college" in words(wrong)
    right = sam.post("/beheer/standpunten/", {**typed, "valid_from": "2026-04-01"}, follow=True)
    assert "De regels volgen het" in words(right)
    assert "vanaf 1 april 2026" in words(right)
    twice = sam.post("/beheer/standpunten/", {**typed, "valid_from": "2026-04-01"})
    assert "begint al een standpunt" in words(twice)
