"""Lists of people and work as they were shown: kept before anybody sees one, and made again.

One row a list. It stands beside a line of the chained log, which says who looked and about whom,
and holds the digest of the row, so that a list changed afterwards no longer fits the log.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.matching.index import MatchIndex
from voordeur.domain.matching.keeping import (
    Plain,
    RebuiltList,
    RebuiltRow,
    ShownRow,
    keep,
    rebuild,
    without_seekers,
)
from voordeur.domain.matching.score import MatchScore
from voordeur.domain.matching.weights import UNIT
from voordeur.records.cases.models import CaseRecord
from voordeur.records.matching.models import MatchListRecord
from voordeur.records.work.models import VacancyRecord
from voordeur.services import audit
from voordeur.services.access import subjects_of
from voordeur.services.audit import JournalEntry, Payload
from voordeur.services.case_words import party_name
from voordeur.services.context import Context, day_of
from voordeur.services.match_weights import weights_of, weights_on
from voordeur.services.offices import LIST_READERS, require_office
from voordeur.services.region import current_region

PEOPLE, WORK = "people", "work"
LOGGED_AS = frozenset({"ListSeen", "WorkListSeen"})
"""Names of the lines of the log beside which a list can stand."""
MOST_LISTED = 100
LARGEST = 2**63 - 1
"""The largest number a row can have."""
SQUEEZE = 1
"""How hard facts are compressed: the fastest takes a fifth of the room already."""
Shown = Sequence[tuple[int, MatchScore]]
"""Case or vacancy with its score, in the order shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """One list that was shown; ``about`` is a vacancy, and empty for work for a person."""

    number: int
    at: datetime
    sort: str
    organisation: str
    about: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuiltLine:
    """A row of a list beside the same made again: points of 1000, None when facts are gone."""

    place: int
    what: str
    shown: int
    made: int | None
    possible: bool
    made_place: int | None
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuiltPage:
    """A list made again: ``same`` when order and scores are what was shown.

    ``sealed`` tells whether the row still fits the log; None when people were forgotten since, so
    that it cannot be told. ``weights_known`` is whether the weights are those of that version.
    """

    line: ListLine
    by_person: bool
    lines: tuple[RebuiltLine, ...]
    in_order: bool
    same: bool
    gone: int
    sealed: bool | None
    weights: str
    weights_known: bool
    weights_today: str
    vocabulary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnListing:
    """A list somebody was on, or that was made for them, as they read it themselves."""

    number: int
    at: datetime
    by: str
    vacancy: str
    """The work the list was for; empty when it was work for this person."""
    place: int | None
    rows: int
    points: int | None


def kept_of(index: MatchIndex, scores: Iterable[MatchScore]) -> Plain:
    """Return what the scores of a list rest on, read from the index that made them."""
    held = list(scores)
    market = index.market
    return keep(
        (market.seekers.facts_of(one) for one in dict.fromkeys(score.seeker for score in held)),
        (market.vacancies.facts_of(one) for one in dict.fromkeys(one.vacancy for one in held)),
        market.weights,
        market.taxonomy,
    )


def log_people(
    context: Context,
    *,
    vacancy: VacancyRecord,
    shown: Sequence[tuple[MatchScore, CaseRecord]],
    kept: Plain,
) -> None:
    """Keep a list of people for a vacancy, with its line in the log, before it is shown."""
    if not shown:
        return
    entry = JournalEntry(
        kind="view",
        name="ListSeen",
        payload={"list": "candidates", "cases": [case.pk for _score, case in shown]},
        subjects=tuple(subject for _score, case in shown for subject in subjects_of(case)),
    )
    _keep(context, entry, kept, [(case.pk, one) for one, case in shown], vacancy_id=vacancy.pk)


def log_work(
    context: Context, *, case: CaseRecord, scores: Sequence[MatchScore], kept: Plain
) -> None:
    """Keep a list of work for a person, with its line in the log, before it is shown."""
    if not scores:
        return
    entry = JournalEntry(
        kind="view",
        name="WorkListSeen",
        payload={"list": "work", "vacancies": [one.vacancy for one in scores]},
        case_id=case.pk,
        subjects=subjects_of(case),
    )
    _keep(context, entry, kept, [(one.vacancy, one) for one in scores], case_id=case.pk)


