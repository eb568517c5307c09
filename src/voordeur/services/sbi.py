"""Which sector of the region a code of SBI belongs to, as the loaded table says."""

import re

from voordeur.domain.kernel.text import Text
from voordeur.domain.skills.sectors import (
    PREFIX,
    TARGET,
    plain_sbi,
    sector_of,
    strange_sectors,
)
from voordeur.domain.skills.vocabulary import Vocabulary, VocabularyProblem
from voordeur.records.skills.models import MappingRecord
from voordeur.services.region import current_region

CODE = re.compile(r"[A-Va-v]|[0-9][0-9. ]{1,8}")


def sector_for(code: str) -> str:
    """Return the region's sector of a code, or of the nearest code above it; '' when not known."""
    if not CODE.fullmatch(code.strip()):
        return ""
    plain = plain_sbi(code)
    above = [PREFIX + plain[:length] for length in range(1, len(plain) + 1)]
    rows = MappingRecord.objects.filter(
        concept__code__in=above, concept__removed_in=None, target__startswith=TARGET
    )
    known = {
        code.removeprefix(PREFIX): target.removeprefix(TARGET)
        for code, target in rows.order_by("id").values_list("concept__code", "target")
    }
    return sector_of(plain, known)


def problems_of(vocabulary: Vocabulary) -> tuple[VocabularyProblem, ...]:
    """Return what a table of sectors says that this region cannot have."""
    if vocabulary.source != "sbi":
        return ()
    region = current_region()
    targets = [one.target for one in vocabulary.mappings]
    words = Text(
        f"deze sector heeft de regio niet; er zijn: {', '.join(sorted(region.sectors))}",
        f"the region has no such sector; there are: {', '.join(sorted(region.sectors))}",
    )
    strange = strange_sectors(targets, region.sectors)
    return tuple(VocabularyProblem("sbi.csv", 0, words, one) for one in strange)
