"""The directory for professionals: who offers what, for whom, and what somebody qualifies for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import assert_never

from django.db.models import Max
from django.utils.translation import gettext as _

from voordeur.domain.consent.grants import FieldGroup
from voordeur.domain.handover.receivers import PastAnswer, usual_response_days
from voordeur.domain.kernel.actors import CASE_WORK_ROLES
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.region.model import OrganisationEntry, PartnerService, Region
from voordeur.domain.rules import (
    All,
    Always,
    Any,
    AtLeast,
    Below,
    Condition,
    Is,
    Not,
    Truth,
    evaluate,
    facts_in,
)
from voordeur.records.worklists.models import ServiceCheckRecord
from voordeur.services.access import NOT_FOUND, open_case
from voordeur.services.acts import acting
from voordeur.services.case_words import fact_words, party_name
from voordeur.services.context import Context
from voordeur.services.offer_pages import Load, past_answers, subject_name, workload
from voordeur.services.region import current_region
from voordeur.services.who_does_what import PartyPage, party

LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLine:
    """A service with its rule in words and when somebody last said that it is right."""

    code: str
    organisation: str
    organisation_name: str
    name: str
    for_whom: str
    description: str
    conditions: tuple[str, ...]
    opening_times: str
    contact_role: str
    checked_on: date
    check_before: date
    stale: bool
    may_confirm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerLine:
    """A party on the list of partners."""

    code: str
    name: str
    description: str
    reach: tuple[str, ...]
    takes_handovers: bool
    services: int
    stale: int
    """Services nobody confirmed in time."""
    other_name: str
    """The name by which it was found, when it goes by another today."""


def partners(context: Context, *, search: str = "") -> tuple[PartnerLine, ...]:
    """Return the parties, or those that go or went by ``search``, or offer such a service.

    The same for everybody who is logged in: nothing here is about a person.
    """
    region = current_region()
    text = search.replace("\x00", "").strip()[:LONGEST_SEARCH]
    checked = _checked()
    codes: Iterable[str] = region.organisations
    if text:
        by_service = [one.organisation for one in _services_like(region, text)]
        codes = dict.fromkeys([*region.find_by_name(text), *by_service])
    lines = [_line(context, region, region.organisations[code], checked, text) for code in codes]
    if text:
        return tuple(lines)
    known = (line for line in lines if line.services or line.takes_handovers)
    return tuple(sorted(known, key=lambda one: one.name.casefold()))


def _services_like(region: Region, text: str) -> list[PartnerService]:
    words = text.casefold().split()
    return [
        one
        for one in region.services.values()
        if all(
            word in f"{one.name.nl} {one.name.en} {one.for_whom.nl} {one.for_whom.en}".casefold()
            for word in words
        )
    ]


def _line(
    context: Context,
    region: Region,
    entry: OrganisationEntry,
    checked: Mapping[str, date],
    asked: str,
) -> PartnerLine:
    services = region.services_of(entry.code)
    name = party_name(context, region, entry.code)
    towns = (region.municipality(slug) for slug in entry.municipalities)
    called = [one.name.nl for one in entry.names] + list(entry.aliases)
    heard = next((one for one in called if asked and asked.casefold() in one.casefold()), "")
    return PartnerLine(
        code=entry.code,
        name=name,
        description=entry.description.in_language(context.language),
        reach=tuple(town.name for town in towns if town),
        takes_handovers=entry.takes_handovers,
        services=len(services),
        stale=sum(_is_stale(one, checked, context.today) for one in services),
        other_name=heard if heard and asked.casefold() not in name.casefold() else "",
    )


def _checked() -> dict[str, date]:
    """Return when each service was last confirmed on screen (one query)."""
    rows = ServiceCheckRecord.objects.order_by().values_list("service")
    return {code: at.date() for code, at in rows.annotate(last=Max("checked_at"))}


def _checked_on(one: PartnerService, checked: Mapping[str, date]) -> date:
    return max(one.checked_on, checked.get(one.code, one.checked_on))


def _is_stale(one: PartnerService, checked: Mapping[str, date], today: date) -> bool:
    return today > _checked_on(one, checked) + timedelta(days=one.fresh_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerPage:
    """One party: who it is, how fast it answers, what it offers."""

    party: PartyPage
    takes_handovers: bool
    services: tuple[ServiceLine, ...]
    usual_days: int | None
    answered: int
    load: Load | None


def partner(context: Context, *, code: str) -> PartnerPage:
    """Return one party. Raises ``RefusedError`` (NOT_FOUND) for an unknown code."""
    region = current_region()
    page = party(context, code=code)
    entry = region.organisations[code]
    checked = _checked()
    answers = past_answers(context, [code]).get(code, [])
    return PartnerPage(
        party=page,
        takes_handovers=entry.takes_handovers,
        services=tuple(_service(context, region, one, checked) for one in region.services_of(code)),
        usual_days=_usual(answers),
        answered=len(answers),
        load=workload(context, [code])[code] if entry.takes_handovers else None,
    )


def _usual(answers: Iterable[tuple[PastAnswer, bool]]) -> int | None:
    return usual_response_days(past for past, _yes in answers)


def _service(
    context: Context, region: Region, one: PartnerService, checked: Mapping[str, date]
) -> ServiceLine:
    language = context.language
    last = _checked_on(one, checked)
    return ServiceLine(
        code=one.code,
        organisation=one.organisation,
        organisation_name=party_name(context, region, one.organisation),
        name=one.name.in_language(language),
        for_whom=one.for_whom.in_language(language),
        description=one.description.in_language(language),
        conditions=rule_words(context, region, one.conditions),
        opening_times=one.opening_times.in_language(language),
        contact_role=one.contact_role.in_language(language),
        checked_on=last,
        check_before=last + timedelta(days=one.fresh_days),
        stale=_is_stale(one, checked, context.today),
        may_confirm=_may_confirm(context, one),
    )


def _may_confirm(context: Context, one: PartnerService) -> bool:
    return context.organisation == one.organisation and context.has_role(*CASE_WORK_ROLES)


def confirm(context: Context, *, service: str, note: str = "") -> None:
    """Say that what stands about one's own service is still right.

    Raises ``RefusedError``: NOT_FOUND for an unknown service, ROLE_DOES_NOT_ALLOW for another's.
    """
    one = current_region().services.get(service)
    if one is None:
        raise RefusedError(NOT_FOUND)
    if not _may_confirm(context, one):
        raise RefusedError(Refusal(Reason.ROLE_DOES_NOT_ALLOW))
    with acting(context) as act:
        ServiceCheckRecord.objects.create(
            service=service,
            checked_at=context.now,
            account_id=context.account_id,
            note=note.strip()[:200],
        )
        act.record("ServiceConfirmed", payload={"service": service})


# ---- a rule in words ----


def rule_words(context: Context, region: Region, condition: Condition | None) -> tuple[str, ...]:
    """Return a condition as sentences that must all hold; () when it holds for everybody."""
    match condition:
        case None | Always():
            return ()
        case All(conditions=parts):
            return tuple(word for part in parts for word in rule_words(context, region, part))
        case _single:
            return (_in_words(context, region, condition),)


def _in_words(context: Context, region: Region, condition: Condition) -> str:
    match condition:
        case Always():
            return _("altijd")
        case Is(fact=fact, values=values):
            label = fact_words(context, region, fact, "")[0]
            named = [fact_words(context, region, fact, value)[1] for value in values]
            return f"{label}: {_(' of ').join(named)}"
        case AtLeast(fact=fact, number=number):
            label = fact_words(context, region, fact, "")[0]
            return _("%(fact)s: %(number)d of meer") % {"fact": label, "number": number}
        case Below(fact=fact, number=number):
            label = fact_words(context, region, fact, "")[0]
            return _("%(fact)s: jonger of lager dan %(number)d") % {"fact": label, "number": number}
        case All(conditions=parts):
            return _(" en ").join(_in_words(context, region, part) for part in parts)
        case Any(conditions=parts):
            return _(" of ").join(_in_words(context, region, part) for part in parts)
        case Not(condition=part):
            return _("niet (%(rule)s)") % {"rule": _in_words(context, region, part)}
        case _never:
            assert_never(_never)


# ---- what would my person qualify for ----


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """A service for this person: yes; no, with what stands in the way; or what to ask."""

    service: ServiceLine
    truth: str
    """yes, no or unknown."""
    against: tuple[str, ...]
    to_ask: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FittingPage:
    """What somebody would qualify for, most certain first."""

    case_ref: str
    who: str
    fitting: tuple[Fitting, ...]


def fitting_services(context: Context, *, ref: str) -> FittingPage:
    """Return every service with whether the person of a case would qualify.

    A suggestion that a person decides on, never a decision. Raises ``RefusedError``: NOT_FOUND
    without a live grant, NO_GRANT when the situation is not shared.
    """
    region = current_region()
    opened = open_case(context, ref=ref, part="services")
    if not opened.shows(FieldGroup.SITUATION):
        raise RefusedError(Refusal(Reason.NO_GRANT))
    checked = _checked()
    facts = opened.case.situation
    found = [
        _fitting(context, region, _service(context, region, one, checked), one.conditions, facts)
        for one in region.services.values()
    ]
    order = {"yes": 0, "unknown": 1, "no": 2}
    return FittingPage(
        case_ref=ref,
        who=subject_name(opened),
        fitting=tuple(sorted(found, key=lambda one: order[one.truth])),
    )


def _fitting(
    context: Context,
    region: Region,
    line: ServiceLine,
    condition: Condition | None,
    facts: Mapping[str, str | int],
) -> Fitting:
    if condition is None:
        return Fitting(service=line, truth="yes", against=(), to_ask=())
    truth = evaluate(condition, facts)
    parts = condition.conditions if isinstance(condition, All) else (condition,)
    against = [part for part in parts if evaluate(part, facts) is Truth.NO]
    unknown = {
        fact
        for part in parts
        if evaluate(part, facts) is Truth.UNKNOWN
        for fact in facts_in(part) - set(facts)
    }
    return Fitting(
        service=line,
        truth=truth.value,
        against=tuple(_in_words(context, region, part) for part in against),
        to_ask=tuple(
            definition.question.in_language(context.language)
            for code, definition in region.facts.items()
            if code in unknown
        )
        if truth is Truth.UNKNOWN
        else (),
    )
