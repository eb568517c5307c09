"""Occupation and skills of a vacancy as words, and back; and which vacancies are there today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from voordeur.domain.skills.vocabulary import ConceptKind
from voordeur.records.work.models import EmployerAccountRecord, VacancyRecord
from voordeur.services.context import Context
from voordeur.services.match_market import asked_by
from voordeur.services.skill_index import names_of, occupation_named, search

MOST_ESSENTIAL = 12
LONGEST_NAME = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Codes of what was typed, and words nobody knows per field."""

    occupation: str = ""
    required: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()
    unknown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def codes(self) -> dict[str, str | tuple[str, ...]]:
        """Return what goes into a vacancy."""
        return {
            "occupation": self.occupation,
            "required": self.required,
            "preferred": self.preferred,
        }


def read(*, occupation: str, required: str, preferred: str) -> Read:
    """Return the codes of typed words; without skills those the occupation asks most are taken."""
    code = occupation_named(occupation) if occupation.strip() else ""
    unknown: dict[str, tuple[str, ...]] = {}
    if occupation.strip() and not code:
        unknown["occupation_words"] = (occupation.strip(),)
    needed = _skills("required_words", required, unknown)
    wished = _skills("preferred_words", preferred, unknown)
    if code and not needed and "required_words" not in unknown:
        asked = asked_by(code)
        needed = tuple(one for one, how in asked.items() if how == "essential")[:MOST_ESSENTIAL]
    return Read(occupation=code, required=needed, preferred=wished, unknown=unknown)


def employers_named(typed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return references of employers by name or KvK number, one a line, and who is not known."""
    found, strange = [], []
    for line in dict.fromkeys(one.strip()[:LONGEST_NAME] for one in typed.splitlines()):
        if not line:
            continue
        rows = EmployerAccountRecord.objects.filter(Q(name__iexact=line) | Q(kvk_number=line))
        ref = rows.order_by("id").values_list("ref", flat=True).first()
        if ref is None:
            strange.append(line)
        else:
            found.append(ref)
    return tuple(dict.fromkeys(found)), tuple(strange)


def here_still(context: Context, rows: QuerySet[VacancyRecord]) -> QuerySet[VacancyRecord]:
    """Return those that are open and did not expire."""
    return rows.filter(Q(expires_on=None) | Q(expires_on__gt=context.today), state="open")


def words_of(codes: Iterable[str]) -> tuple[str, ...]:
    """Return what skills or an occupation are called now; a code nobody knows stays a code."""
    held = list(codes)
    known = names_of(held)
    return tuple(known[one].label if one in known else one for one in held)


def _skills(name: str, typed: str, unknown: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    found, strange = [], []
    for line in dict.fromkeys(one.strip() for one in typed.splitlines() if one.strip()):
        row = next(iter(search(line, kind=ConceptKind.SKILL.value, most=1)), None)
        if row is None:
            strange.append(line[:80])
        else:
            found.append(row.code)
    if strange:
        unknown[name] = tuple(strange)
    return tuple(dict.fromkeys(found))
