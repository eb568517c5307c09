"""Finding occupations and skills: by what somebody types, and in a whole text; nothing goes out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest

from django.db.models import QuerySet

from voordeur.domain.kernel.refusal import require
from voordeur.domain.kernel.unseen import seen
from voordeur.domain.skills.suggesting import Found, LabelIndex, Labelled, may_be_read, searched
from voordeur.domain.skills.vocabulary import SOURCES, ConceptKind
from voordeur.records.skills.models import ConceptRecord, VocabularyRecord

LONGEST_SEARCH = 80
RANKS = {source: rank for rank, source in enumerate(SOURCES)}
Key = tuple[tuple[int, str], ...]
_kept: list[tuple[Key, LabelIndex]] = []
_searched: list[tuple[Key, "list[_Known]"]] = []
"""The index of what is loaded now, and what a search looks at; made again when that changes."""


@dataclass(frozen=True, slots=True)
class ConceptName:
    """What a code is called now; ``gone`` when the vocabulary no longer has it."""

    code: str
    kind: str
    label: str
    gone: bool


def suggest(text: str) -> tuple[Found, ...]:
    """Return the occupations and skills a text names, in its order; what nobody sees is left out.

    Raises ``RefusedError``: INVALID_INPUT without words, TOO_LARGE.
    """
    require(may_be_read(text))
    visible = seen(text)
    require(may_be_read(visible))
    return index().suggest(visible)


def index() -> LabelIndex:
    """Return the index of everything loaded now (one query when it was made before)."""
    key = _loaded()
    if not _kept or _kept[0][0] != key:
        _kept[:] = [(key, LabelIndex(_labels()))]
    return _kept[0][1]


def _loaded() -> Key:
    return tuple(VocabularyRecord.objects.order_by("id").values_list("pk", "digest"))


def _labels() -> Iterator[Labelled]:
    rows = _of_people().order_by("id")
    for source, code, kind, label, others in rows.values_list(
        "source", "code", "kind", "label", "alternatives"
    ):
        # A name of its own goes before the other words of something else.
        rank = RANKS[source] * 2
        yield Labelled(code, ConceptKind(kind), label, label, rank)
        for words in others:
            yield Labelled(code, ConceptKind(kind), label, words, rank + 1)


def _of_people() -> QuerySet[ConceptRecord]:
    """Return what a person can have or do: a sector of business is neither."""
    kinds = (ConceptKind.OCCUPATION.value, ConceptKind.SKILL.value)
    return ConceptRecord.objects.filter(removed_in__isnull=True, kind__in=kinds)


def search(text: str, *, kind: str = "", most: int = 20) -> list[ConceptRecord]:
    """Return what has every typed word at the beginning of a word, names before other words.

    Looked for in memory: that is quicker than in the database, and the same on both of them.
    """
    whole = searched(text[:LONGEST_SEARCH])
    words = [f" {word}" for word in whole.split()]
    if not words:
        return []
    found = _known()
    for word in sorted(words, key=len, reverse=True):  # the longest leaves the fewest
        found = [one for one in found if word in one.search]
    if kind:
        found = [one for one in found if one.kind == kind]
    best = nsmallest(most, found, key=lambda one: one.place(whole))
    rows = ConceptRecord.objects.in_bulk([one.pk for one in best])
    return [rows[one.pk] for one in best]


@dataclass(frozen=True, slots=True)
class _Known:
    """What a search looks at."""

    pk: int
    kind: str
    rank: int
    label: str
    search: str

    def place(self, whole: str) -> tuple[int, int, str, int]:
        """Return where it comes among what fits: the name itself, its beginning, other words."""
        name = self.search.partition("|")[0]
        if name == whole:
            best = 0
        elif name.startswith(whole):
            best = 1
        else:
            best = 2 if whole in self.search else 3
        return best, self.rank, self.label, self.pk


def _known() -> list[_Known]:
    key = _loaded()
    if not _searched or _searched[0][0] != key:
        rows = _of_people().order_by("id")
        told = rows.values_list("pk", "kind", "source", "label", "search")
        held = [_Known(pk, kind, RANKS[source], label, s) for pk, kind, source, label, s in told]
        _searched[:] = [(key, held)]
    return _searched[0][1]


def names_of(codes: Iterable[str]) -> Mapping[str, ConceptName]:
    """Return what codes are called now, in one query; an unknown code is not in it."""
    rows = ConceptRecord.objects.filter(code__in=set(codes))
    told = rows.values_list("code", "kind", "label", "removed_in_id")
    return {
        code: ConceptName(code, kind, label, gone is not None) for code, kind, label, gone in told
    }


def occupation_named(words: str) -> str:
    """Return the code of the occupation that ``words`` as a whole name; '' when none does."""
    plain = searched(words[: 3 * LONGEST_SEARCH])
    if not plain:
        return ""
    rows = search(words[: 3 * LONGEST_SEARCH], kind=ConceptKind.OCCUPATION.value, most=10)
    return next((row.code for row in rows if plain in row.search.split("|")), "")
