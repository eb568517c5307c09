"""Positions that municipalities take while the pack is in force, laid over the pack's own."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from voordeur.domain.kernel.because import Source
from voordeur.domain.kernel.period import Period
from voordeur.domain.kernel.text import Text
from voordeur.domain.region.entries import NugPolicy, SourceDocument
from voordeur.domain.region.model import Region

RECORDED_DOCUMENT = "recorded-positions"
"""Source code of a position that was recorded here and does not stand in the pack."""
NUG_TOPIC = "nug"
UNDECIDED, WERKCENTRUM = "undecided", "werkcentrum"
ROLES: dict[str, str] = {
    "municipality": "@municipality",
    "participation_company": "@participation_company",
}
"""Position → the role in a municipality that then leads."""
LABELS: dict[str, Text] = {
    UNDECIDED: Text("Nog geen standpunt", "No position yet"),
    WERKCENTRUM: Text("Het Werkcentrum helpt", "The Werkcentrum helps"),
    "municipality": Text("De gemeente helpt zelf", "The municipality helps itself"),
    "participation_company": Text(
        "Het participatiebedrijf helpt", "The participation company helps"
    ),
}
"""What a position is called on screen."""


@dataclass(frozen=True, slots=True, order=True)
class TakenPosition:
    """A position of a municipality (slug) on a topic, from a day on, with its reason."""

    municipality: str
    start: date
    position: str
    reason: str = ""


def leading_for(region: Region, municipality: str, position: str) -> str | None:
    """Return the organisation a position makes the leading party; None when it cannot be taken."""
    place = region.municipality(municipality)
    if place is None or position not in LABELS:
        return None
    if position in ROLES:
        return place.parties.get(ROLES[position])
    return region.neutral_party()


def with_positions(region: Region, taken: Iterable[TakenPosition]) -> Region:
    """Return ``region`` in which each position rules from its day until the next one starts.

    A pack that is loaded later with a policy of its own start date takes its place in that order.
    Positions of municipalities the region does not have, or that nobody can lead, are left aside.
    """
    per_place: dict[str, list[NugPolicy]] = {}
    for position in sorted(taken):
        leading = leading_for(region, position.municipality, position.position)
        if leading is not None:
            policy = _policy(region, position, leading)
            per_place.setdefault(position.municipality, []).append(policy)
    if not per_place:
        return region
    merged = {
        place: _in_a_row([*region.policies.get(place, ()), *added])
        for place, added in per_place.items()
    }
    title = Text("Standpunt van de gemeente, in Voordeur vastgelegd", "Recorded local position")
    document = SourceDocument(RECORDED_DOCUMENT, title, "position")
    return replace(
        region,
        policies={**region.policies, **merged},
        sources={**region.sources, RECORDED_DOCUMENT: document},
    )


def _policy(region: Region, taken: TakenPosition, leading: str) -> NugPolicy:
    place = region.municipalities[taken.municipality]
    nl, en = LABELS[taken.position].nl, LABELS[taken.position].en
    return NugPolicy(
        municipality=place.slug,
        position=taken.position,
        leading=leading,
        text=Text(
            f"Besluit van {place.name} voor mensen zonder werk en uitkering: {nl.lower()}.",
            f"Decision of {place.name} for people without work and benefit: {en.lower()}.",
        ),
        period=Period(taken.start),
        source=Source(
            RECORDED_DOCUMENT, f"{place.name}, {taken.start.isoformat()}", Text(taken.reason)
        ),
    )


def _in_a_row(policies: Iterable[NugPolicy]) -> tuple[NugPolicy, ...]:
    """Order policies by their first day and let each end where the next one starts.

    Of two with the same first day the last given one counts.
    """
    by_start = {policy.period.start: policy for policy in policies}
    ordered = [by_start[start] for start in sorted(by_start, key=lambda day: day or date.min)]
    following = [policy.period.start for policy in ordered[1:]]
    return tuple(
        replace(policy, period=Period(policy.period.start, _earlier(policy.period.end, start)))
        for policy, start in zip(ordered, [*following, None], strict=True)
    )


def _earlier(one: date | None, other: date | None) -> date | None:
    known = [day for day in (one, other) if day is not None]
    return min(known, default=None)
