"""Everything the program writes in the log has words on the page of the log."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import voordeur.services
from voordeur.web.governance.words import deed

SERVICES = Path(voordeur.services.__file__).parent
EVENT = re.compile(r"(?:[A-Z][a-z]+){2,}")
NO_EVENTS = {"NewEntry"}
"""Names of that shape which are something else."""


def test_every_event_has_words_in_the_log() -> None:
    names = {name for path in SERVICES.glob("*.py") for name in events_of(path.read_text())}
    assert len(names) > 150
    assert sorted(name for name in names - NO_EVENTS if deed(name) == name) == []


def test_an_event_without_words_would_be_seen() -> None:
    """The control: a name in an act is found, and has no words of its own."""
    assert list(events_of('act.record("NeverHeardOf", payload={})')) == ["NeverHeardOf"]
    assert deed("NeverHeardOf") == "NeverHeardOf"


def events_of(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and EVENT.fullmatch(str(node.value)):
            yield str(node.value)
