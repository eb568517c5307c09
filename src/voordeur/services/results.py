"""Results of plan lines and projects: counted from the log by the rules that stand in them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from voordeur.domain.agenda.counting import CountingRule, Happening, counted, counted_each, rule_of
from voordeur.domain.kernel.period import Period
from voordeur.domain.kernel.text import Text
from voordeur.domain.monitoring.disclosure import shown_count
from voordeur.domain.register.amounts import QuantityWord
from voordeur.domain.register.checks import Key
from voordeur.domain.register.entry import Entry, text_of
from voordeur.domain.register.fields import Value
from voordeur.domain.register.moments import Moment, read_moment
from voordeur.services import audit
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.register import require_reader

OVER = frozenset({"done", "stopped"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """One promise and how it stands.

    ``target`` is a number or one of :class:`QuantityWord`; ``counted`` what the log says, None
    when no rule counts it or the count is ``small``; of residents it is ``rounded``, as every
    figure about them. ``told`` is what people say about what cannot be counted. ``reached`` and
    ``late`` follow from the whole count; ``late``: its moment has passed and nothing shows that it
    was kept.
    """

    promise: Text
    target: int | str
    unit: Text
    by: Moment | None
    counted: int | None
    told: Text
    reached: bool = False
    late: bool = False
    rounded: bool = False
    small: bool = False

    @property
    def to_follow(self) -> bool:
        """Tell whether the number is still to be given."""
        return self.target == QuantityWord.TO_FOLLOW

    @property
    def numbered(self) -> bool:
        """Tell whether a number was promised."""
        return isinstance(self.target, int)


def outcomes(
    context: Context, *, entries: Iterable[Entry], years: Mapping[Key, int] | None = None
) -> Mapping[Key, tuple[Outcome, ...]]:
    """Return the results of entries, by kind and code (one query, none when no rule is there).

    An entry counts in its own period; one without a period in its year of ``years``, or always.
    """
    require_reader(context)
    held = list(entries)
    rows = [(one, row) for one in held for row in one.rows("results")]
    asked: list[tuple[CountingRule, Period]] = []
    places: list[int | None] = []
    of_people: list[bool] = []
    periods = {(one.kind, one.code): _period(one, years or {}) for one in held}
    for entry, row in rows:
        rule = rule_of(row.get("counted"))
        places.append(len(asked) if rule is not None else None)
        of_people.append(rule is not None and rule.of_people)
        if rule is not None:
            asked.append((rule, periods[entry.kind, entry.code]))
    numbers = counted_each(asked, _happenings(asked)) if asked else ()
    found: dict[Key, list[Outcome]] = {(one.kind, one.code): [] for one in held}
    for (entry, row), place, rounded in zip(rows, places, of_people, strict=True):
        number = numbers[place] if place is not None else None
        one = _outcome(entry, row, number, context.today)
        found[entry.kind, entry.code].append(_safe(one) if rounded else one)
    return {key: tuple(held) for key, held in found.items()}


def counting(
    context: Context, *, entries: Iterable[Entry], case_id: int, years: Mapping[Key, int]
) -> tuple[tuple[Entry, Text], ...]:
    """Return the promises in whose number one case counts, with the entry they stand in.

    The way back from somebody's trajectory to the plan; one query.
    """
    require_reader(context)
    held = [
        (one, row, rule_of(row.get("counted"))) for one in entries for row in one.rows("results")
    ]
    asked = [(rule, _period(one, years)) for one, _row, rule in held if rule is not None]
    happened = tuple(_happenings(asked, case_id)) if asked else ()
    return tuple(
        (one, text_of(row.get("promise")))
        for one, row, rule in held
        if rule is not None and counted(rule, happened, _period(one, years))
    )


def _outcome(entry: Entry, row: Mapping[str, Value], number: int | None, today: date) -> Outcome:
    target = row.get("target")
    by = read_moment(str(row.get("by", "")))
    told = text_of(row.get("told"))
    reached = number is not None and isinstance(target, int) and number >= target
    past = by is not None and by.last < today and entry.line("status") not in OVER
    return Outcome(
        promise=text_of(row.get("promise")),
        target=target if isinstance(target, int | str) else QuantityWord.NONE.value,
        unit=text_of(row.get("unit")),
        by=by,
        counted=number,
        told=told,
        reached=reached,
        late=past and not (reached or (number is None and bool(told.nl))),
    )


def _safe(one: Outcome) -> Outcome:
    """Return the outcome with its count as figures about residents are shown."""
    shown = shown_count(one.counted) if one.counted is not None else None
    return replace(one, counted=shown, rounded=True, small=shown is None)


def _period(entry: Entry, years: Mapping[Key, int]) -> Period:
    start, end = entry.moment("from"), entry.moment("until")
    year = years.get((entry.kind, entry.code))
    whole = read_moment(str(year)) if year is not None else None
    first = start.start if start is not None else (whole.start if whole is not None else None)
    last = end.end if end is not None else (whole.end if whole is not None else None)
    if first is not None and last is not None and last <= first:
        return Period(first, None)
    return Period(first, last)


def _happenings(
    asked: Sequence[tuple[CountingRule, Period]], case_id: int | None = None
) -> Iterator[Happening]:
    """Yield the events that rules listen to, within the widest of their periods (one query)."""
    names = {name for rule, _period_of in asked for name in rule.events}
    read_closely = {name for rule, _period_of in asked if rule.where for name in rule.events}
    starts = [period.start for _rule, period in asked if period.start is not None]
    ends = [period.end for _rule, period in asked if period.end is not None]
    acts = audit.acts_named(
        names,
        since=_begin(min(starts)) if len(starts) == len(asked) else None,
        before=_begin(max(ends)) if len(ends) == len(asked) else None,
        case_id=case_id,
    )
    for name, at, case, payload in acts:
        said: Mapping[str, object] = json.loads(payload) if name in read_closely else {}
        yield Happening(name, at.astimezone(AMSTERDAM).date(), case, said)


def _begin(day: date) -> datetime:
    """Return the moment a day begins in the region."""
    return datetime.combine(day, time.min, tzinfo=AMSTERDAM).astimezone(UTC)
