"""Conditions as people write them in a field: a line per demand, 'of' between two ways in."""

import re
from collections.abc import Iterator

from voordeur.domain.kernel.text import Text
from voordeur.domain.rules.conditions import All, Always, Any, AtLeast, Below, Condition, Is, Not

OR, NOT = "of", "niet "
MOST_LINES = 60
_DEMAND = re.compile(r"(?P<fact>[a-z][a-z0-9_-]*)\s*:\s*(?P<said>\S.*)\Z")
_BAND = re.compile(r"(?P<low>[0-9]{1,9})?\s*\.\.\s*(?P<high>[0-9]{1,9})?\Z")
_VALUE = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")


class UnreadableConditionError(ValueError):
    """Raised for the first line that says nothing: ``line`` counts from 1."""

    def __init__(self, line: int, found: str, expected: Text) -> None:
        super().__init__(f"line {line}: {found} — {expected.en}")
        self.line, self.found, self.expected = line, found, expected


def read_condition(written: str) -> Condition:
    """Read a condition; every line of one part must hold, and one part is enough.

    A line is ``fact: value, value``, ``fact: 18..26`` (both included), ``fact: 18..`` or
    ``fact: ..26``; 'niet ' before it turns it round; a line 'of' starts another part. Nothing
    written means: always. Raises :class:`UnreadableConditionError`.
    """
    lines = [(number, line.strip()) for number, line in enumerate(written.splitlines(), start=1)]
    if len(lines) > MOST_LINES:
        nl, en = f"verwacht: hooguit {MOST_LINES} regels", f"expected at most {MOST_LINES} lines"
        raise UnreadableConditionError(MOST_LINES + 1, "", Text(nl, en))
    parts = [_part(part) for part in _parts(lines)]
    if not any(line for _number, line in lines):
        return Always()
    return parts[0] if len(parts) == 1 else Any(tuple(parts))


def _parts(lines: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    part: list[tuple[int, str]] = []
    for number, line in lines:
        if line.lower() == OR:
            if not part:
                raise UnreadableConditionError(number, line, _BEFORE_OR)
            yield part
            part = []
        elif line:
            part.append((number, line))
    if not part and any(line for _number, line in lines):
        raise UnreadableConditionError(lines[-1][0], OR, _AFTER_OR)
    yield part


def _part(lines: list[tuple[int, str]]) -> Condition:
    read = tuple(_demand(number, line) for number, line in lines)
    return read[0] if len(read) == 1 else All(read)


def _demand(number: int, line: str) -> Condition:
    turned = line.lower().startswith(NOT)
    found = _DEMAND.match(line[len(NOT) :].strip() if turned else line)
    if found is None:
        raise UnreadableConditionError(number, line, _EXPECTED)
    read = _test(number, found["fact"], found["said"].strip())
    return Not(read) if turned else read


def _test(number: int, fact: str, said: str) -> Condition:
    band = _BAND.match(said)
    if band is not None:
        return _band(number, fact, band)
    values = tuple(value.strip() for value in said.split(","))
    if not all(_VALUE.match(value) for value in values):
        raise UnreadableConditionError(number, f"{fact}: {said}", _EXPECTED)
    return Is(fact, values)


def _band(number: int, fact: str, band: re.Match[str]) -> Condition:
    low, high = band["low"], band["high"]
    if low is None and high is None:
        raise UnreadableConditionError(number, f"{fact}: ..", _EXPECTED)
    if low is not None and high is not None and int(low) > int(high):
        raise UnreadableConditionError(number, f"{fact}: {low}..{high}", _UPSIDE_DOWN)
    ends: list[Condition] = []
    if low is not None:
        ends.append(AtLeast(fact, int(low)))
    if high is not None:
        ends.append(Below(fact, int(high) + 1))
    return ends[0] if len(ends) == 1 else All(tuple(ends))


_EXPECTED = Text(
    "verwacht: een kenmerk en wat het mag zijn, zoals ‘benefit: ww, bijstand’ of ‘age: 18..26’",
    "expected a fact and what it may be, such as ‘benefit: ww, bijstand’ or ‘age: 18..26’",
)
_BEFORE_OR = Text("voor ‘of’ staat nog niets", "nothing stands before ‘of’ yet")
_AFTER_OR = Text("na ‘of’ staat nog niets", "nothing stands after ‘of’ yet")
_UPSIDE_DOWN = Text("verwacht: eerst het laagste getal", "expected the lowest number first")
