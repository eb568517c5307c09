"""Cells of a table that no spreadsheet program calculates with, and back."""

import re

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff]")
"""Signs nobody sees; no cell keeps them."""


def harmless(words: str) -> str:
    """Return ``words`` with an apostrophe before anything a spreadsheet would calculate."""
    plain = UNSEEN.sub("", words)
    risky = plain.lstrip(" ").startswith(STARTS_A_FORMULA) or _looks_harmless_already(plain)
    return f"'{plain}" if risky else plain


def bare(words: str) -> str:
    """Return ``words`` as they were before :func:`harmless`."""
    inner = words[1:]
    protected = inner.lstrip(" ").startswith(STARTS_A_FORMULA) or _looks_harmless_already(inner)
    return inner if words.startswith("'") and protected else words


def _looks_harmless_already(words: str) -> bool:
    """Tell whether taking an apostrophe off would show a formula: then it needs one more."""
    return words.startswith("'") and words.lstrip("'").lstrip(" ").startswith(STARTS_A_FORMULA)
