"""Whatever is deleted or replaced in a pack, the checker answers and never half-loads."""

import copy
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.adapters.files.packs import DOCUMENTS, READER
from voordeur.adapters.files.yaml_source import read_yaml
from voordeur.domain.region.model import Region
from voordeur.domain.region.parsing.whole import YAML_FILES

PARSED: dict[str, Any] = {name: read_yaml(name, DOCUMENTS[name]).value for name in YAML_FILES}
REPLACEMENTS = [None, True, -1, 0, 10**15, 1.5, "", "x", "@x", "é\u200f", [], {}, [None], {"x": 1}]


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value if isinstance(value, list) else ())
    )
    return found + [place for key, inner in items for place in places_in(inner, (*path, key))]


PLACES = {name: places_in(PARSED[name]) for name in YAML_FILES}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damage_is_answered_and_never_half_loaded(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(YAML_FILES))
    path = data.draw(st.sampled_from(PLACES[name]))
    value = data.draw(st.sampled_from([*REPLACEMENTS, "DELETE", "COPY"]))
    damaged = copy.deepcopy(PARSED[name])
    parent = damaged
    for key in path[:-1]:
        parent = parent[key]
    if value == "DELETE":
        del parent[path[-1]]
    elif value == "COPY" and isinstance(parent, list):
        parent.append(copy.deepcopy(parent[path[-1]]))
    else:
        parent[path[-1]] = value
    text = yaml.safe_dump(damaged, allow_unicode=True, sort_keys=False)
    found = READER.parse({**DOCUMENTS, name: text})
    if isinstance(found, Region):
        _holds(found)
    else:
        assert any(problem.severity == "error" for problem in found)
        assert all(p.expected.nl and p.expected.en and p.sentence() for p in found)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_cut_and_stray_characters_are_answered(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(DOCUMENTS)))
    text = DOCUMENTS[name]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    stray = data.draw(st.text(max_size=8))
    found = READER.parse({**DOCUMENTS, name: text[:start] + stray + text[end:]})
    if isinstance(found, Region):
        _holds(found)
    else:
        assert found


def _holds(region: Region) -> None:
    for rule in region.routing.rules:
        route = region.routes[rule.code]
        assert route.target_group in region.target_groups
        if not rule.answer.startswith("@"):
            assert rule.answer in region.organisations
    for term in (
        "handover_answer",
        "first_contact",
        "callback",
        "next_step_default",
        "introduction",
    ):
        assert region.term_days(term) > 0
    assert region.outcomes
    assert all(entry.names for entry in region.organisations.values())
