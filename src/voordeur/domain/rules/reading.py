"""Reading plain data from a pack file, keeping every mistake with its place."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import TypeAlias, TypeVar

from voordeur.domain.kernel.text import Text

Path: TypeAlias = tuple[str | int, ...]
"""Where something stands in a file: keys and positions (from 0), outermost first."""

T = TypeVar("T")

LONGEST_SHOWN = 60
"""Characters of what was found that a mistake shows."""


@dataclass(frozen=True, slots=True)
class ParseProblem:
    """One thing that could not be read: where, what stands there, what was expected."""

    path: Path
    found: str
    expected: Text


class UnreadableRulesError(ValueError):
    """Raised with every problem found, not only the first."""

    def __init__(self, problems: Sequence[ParseProblem]) -> None:
        said = (
            f"{shown_path(p.path)}: {p.found} — {p.expected.in_language('en')}" for p in problems
        )
        super().__init__("; ".join(said))
        self.problems = tuple(problems)


def shown_path(path: Path) -> str:
    """Return a path as people read it, counting from 1: ``rules › 3 › when``."""
    return " › ".join(str(part + 1) if isinstance(part, int) else part for part in path) or "(top)"


def shown(data: object) -> str:
    """Return, in few characters, what stands in the file."""
    if data is None:
        return "(leeg)"
    text = str(data)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


class Reader:
    """Collects what is wrong while reading; what cannot be read becomes a harmless stand-in.

    The stand-ins never leave: :meth:`finish` raises when there was a problem.
    """

    def __init__(self) -> None:
        self.problems: list[ParseProblem] = []

    def finish(self, result: T) -> T:
        """Return ``result``, or raise :class:`UnreadableRulesError` when something was wrong."""
        if self.problems:
            raise UnreadableRulesError(self.problems)
        return result

    def expected(self, path: Path, found: object, nl: str, en: str) -> None:
        """Note that at ``path`` something else was expected."""
        self.problems.append(ParseProblem(path, shown(found), Text(nl, en)))

    def mapping(
        self, data: object, path: Path, *, needed: Sequence[str] = (), optional: Sequence[str] = ()
    ) -> Mapping[str, object]:
        """Read a mapping with only these keys; ``needed`` must be there."""
        if not isinstance(data, Mapping):
            keys = ", ".join((*needed, *optional))
            self.expected(
                path, data, f"verwacht: een blok met {keys}", f"expected a block with {keys}"
            )
            return {}
        known = (*needed, *optional)
        for key in data:
            if key not in known:
                self._unknown_key(path, str(key), known)
        for key in needed:
            if key not in data:
                self.expected((*path, key), None, f"‘{key}’ ontbreekt", f"‘{key}’ is missing")
        return {key: data[key] for key in known if key in data}

    def _unknown_key(self, path: Path, key: str, known: Sequence[str]) -> None:
        keys = ", ".join(known)
        close = get_close_matches(key, known, n=1)
        hint_nl, hint_en = (
            (f"; bedoel je ‘{close[0]}’?", f"; do you mean ‘{close[0]}’?") if close else ("", "")
        )
        self.expected(
            (*path, key),
            key,
            f"hier kan alleen staan: {keys}{hint_nl}",
            f"only these can stand here: {keys}{hint_en}",
        )

    def items(self, data: object, path: Path, read: Callable[[object, Path], T]) -> tuple[T, ...]:
        """Read a list with at least one item, each with ``read``."""
        if not isinstance(data, list | tuple) or not data:
            self.expected(
                path,
                data,
                "verwacht: een lijst met ten minste één onderdeel",
                "expected a list of one item or more",
            )
            return ()
        return tuple(read(item, (*path, place)) for place, item in enumerate(data))

    def code(self, data: object, path: Path) -> str:
        """Read a code: letters, digits, '-', '_', '.', '@', no spaces.

        YAML reads ``yes`` and ``no`` as a truth; here they are the codes they look like.
        """
        if isinstance(data, bool):
            return "yes" if data else "no"
        text = str(data) if isinstance(data, int) else data
        if not isinstance(text, str) or not text or not set(text) <= CODE_CHARACTERS:
            self.expected(
                path,
                data,
                "verwacht: een code van kleine letters, cijfers, - of _, zonder spaties",
                "expected a code of small letters, digits, - or _, without spaces",
            )
            return "?"
        return text

    def text(self, data: object, path: Path) -> Text:
        """Read a text: ``{nl: …, en: …}``, or one string for Dutch only."""
        if isinstance(data, str) and data.strip():
            return Text(data.strip())
        nl, en = "verwacht: een tekst, {nl: …, en: …}", "expected a text, {nl: …, en: …}"
        if not isinstance(data, Mapping):
            self.expected(path, data, nl, en)
            return Text("?")
        read = self.mapping(data, path, needed=("nl",), optional=("en",))
        for language, value in read.items():
            if not isinstance(value, str) or not value.strip():
                self.expected((*path, language), value, nl, en)
        return Text(str(read.get("nl", "?")).strip(), str(read.get("en", "")).strip())

    def line(self, data: object, path: Path) -> str:
        """Read one short string, such as a document code or its section.

        Bare numbers are refused: YAML reads ``004`` as 4 and ``3.10`` as 3.1.
        """
        if isinstance(data, str) and data.strip():
            return data.strip()
        if isinstance(data, int | float) and not isinstance(data, bool):
            self.expected(
                path,
                data,
                "zet dit tussen aanhalingstekens, bijvoorbeeld '004'; anders vallen cijfers weg",
                "put this between quotes, such as '004'; otherwise digits get lost",
            )
        else:
            self.expected(path, data, "verwacht: een korte tekst", "expected a short text")
        return "?"

    def number(self, data: object, path: Path) -> int:
        """Read a whole number."""
        if isinstance(data, int) and not isinstance(data, bool):
            return data
        self.expected(path, data, "verwacht: een heel getal", "expected a whole number")
        return 0

    def flag(self, data: object, path: Path) -> bool:
        """Read true or false."""
        if isinstance(data, bool):
            return data
        self.expected(path, data, "verwacht: true (ja) of false (nee)", "expected true or false")
        return True

    def day(self, data: object, path: Path) -> date | None:
        """Read a date written as 2024-06-03; None when it is none (and noted)."""
        if isinstance(data, date) and not isinstance(data, datetime):
            return data
        if isinstance(data, str):
            try:
                return date.fromisoformat(data)
            except ValueError:
                pass
        self.expected(
            path, data, "verwacht: een datum als 2024-06-03", "expected a date such as 2024-06-03"
        )
        return None

    def no_doubles(self, codes: Iterable[str], path: Path) -> None:
        """Note every code that stands in the list at ``path`` more than once."""
        seen: set[str] = set()
        for place, code in enumerate(codes):
            if code in seen and code != "?":
                self.expected(
                    (*path, place),
                    code,
                    "deze code staat er al; elke code één keer",
                    "each code once; this one is there already",
                )
            seen.add(code)


CODE_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@")
"""What a code may be made of ('@' opens a role that is resolved per municipality)."""
