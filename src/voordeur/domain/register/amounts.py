"""Amounts that may also be words: what is not known is never zero (catalogue row MR-12)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from voordeur.domain.kernel.text import Text

LONGEST_NUMBER = 20
"""Signs of a number; more is no number anybody means."""
_SPACES = re.compile(r"\s+")
_DUTCH = re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<rest>\d{1,2}|-))?\Z", re.ASCII)
_ENGLISH = re.compile(r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)\.(?P<rest>\d{1,2})\Z", re.ASCII)


class AmountWord(StrEnum):
    """What stands where an amount would stand; none of them is a number."""

    TO_BE_DETERMINED = "to_be_determined"
    IN_KIND = "in_kind"
    NONE_NEEDED = "none_needed"
    NOT_APPLICABLE = "not_applicable"
    CLEAR_AFTER_PLAN = "clear_after_plan"
    NOT_STATED = "not_stated"


class QuantityWord(StrEnum):
    """What stands where a number would stand."""

    TO_FOLLOW = "to_follow"
    NONE = "no_number"


AMOUNT_WORDS = {
    AmountWord.TO_BE_DETERMINED: Text("nog te bepalen", "to be determined"),
    AmountWord.IN_KIND: Text("in natura: eigen uren", "in kind: own hours"),
    AmountWord.NONE_NEEDED: Text("niet nodig", "none needed"),
    AmountWord.NOT_APPLICABLE: Text("niet van toepassing", "not applicable"),
    AmountWord.CLEAR_AFTER_PLAN: Text("duidelijk na het plan", "clear after the plan"),
    AmountWord.NOT_STATED: Text("staat niet in de bron", "not stated in the source"),
}
QUANTITY_WORDS = {
    QuantityWord.TO_FOLLOW: Text("volgt nog", "to follow"),
    QuantityWord.NONE: Text("geen getal", "no number"),
}


@dataclass(frozen=True, slots=True)
class Total:
    """What amounts add up to: cents that are known, and how often each word stands among them."""

    cents: int
    known: int
    words: tuple[tuple[AmountWord, int], ...]

    @property
    def complete(self) -> bool:
        """Tell whether every part is known as an amount, or needs no money at all."""
        silent = {AmountWord.NONE_NEEDED, AmountWord.NOT_APPLICABLE}
        return all(word in silent for word, _times in self.words)

    @property
    def has_amount(self) -> bool:
        """Tell whether there is any amount; without one a page shows words, never a zero."""
        return self.known > 0


def total_of(parts: Iterable[int | str]) -> Total:
    """Add what can be added and count the words; a word never becomes zero.

    Raises ``ValueError`` for a word that is none of :class:`AmountWord`.
    """
    cents, known = 0, 0
    words: dict[AmountWord, int] = {}
    for part in parts:
        if isinstance(part, int):
            cents, known = cents + part, known + 1
        else:
            word = AmountWord(part)
            words[word] = words.get(word, 0) + 1
    return Total(cents, known, tuple(words.items()))


def read_cents(typed: str) -> int | None:
    """Return cents behind '1.250,50', '1250.50' or '€ 1.250'; None when it is no amount.

    A comma before three digits could mean two things, so it is no amount.
    """
    plain = _SPACES.sub("", typed).removeprefix("€").removeprefix("EUR")
    found = _DUTCH.match(plain) or _ENGLISH.match(plain)
    if found is None or len(plain) > LONGEST_NUMBER:
        return None
    rest = (found["rest"] or "").replace("-", "")
    return int(found["whole"].replace(".", "").replace(",", "")) * 100 + int(rest.ljust(2, "0"))
