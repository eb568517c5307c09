"""The register of the real pack holds what the region's documents count, each with a control."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from voordeur.adapters.files.pack import load_pack, regions_directory
from voordeur.domain.kernel.because import Source
from voordeur.domain.kernel.text import Text
from voordeur.domain.region.model import Region
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import Entries, Key
from voordeur.domain.register.entry import RECORDED, Entry
from voordeur.domain.register.fields import Field, FieldKind, Value

AGENDA = "agenda-2023-2027"
DOE_AGENDA = "doe-agenda-2020-2022"
WORK_PLAN = "work-plan-2022"


@pytest.fixture(scope="module")
def entries() -> Entries:
    loaded = load_pack(regions_directory() / "zkij")
    assert isinstance(loaded, Region), [problem.sentence("en") for problem in loaded]
    return loaded.register


def of_kind(entries: Entries, kind: str) -> list[Entry]:
    return [entry for (found, _code), entry in entries.items() if found == kind]


def counts(entries: Entries, kind: str, field: str) -> Counter[str]:
    return Counter(entry.line(field) for entry in of_kind(entries, kind))


def changed(entries: Entries, key: Key, **values: Value) -> Entries:
    """Return a copy in which one entry says something else."""
    entry = entries[key]
    return {**entries, key: replace(entry, values={**entry.values, **values})}


def without(entries: Entries, key: Key) -> Entries:
    """Return a copy that lacks one entry."""
    return {held: entry for held, entry in entries.items() if held != key}


# ---- every entry: its source and both languages ----


def without_source(entries: Entries) -> list[Key]:
    return [
        key
        for key, entry in entries.items()
        if entry.source.document == RECORDED or not entry.source.section
    ]


def texts_of(entry: Entry) -> Iterator[tuple[str, Text]]:
    yield "title", entry.title
    for earlier in entry.earlier_names:
        yield "earlier_names", earlier.title
    yield from texts_in(KINDS[entry.kind].fields, entry.values)


def texts_in(fields: tuple[Field, ...], values: Mapping[str, Value]) -> Iterator[tuple[str, Text]]:
    for one in fields:
        value = values.get(one.code)
        if isinstance(value, Mapping) and one.kind in {FieldKind.TEXT, FieldKind.PROSE}:
            yield one.code, Text(str(value.get("nl", "")), str(value.get("en", "")))
        elif one.kind is FieldKind.ROWS and isinstance(value, list):
            for row in value:
                yield from texts_in(one.rows, row)


def half_told(entries: Entries) -> list[tuple[Key, str]]:
    return [
        (key, field)
        for key, entry in entries.items()
        for field, text in texts_of(entry)
        if not text.nl or not text.en
    ]


def test_every_entry_says_which_document_and_section_it_comes_from(entries: Entries) -> None:
    assert without_source(entries) == []
    key = ("pillar", "talent")
    for source in (Source(RECORDED), Source("agenda-2023-2027")):
        assert without_source({**entries, key: replace(entries[key], source=source)}) == [key]


def test_every_text_is_there_in_both_languages(entries: Entries) -> None:
    assert half_told(entries) == []
    key = ("pillar", "talent")
    assert half_told(changed(entries, key, short={"nl": "Talent"})) == [(key, "short")]
    seat = ("end_statement", "end-7-werkcentrum")
    rows = [{"day": "2025-03-31", "judgement": "unknown", "evidence": {"nl": "Open"}}]
    assert half_told(changed(entries, seat, assessments=rows)) == [(seat, "evidence")]


# ---- the agendas and the work plan ----


FRAMEWORK = {
    ("agenda", ""): 3,
    ("ambition", AGENDA): 3,
    ("pillar", AGENDA): 3,
    ("pillar", DOE_AGENDA): 4,
    ("area", AGENDA): 4,
    ("end_statement", AGENDA): 8,
    ("theme", DOE_AGENDA): 8,
    ("principle", AGENDA): 8,
    ("principle", DOE_AGENDA): 5,
    ("principle", WORK_PLAN): 38,
}


def framework(entries: Entries) -> dict[tuple[str, str], int]:
    kinds = {kind for kind, _agenda in FRAMEWORK}
    found = Counter((kind, entry.line("agenda")) for (kind, _), entry in entries.items())
    return {key: number for key, number in found.items() if key[0] in kinds}


def test_the_framework_has_the_parts_the_agendas_name(entries: Entries) -> None:
    assert framework(entries) == FRAMEWORK
    assert framework(without(entries, ("area", "focus-sectors"))) != FRAMEWORK
    moved = changed(entries, ("pillar", "employment"), agenda=AGENDA)
    assert framework(moved) != FRAMEWORK


def test_the_work_plan_rests_on_the_parts_of_its_second_and_third_chapter(entries: Entries) -> None:
    expected = {
        "target_group": 5,
        "principle": 4,
        "demand": 4,
        "result": 5,
        "consequence": 3,
        "bottleneck": 3,
        "need": 2,
        "goal": 4,
        "scope_in": 5,
        "scope_out": 2,
        "duration": 1,
    }

    def sorts(held: Entries) -> Counter[str]:
        mine = [one for one in of_kind(held, "principle") if one.line("agenda") == WORK_PLAN]
        return Counter(one.line("sort") for one in mine)

    assert sorts(entries) == expected
    assert sorts(changed(entries, ("principle", "no-wrong-door"), sort="demand")) != expected


def test_the_third_pillar_is_found_by_both_of_its_names(entries: Entries) -> None:
    names = entries["pillar", "talent"].names()
    assert "Talent binden en boeien" in names
    assert "Talent boeien & binden" in names
