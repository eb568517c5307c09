"""Finding occupations and skills: by what somebody types, and in a whole text; nothing goes out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from voordeur.domain.kernel.refusal import require
from voordeur.domain.skills.suggesting import Found, LabelIndex, Labelled, may_be_read, searched
from voordeur.domain.skills.vocabulary import SOURCES, ConceptKind
from voordeur.records.skills.models import ConceptRecord, VocabularyRecord

LONGEST_SEARCH = 80
RANKS = {source: rank for rank, source in enumerate(SOURCES)}
Key = tuple[tuple[int, str], ...]
_kept: list[tuple[Key, LabelIndex]] = []
"""The index of what is loaded now; made again when something else is."""


@dataclass(frozen=True, slots=True)
class ConceptName:
    """What a code is called now; ``gone`` when the vocabulary no longer has it."""

    code: str
    kind: str
    label: str
    gone: bool


def suggest(text: str) -> tuple[Found, ...]:
    """Return the occupations and skills a text names, in its order.

    Raises ``RefusedError``: INVALID_INPUT without words, TOO_LARGE.
    """
    require(may_be_read(text))
    return index().suggest(text)


def index() -> LabelIndex:
    """Return the index of everything loaded now (one query when it was made before)."""
    key: Key = tuple(VocabularyRecord.objects.order_by("id").values_list("pk", "digest"))
    if not _kept or _kept[0][0] != key:
        _kept[:] = [(key, LabelIndex(_labels()))]
    return _kept[0][1]


def _labels() -> Iterator[Labelled]:
    rows = ConceptRecord.objects.filter(removed_in__isnull=True).order_by("id")
    for source, code, kind, label, others in rows.values_list(
        "source", "code", "kind", "label", "alternatives"
    ):
        # A name of its own goes before the other words of something else.
        rank = RANKS[source] * 2
        yield Labelled(code, ConceptKind(kind), label, label, rank)
        for words in others:
            yield Labelled(code, ConceptKind(kind), label, words, rank + 1)


def search(text: str, *, kind: str = "", most: int = 20) -> QuerySet[ConceptRecord]:
    """Return what has every typed word at the beginning of a word, names before other words."""
    words = searched(text[:LONGEST_SEARCH]).split()
    rows = ConceptRecord.objects.filter(removed_in__isnull=True)
    if kind:
        rows = rows.filter(kind=kind)
    if not words:
        return rows.none()
    for word in words:
        rows = rows.filter(search__contains=f" {word}")
    whole = f" {' '.join(words)}"
    best = Case(
        When(Q(search__startswith=f"{whole}|") | Q(search=whole), then=Value(0)),
        When(search__startswith=whole, then=Value(1)),
        When(search__contains=whole, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    ranks = [When(source=source, then=Value(rank)) for source, rank in RANKS.items()]
    source = Case(*ranks, default=Value(len(RANKS)), output_field=IntegerField())
    return rows.annotate(best=best, rank=source).order_by("best", "rank", "label", "id")[:most]


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
