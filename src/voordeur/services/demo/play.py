"""Plays the demo: arrivals, talks, handovers, silence, refusals, moves, endings, day after day."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random

from django.db import transaction

from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.calendar import add_working_days, is_working_day
from voordeur.domain.kernel.refusal import RefusedError
from voordeur.domain.region.model import Region
from voordeur.services import accounts, clock
from voordeur.services.context import AMSTERDAM, Context, system_context
from voordeur.services.demo import people
from voordeur.services.region import current_region

Happening = Callable[[datetime], None]
Progress = Callable[[int, int], None]
Buys = Callable[[str, Context, Callable[[], None]], None]
"""Builds a trajectory in a case, by somebody at a moment; calls back when it ended."""


@dataclass
class Stage:
    """Everything a played demo needs at hand; ``counts`` tells afterwards what happened."""

    random: Random
    region: Region
    start: datetime
    end: datetime
    staff: Mapping[str, list[Context]]
    personas: Mapping[str, Context] = field(default_factory=dict)
    """Who one can become, by slug."""
    buys: "Buys | None" = None
    """How a trajectory is built and paid; None without money."""
    counts: Counter[str] = field(default_factory=Counter)
    _queue: list[tuple[datetime, int, Happening]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)

    def later(self, moment: datetime, happening: Happening) -> None:
        """Let ``happening`` take place at ``moment``, unless that lies after the end."""
        if moment < self.end:
            heappush(self._queue, (moment, next(self._order), happening))

    def after_days(self, moment: datetime, low: int, high: int, happening: Happening) -> None:
        """Let ``happening`` take place some working days later, within office hours."""
        local = moment.astimezone(AMSTERDAM)
        day = add_working_days(local.date(), self.random.randint(low, high))
        soonest = moment + timedelta(minutes=20)
        self.later(max(self.office_hour(day.isoformat()), soonest), happening)

    def office_hour(self, day: str) -> datetime:
        """Return a random moment between nine and five on ``day`` (ISO)."""
        at = time(9 + self.random.randrange(8), self.random.randrange(60))
        return datetime.combine(
            datetime.fromisoformat(day).date(), at, tzinfo=AMSTERDAM
        ).astimezone(UTC)

    def next_until(self, moment: datetime) -> tuple[datetime, Happening] | None:
        """Take the next happening before ``moment``, or None."""
        if not self._queue or self._queue[0][0] >= moment:
            return None
        due, _number, happening = heappop(self._queue)
        return due, happening

    def chance(self, of_a_hundred: int) -> bool:
        """Tell whether something that happens ``of_a_hundred`` times happens now."""
        return self.random.randrange(100) < of_a_hundred

    def worker(self, organisation: str, now: datetime, *, same_for: str = "") -> Context | None:
        """Return somebody who does case work there; for one case always the same person."""
        known = self.staff.get(organisation)
        if not known:
            return None
        if same_for:
            return known[sum(map(ord, same_for)) % len(known)].at(now)
        return self.random.choice(known).at(now)


def set_stage(*, now: datetime, months: int, seed: int) -> Stage:
    """Make the accounts of the demo and an empty stage of ``months`` that ends now."""
    region = current_region()
    start = now - timedelta(days=round(months * 30.44))
    staff, personas = _hire(region, start)
    return Stage(
        random=Random(seed),  # noqa: S311 (repeatable, not secret)
        region=region,
        start=start,
        end=now,
        staff=staff,
        personas=personas,
    )


def _hire(region: Region, start: datetime) -> tuple[dict[str, list[Context]], dict[str, Context]]:
    """Make the personas, and colleagues wherever handovers are taken."""
    system = system_context(start - timedelta(days=1))
    staff: dict[str, list[Context]] = {}
    personas: dict[str, Context] = {}
    for number, one in enumerate(_everybody(region)):
        account_id = accounts.make_account(
            system,
            account=accounts.NewAccount(
                email=people.invented_address(one.name, number),
                name=one.name,
                organisation=one.organisation,
                roles=frozenset(one.roles),
                slug=one.slug,
            ),
        )
        case_work = set(one.roles) & {Role.GIDS, Role.PARTNER_PROFESSIONAL, Role.WSP_CONSULTANT}
        context = Context(
            kind=ActorKind.PROFESSIONAL,
            now=start,
            organisation=one.organisation,
            roles=frozenset(one.roles),
            account_id=account_id,
        )
        if one.slug:
            personas[one.slug] = context
        if case_work and one.slug != "charlie":
            staff.setdefault(one.organisation, []).append(context)
    return staff, personas


def _everybody(region: Region) -> list[people.Professional]:
    random = Random(1)  # noqa: S311 (repeatable, not secret)
    found = [_placed(region, persona) for persona in people.PERSONAS]
    for entry in region.organisations.values():
        if not entry.takes_handovers:
            continue
        front = entry.kind == "werkcentrum"
        role = {"werkcentrum": Role.GIDS, "wsp": Role.WSP_CONSULTANT}.get(
            entry.kind, Role.PARTNER_PROFESSIONAL
        )
        for _ in range(people.COLLEAGUES_PER_FRONT_DOOR if front else 1):
            name = people.invented_name(random)
            found.append(people.Professional(name, entry.kind, (role,), "", entry.code))
        if not front:
            name = people.invented_name(random)
            lead = (Role.TEAM_LEAD, role)
            found.append(people.Professional(name, entry.kind, lead, "", entry.code))
    return found


def _placed(region: Region, persona: people.Professional) -> people.Professional:
    fitting = [
        entry.code
        for entry in region.organisations.values()
        if entry.kind == persona.organisation_kind
    ]
    preferred = [code for code in fitting if region.organisations[code].takes_handovers] or fitting
    if persona.slug in {"bob", "raadslid"}:
        # The design's Bob works where somebody moves away from: a municipality outside the centre.
        preferred = preferred[4:5] or preferred
    return people.Professional(
        persona.name, persona.organisation_kind, persona.roles, persona.slug, preferred[0]
    )


def run(stage: Stage, *, progress: Progress | None = None) -> Counter[str]:
    """Play from start to end, one transaction per day; a refusal is counted, never hidden."""
    day = stage.start
    whole = max((stage.end - stage.start).days, 1)
    while day < stage.end:
        tomorrow = min(day + timedelta(days=1), stage.end)
        with transaction.atomic():
            while (due := stage.next_until(tomorrow)) is not None:
                _happen(stage, *due)
            clock.tick(system_context(tomorrow))
        day = tomorrow
        if progress:
            progress((day - stage.start).days, whole)
    return stage.counts


def _happen(stage: Stage, moment: datetime, happening: Happening) -> None:
    try:
        with transaction.atomic():
            happening(moment)
    except RefusedError as error:
        stage.counts[f"refused_{error.refusal.reason.value}"] += 1


def working_moments(stage: Stage, number: int) -> list[datetime]:
    """Return ``number`` moments of arrival, spread over the working days of the stage."""
    first = stage.start.astimezone(AMSTERDAM).date()
    days = [first + timedelta(days=offset) for offset in range((stage.end - stage.start).days)]
    open_days = [day for day in days if is_working_day(day)] or days
    moments = [stage.office_hour(stage.random.choice(open_days).isoformat()) for _ in range(number)]
    return sorted(moments)
