"""The routing answer for a situation: the leading party, why, and what to ask next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from voordeur.domain.kernel.because import Because
from voordeur.domain.kernel.text import Text
from voordeur.domain.region.model import ELSEWHERE, NUG_ROLE, Region, Route
from voordeur.domain.rules import Decision, FactDefinition, Truth, decide, evaluate

Facts = Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteAnswer:
    """What the routing table says: ``organisation`` is None while something must be asked."""

    organisation: str | None
    because: Because | None
    next_fact: FactDefinition | None
    candidates: tuple[str, ...]
    target_group: str
    finally_responsible: str | None
    also: tuple[str, ...] = ()
    """Other desks that know this question well."""

    @property
    def rule(self) -> str:
        """The code of the rule that decided, or ''."""
        return self.because.rule if self.because else ""


def route(
    region: Region, facts: Facts, *, on: date, skipped: frozenset[str] = frozenset()
) -> RouteAnswer:
    """Decide who leads for somebody in this situation, on a day.

    ``skipped`` are facts the person could not tell: another question comes instead, or none.
    """
    decision: Decision = decide(region.routing.as_of(on), facts, skipped=skipped)
    municipality = str(facts.get("municipality", ""))
    organisation = _organisation(region, decision, municipality, on)
    next_fact = region.facts.get(decision.next_fact) if decision.next_fact else None
    described = region.routes.get(decision.because.rule) if decision.because else None
    desks = described.also if described else ()
    also = (region.organisation_for(code, municipality, on) for code in desks)
    return RouteAnswer(
        organisation=organisation,
        because=_explained(region, decision.because, municipality, on) if organisation else None,
        next_fact=next_fact if next_fact or organisation else _residence(region, skipped),
        candidates=decision.candidates,
        target_group=described.target_group if described else target_group_of(region, facts),
        finally_responsible=_final(region, described, municipality, on)
        or _payer(region, facts, on)
        or organisation,
        also=tuple(code for code in also if code and code != organisation),
    )


def _explained(
    region: Region, because: Because | None, municipality: str, on: date
) -> Because | None:
    """Let an answer that follows a municipality's position say that position and its source."""
    if because is None or because.answer != NUG_ROLE:
        return because
    policy = region.nug_policy(municipality, on)
    if policy is None:
        return because
    return replace(because, rule_text=_joined(because.rule_text, policy.text), source=policy.source)


def _joined(one: Text, other: Text) -> Text:
    return Text(f"{one.nl} {other.nl}", f"{one.in_language('en')} {other.in_language('en')}")


def _residence(region: Region, skipped: frozenset[str]) -> FactDefinition | None:
    """Return the question a role such as '@municipality' still needs, unless it was skipped."""
    return None if "municipality" in skipped else region.facts.get("municipality")


def _organisation(region: Region, decision: Decision, municipality: str, on: date) -> str | None:
    if decision.answer is None:
        return None
    return region.organisation_for(decision.answer, municipality, on)


def _final(region: Region, described: Route | None, municipality: str, on: date) -> str | None:
    if described is None or not described.final:
        return None
    return region.organisation_for(described.final, municipality, on)


def _payer(region: Region, facts: Facts, on: date) -> str | None:
    kind = region.benefit_kinds.get(str(facts.get("benefit", "")))
    if kind is None or not kind.payer:
        return None
    return region.organisation_for(kind.payer, str(facts.get("municipality", "")), on)


def target_group_of(region: Region, facts: Facts) -> str:
    """Return the most particular target group the facts certainly put somebody in, or ''."""
    fitting = [
        group
        for group in region.target_groups.values()
        if group.when is not None and evaluate(group.when, facts) is Truth.YES
    ]
    particular = [group for group in fitting if group.parent]
    chosen = particular or fitting
    return chosen[0].code if chosen else ""


def front_door_of(region: Region) -> str:
    """Return the organisation that keeps the neutral door of the region.

    Raises ``LookupError`` when the pack has none.
    """
    for entry in region.organisations.values():
        if entry.kind == "werkcentrum" and entry.takes_handovers:
            return entry.code
    message = "the region pack has no organisation of kind 'werkcentrum' that takes handovers"
    raise LookupError(message)


def municipality_fact(region: Region, postcode: str) -> str:
    """Return the municipality slug of a postcode, or 'elsewhere'; '' when nothing was given."""
    if not postcode.strip():
        return ""
    place = region.municipality_of(postcode)
    return place.slug if place else ELSEWHERE
