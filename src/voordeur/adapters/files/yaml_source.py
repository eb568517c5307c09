"""YAML to plain data with line numbers; no anchors, no tags, no double keys, nothing executed."""

import re
from dataclasses import dataclass, field

import yaml

from voordeur.adapters.files.findings import FileFindings, check_characters
from voordeur.domain.rules.reading import Path

MOST_CHARACTERS = 1_000_000
"""Size of one file; a whole region takes about a tenth of it."""
DEEPEST = 30
"""Levels of nesting; the deepest place in a real pack has nine."""

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_DECIMAL = re.compile(r"-?[0-9]{1,17}\.[0-9]{1,17}\Z")
_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "false": False,
}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class _Open:
    """A list or block that is being filled."""

    value: dict[str, object] | list[object]
    path: Path
    key: str | None = None
    key_line: int = 0


@dataclass
class _Builder:
    findings: FileFindings
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0

    def place(self, line: int) -> tuple[Path, int]:
        """Return the path and the line of the value that comes now."""
        if not self.stack:
            return (), line
        top = self.stack[-1]
        if isinstance(top.value, list):
            return (*top.path, len(top.value)), line
        return (*top.path, top.key or ""), top.key_line

    def put(self, value: object, line: int) -> Path:
        """Put a value where it belongs and return its path."""
        path, at = self.place(line)
        self.findings.lines[path] = at
        if not self.stack:
            self.findings.value = value
            return path
        top = self.stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        else:
            top.value[top.key or ""] = value
            top.key = None
        return path


def read_yaml(name: str, text: str) -> FileFindings:
    """Return the plain value of a YAML file, or what is wrong with it and on which line.

    Scalars follow YAML 1.2: only ``true``, ``false``, ``null`` and numbers are not text, so that
    ``no``, ``09:30`` and ``2024-06-03`` stay what they look like.
    """
    findings = FileFindings(name)
    if not check_characters(findings, text, MOST_CHARACTERS) or _has_tabs(findings, text):
        return findings
    builder = _Builder(findings)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if not _take(builder, event):
                break
    except yaml.MarkedYAMLError as error:
        _explain(findings, error)
    except (yaml.YAMLError, RecursionError):
        findings.wrong(0, "dit is geen leesbare YAML", "this is not readable YAML")
    if not findings.problems and not isinstance(findings.value, dict):
        findings.wrong(
            1,
            "verwacht: een bestand met ‘naam: waarde’-regels",
            "expected a file of ‘name: value’ lines",
        )
    return findings


def _take(builder: _Builder, event: yaml.Event) -> bool:
    """Handle one event; False when reading on makes no sense."""
    match event:
        case yaml.DocumentStartEvent():
            builder.documents += 1
            if builder.documents > 1:
                line = _line(event)
                builder.findings.wrong(
                    line, "één bestand, één document; haal ‘---’ weg", "remove the ‘---’"
                )
                return False
        case yaml.AliasEvent():
            line = _line(event)
            builder.findings.wrong(
                line,
                "verwijzingen (*naam) mogen niet; schrijf het voluit",
                "aliases (*name) are not allowed; write it in full",
            )
            return False
        case yaml.ScalarEvent():
            return _is_plain(builder, event) and _scalar(builder, event)
        case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
            return _is_plain(builder, event) and _open(builder, event)
        case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
            builder.stack.pop()
        case _:
            pass
    return True


def _is_plain(builder: _Builder, event: yaml.NodeEvent) -> bool:
    tag = getattr(event, "tag", None)
    if event.anchor is None and tag is None:
        return True
    mark = f"&{event.anchor}" if event.anchor else str(tag)
    builder.findings.wrong(
        _line(event),
        "ankers (&naam) en labels (!naam) mogen niet; schrijf het voluit",
        "anchors (&name) and tags (!name) are not allowed; write it in full",
        found=mark,
    )
    return False


def _scalar(builder: _Builder, event: yaml.ScalarEvent) -> bool:
    line = _line(event)
    top = builder.stack[-1] if builder.stack else None
    if top is not None and isinstance(top.value, dict) and top.key is None:
        return _key(builder, top, event.value, line)
    plain = bool(event.implicit[0])
    builder.put(_value(event.value) if plain else event.value, line)
    return True


def _key(builder: _Builder, top: _Open, key: str, line: int) -> bool:
    if isinstance(top.value, dict) and key in top.value:
        builder.findings.wrong(
            line,
            "deze naam staat er al in dit blok; elke naam één keer",
            "this name already stands in this block; each name once",
            found=key,
        )
        return False
    top.key, top.key_line = key, line
    return True


def _open(builder: _Builder, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> bool:
    line = _line(event)
    if len(builder.stack) >= DEEPEST:
        builder.findings.wrong(
            line,
            f"te diep genest; hoogstens {DEEPEST} lagen",
            f"nested too deeply; at most {DEEPEST} layers",
        )
        return False
    top = builder.stack[-1] if builder.stack else None
    if top is not None and isinstance(top.value, dict) and top.key is None:
        builder.findings.wrong(
            line,
            "een naam is een woord, geen lijst of blok",
            "a name is a word, not a list or block",
        )
        return False
    value: dict[str, object] | list[object] = (
        {} if isinstance(event, yaml.MappingStartEvent) else []
    )
    path = builder.put(value, line)
    builder.stack.append(_Open(value, path))
    return True


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _value(text: str) -> object:
    if text in _WORDS:
        return _WORDS[text]
    if _NUMBER.match(text):
        return int(text)
    return float(text) if _DECIMAL.match(text) else text


def _has_tabs(findings: FileFindings, text: str) -> bool:
    for number, line in enumerate(text.split("\n"), start=1):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent and line.strip():
            findings.wrong(
                number,
                "deze regel begint met een tab; gebruik spaties",
                "this line starts with a tab; use spaces",
            )
            return True
    return False


_EXPLANATIONS = (
    (
        "mapping values are not allowed",
        "een dubbele punt midden in tekst; zet de tekst tussen aanhalingstekens",
        "a colon inside text; put the text between quotes",
    ),
    (
        "could not find expected ':'",
        "hier ontbreekt een dubbele punt na de naam",
        "a colon is missing after the name",
    ),
    (
        "did not find expected key",
        "de inspringing klopt niet met de regels erboven",
        "the indentation does not fit the lines above",
    ),
    (
        "did not find expected '-' indicator",
        "hier werd een nieuw onderdeel van de lijst (‘- ’) verwacht",
        "expected the next item of the list (‘- ’)",
    ),
    (
        "unexpected end of stream",
        "een aanhalingsteken of haakje is niet gesloten",
        "a quote or bracket stays open",
    ),
    (
        "cannot start any token",
        "dit teken kan hier niet beginnen",
        "this character cannot start here",
    ),
)


def _explain(findings: FileFindings, error: yaml.MarkedYAMLError) -> None:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    said = str(error.problem or "")
    for sign, nl, en in _EXPLANATIONS:
        if sign in said:
            findings.wrong(line, nl, en)
            return
    findings.wrong(
        line, "deze regel is geen leesbare YAML", "this line is not readable YAML", found=said
    )
