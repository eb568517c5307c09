"""The rows of profiles: who uses what of a vocabulary, and forgetting them with their person."""

from collections.abc import Collection, Mapping

from voordeur.records.profiles.models import ProfileLineRecord, WorkProfileRecord
from voordeur.records.work.models import RegisterStatusRecord

BATCH = 500


def forget_profile(resident_id: int) -> None:
    """Wipe what is known for work of somebody who is forgotten; the caller is in its own act."""
    ProfileLineRecord.objects.filter(profile__resident_id=resident_id).delete()
    WorkProfileRecord.objects.filter(resident_id=resident_id).delete()
    RegisterStatusRecord.objects.filter(resident_id=resident_id).delete()


def lines_of(resident_id: int | None) -> int:
    """Return how many lines the profile of somebody has."""
    return ProfileLineRecord.objects.filter(profile__resident_id=resident_id or 0).count()


def uses_of(codes: Collection[str]) -> Mapping[str, int]:
    """Return in how many profiles each of these codes stands."""
    found: dict[str, int] = {}
    wanted = sorted(codes)
    for start in range(0, len(wanted), BATCH):
        rows = ProfileLineRecord.objects.filter(code__in=wanted[start : start + BATCH])
        for code in rows.order_by("id").values_list("code", flat=True):
            found[code] = found.get(code, 0) + 1
    return found
