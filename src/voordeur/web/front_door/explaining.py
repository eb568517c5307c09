"""The routing answer in the words of the reader."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from voordeur.domain.kernel.because import Change
from voordeur.domain.region.model import Region
from voordeur.services.front_door import Question
from voordeur.services.routing import front_door_of
from voordeur.web.components import Explanation, explanation

RESIDENCE = "municipality"
"""The fact that says for which municipality a role such as '@municipality' is meant."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A party to name and to link to."""

    code: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Told:
    """One thing somebody told, with its code so that it can be changed."""

    fact: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Who helps, why, and who else knows the way.

    Without ``why`` we do not know yet: then the keeper of the door sorts it out, and ``missing``
    says what it depends on.
    """

    party: Desk
    why: Explanation | None
    also: tuple[Desk, ...]
    finally_responsible: Desk | None
    told: tuple[Told, ...]
    missing: tuple[str, ...]


def answer(region: Region, question: Question, *, today: date, language: str) -> Answer:
    """Put what the routing table says in words."""

    def desk(code: str) -> Desk:
        entry = region.organisations[code]
        return Desk(
            code,
            region.organisation_name(code, today, language),
            entry.description.in_language(language),
        )

    route = question.route
    leading = route.organisation or front_door_of(region)
    final = route.finally_responsible
    return Answer(
        party=desk(leading),
        why=why(region, question, today=today, language=language),
        also=tuple(desk(code) for code in route.also),
        finally_responsible=desk(final) if final and final != leading else None,
        told=told(region, question, language=language),
        missing=tuple(
            region.facts[code].label.in_language(language)
            for code in sorted(question.skipped, key=lambda code: region.facts[code].order)
            if code in region.facts
        )
        if route.organisation is None
        else (),
    )


def why(region: Region, question: Question, *, today: date, language: str) -> Explanation | None:
    """Return the because of the answer with names instead of codes.

    A change of municipality is judged for that municipality, and only changes that lead to another
    organisation are told.
    """
    because = question.route.because
    if because is None:
        return None
    municipality = str(question.told.get(RESIDENCE, ""))

    def meant(change: Change) -> str:
        place = change.value if change.fact == RESIDENCE else municipality
        return region.organisation_for(change.answer, place, today) or ""

    changes = tuple(replace(change, answer=meant(change)) for change in because.changes)
    differing = tuple(one for one in changes if one.answer not in {"", question.route.organisation})
    names = {one.answer: region.organisation_name(one.answer, today, language) for one in differing}
    because = replace(because, changes=differing)
    titles = {code: entry.title.in_language(language) for code, entry in region.sources.items()}
    return explanation(because, language=language, sources=titles, answers=names)


def told(region: Region, question: Question, *, language: str) -> tuple[Told, ...]:
    """Return everything somebody told or could not say, in the order it came up."""
    known = [
        Told(
            code,
            region.facts[code].label.in_language(language),
            region.facts[code].value_label(value).in_language(language),
        )
        for code, value in question.told.items()
    ]
    unknown = [
        Told(code, region.facts[code].label.in_language(language), _("weet ik niet"))
        for code in sorted(question.skipped)
        if code in region.facts
    ]
    return (*known, *unknown)
