"""Registering a question at a partner's desk: what to ask, who leads, and one case at the end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from voordeur.domain.kernel.because import Because
from voordeur.domain.region.model import Region
from voordeur.domain.rules import FactDefinition
from voordeur.services import cases, duplicates
from voordeur.services.case_words import judged_here, party_name
from voordeur.services.cases import Registered, Registration
from voordeur.services.context import Context, system_context
from voordeur.services.region import current_region
from voordeur.services.routing import municipality_fact, route
from voordeur.services.worklists import require_case_work

OLDEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What is known so far, the one question that decides most, and who leads by then."""

    facts: Mapping[str, str | int]
    answered: tuple[FactDefinition, ...]
    """Facts that were asked and answered, in the order of the pack."""
    next_fact: FactDefinition | None
    organisation: str
    organisation_name: str
    because: Because | None
    channels: Mapping[str, str]
    sources: Mapping[str, str]
    names: Mapping[str, str]


def guide(
    context: Context,
    *,
    asker: str,
    answers: Mapping[str, str],
    postcode: str = "",
    birth_year: int | None = None,
) -> Guide:
    """Return where the questions stand; ``answers`` are typed values, nonsense is left out.

    Municipality and age come from postcode and birth year, so nobody is asked twice.
    """
    require_case_work(context)
    region = current_region()
    derived: dict[str, str | int] = {"asker": asker}
    municipality = municipality_fact(region, postcode)
    if municipality:
        derived["municipality"] = municipality
    if birth_year and 0 <= context.today.year - birth_year <= OLDEST:
        derived["age"] = context.today.year - birth_year
    given = _read(region, answers, derived)
    facts = derived | given
    answer = route(region, facts, on=context.today)
    return Guide(
        facts=facts,
        answered=tuple(region.facts[code] for code in region.facts if code in given),
        next_fact=answer.next_fact if answer.organisation is None else None,
        organisation=answer.organisation or "",
        organisation_name=party_name(context, region, answer.organisation),
        because=judged_here(
            context, region, answer.because, municipality=str(facts.get("municipality", ""))
        ),
        channels={
            one.code: one.label.in_language(context.language) for one in region.channels.values()
        },
        sources={
            code: one.title.in_language(context.language) for code, one in region.sources.items()
        },
        names={code: party_name(context, region, code) for code in region.organisations},
    )


def _read(
    region: Region, answers: Mapping[str, str], derived: Mapping[str, str | int]
) -> dict[str, str | int]:
    found: dict[str, str | int] = {}
    for code, typed in answers.items():
        definition = region.facts.get(code)
        value = definition.read(typed) if definition and code not in derived else None
        if value is not None:
            found[code] = value
    return found


def register_at_desk(context: Context, *, registration: Registration) -> Registered:
    """Make a case at this desk, taken on by whoever registers it.

    A known resident must be one the actor may see. Afterwards the system looks for the same
    person elsewhere; the answer does not depend on it. Raises ``RefusedError`` as
    :func:`voordeur.services.cases.register`.
    """
    require_case_work(context)
    if registration.resident_ref:
        duplicates.require_known(context, resident_ref=registration.resident_ref)
    person = registration.person
    if person is not None and not person.municipality:
        person = replace(person, municipality=str(registration.situation.get("municipality", "")))
    own = replace(registration, person=person, adviser_id=context.account_id)
    registered = cases.register(context, registration=own)
    duplicates.note_elsewhere(system_context(context.now), ref=registered.ref)
    return registered
