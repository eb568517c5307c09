"""One block of a pack file, read key by key; what is wrong is collected by the reader."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from voordeur.domain.kernel.because import Source
from voordeur.domain.kernel.period import ALWAYS, Period
from voordeur.domain.kernel.text import Text
from voordeur.domain.region.entries import (
    DEFAULT_DOCUMENT,
    DEFAULT_SOURCE,
    DEMO_DOCUMENT,
    DEMO_SOURCE,
    NO_TEXT,
    DatedName,
)
from voordeur.domain.rules.conditions import Condition
from voordeur.domain.rules.parsing import parse_condition
from voordeur.domain.rules.reading import Path, Reader, UnreadableRulesError

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

RESERVED_SOURCES: Mapping[str, Source] = {
    DEFAULT_DOCUMENT: DEFAULT_SOURCE,
    DEMO_DOCUMENT: DEMO_SOURCE,
}
"""Sources a pack names with one word: what the sources do not say, and what the demo invents."""


class Block:
    """A mapping with ``needed`` and ``optional`` keys. An absent key gives its empty value."""

    def __init__(
        self,
        reader: Reader,
        data: object,
        path: Path,
        *,
        needed: Sequence[str] = (),
        optional: Sequence[str] = (),
    ) -> None:
        self.reader = reader
        self.path = path
        self._read = reader.mapping(data, path, needed=needed, optional=optional)

    def has(self, key: str) -> bool:
        """Tell whether the key stands there with something behind it."""
        return self._read.get(key) is not None

    def raw(self, key: str) -> object:
        """Return what stands behind the key, unread."""
        return self._read.get(key)

    def place(self, key: str) -> Path:
        """Return the path of the key."""
        return (*self.path, key)

    def code(self, key: str, default: str = "") -> str:
        """Read a code."""
        return self.reader.code(self._read[key], self.place(key)) if self.has(key) else default

    def line(self, key: str, default: str = "") -> str:
        """Read a short text in one language."""
        return self.reader.line(self._read[key], self.place(key)) if self.has(key) else default

    def text(self, key: str) -> Text:
        """Read a text in Dutch and English."""
        return self.reader.text(self._read[key], self.place(key)) if self.has(key) else NO_TEXT

    def number(self, key: str, default: int = 0) -> int:
        """Read a whole number."""
        return self.reader.number(self._read[key], self.place(key)) if self.has(key) else default

    def flag(self, key: str) -> bool:
        """Read true or false; absent is false."""
        return self.has(key) and self.reader.flag(self._read[key], self.place(key))

    def choice(self, key: str, kind: type[E], default: E) -> E:
        """Read one of the values of ``kind``."""
        if not self.has(key):
            return default
        value = self._read[key]
        if value in tuple(kind):
            return kind(str(value))
        options = ", ".join(kind)
        self.reader.expected(
            self.place(key), value, f"verwacht: een van {options}", f"expected one of {options}"
        )
        return default

    def codes(self, key: str) -> tuple[str, ...]:
        """Read a list of codes; absent is empty."""
        return self.each(key, self.reader.code)

    def lines(self, key: str) -> tuple[str, ...]:
        """Read a list of short texts; absent is empty."""
        return self.each(key, self.reader.line)

    def numbers(self, key: str) -> tuple[int, ...]:
        """Read a list of whole numbers; absent is empty."""
        return self.each(key, self.reader.number)

    def each(self, key: str, read: Callable[[object, Path], T]) -> tuple[T, ...]:
        """Read a list with ``read``; absent or empty is empty."""
        if not self._read.get(key):
            return ()
        return self.reader.items(self._read[key], self.place(key), read)

    def map(self, key: str, read: Callable[[object, Path], T]) -> dict[str, T]:
        """Read a mapping from free keys to values; absent is empty."""
        value = self._read.get(key)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.reader.expected(
                self.place(key),
                value,
                "verwacht: een blok ‘naam: waarde’",
                "expected a block ‘name: value’",
            )
            return {}
        return {str(name): read(inner, (*self.place(key), name)) for name, inner in value.items()}

    def period(self) -> Period:
        """Read ``valid: {from: …, until: …}``; absent means always."""
        if not self.has("valid"):
            return ALWAYS
        block = Block(
            self.reader, self._read["valid"], self.place("valid"), optional=("from", "until")
        )
        start = (
            self.reader.day(block.raw("from"), block.place("from")) if block.has("from") else None
        )
        end = (
            self.reader.day(block.raw("until"), block.place("until"))
            if block.has("until")
            else None
        )
        if start is not None and end is not None and end <= start:
            self.reader.expected(
                block.place("until"),
                end,
                f"verwacht: een dag na {start}",
                f"expected a day after {start}",
            )
            return ALWAYS
        return Period(start, end)

    def source(self) -> Source:
        """Read ``source``: a document with its section, or the word 'default' (or 'demo')."""
        return read_source(self.reader, self._read.get("source"), self.place("source"))

    def condition(self, key: str) -> Condition | None:
        """Read a condition over facts; absent is None."""
        if not self.has(key):
            return None
        try:
            return parse_condition(self._read[key], self.place(key))
        except UnreadableRulesError as unreadable:
            self.reader.problems.extend(unreadable.problems)
            return None

    def names(self, key: str = "names") -> tuple[DatedName, ...]:
        """Read a list of names with their periods."""
        return self.each(key, lambda data, path: _dated_name(self.reader, data, path))


def read_source(reader: Reader, data: object, path: Path) -> Source:
    """Read one source; an absent one is the default source."""
    if data is None:
        return DEFAULT_SOURCE
    if isinstance(data, str) and data in RESERVED_SOURCES:
        return RESERVED_SOURCES[data]
    block = Block(reader, data, path, needed=("document",), optional=("section", "note"))
    return Source(block.line("document", "?"), block.line("section"), block.text("note"))


def _dated_name(reader: Reader, data: object, path: Path) -> DatedName:
    block = Block(reader, data, path, needed=("name",), optional=("valid", "audience", "note"))
    return DatedName(block.text("name"), block.period(), block.code("audience"), block.text("note"))
