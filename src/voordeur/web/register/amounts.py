"""Amounts as people type them, in whole cents; what is no amount is None."""

import re

_THOUSANDS = re.compile(r"(\d{1,3}(?:[.]\d{3})+)(?:,(\d{1,2}))?\Z")
_ENGLISH = re.compile(r"(\d{1,3}(?:,\d{3})+)(?:[.](\d{1,2}))?\Z")
_PLAIN = re.compile(r"(\d{1,15})(?:[.,](\d{1,2}))?\Z")


def cents_of(typed: str) -> int | None:
    """Return the cents in '1.250,50', '1250.50', '€ 1250' or '1,250.50'; None for anything else."""
    text = typed.replace("€", "").replace("\u00a0", "").replace(" ", "").removesuffix(",-")
    for form in (_THOUSANDS, _ENGLISH, _PLAIN):
        found = form.fullmatch(text)
        if found is not None and text.isascii():
            whole = re.sub(r"[.,]", "", found[1])
            return int(whole) * 100 + int((found[2] or "0").ljust(2, "0"))
    return None


def typed_of(cents: int) -> str:
    """Return cents as they stand in a field: '1250' or '1250,50'."""
    whole, rest = divmod(cents, 100)
    return f"{whole},{rest:02d}" if rest else str(whole)
