"""Is somebody known already? Shown to whoever may see them; noted quietly for everybody else."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from voordeur.domain.consent.grants import AccessAction, FieldGroup, LegalBasis, Purpose
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.residents.duplicates import (
    DuplicateReason,
    PersonKey,
    duplicate_candidates,
    name_words,
    normal_email,
    normal_phone,
)
from voordeur.records.cases.models import CaseRecord
from voordeur.records.residents.models import ResidentRecord
from voordeur.services import audit, consent
from voordeur.services.access import fields_per_case, log_list, subjects_of
from voordeur.services.acts import acting
from voordeur.services.case_words import municipality_name, party_name
from voordeur.services.context import Context
from voordeur.services.people import PersonDetails
from voordeur.services.region import current_region

MOST_COMPARED = 2_000
MOST_SHOWN = 5
SURE_ENOUGH = 65
"""Across organisations only a strong likeness is noted: a common name alone is none."""
NOTED = "PossibleDuplicateNoted"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """Somebody of one's own cases who may be the same person, with the reasons why."""

    resident_ref: str
    name: str
    birth_year: int | None
    place: str
    reasons: tuple[DuplicateReason, ...]
    cases: tuple[tuple[str, str, str], ...]
    """Reference, state and question (when shared) of each case of this person one may see."""


def known_people(context: Context, *, person: PersonDetails) -> tuple[KnownPerson, ...]:
    """Return who of the people one may see by name may be ``person``, most likely first.

    Nothing in the answer depends on people of other organisations. Who is shown, is in the log.
    """
    seen = _seen_by_name(context)
    rows = _preselected(person, ResidentRecord.objects.filter(pk__in=seen.values("resident_id")))
    found = duplicate_candidates(_key("", person), [_key_of(row) for row in rows])[:MOST_SHOWN]
    by_id = {str(row.pk): row for row in rows}
    cases = list(seen.filter(resident_id__in=[int(one.id) for one in found]).order_by("-opened_at"))
    fields = _fields(context, cases)
    log_list(context, name="possible_duplicates", cases=cases)
    region = current_region()
    return tuple(
        KnownPerson(
            resident_ref=by_id[one.id].ref,
            name=by_id[one.id].name,
            birth_year=by_id[one.id].birth_year,
            place=municipality_name(region, by_id[one.id].municipality)
            if any(FieldGroup.RESIDENCE in fields[case.pk] for case in _of(cases, one.id))
            else "",
            reasons=one.reasons,
            cases=tuple(
                (
                    case.ref,
                    case.state,
                    case.question if FieldGroup.QUESTION in fields[case.pk] else "",
                )
                for case in _of(cases, one.id)
            ),
        )
        for one in found
    )


def _of(cases: Iterable[CaseRecord], resident_id: str) -> list[CaseRecord]:
    return [case for case in cases if str(case.resident_id) == resident_id]


def _fields(context: Context, cases: Iterable[CaseRecord]) -> dict[int, frozenset[FieldGroup]]:
    held = fields_per_case(context, [case.pk for case in cases])
    return {case.pk: held.get(case.pk, frozenset()) for case in cases}


def require_known(context: Context, *, resident_ref: str) -> None:
    """Refuse (NOT_FOUND) a resident the actor does not see by name in any case."""
    if not _seen_by_name(context).filter(resident__ref=resident_ref).exists():
        raise RefusedError(Refusal(Reason.NOT_FOUND))


def _seen_by_name(context: Context) -> QuerySet[CaseRecord]:
    return consent.visible_to(context, AccessAction.WORK).filter(
        consent.shown(context, FieldGroup.NAME), resident__isnull=False
    )


