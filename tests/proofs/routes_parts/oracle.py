"""What is right, said slowly and plainly, without the code that is judged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from voordeur.domain.governance.proposals import Outcome
from voordeur.domain.governance.routes import Body, Route, RouteStep

Row = tuple[str, str]
"""Code of a step and organisation."""
Said = Mapping[Row, Outcome | None]

DECIDES = ("decision", "adoption")
YES = {
    "advice": ("positive", "positive_with_remarks", "negative"),
    "consent": ("given",),
    "adoption": ("adopted",),
    "decision": ("adopted", "adopted_changed"),
    "information": ("informed",),
}
"""What lets those who wait go on; a negative advice does too."""
CAN_SAY = {
    "advice": YES["advice"],
    "consent": ("given", "refused"),
    "adoption": ("adopted", "refused"),
    "decision": ("adopted", "adopted_changed", "rejected", "held"),
    "information": ("informed",),
}


@dataclass(frozen=True)
class Judge:
    """Knows one route with its bodies, and whether services are touched."""

    route: Route
    bodies: Mapping[str, Body]
    touches: bool

    def asked(self) -> list[RouteStep]:
        return [one for one in self.route.steps if self.touches or one.when == "always"]

    def rows(self) -> list[Row]:
        return [(one.code, who) for one in self.asked() for who in one.organisations or ("",)]

    @cached_property
    def steps(self) -> dict[str, RouteStep]:
        return {one.code: one for one in reversed(self.route.steps)}

    @cached_property
    def first(self) -> dict[str, set[str]]:
        """Per step every step that must come first, by following 'after' again and again."""
        return {code: self._waits_for(code) for code in self.steps}

    @cached_property
    def depth(self) -> dict[str, int]:
        """Per step how many stand before it in the longest line; those in a circle have none."""
        return {code: self._depth(code) for code in self.steps if code not in self.first[code]}

    def _waits_for(self, code: str) -> set[str]:
        found: set[str] = set()
        while True:
            more = {
                earlier
                for one in self.route.steps
                if one.code == code or one.code in found
                for earlier in one.after
            }
            if more <= found:
                return found
            found |= more

    def _depth(self, code: str) -> int:
        known = [one for one in self.steps[code].after if one in self.steps]
        return 1 + max(map(self._depth, known)) if known else 0

    def went_on(self, row: Row, outcome: Outcome | None) -> bool:
        return outcome is not None and outcome in YES[self.steps[row[0]].act]

    def prepared(self, row: Row, said: Said) -> bool:
        """Tell whether all that ``row`` waits for was said, and nobody refused or held."""
        first = self.first[row[0]]
        return all(self.went_on(one, what) for one, what in said.items() if one[0] in first)

    def in_turn(self, row: Row, said: Said) -> bool:
        """Tell whether every step that stands in an earlier stage was said and went on."""
        mine = self.depth[row[0]]
        return all(
            self.went_on(one, what) for one, what in said.items() if self.depth[one[0]] < mine
        )

    def board_is_advised(self, row: Row, said: Said) -> bool:
        """Row GV-01: no board decides without advice, nor without consent when it touches."""
        step = self.steps[row[0]]
        if step.act != "decision" or self.level(step) != "board":
            return True
        advised = self._said_by(said, "advice", "advisory")
        consents = [one for one in said if self.steps[one[0]].act == "consent"]
        agreed = bool(consents) and all(self.went_on(one, said[one]) for one in consents)
        return advised and (agreed or not self.touches)

    def level(self, step: RouteStep) -> str:
        return self.bodies[step.body].level if step.body in self.bodies else ""

    def _said_by(self, said: Said, act: str, level: str) -> bool:
        steps = [(self.steps[code], what) for (code, _who), what in said.items()]
        return any(
            one.act == act and self.level(one) == level and what is not None for one, what in steps
        )

    def decided(self, said: Said) -> bool:
        """Tell whether everybody who decides said yes."""
        deciding = [row for row in said if self.steps[row[0]].act in DECIDES]
        return bool(deciding) and all(self.went_on(row, said[row]) for row in deciding)


def fits(act: str, outcome: Outcome) -> bool:
    return outcome.value in CAN_SAY[act]


def rejects(outcomes: Iterable[Outcome | None]) -> bool:
    return Outcome.REJECTED in set(outcomes)
