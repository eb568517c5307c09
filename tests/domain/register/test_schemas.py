"""The schemas say what the reader says: what it takes is right, and what is wrong they refuse."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.domain.register.entries import entries
from tests.tidy.repository import ROOT
from voordeur.adapters.files.yaml_source import read_yaml
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import plain, read_entry
from voordeur.domain.register.schemas import schema_of
from voordeur.domain.rules.reading import Reader


def objections(kind: str, *found: object) -> list[str]:
    validator = Draft202012Validator(schema_of(KINDS[kind]))
    return [error.message for error in validator.iter_errors({"entries": list(found)})]


@pytest.mark.parametrize("code", KINDS)
@settings(max_examples=3, deadline=None)
@given(st.data())
def test_what_is_written_out_fits_its_schema(code: str, data: Any) -> None:
    Draft202012Validator.check_schema(schema_of(KINDS[code]))
    entry = read_entry(Reader(), KINDS[code], data.draw(entries(KINDS[code])), ())
    assert objections(code, plain(KINDS[code], entry)) == []


@pytest.mark.parametrize("file", sorted((ROOT / "regions/zkij/register").glob("*.yaml")), ids=str)
def test_the_pack_fits_the_schemas(file: Any) -> None:
    found: Any = read_yaml(file.name, file.read_text(encoding="utf-8")).value
    assert objections(file.stem, *found["entries"]) == []


BODY = {"code": "b", "title": "B", "level": "board", "remit": "x"}


@pytest.mark.parametrize(
    "changed",
    [
        {"level": "elsewhere"},
        {"nonsense": 1},
        {"remit": ""},
        {"code": "met spatie"},
        {"code": "a" * 81},
        {"seats": [{}]},
        {"seats": [{"role": "king"}]},
        {"quorum": "drie"},
        {"valid": {"from": "ooit"}},
        {"predecessors": ["a", "a"]},
    ],
)
def test_control_a_mistake_is_refused(changed: dict[str, Any]) -> None:
    assert objections("body", BODY) == []
    assert objections("body", {**BODY, **changed})