def note_elsewhere(context: Context, *, ref: str) -> None:
    """Note, on both cases, that another organisation may be helping the same person.

    Runs as the system after a registration and tells the caller nothing. Both organisations must
    help on the ground of a legal task: whoever came on their own request stays unknown to others.
    """
    case = CaseRecord.objects.select_related("resident").get(ref=ref)
    if case.resident is None or not _helps_by_law(context, case):
        return
    row = case.resident
    others = _preselected(_details(row), ResidentRecord.objects.exclude(pk=row.pk))
    likely = [
        int(one.id)
        for one in duplicate_candidates(_key_of(row), [_key_of(other) for other in others])
        if one.score >= SURE_ENOUGH
    ]
    elsewhere = (
        CaseRecord.objects.filter(resident_id__in=[row.pk, *likely[:MOST_SHOWN]], state="open")
        .exclude(accountable_id=case.accountable_id)
        .order_by("id")
    )
    for other in elsewhere:
        if _helps_by_law(context, other):
            _note(context, case, other)
            _note(context, other, case)


def note_for(context: Context, *, resident_id: int) -> None:
    """Look once more for everything open of one person, as the system; noting twice is once.

    For cases that came in another way than a desk, or of which the details were completed later.
    """
    refs = CaseRecord.objects.filter(resident_id=resident_id, state="open").order_by("id")
    for ref in refs.values_list("ref", flat=True):
        note_elsewhere(context, ref=ref)


def _helps_by_law(context: Context, case: CaseRecord) -> bool:
    return any(
        grant.live
        and grant.organisation == case.accountable_id
        and grant.purpose is Purpose.GUIDANCE
        and grant.basis is LegalBasis.LEGAL_TASK
        for grant in consent.grants_of_case(case.pk, context.now)
    )


def _note(context: Context, case: CaseRecord, other: CaseRecord) -> None:
    lines = audit.lines_of_case(case.pk)
    if any(line.name == NOTED and line.payload.get("other") == other.ref for line in lines):
        return
    with acting(context) as act:
        act.record(
            NOTED,
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={"case": case.ref, "other": other.ref},
        )


def elsewhere(context: Context, *, lines: Iterable[audit.LoggedLine]) -> tuple[str, ...]:
    """Return one name per noted other case that is still open: '' unless its party may be named.

    The other organisation is named only to whom the resident let see that other case.
    """
    refs = {str(line.payload.get("other", "")) for line in lines if line.name == NOTED}
    if not refs:
        return ()
    others = list(CaseRecord.objects.filter(ref__in=refs, state="open").order_by("id"))
    shared = set(
        consent.visible_to(context)
        .filter(pk__in=[other.pk for other in others])
        .values_list("pk", flat=True)
    )
    region = current_region()
    return tuple(
        party_name(context, region, other.accountable_id) if other.pk in shared else ""
        for other in others
    )


def _preselected(person: PersonDetails, people: QuerySet[ResidentRecord]) -> list[ResidentRecord]:
    """Return who shares enough to be worth comparing; a bounded number, the newest first."""
    likely = Q(pk__in=())
    if person.postcode.strip():
        likely |= Q(postcode=person.postcode.strip()[:4])
    if normal_email(person.email):
        likely |= Q(email__istartswith=normal_email(person.email).partition("@")[0])
    if normal_phone(person.phone):
        likely |= Q(phone__endswith=person.phone.strip()[-2:])
    if person.birth_year:
        near = range(person.birth_year - 1, person.birth_year + 2)
        likely |= Q(birth_year__in=[*near, *_swapped(person.birth_year)])
    for word in name_words(person.name)[-1:]:
        likely |= Q(name__icontains=word[:3])
    return list(people.filter(likely).order_by("-id")[:MOST_COMPARED])


def _swapped(year: int) -> tuple[int, ...]:
    words = str(year)
    return (int(words[:2] + words[:1:-1]),) if len(words) == 4 else ()  # noqa: PLR2004  '1987'


def _details(row: ResidentRecord) -> PersonDetails:
    return PersonDetails(
        name=row.name,
        birth_year=row.birth_year,
        email=row.email,
        phone=row.phone,
        postcode=row.postcode,
    )


def _key(identity: str, person: PersonDetails) -> PersonKey:
    return PersonKey(
        id=identity,
        name=person.name,
        birth_year=person.birth_year,
        postcode=person.postcode.strip()[:4],
        phone=person.phone,
        email=person.email,
    )


def _key_of(row: ResidentRecord) -> PersonKey:
    return _key(str(row.pk), _details(row))
