"""J15: somebody of another region fills in four files, loads them, and works."""

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import Installation, NewVisitor, prepared, running
from tests.journeys.hands import Mouse
from tests.journeys.professional import Professional
from tests.journeys.resident import Resident

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REGION = "Streek van Testdorp"
FILLED_IN = {
    "region.yaml": {
        "code: new-region": "code: testdorp",
        "{nl: Nieuwe regio (vul in), en: New region (fill in)}": f"{{nl: {REGION}, en: {REGION}}}",
    },
    "municipalities.yaml": {
        "GM0000": "GM9999",
        "slug: municipality-1": "slug: testdorp",
        "name: Gemeente (vul in)": "name: Testdorp",
        '"@municipality": municipality-1': '"@municipality": gemeente-testdorp',
        "    to_fill: true\n": "",
    },
    "organisations.yaml": {
        "code: municipality-1": "code: gemeente-testdorp",
        "{nl: Gemeente (vul in), en: Municipality (fill in)}": "{nl: Gemeente Testdorp, en: Municipality of Testdorp}",
        "[municipality-1]": "[testdorp]",
        "{nl: Participatiebedrijf (vul in), en: Participation company (fill in)}": "{nl: Aan de slag, en: Aan de slag}",
        "    to_fill: true\n": "",
    },
    "locations.yaml": {
        "{nl: Plek 1 (vul in), en: Place 1 (fill in)}": "{nl: Dorpshuis, en: Village hall}",
        "    to_fill: true\n": """    address: Dorpsplein 1, Testdorp
    municipality: testdorp
    hours:
      - weekday: tuesday
        start: "09:00"
        end: "12:00"
        organisation: werkcentrum
        adviser_role: {nl: Gids, en: Guide (gids)}
""",
    },
}


def fill_in(pack: Path) -> None:
    """Replace what the four files ask for."""
    for name, changes in FILLED_IN.items():
        text = (pack / name).read_text(encoding="utf-8")
        for found, filled in changes.items():
            assert found in text, (name, found)
            text = text.replace(found, filled)
        (pack / name).write_text(text, encoding="utf-8")
    policies = pack / "policies.yaml"  # names the municipality; the position itself stays open
    text = policies.read_text(encoding="utf-8")
    policies.write_text(text.replace("municipality-1", "testdorp"), encoding="utf-8")


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("testdorp")
    pack = folder / "pack"
    maker = prepared(folder)
    maker.command("pack", "new", str(pack))
    assert "Nog in te vullen" in maker.command("pack", "check", str(pack))
    fill_in(pack)
    said = maker.command("pack", "check", str(pack))
    assert "Het pakket klopt" in said
    for name in FILLED_IN:
        assert name not in said, said
    assert REGION in maker.command("pack", "load", str(pack))
    maker.hire("Gijs Proefpersoon", "werkcentrum", "gids")
    maker.hire("Sem Proefpersoon", "werkcentrum", "system_manager")
    with running(maker) as installation:
        yield installation


def test_a_question_gets_its_answer(visitor: NewVisitor) -> None:
    door = visitor()
    door.go("/")
    assert REGION in door.page.locator("body").inner_text()
    door.reads("Dorpshuis")
    door.keep("region")
    lea = Resident(door, Mouse(), name="Lea Voorbeeld", email="lea@example.nl", postcode="")
    lea.ask()
    lea.understand("Werkcentrum")
    lea.leave_details()
    lea.book()


def test_a_professional_registers_a_case(visitor: NewVisitor) -> None:
    gijs = Professional(visitor(), "gijs-werkcentrum")
    gijs.visitor.go("/werk/nieuw/")
    form = gijs.main("form.vd-stack")
    gijs.fill(form, {"question": "Ik zoek werk.", "name": "Jip Steekproef", "phone": "0612345678"})
    gijs.leave(form.locator("button", has_text="Registreer de vraag"))
    gijs.visitor.reads("Geregistreerd", "Werkcentrum")
    gijs.visitor.accessible()
    gijs.open_case("Jip Steekproef")
    gijs.visitor.reads("Ik zoek werk.")
    gijs.visitor.accessible()


def test_the_manager_loads_the_next_version(
    visitor: NewVisitor, installation: Installation, tmp_path: Path
) -> None:
    newer = tmp_path / "newer"
    shutil.copytree(installation.clock.with_name("pack"), newer)
    region = newer / "region.yaml"
    text = region.read_text(encoding="utf-8").replace(REGION, f"Nieuwe {REGION}")
    region.write_text(text, encoding="utf-8")
    archive = tmp_path / "pack.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for file in newer.iterdir():
            made.write(file, file.name)

    sem = Professional(visitor(), "sem-werkcentrum")
    sem.visitor.go("/beheer/regiopakket/")
    sem.visitor.keep("pack")
    sem.main("input[type=file]").set_input_files(archive)
    sem.leave(sem.main("button", "Controleer dit pakket"))
    sem.visitor.reads("Wat er verandert")
    sem.visitor.keep("pack-changes")
    sem.leave(sem.main("button", "Laad dit pakket"))
    sem.visitor.go("/")
    assert f"Nieuwe {REGION}" in sem.page.locator("body").inner_text()
