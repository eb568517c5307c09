"""Reading RDF triples from N-Triples and from the Turtle that vocabularies are published in.

Not all of Turtle: collections ``( … )`` are refused by name, since no vocabulary here uses them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_STRING = r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"'
_STRING_OTHER = _STRING.replace('"', "'")
TOKENS = re.compile(
    rf"""(?P<space>[ \t\r\n]+|\#[^\n]*)
    |<(?P<address>[^<>"{{}}|^`\s]*)>
    |(?P<text>{_STRING}|{_STRING_OTHER})
    |@(?P<at>[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<kind>\^\^)
    |_:(?P<blank>[\w.-]*[\w-])
    |(?P<number>[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<named>(?:[^\W\d_][\w.-]*)?:(?:[\w:%-]|\.(?=[\w:%-])|\\.)*)
    |(?P<word>[A-Za-z]+)
    |(?P<mark>[.;,\[\]()])""",
    re.VERBOSE | re.DOTALL,
)
LINE = re.compile(
    r'[ \t]*(?:<([^<>"{}|^`\s\\]+)>|(_:[\w.-]+))[ \t]+<([^<>"{}|^`\s\\]+)>[ \t]+'
    r'(?:<([^<>"{}|^`\s\\]+)>|(_:[\w.-]*[\w-])|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<[^<>\s]+>)?)'
    r"[ \t]*\.[ \t]*(?:\#.*)?$"
)
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
LARGEST_LETTER = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Literal:
    """A text with its language; '' when none is said."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Triple:
    """Subject and predicate are addresses (or ``_:name``); the object is one, or a literal."""

    subject: str
    predicate: str
    object: "str | Literal"


class UnreadableTriplesError(Exception):
    """The text is not what it says it is; ``line`` counts from 1."""

    def __init__(self, line: int, found: str) -> None:
        super().__init__(f"line {line}: {found}")
        self.line, self.found = line, found[:80]


def read_lines(text: str) -> Iterator[Triple]:
    """Yield the triples of N-Triples. Raises :class:`UnreadableTriplesError` with the line."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = LINE.match(line.rstrip("\r"))
        if match is None:
            raise UnreadableTriplesError(number, line)
        subject, blank, predicate, address, other, words, language = match.groups()
        target: str | Literal = address or other or Literal(unescaped(words), language or "")
        yield Triple(subject or blank, predicate, target)


def read_turtle(text: str) -> Iterator[Triple]:
    """Yield the triples of Turtle. Raises :class:`UnreadableTriplesError` with the line."""
    return _Turtle(text).triples()


def unescaped(text: str) -> str:
    """Return what an escaped text stands for."""
    if "\\" not in text:
        return text
    return ESCAPE.sub(_letter, text)


def _letter(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        number = int(code, 16)
        return chr(number) if number <= LARGEST_LETTER else "\N{REPLACEMENT CHARACTER}"
    return LETTERS.get(match[3], match[3])


class _Turtle:
    """Reads statement by statement; keeps one token ahead."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.start = text, 0, 0
        self.prefixes: dict[str, str] = {}
        self.root = ""
        self.blanks = 0
        self.kept: list[Triple] = []
        self.kind, self.value = "", ""
        self.step()

    def step(self) -> None:
        """Move to the next token; kind '' at the end."""
        while self.at < len(self.text):
            match = TOKENS.match(self.text, self.at)
            if match is None:
                self.start = self.at
                raise self.wrong()
            self.start, self.at = self.at, match.end()
            kind = match.lastgroup or ""
            if kind != "space":
                self.kind, self.value = kind, match[kind]
                return
        self.start = self.at
        self.kind, self.value = "", ""

    def wrong(self) -> UnreadableTriplesError:
        line = self.text.count("\n", 0, self.start) + 1
        return UnreadableTriplesError(line, self.text[self.start : self.start + 80])

    def take(self, kind: str, value: str = "") -> str:
        """Take a token of this kind, or say where it is wrong."""
        if self.kind != kind or (value and self.value != value):
            raise self.wrong()
        taken = self.value
        self.step()
        return taken

    def triples(self) -> Iterator[Triple]:
        while self.kind:
            if self.kind == "at" and self.value in {"prefix", "base"}:
                self.step_over_setting(dotted=True)
            elif self.kind == "word" and self.value.lower() in {"prefix", "base"}:
                self.step_over_setting(dotted=False)
            else:
                self.statement()
            yield from self.kept
            self.kept.clear()

    def step_over_setting(self, *, dotted: bool) -> None:
        word = self.value.lower()
        self.step()
        if word == "prefix":
            name = self.take("named")
            if not name.endswith(":"):
                raise self.wrong()
            self.prefixes[name[:-1]] = self.address(self.take("address"))
        else:
            self.root = self.address(self.take("address"))
        if dotted:
            self.take("mark", ".")

    def statement(self) -> None:
        if self.kind == "mark" and self.value == "[":
            subject = self.nested()
            if not self.is_mark("."):
                self.facts(subject)
        else:
            subject = self.node()
            self.facts(subject)
        self.take("mark", ".")

    def facts(self, subject: str) -> None:
        """Read ``predicate object, object; …`` about ``subject``."""
        while True:
            predicate = self.predicate()
            while True:
                self.kept.append(Triple(subject, predicate, self.object()))
                if not self.is_mark(","):
                    break
                self.step()
            while self.is_mark(";"):
                self.step()
            if self.kind == "mark" or not self.kind:
                return

    def is_mark(self, value: str) -> bool:
        return self.kind == "mark" and self.value == value

    def predicate(self) -> str:
        if self.kind == "word" and self.value == "a":
            self.step()
            return TYPE
        return self.node()

    def object(self) -> "str | Literal":
        if self.kind == "text":
            return self.literal()
        if self.kind in {"number", "word"}:
            value = self.value
            self.step()
            return Literal(value)
        return self.nested() if self.is_mark("[") else self.node()

    def literal(self) -> Literal:
        token = self.take("text")
        quotes = 3 if token[:3] in {'"""', "'''"} and len(token) >= len('""""""') else 1
        words = unescaped(token[quotes:-quotes])
        if self.kind == "at":
            return Literal(words, self.take("at"))
        if self.kind == "kind":
            self.step()
            self.node()
        return Literal(words)

    def nested(self) -> str:
        """Read ``[ … ]``: a thing without an address of its own."""
        self.take("mark", "[")
        self.blanks += 1
        name = f"_:nested{self.blanks}"
        if not self.is_mark("]"):
            self.facts(name)
        self.take("mark", "]")
        return name

    def node(self) -> str:
        if self.kind == "address":
            return self.address(self.take("address"))
        if self.kind == "blank":
            return f"_:{self.take('blank')}"
        if self.kind != "named":
            raise self.wrong()
        prefix, _colon, rest = self.value.partition(":")
        if prefix not in self.prefixes:
            raise self.wrong()
        self.step()
        return self.prefixes[prefix] + rest.replace("\\", "")

    def address(self, text: str) -> str:
        whole = unescaped(text)
        return urljoin(self.root, whole) if self.root and ":" not in whole else whole
