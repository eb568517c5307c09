"""The region in force: loading a pack, and reading it without asking the database twice."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Subquery

from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.region.differences import Difference, differences
from voordeur.domain.region.model import PackProblem, Region
from voordeur.domain.region.positions import NUG_TOPIC, TakenPosition, with_positions
from voordeur.records.region.models import (
    OrganisationRecord,
    PackVersionRecord,
    PolicyPositionRecord,
)
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.ports import ports

_packs: dict[int, Region] = {}
"""The newest pack as it was loaded, by version."""
_regions: dict[tuple[int, int | None], Region] = {}
"""That pack with the positions municipalities took since, by version and newest position."""


_parsed: dict[str, Region] = {}
"""What was read lately, by the digest of its files: the same files are never read twice."""
MOST_PARSED = 4


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading did: whether anything changed, and what the pack still asks to be filled."""

    changed: bool
    digest: str
    to_dos: tuple[PackProblem, ...] = ()


def current_region() -> Region:
    """Return the region in force (one small query; made once per process and version).

    Positions that municipalities took here are laid over the pack, each from its own day.
    Raises ``LookupError`` when no pack was ever loaded.
    """
    positions = PolicyPositionRecord.objects.order_by("-id").values("id")
    newest = (
        PackVersionRecord.objects.order_by("-id")
        .annotate(position=Subquery(positions[:1]))
        .values_list("id", "position")
        .first()
    )
    if newest is None:
        message = "no region pack is loaded; run: voordeur pack load DIR"
        raise LookupError(message)
    if newest not in _regions:
        region = with_positions(_pack(newest[0]), _positions())
        _regions.clear()
        _regions[newest] = region
    return _regions[newest]


def loaded_pack() -> Region:
    """Return the newest pack as it was loaded, without positions taken since (``LookupError``)."""
    newest = PackVersionRecord.objects.order_by("-id").values_list("id", flat=True).first()
    if newest is None:
        message = "no region pack is loaded; run: voordeur pack load DIR"
        raise LookupError(message)
    return _pack(newest)


def forget_region() -> None:
    """Read the region anew at the next question; for whoever changes what it is made of."""
    _packs.clear()
    _regions.clear()


def _pack(version: int) -> Region:
    if version not in _packs:
        region = _parse(PackVersionRecord.objects.get(id=version).documents)
        if isinstance(region, list):
            message = "the loaded pack can no longer be read; load a corrected pack"
            raise LookupError(message)
        _packs.clear()
        _packs[version] = region
    return _packs[version]


def _parse(documents: Mapping[str, str]) -> Region | list[PackProblem]:
    digest = digest_of(documents)
    if digest not in _parsed:
        region = ports().pack_reader.parse(documents)
        if isinstance(region, list):
            return region
        while len(_parsed) >= MOST_PARSED:
            _parsed.pop(next(iter(_parsed)))
        _parsed[digest] = region
    return _parsed[digest]


def _positions() -> list[TakenPosition]:
    rows = PolicyPositionRecord.objects.filter(topic=NUG_TOPIC)
    return [
        TakenPosition(row.municipality, row.valid_from, row.position, row.reason) for row in rows
    ]


def differences_with(new: Region) -> list[Difference]:
    """Return what would change if ``new`` were loaded now; everything, when nothing is loaded."""
    try:
        old: Region | None = loaded_pack()
    except LookupError:
        old = None
    return differences(old, new)


def digest_of(documents: Mapping[str, str]) -> str:
    """Return a digest of the pack's files that is the same for the same content."""
    whole = hashlib.sha256()
    for name in sorted(documents):
        whole.update(f"{name}\0{len(documents[name])}\0".encode())
        whole.update(documents[name].encode())
    return whole.hexdigest()


def load_pack(context: Context, *, documents: Mapping[str, str]) -> LoadReport:
    """Make ``documents`` the region in force; loading the same pack again changes nothing.

    Raises ``RefusedError`` (PACK_INVALID) when the pack has an error: it never half-loads.
    """
    _require_manager(context)
    parsed = _parse(documents)
    if isinstance(parsed, list):
        errors = [problem for problem in parsed if problem.severity == "error"]
        raise RefusedError(Refusal(Reason.PACK_INVALID, {"errors": str(len(errors))}))
    digest = digest_of(documents)
    newest = PackVersionRecord.objects.order_by("-id").first()
    if newest is not None and newest.digest == digest:
        return LoadReport(changed=False, digest=digest)
    with acting(context) as act:
        PackVersionRecord.objects.create(
            digest=digest,
            region_code=parsed.code,
            documents=dict(documents),
            loaded_at=context.now,
            loaded_by_id=context.account_id,
        )
        _write_organisations(parsed)
        act.record("PackLoaded", payload={"region": parsed.code, "digest": digest})
    forget_region()
    return LoadReport(changed=True, digest=digest)


def _require_manager(context: Context) -> None:
    if context.kind is ActorKind.SYSTEM or context.has_role(Role.SYSTEM_MANAGER):
        return
    raise RefusedError(Refusal(Reason.ROLE_DOES_NOT_ALLOW))


def _write_organisations(region: Region) -> None:
    OrganisationRecord.objects.exclude(code__in=region.organisations).update(
        in_pack=False, takes_handovers=False
    )
    OrganisationRecord.objects.bulk_create(
        (
            OrganisationRecord(
                code=entry.code, kind=entry.kind, takes_handovers=entry.takes_handovers
            )
            for entry in region.organisations.values()
        ),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["kind", "takes_handovers", "in_pack"],
    )