def _keep(
    context: Context,
    entry: JournalEntry,
    kept: Plain,
    shown: Shown,
    *,
    vacancy_id: int | None = None,
    case_id: int | None = None,
) -> None:
    facts = _packed(kept)
    sort = WORK if vacancy_id is None else PEOPLE
    rows = [
        [row, one.seeker if sort == PEOPLE else one.vacancy, one.total, int(one.is_possible)]
        for row, one in shown
    ]
    told = json.dumps(rows, separators=(",", ":"))
    digest = _digest(told, facts)
    payload: Payload = {**entry.payload, "digest": digest}
    with transaction.atomic():
        sequence = audit.append(
            context,
            JournalEntry(
                kind=entry.kind,
                name=entry.name,
                payload=payload,
                case_id=entry.case_id,
                subjects=entry.subjects,
            ),
        )
        MatchListRecord.objects.create(
            entry=sequence,
            at=context.now,
            sort=sort,
            actor_kind=context.kind.value,
            organisation_id=context.organisation,
            account_id=context.account_id,
            vacancy_id=vacancy_id,
            case_id=case_id,
            weights_version=kept["weights"]["version"],
            vocabulary_version=kept["vocabulary"],
            shown=told,
            facts=facts,
            digest=digest,
        )


def lists(context: Context) -> tuple[ListLine, ...]:
    """Return the newest lists (two queries). Raises ``RefusedError`` (NOT_FOUND)."""
    rows = _readable(context).select_related("vacancy__employer")[:MOST_LISTED]
    return tuple(_line(context, row) for row in rows)


def rebuilt(context: Context, *, number: int) -> RebuiltPage:
    """Make a list again and lay it beside what was shown; the look is in the log first.

    Raises ``RefusedError`` (NOT_FOUND) when there is no such list for this reader.
    """
    rows = _readable(context).select_related("vacancy__employer")
    row = rows.filter(pk=number).first() if 0 < number <= LARGEST else None
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    shown = json.loads(row.shown)
    cases = [row.case_id or 0] if row.sort == WORK else [int(one[0]) for one in shown]
    held = list(CaseRecord.objects.filter(pk__in=cases).order_by("pk"))
    audit.record_view(
        context,
        JournalEntry(
            kind="view",
            name="ListRebuilt",
            payload={"list": str(row.pk)},
            case_id=row.case_id,
            subjects=tuple(subject for case in held for subject in subjects_of(case)),
            purpose="privacy_supervision" if context.has_role(Role.PRIVACY_OFFICER) else "",
        ),
    )
    made = _rebuilt(row, shown)
    names = {case.pk: case.ref for case in held} if row.sort == PEOPLE else _titles(shown)
    chosen = weights_of(row.weights_version)
    return RebuiltPage(
        line=_line(context, row),
        by_person=row.actor_kind == ActorKind.RESIDENT.value,
        lines=tuple(
            _rebuilt_line(place, names.get(one[0], ""), told)
            for place, (one, told) in enumerate(zip(shown, made.rows, strict=True), 1)
        ),
        in_order=made.is_in_order,
        same=made.is_same,
        gone=made.gone,
        sealed=_sealed(row),
        weights=row.weights_version,
        weights_known=chosen is not None,
        weights_today=weights_on(context.today).version,
        vocabulary=row.vocabulary_version,
    )


def lists_with(context: Context, *, resident_id: int) -> tuple[OwnListing, ...]:
    """Return the lists somebody was on, newest first (three queries); the caller logs the look.

    Who looks twice on a day and sees the same is told once.
    """
    own = set(CaseRecord.objects.filter(resident_id=resident_id).values_list("pk", flat=True))
    rows = _about(resident_id).select_related("vacancy__employer")
    once: dict[tuple[object, ...], OwnListing] = {}
    for row in rows:
        told = _own(context, row, own)
        seen = (day_of(told.at), told.by, told.vacancy, told.place, told.rows, told.points)
        once.setdefault(seen, told)
    return tuple(once.values())


