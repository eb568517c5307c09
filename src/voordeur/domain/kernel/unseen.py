"""Characters nobody sees: they hide words from a search, or make a sentence read backwards."""

import re

UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
"""Control characters, soft hyphens, spaces without width, and marks of direction."""
MISLEADING = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Of those, what no honest word has: the marks that names in other scripts need are not in it."""


def seen(text: str) -> str:
    """Return what a reader sees of a text."""
    return UNSEEN.sub("", text)


def honest(text: str) -> str:
    """Return a text without what makes it look unlike what it says."""
    return MISLEADING.sub("", text)


def misleads(text: str) -> bool:
    """Tell whether a text may look unlike what it says."""
    return MISLEADING.search(text) is not None
