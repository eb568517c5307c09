"""The routing answer in the words of the reader."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from voordeur.domain.region.model import Region
from voordeur.services.front_door import Question
from voordeur.services.routing import front_door_of
from voordeur.web.components import Explanation, Fact, explanation


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
    """Return the because of the answer with names instead of codes."""
    because = question.route.because
    if because is None:
        return None
    municipality = str(question.told.get("municipality", ""))
    names: dict[str, str] = {}
    for rule in region.routing.rules:
        code = region.organisation_for(rule.answer, municipality, today)
        names[rule.answer] = (
            region.organisation_name(code, today, language) if code else _("je gemeente")
        )
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


def as_facts(items: tuple[Told, ...]) -> tuple[Fact, ...]:
    """Return labels with values."""
    return tuple(Fact(one.label, one.value) for one in items)