def forget_in_lists(resident_id: int, case_ids: Iterable[int]) -> int:
    """Take the facts of somebody out of every list; returns of how many lists.

    That they stood there, at which place and with which score, stays as a number.
    """
    own, changed = set(case_ids), 0
    for row in _about(resident_id):
        shown = json.loads(row.shown)
        numbers = [one[1] for one in shown if one[0] in own] if row.sort == PEOPLE else []
        kept = without_seekers(_unpacked(row.facts), numbers) if row.sort == PEOPLE else {}
        row.facts, row.forgotten = _packed(kept), row.forgotten + max(1, len(numbers))
        row.save(update_fields=["facts", "forgotten"])
        changed += 1
    return changed


def _about(resident_id: int) -> QuerySet[MatchListRecord]:
    return MatchListRecord.objects.filter(entry__in=audit.entries_about(resident_id))


def _readable(context: Context) -> QuerySet[MatchListRecord]:
    require_office(context, LIST_READERS)
    rows = MatchListRecord.objects.order_by("-id")
    if context.kind is ActorKind.SYSTEM or context.has_role(Role.PRIVACY_OFFICER):
        return rows
    return rows.filter(organisation_id=context.organisation)


def _rebuilt(row: MatchListRecord, shown: Sequence[Sequence[int]]) -> RebuiltList:
    rows = [ShownRow(number, total, bool(possible)) for _who, number, total, possible in shown]
    return rebuild(_unpacked(row.facts), shown=rows, of_people=row.sort == PEOPLE)


def _sealed(row: MatchListRecord) -> bool | None:
    """Tell whether a row still fits the log; None when facts rightly left it."""
    line = audit.line_at(row.entry)
    if line is None or line.payload.get("digest") != row.digest:
        return False
    return None if row.forgotten else digest_of(row) == row.digest


def digest_of(row: MatchListRecord) -> str:
    """Return the digest that belongs to what a row holds now."""
    return _digest(row.shown, bytes(row.facts))


def _titles(shown: Sequence[Sequence[int]]) -> dict[int, str]:
    rows = VacancyRecord.objects.select_related("employer").filter(pk__in=[one[0] for one in shown])
    return {row.pk: _title(row) for row in rows}


def _title(row: VacancyRecord) -> str:
    return f"{row.title}, {row.employer.name}"


def _line(context: Context, row: MatchListRecord) -> ListLine:
    return ListLine(
        number=row.pk,
        at=row.at,
        sort=row.sort,
        organisation=party_name(context, current_region(), row.organisation_id),
        about=_title(row.vacancy) if row.vacancy is not None else "",
        rows=len(json.loads(row.shown)),
    )


def _rebuilt_line(place: int, what: str, told: RebuiltRow) -> RebuiltLine:
    return RebuiltLine(
        place=place,
        what=what,
        shown=told.shown.total // UNIT,
        made=None if told.total is None else told.total // UNIT,
        possible=told.shown.possible,
        made_place=told.place,
        same=told.is_same,
    )


def _own(context: Context, row: MatchListRecord, cases: set[int]) -> OwnListing:
    shown = json.loads(row.shown)
    places = [(at, one) for at, one in enumerate(shown, 1) if one[0] in cases]
    found = places[0] if row.sort == PEOPLE and places else None
    return OwnListing(
        number=row.pk,
        at=row.at,
        by=party_name(context, current_region(), row.organisation_id),
        vacancy=_title(row.vacancy) if row.vacancy is not None else "",
        place=found[0] if found else None,
        rows=len(shown),
        points=found[1][2] // UNIT if found else None,
    )


def _packed(kept: Plain) -> bytes:
    if not kept:
        return b""
    return zlib.compress(json.dumps(kept, separators=(",", ":")).encode(), SQUEEZE)


def _unpacked(facts: bytes | memoryview) -> Plain:
    plain: Plain = json.loads(zlib.decompress(bytes(facts))) if facts else {}
    return plain


def _digest(shown: str, facts: bytes) -> str:
    return hashlib.sha256(shown.encode() + b"\n" + facts).hexdigest()
