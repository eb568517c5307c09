"""A vocabulary and a profile, for the tests of what happens with them."""

from typing import Any

from tests.people import NOW
from voordeur.domain.profile.profile import ProfileLine, ProfilePart
from voordeur.services import vocabulary
from voordeur.services.context import system_context
from voordeur.services.ports import ports

SALES, COOKING, TILL = "own:klant-adviseren", "own:maaltijd-bereiden", "own:afrekenen"
COOK = "own:B07"


def load_own_list() -> None:
    """Load the region's own list."""
    system = system_context(NOW)
    folder = f"{ports().region_directory}/skills"
    report = vocabulary.look(system, directory=folder, source="own")
    vocabulary.load(system, report=report)


def skill(code: str = COOKING, **changes: Any) -> ProfileLine:
    """Return a skill on its own level, told by the person."""
    values: dict[str, Any] = {"level": 2, "evidence": "told", "words": code, **changes}
    return ProfileLine(part=ProfilePart.SKILLS, code=code, **values)


def work(words: str = "kok", **changes: Any) -> ProfileLine:
    """Return work done before."""
    return ProfileLine(part=ProfilePart.EXPERIENCE, words=words, **changes)
