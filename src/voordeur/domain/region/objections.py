"""Objections the checks raise, and the two that walk through every file."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from voordeur.domain.kernel.text import Text
from voordeur.domain.region.model import Region
from voordeur.domain.region.parsing.blocks import RESERVED_SOURCES
from voordeur.domain.region.parsing.data import PackData
from voordeur.domain.region.problems import Severity
from voordeur.domain.rules.reading import Path


@dataclass(frozen=True, slots=True)
class Objection:
    """Something at a place in a file that does not fit the rest."""

    file: str
    path: Path
    expected: Text
    found: str = ""
    severity: Severity = Severity.ERROR


Problems: TypeAlias = Iterator[Objection]


def objection(
    file: str, path: Path, nl: str, en: str, *, found: str = "", severity: Severity = Severity.ERROR
) -> Objection:
    """Return an objection in both languages."""
    return Objection(file, path, Text(nl, en), found, severity)


def dangling(file: str, path: Path, codes: Iterable[str], known: Container[str]) -> Problems:
    """Yield an objection for every code that nothing in the pack has."""
    for code in codes:
        if code not in known:
            close = get_close_matches(code, list(known), n=1) if isinstance(known, Iterable) else []
            hint_nl = f"; bedoel je ‘{close[0]}’?" if close else ""
            hint_en = f"; do you mean ‘{close[0]}’?" if close else ""
            yield objection(
                file,
                path,
                f"deze code bestaat nergens in het pakket{hint_nl}",
                f"this code is nowhere in the pack{hint_en}",
                found=code,
            )


def unknown_sources(region: Region, data: PackData) -> Problems:
    """Yield every source that names a document sources.yaml does not have."""
    for file in data.documents:
        for path, value in _walk(data.documents[file]):
            if not path or path[-1] != "source" or path[0] == "rows":
                continue
            named = value.get("document") if isinstance(value, Mapping) else value
            if str(named) not in region.sources and str(named) not in RESERVED_SOURCES:
                yield from dangling(file, path, [str(named)], region.sources)


def english_missing(region: Region, data: PackData) -> Problems:
    """Yield every Dutch text without its English counterpart, when the region speaks English."""
    if "en" not in region.languages:
        return
    for file in data.documents:
        for path, value in _walk(data.documents[file]):
            if isinstance(value, Mapping) and "nl" in value and not value.get("en"):
                yield objection(
                    file,
                    path,
                    "de Engelse tekst (en) ontbreekt",
                    "the English text (en) is missing",
                )


def _walk(data: object) -> Iterator[tuple[Path, object]]:
    waiting: list[tuple[Path, object]] = [((), data)]
    while waiting:
        path, value = waiting.pop()
        yield path, value
        if isinstance(value, Mapping):
            waiting += [((*path, key), inner) for key, inner in value.items()]
        elif isinstance(value, list) and path != ("rows",):
            waiting += [((*path, place), inner) for place, inner in enumerate(value)]
