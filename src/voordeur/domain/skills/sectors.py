"""Sectors of business (SBI) and the region's own: a code has the sector of the nearest above it."""

from collections.abc import Iterable, Mapping

PREFIX, TARGET = "sbi:", "sector:"
"""Before a code of SBI, and before a sector of the region, as a vocabulary keeps them."""
LEAST_DIGITS = 2


def plain_sbi(code: str) -> str:
    """Return a code as it is kept: without dots and spaces, a letter as a capital."""
    return "".join(code.replace(".", "").split()).upper()


def sector_of(code: str, known: Mapping[str, str]) -> str:
    """Return the region's sector of a code by what is ``known`` per code; '' when nothing is.

    '86.10.1' has the sector of 8610 when it has none itself, then of 861, then of 86.
    """
    plain = plain_sbi(code)
    while plain:
        if plain in known:
            return known[plain]
        plain = plain[:-1] if len(plain) > LEAST_DIGITS else ""
    return ""


def strange_sectors(targets: Iterable[str], sectors: Iterable[str]) -> tuple[str, ...]:
    """Return the sectors a mapping names that the region does not have, in order."""
    named = {one.removeprefix(TARGET) for one in targets if one.startswith(TARGET)}
    return tuple(sorted(named - set(sectors)))
