"""The region in force: loading a pack, and reading it without asking the database twice."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.region.differences import Difference, differences
from voordeur.domain.region.model import PackProblem, Region
from voordeur.records.region.models import OrganisationRecord, PackVersionRecord
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.ports import ports

_cache: dict[int, Region] = {}


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading did: whether anything changed, and what the pack still asks to be filled."""

    changed: bool
    digest: str
    to_dos: tuple[PackProblem, ...] = ()


def current_region() -> Region:
    """Return the region in force (one small query; parsed once per process and version).

    Raises ``LookupError`` when no pack was ever loaded.
    """
    newest = PackVersionRecord.objects.order_by("-id").values_list("id", flat=True).first()
    if newest is None:
        message = "no region pack is loaded; run: voordeur pack load DIR"
        raise LookupError(message)
    if newest not in _cache:
        documents = PackVersionRecord.objects.get(id=newest).documents
        region = ports().pack_reader.parse(documents)
        if isinstance(region, list):
            message = "the loaded pack can no longer be read; load a corrected pack"
            raise LookupError(message)
        _cache.clear()
        _cache[newest] = region
    return _cache[newest]


def differences_with(new: Region) -> list[Difference]:
    """Return what would change if ``new`` were loaded now; everything, when nothing is loaded."""
    try:
        old: Region | None = current_region()
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
    parsed = ports().pack_reader.parse(documents)
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
