"""What somebody takes along to other work, what lies close, and what is new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voordeur.domain.paths.atlas import Atlas, Step


@dataclass(frozen=True, slots=True)
class Gap:
    """Skills of the work one goes to: known already, close to a known one, and new.

    ``new`` holds what is needed to begin; what is only handy later stands in ``later``.
    """

    carried: tuple[str, ...]
    near: tuple[str, ...]
    new: tuple[str, ...]
    later: tuple[str, ...]

    @property
    def missing(self) -> int:
        """How many needed skills somebody does not have, close ones included."""
        return len(self.near) + len(self.new)


def gap(atlas: Atlas, known: Iterable[str], job: str) -> Gap:
    """Return the gap between skills somebody has and a function."""
    have = set(known)
    target = atlas.jobs[job]
    missing = [code for code in target.skills if code not in have]
    near = tuple(code for code in missing if have & atlas.neighbours.get(code, frozenset()))
    far = [code for code in missing if code not in near]
    return Gap(
        carried=tuple(code for code in target.skills if code in have),
        near=near,
        new=tuple(code for code in far if code in target.essential),
        later=tuple(code for code in far if code not in target.essential),
    )


def gaps_along(atlas: Atlas, start: str, steps: Sequence[Step]) -> tuple[Gap, ...]:
    """Return the gap of every step; what was learned on the way is taken along."""
    have = set(atlas.jobs[start].skills)
    found = []
    for step in steps:
        found.append(gap(atlas, have, step.goal))
        have |= set(atlas.jobs[step.goal].skills)
    return tuple(found)
