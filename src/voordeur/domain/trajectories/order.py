"""The order of steps that wait for each other: circles named, a line found, earliest days."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict

Waits = Mapping[str, Sequence[str]]
"""From a step to the steps it waits for."""


def circle(waits: Waits) -> tuple[str, ...]:
    """Return the steps of one circle in the order in which they wait, or nothing."""
    done: set[str] = set()
    for start in waits:
        trail: list[str] = []
        found = _walk(waits, start, trail, done)
        if found:
            return found
    return ()


def _walk(waits: Waits, step: str, trail: list[str], done: set[str]) -> tuple[str, ...]:
    if step in trail:
        return tuple(trail[trail.index(step) :])
    if step in done:
        return ()
    trail.append(step)
    for earlier in waits.get(step, ()):
        found = _walk(waits, earlier, trail, done)
        if found:
            return found
    trail.pop()
    done.add(step)
    return ()


def may_wait(waits: Waits) -> Verdict:
    """Judge links between steps: none comes back to itself."""
    found = circle(waits)
    return Refusal(Reason.STEPS_IN_CIRCLE, {"steps": " ".join(found)}) if found else ALLOWED


def in_order(waits: Waits) -> tuple[str, ...]:
    """Return the steps so that each stands after those it waits for, else as they were given.

    Raises ``ValueError`` when they go in a circle.
    """
    if circle(waits):
        raise ValueError("steps wait for each other in a circle")
    placed: dict[str, None] = {}
    while len(placed) < len(waits):
        for step, before in waits.items():
            if step not in placed and all(one in placed or one not in waits for one in before):
                placed[step] = None
                break
    return tuple(placed)


def earliest(
    waits: Waits, days: Mapping[str, int], start: date, fixed: Mapping[str, date]
) -> dict[str, date]:
    """Return the first day each step can start: after those it waits for, never before ``start``.

    ``days`` is how long a step lasts; ``fixed`` are starts that were chosen and stay.
    """
    found: dict[str, date] = {}
    for step in in_order(waits):
        ends = [
            found[one] + timedelta(days=days.get(one, 0))
            for one in waits.get(step, ())
            if one in found
        ]
        found[step] = fixed.get(step) or max([start, *ends])
    return found
