"""The documents say what the code says: settings, commands, lifecycles, requirements, refusals."""

import re
from pathlib import Path

import pytest

from tests.tidy.repository import PACKAGE, ROOT, modules, text_files
from voordeur.cli import lifecycles, messages, reference, schemas
from voordeur.cli.__main__ import build_parser
from voordeur.domain.kernel.refusal import Reason

SETTING = re.compile(r"[\"'](VOORDEUR_[A-Z_]+|PORT)[\"']")
STATES = {"done", "partly", "later"}
ROW = re.compile(r"^\| *([A-Z]{2}-\d\d) *\| *(\w+) *\| *(.*?) *\| *(.*?) *\|$", re.MULTILINE)
INLINE = re.compile(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\bsrc=)", re.IGNORECASE)
WANTED_ROWS = (
    {f"FD-{n:02}" for n in range(1, 19)}
    | {f"CT-{n:02}" for n in range(1, 18)}
    | {f"NF-{n:02}" for n in range(3, 9)}
    | {f"GV-{n:02}" for n in range(1, 18)}
    | {f"AG-{n:02}" for n in range(1, 22)}
    | {f"LX-{n:02}" for n in range(1, 5)}
    | {f"CM-{n:02}" for n in range(1, 7)}
    | {"MN-02", "MN-08", "MN-10", "MR-12", "NF-01"}
    | {f"TB-{n:02}" for n in range(1, 18)}
    | {f"FB-{n:02}" for n in range(1, 14)}
    | {f"MR-{n:02}" for n in range(1, 16)}
    | {"TG-01", "TG-02", "TG-15", "TG-18"}
    | {f"SM-{n:02}" for n in (1, 3, 4, 9, 14, 15, 17)}
    | {f"ES-{n:02}" for n in range(1, 16)}
    | {"TG-04", "SF-06"}
    | {"SM-02", "SM-08", "SM-10", "SM-11", "SM-16", "TG-03", "ED-04"}
    | {"SM-05", "SM-06", "SM-07", "SM-12", "SM-13", "TB-12", "ED-01", "ED-08"}
)


def undocumented(names: set[str], page: str) -> set[str]:
    return {name for name in names if f"`{name}`" not in page}


def bad_rows(page: str) -> list[str]:
    """Name rows with a wrong state, and rows that say 'done' without a test that exists."""
    found = []
    for code, state, _place, proof in ROW.findall(page):
        if state not in STATES:
            found.append(f"{code}: {state} is not a state")
        if state in {"done", "partly"} and not _tests_exist(proof):
            found.append(f"{code}: no test {proof!r}")
    return found


def _tests_exist(proof: str) -> bool:
    named = re.findall(r"tests/[\w/.-]+\.py(?:::\w+)?", proof)
    return bool(named) and all(_test_exists(name) for name in named)


def _test_exists(name: str) -> bool:
    path, _, function = name.partition("::")
    file = ROOT / path
    return file.is_file() and (
        not function or f"def {function}(" in file.read_text(encoding="utf-8")
    )


def test_every_setting_is_documented() -> None:
    used = {name for _, source in modules() for name in SETTING.findall(source)}
    page = (ROOT / "docs/operations/settings.md").read_text(encoding="utf-8")
    assert "VOORDEUR_DATABASE_URL" in used
    assert undocumented(used, page) == set()


def test_every_command_is_documented_as_it_is() -> None:
    page = (ROOT / "docs/operations/cli.md").read_text(encoding="utf-8")
    assert page == reference.commands_page(build_parser()), "./run generate writes it again"


@pytest.mark.parametrize("name", sorted(lifecycles.pages()))
def test_lifecycle_pages_are_as_the_domain_says(name: str) -> None:
    page = (ROOT / "docs/lifecycles" / name).read_text(encoding="utf-8")
    assert page == lifecycles.pages()[name], "./run generate writes it again"


def test_schemas_of_the_register_are_as_the_kinds_say() -> None:
    folder = ROOT / "regions/schema/register"
    written = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    assert written == schemas.pages(), "./run generate writes them again"


def test_every_requirement_has_a_row_with_a_state_and_its_test() -> None:
    page = (ROOT / "docs/requirements.md").read_text(encoding="utf-8")
    assert {code for code, *_ in ROW.findall(page)} == WANTED_ROWS
    assert bad_rows(page) == []


def test_every_refusal_has_a_sentence_for_a_person() -> None:
    said = "\n".join(source for _, source in modules(PACKAGE / "web"))
    silent = {reason.name for reason in Reason if f"Reason.{reason.name}:" not in said}
    assert silent == set()


def test_every_text_has_an_english_translation() -> None:
    assert [f"{path.parent}: {text}" for path, text in messages.untranslated()] == []


def test_no_style_or_script_inside_pages() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path, text in text_files()
        if path.suffix == ".html" and PACKAGE in path.parents
        for match in INLINE.finditer(text)
    ]
    assert found == []


def test_documents_point_to_files_that_exist() -> None:
    link = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
    pictures_by_tests = "docs/screenshots/"
    broken = [
        f"{path.relative_to(ROOT)} → {target}"
        for path, text in text_files()
        if path.suffix == ".md"
        for target in link.findall(text)
        if not (path.parent / target).exists() and pictures_by_tests not in f"docs/{target}"
    ]
    assert broken == []


def test_control_each_rule_sees_a_bad_example(tmp_path: Path) -> None:
    assert undocumented({"VOORDEUR_NEW"}, "| `VOORDEUR_OLD` |") == {"VOORDEUR_NEW"}
    assert bad_rows("| FD-01 | finished | home | - |")
    assert bad_rows("| FD-01 | done | home | tests/nowhere/test_x.py::test_y |")
    assert bad_rows("| FD-01 | done | home | |")
    assert not bad_rows("| FD-01 | later | | |")
    assert INLINE.search('<p style="color: red">')
    assert INLINE.search("<script>alert(1)</script>")
    assert not INLINE.search('<script src="/static/x.js" defer></script>')
    template = tmp_path / "page.html"
    template.write_text(
        "{% load i18n %}{% trans 'Goedemiddag' %}{% blocktrans %}Dag {{ n }}{% endblocktrans %}"
    )
    assert [text for text, _ in messages.texts(template)] == ["Goedemiddag", "Dag %(n)s"]
