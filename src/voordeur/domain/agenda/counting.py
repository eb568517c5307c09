"""Results counted from the work by rules over events: what can be counted is never typed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from voordeur.domain.kernel.period import Period
from voordeur.domain.register.fields import Value

ABOUT_NO_RESIDENT = frozenset(
    {
        "EmployerApproached",
        "EmployerJoinedNetwork",
        "EmployerOpened",
        "EmployerPlanMade",
        "EmployerTalkLogged",
        "GatheringHeld",
        "GatheringPlanned",
        "MeetingHeld",
        "TrainingPlanned",
        "VacancyOpened",
    }
)
"""Events of the work itself: their number points at nobody."""


@dataclass(frozen=True, slots=True)
class CountingRule:
    """Which events count: by name, by what stands in them, and whether a case counts once.

    Events that nothing produces yet simply count nothing; they join when they exist.
    """

    events: frozenset[str]
    where: tuple[tuple[str, frozenset[str]], ...] = ()
    once_per_case: bool = False

    @property
    def of_people(self) -> bool:
        """Tell whether the number is one of residents, so that a small one could be somebody."""
        return self.once_per_case or not self.events <= ABOUT_NO_RESIDENT


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as a rule sees it: its name, its day, its case and what stands in it."""

    name: str
    day: date
    case_id: int | None
    payload: Mapping[str, object]


def rule_of(value: Value) -> CountingRule | None:
    """Return the rule behind the plain data of a field, or None when there is none."""
    if not isinstance(value, Mapping):
        return None
    where = value.get("where")
    return CountingRule(
        frozenset(map(str, _list(value.get("events")))),
        tuple(
            (str(key), frozenset(map(str, _list(held))))
            for key, held in (where.items() if isinstance(where, Mapping) else ())
        ),
        value.get("once_per_case") is True,
    )


def counted_each(
    asked: Sequence[tuple[CountingRule, Period]], happenings: Iterable[Happening]
) -> tuple[int, ...]:
    """Return for each rule and its period what :func:`counted` says, passing the events once."""
    listening: dict[str, list[int]] = {}
    for place, (rule, _period) in enumerate(asked):
        for name in rule.events:
            listening.setdefault(name, []).append(place)
    times = [0] * len(asked)
    cases: list[set[int]] = [set() for _one in asked]
    for one in happenings:
        for place in listening.get(one.name, ()):
            rule, period = asked[place]
            if one.day in period and _meets(rule, one):
                times[place] += 1
                if one.case_id is not None:
                    cases[place].add(one.case_id)
    return tuple(
        len(cases[place]) if rule.once_per_case else times[place]
        for place, (rule, _period) in enumerate(asked)
    )


def counted(rule: CountingRule, happenings: Iterable[Happening], period: Period) -> int:
    """Return how often ``rule`` is met in ``period``."""
    met = [one for one in happenings if _meets(rule, one) and one.day in period]
    if not rule.once_per_case:
        return len(met)
    return len({one.case_id for one in met if one.case_id is not None})


def _meets(rule: CountingRule, one: Happening) -> bool:
    return one.name in rule.events and all(
        any(str(said) in values for said in _each(one.payload.get(key, "")))
        for key, values in rule.where
    )


def _each(said: object) -> list[object]:
    """Return what an event says under one name as a list: one of many may meet a rule."""
    return said if isinstance(said, list) else [said]


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []
