"""Courses that close the gap between somebody and work: those on the steps into its function."""

from dataclasses import dataclass

from voordeur.domain.paths.atlas import COURSE
from voordeur.services.context import Context
from voordeur.services.path_book import OWN_LIST, PathBook, open_book

MOST_COURSES = 4


@dataclass(frozen=True, slots=True)
class LearningWay:
    """A function of the sector paths with the courses that lead to it, the shortest way first."""

    code: str
    title: str
    courses: tuple[str, ...]


def learning_way(context: Context, *, occupation: str) -> LearningWay | None:
    """Return how work of this occupation is learned; None when no path leads there (one query)."""
    if not occupation:
        return None
    book = open_book(context)
    code = _function(book, occupation)
    if not code:
        return None
    steps = sorted(
        (one for one in book.atlas.steps if one.goal == code), key=lambda one: one.months
    )
    courses = dict.fromkeys(course for one in steps for course in one.courses)
    titles = tuple(book.title(COURSE, one) for one in courses)[:MOST_COURSES]
    return LearningWay(code, book.job_title(code), titles) if steps else None


def _function(book: PathBook, occupation: str) -> str:
    """Return the function an occupation is called by, in the own list or in ESCO; else ''."""
    for code in book.atlas.jobs:
        entry = book.job(code)
        own = {f"{OWN_LIST}{one}" for one in (code, *entry.aliases)}
        if occupation in own or occupation == entry.line("esco"):
            return code
    return ""
