"""The log as the resident it is about reads it: who looked, and when they last came in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from voordeur.domain.kernel.actors import ActorKind
from voordeur.records.audit.models import JournalRecord, JournalSubjectRecord


@dataclass(frozen=True, slots=True)
class LookedLine:
    """Somebody saw or did something about a resident; no account and nobody else in it."""

    at: datetime
    kind: str
    name: str
    actor_kind: str
    organisation: str
    purpose: str
    legal_basis: str
    details: Mapping[str, str]
    """Codes of the event that are about this resident alone: part, code, fields."""


_SAFE = frozenset({"part", "code", "list", "reason", "outcome", "purpose", "from", "to", "kind"})
"""Keys of an event that can hold nothing about anybody else."""


def looked(
    resident_id: int, *, most: int, views_only: bool = False, own: bool = False
) -> list[LookedLine]:
    """Return the newest lines about a resident; their own visits only with ``own`` (one query)."""
    found = _about(resident_id) if own else _others(resident_id, views_only=views_only)
    rows = found.order_by("-sequence")[:most]
    return [_line(row) for row in rows]


def times_looked(resident_id: int) -> int:
    """Return how often somebody else saw something of a resident."""
    return _others(resident_id, views_only=True).count()


def last_of(resident_id: int, name: str) -> int:
    """Return the place in the log of the newest event ``name`` about a resident; 0 for never."""
    rows = _about(resident_id).filter(name=name).order_by("-sequence")
    return rows.values_list("sequence", flat=True).first() or 0


def _about(resident_id: int) -> QuerySet[JournalRecord]:
    entries = JournalSubjectRecord.objects.filter(resident_id=resident_id)
    return JournalRecord.objects.filter(sequence__in=entries.values("entry_id"))


def _others(resident_id: int, *, views_only: bool) -> QuerySet[JournalRecord]:
    if views_only:
        return _about(resident_id).filter(kind="view").exclude(actor_kind=ActorKind.RESIDENT.value)
    return _about(resident_id).exclude(kind="view", actor_kind=ActorKind.RESIDENT.value)


def _line(row: JournalRecord) -> LookedLine:
    payload = json.loads(row.payload)
    return LookedLine(
        at=row.at,
        kind=row.kind,
        name=row.name,
        actor_kind=row.actor_kind,
        organisation=row.organisation_id,
        purpose=row.purpose,
        legal_basis=row.legal_basis,
        details={
            key: value for key, value in payload.items() if key in _SAFE and isinstance(value, str)
        },
    )
