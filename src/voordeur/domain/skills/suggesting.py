"""Occupations and skills named in free text: the longest label wins, and a person decides."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict
from voordeur.domain.skills.vocabulary import ConceptKind

LONGEST_TEXT = 50_000
"""Characters of a pasted text: some twenty pages."""
MOST_SUGGESTED = 100
LONGEST_LABEL_WORDS = 12
"""Longer labels are sentences; nobody writes them word for word."""
WORD = re.compile(r"[^\W_]+(?:[+#]+)?", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label that leads to a concept; ``rank`` 0 is preferred over 1 for the same words."""

    code: str
    kind: ConceptKind
    label: str
    """What the concept is called."""
    words: str
    """The label or alternative this is about."""
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A concept found in a text: the words there, and where they begin."""

    code: str
    kind: ConceptKind
    label: str
    words: str
    start: int


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` without case and accents, as labels are compared."""
    return tuple(plain_word(match[0]) for match in WORD.finditer(text))


def plain_word(word: str) -> str:
    """Return one word without case and accents."""
    if word.isascii():
        return word.lower()
    taken_apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in taken_apart if not unicodedata.combining(letter))


def searched(words: str) -> str:
    """Return words as they are searched: plain, a space before each."""
    return "".join(f" {word}" for word in plain_words(words))


def may_be_read(text: str) -> Verdict:
    """Judge a pasted text: not empty, and not longer than :data:`LONGEST_TEXT`."""
    if not text.strip():
        return Refusal(Reason.INVALID_INPUT, {"field": "text"})
    if len(text) > LONGEST_TEXT:
        return Refusal(Reason.TOO_LARGE, {"field": "text", "most": str(LONGEST_TEXT)})
    return ALLOWED


class LabelIndex:
    """All labels by their words, made once per vocabulary.

    ``labels`` of the same words and kind: the one with the lowest rank is kept, so that a text
    gives one suggestion per thing.
    """

    def __init__(self, labels: Iterable[Labelled]) -> None:
        self._found: dict[tuple[str, ...], tuple[Labelled, ...]] = {}
        self._longest: dict[str, int] = {}
        for one in labels:
            self._add(one)

    def _add(self, one: Labelled) -> None:
        words = plain_words(one.words)
        if not words or len(words) > LONGEST_LABEL_WORDS or (len(words) == 1 and len(words[0]) < 2):  # noqa: PLR2004
            return
        known = self._found.get(words, ())
        better = [held for held in known if held.kind is one.kind and held.rank <= one.rank]
        if not better:
            others = tuple(held for held in known if held.kind is not one.kind)
            self._found[words] = (*others, one)
        self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))

    def suggest(self, text: str) -> tuple[Found, ...]:
        """Return what ``text`` names, in its order, each concept once, at most a hundred.

        At every word the longest label counts and its words are used up. The text must have passed
        :func:`may_be_read`.
        """
        assert len(text) <= LONGEST_TEXT
        matches = list(WORD.finditer(text))
        words = [plain_word(match[0]) for match in matches]
        found: dict[str, Found] = {}
        at = 0
        while at < len(words) and len(found) < MOST_SUGGESTED:
            length, labelled = self._longest_at(words, at)
            if not length:
                at += 1
                continue
            start, end = matches[at].start(), matches[at + length - 1].end()
            for one in labelled:
                named = Found(one.code, one.kind, one.label, text[start:end], start)
                found.setdefault(one.code, named)
            at += length
        return tuple(found.values())[:MOST_SUGGESTED]

    def _longest_at(self, words: Sequence[str], at: int) -> tuple[int, tuple[Labelled, ...]]:
        most = min(self._longest.get(words[at], 0), len(words) - at)
        for length in range(most, 0, -1):
            labelled = self._found.get(tuple(words[at : at + length]))
            if labelled:
                return length, labelled
        return 0, ()
