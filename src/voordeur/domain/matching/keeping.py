"""What a shown list was made of, small enough to keep, and the same list made again from it.

Kept is what the scores of *these* pairs rest on and nothing else: of a person only the skills that
cover something asked, of the vocabulary only what lies between the two. So a list can be made again
after profiles, vacancies, weights and vocabularies changed, and tells as little as it can.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from voordeur.domain.kernel.period import Period
from voordeur.domain.matching.facts import Ask, Hours, SeekerFacts, VacancyFacts
from voordeur.domain.matching.grounds import rules
from voordeur.domain.matching.score import MatchScore, explained
from voordeur.domain.matching.taxonomy import UNREACHABLE, Shares, Taxonomy, Travel
from voordeur.domain.matching.weights import Part, Weights

FORM = 1
"""How the kept data are laid out; a later form gets another number."""
Plain = dict[str, Any]
"""Plain data: text, whole numbers, lists and mappings by text."""


class UnreadableListError(ValueError):
    """Kept data that are not in a form this program knows."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of a list as it was shown: who or what, with its score, and whether it could be."""

    number: int
    total: int
    possible: bool


@dataclass(frozen=True, slots=True)
class RebuiltRow:
    """A shown row beside the score made again; ``total`` is None when its facts are gone."""

    shown: ShownRow
    total: int | None
    possible: bool
    place: int | None
    """Its place, counted from 1, among what could be made again."""

    @property
    def is_same(self) -> bool:
        """Tell whether the score is what was shown."""
        made = (self.total, self.possible)
        return self.total is None or made == (self.shown.total, self.shown.possible)


@dataclass(frozen=True, slots=True)
class RebuiltList:
    """A list made again: its rows in the order shown, and whether that order is right."""

    rows: tuple[RebuiltRow, ...]
    is_in_order: bool

    @property
    def gone(self) -> int:
        """Return how many rows cannot be made again because their facts are gone."""
        return sum(row.total is None for row in self.rows)

    @property
    def is_same(self) -> bool:
        """Tell whether everything that can be made again is as it was shown."""
        return self.is_in_order and all(row.is_same for row in self.rows)


def list_order(score: MatchScore, number: int) -> tuple[bool, int, int]:
    """Return what lists are sorted by: what nothing stands in the way of, the score, the number."""
    return bool(score.nos), -score.total, number


def keep(
    seekers: Iterable[SeekerFacts],
    vacancies: Iterable[VacancyFacts],
    weights: Weights,
    taxonomy: Taxonomy,
) -> Plain:
    """Return as plain data what the scores of these people with this work rest on."""
    people, jobs = list(seekers), list(vacancies)
    codes = _Codes()
    asked = {code for job in jobs for code in (*job.required, *job.preferred)}
    occupations = {job.occupation for job in jobs if job.occupation}
    kept: Plain = {
        "form": FORM,
        "weights": _plain_weights(weights),
        "vocabulary": taxonomy.version,
        "vacancies": [_plain_vacancy(one, codes) for one in jobs],
        "seekers": [
            _plain_seeker(
                one,
                codes,
                skills=_covering(one.skills, taxonomy.skills, asked),
                occupations=_covering(one.occupations, taxonomy.occupations, occupations),
                asked=_asked_of(jobs),
            )
            for one in people
        ],
        "minutes": _minutes(people, jobs, taxonomy.travel),
    }
    kept["skills"] = _known(taxonomy.skills, codes, asked)
    kept["occupations"] = _known(taxonomy.occupations, codes, occupations)
    rare = {codes[one]: taxonomy.rarity[one] for one in sorted(asked & taxonomy.rarity.keys())}
    return {**kept, "rarity": [[at, value] for at, value in rare.items()], "codes": codes.names}


def rebuild(kept: Plain, *, shown: Sequence[ShownRow], of_people: bool) -> RebuiltList:
    """Make a list again by the definition of a score; ``of_people`` for one vacancy, else of work.

    Without kept data everything is gone. Raises ``UnreadableListError`` when the data are in no
    form this program knows.
    """
    if not kept:
        gone = tuple(RebuiltRow(row, None, possible=False, place=None) for row in shown)
        return RebuiltList(gone, is_in_order=True)
    if kept.get("form") != FORM:
        raise UnreadableListError(f"form {kept.get('form')!r} of a kept list is not known")
    weights, taxonomy = _weights(kept["weights"]), _taxonomy(kept)
    codes: list[str] = kept["codes"]
    seekers = {one["n"]: _seeker(one, codes) for one in kept["seekers"]}
    vacancies = {one["n"]: _vacancy(one, codes) for one in kept["vacancies"]}
    grounds = rules(weights, taxonomy)
    made: dict[int, MatchScore] = {}
    for seeker in seekers.values():
        for vacancy in vacancies.values():
            number = seeker.number if of_people else vacancy.number
            made[number] = explained(seeker, vacancy, weights, taxonomy, grounds)
    order = sorted(made, key=lambda number: list_order(made[number], number))
    places = {number: place for place, number in enumerate(order, 1)}
    there = [row.number for row in shown if row.number in made]
    rows = tuple(_rebuilt(row, made.get(row.number), places.get(row.number)) for row in shown)
    return RebuiltList(rows, is_in_order=there == order)


def without_seekers(kept: Plain, numbers: Iterable[int]) -> Plain:
    """Return kept data without everything that was there for some people; empty without anybody."""
    gone = set(numbers)
    left = [one for one in kept.get("seekers", ()) if one["n"] not in gone]
    if not left:
        return {}
    homes = {one.get("place") for one in left}
    used = {row[0] for one in left for part in ("skills", "jobs") for row in one.get(part, ())}
    for one in kept["vacancies"]:
        used |= {row[0] for part in ("required", "preferred") for row in one.get(part, ())}
        used |= {one["job"]} if "job" in one else set()
    return {
        **kept,
        "seekers": left,
        "minutes": [one for one in kept["minutes"] if one[1] in homes],
        "codes": [name if at in used else "" for at, name in enumerate(kept["codes"])],
        "skills": [row for row in kept["skills"] if row[0] in used],
        "occupations": [row for row in kept["occupations"] if row[0] in used],
    }


def weights_in(kept: Plain) -> Weights:
    """Return the weights a list was made with."""
    return _weights(kept["weights"])


def _rebuilt(row: ShownRow, score: MatchScore | None, place: int | None) -> RebuiltRow:
    if score is None:
        return RebuiltRow(row, None, possible=False, place=None)
    return RebuiltRow(row, score.total, possible=score.is_possible, place=place)


class _Codes(dict[str, int]):
    """Gives every code a number, so that its long name is kept once."""

    def __missing__(self, code: str) -> int:
        self[code] = len(self)
        return self[code]

    @property
    def names(self) -> list[str]:
        return list(self)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the vacancies of a list ask together, apart from skills."""

    languages: frozenset[str]
    licences: frozenset[str]
    groups: frozenset[str]
    sectors: frozenset[str]


def _asked_of(jobs: Iterable[VacancyFacts]) -> _Asked:
    held = list(jobs)
    return _Asked(
        languages=frozenset(code for job in held for code in job.languages),
        licences=frozenset(code for job in held for code in job.licences),
        groups=frozenset(code for job in held for code in job.groups),
        sectors=frozenset(job.sector for job in held if job.sector),
    )


def _covering(levels: Mapping[str, int], shares: Shares, asked: set[str]) -> dict[str, int]:
    """Return the own codes that cover something asked."""
    return {
        code: level
        for code, level in levels.items()
        if code in shares and (code in asked or not asked.isdisjoint(shares[code]))
    }


def _known(shares: Shares, codes: _Codes, asked: set[str]) -> list[list[Any]]:
    """Return per known code, by number, the asked codes it covers with their shares."""
    held = [code for code in codes if code in shares]
    return [
        [
            codes[code],
            [[codes[other], share] for other, share in shares[code].items() if other in asked],
        ]
        for code in held
    ]


def _minutes(
    people: Iterable[SeekerFacts], jobs: Iterable[VacancyFacts], travel: Travel
) -> list[list[Any]]:
    at = travel.at
    works = sorted({one.place for one in jobs if one.place in at})
    homes = sorted({(one.place, mode) for one in people if one.place in at for mode in one.reach})
    return [
        [mode, home, work, travel.minutes[mode][at[home]][at[work]]]
        for home, mode in homes
        if mode in travel.minutes
        for work in works
    ]


def _plain_weights(weights: Weights) -> Plain:
    return {
        "version": weights.version,
        "owner": weights.owner,
        "from": _day(weights.period.start),
        "until": _day(weights.period.end),
        "points": {part.value: weights.of(part) for part in Part},
        "late_days": weights.late_days,
        "levels_below": weights.levels_below,
    }


def _weights(plain: Plain) -> Weights:
    return Weights(
        version=plain["version"],
        owner=plain["owner"],
        period=Period(_read_day(plain["from"]), _read_day(plain["until"])),
        late_days=plain["late_days"],
        levels_below=plain["levels_below"],
        **plain["points"],
    )


def _plain_seeker(
    one: SeekerFacts,
    codes: _Codes,
    *,
    skills: Mapping[str, int],
    occupations: Mapping[str, int],
    asked: _Asked,
) -> Plain:
    plain: Plain = {
        "n": one.number,
        "skills": [[codes[code], level] for code, level in skills.items()],
        "jobs": [[codes[code], level] for code, level in occupations.items()],
        "place": one.place,
        "reach": dict(one.reach),
        "hours": _plain_hours(one.hours),
        "education": one.education,
        "languages": {
            code: level for code, level in one.languages.items() if code in asked.languages
        },
        "licences": sorted(one.licences & asked.licences),
        "groups": sorted(one.groups & asked.groups),
        "needs": sorted(one.needs),
        "focus": sorted(one.focus & asked.sectors),
        "available": _day(one.available),
    }
    return _filled(plain)


def _plain_vacancy(one: VacancyFacts, codes: _Codes) -> Plain:
    plain: Plain = {
        "n": one.number,
        "required": [
            [codes[code], ask.importance, ask.level] for code, ask in one.required.items()
        ],
        "preferred": [
            [codes[code], ask.importance, ask.level] for code, ask in one.preferred.items()
        ],
        "job": codes[one.occupation] if one.occupation else None,
        "place": one.place,
        "hours": _plain_hours(one.hours),
        "education": one.education,
        "languages": dict(one.languages),
        "licences": sorted(one.licences),
        "groups": sorted(one.groups),
        "offers": sorted(one.offers),
        "sector": one.sector,
        "start": _day(one.start),
        "seats": one.seats,
    }
    return _filled(plain)


def _seeker(plain: Plain, codes: list[str]) -> SeekerFacts:
    return SeekerFacts(
        number=plain["n"],
        skills={codes[at]: level for at, level in plain.get("skills", ())},
        occupations={codes[at]: level for at, level in plain.get("jobs", ())},
        place=plain.get("place", ""),
        reach=plain.get("reach", {}),
        hours=_hours(plain),
        education=plain.get("education"),
        languages=plain.get("languages", {}),
        licences=frozenset(plain.get("licences", ())),
        groups=frozenset(plain.get("groups", ())),
        needs=frozenset(plain.get("needs", ())),
        focus=frozenset(plain.get("focus", ())),
        available=_read_day(plain.get("available")),
    )


def _vacancy(plain: Plain, codes: list[str]) -> VacancyFacts:
    job = plain.get("job")
    return VacancyFacts(
        number=plain["n"],
        required=_asks(plain.get("required", ()), codes),
        preferred=_asks(plain.get("preferred", ()), codes),
        occupation="" if job is None else codes[job],
        place=plain.get("place", ""),
        hours=_hours(plain),
        education=plain.get("education"),
        languages=plain.get("languages", {}),
        licences=frozenset(plain.get("licences", ())),
        groups=frozenset(plain.get("groups", ())),
        offers=frozenset(plain.get("offers", ())),
        sector=plain.get("sector", ""),
        start=_read_day(plain.get("start")),
        seats=plain["seats"],
    )


def _asks(rows: Iterable[Sequence[int]], codes: list[str]) -> dict[str, Ask]:
    return {codes[at]: Ask(importance, level) for at, importance, level in rows}


def _taxonomy(kept: Plain) -> Taxonomy:
    codes: list[str] = kept["codes"]
    places = sorted({place for _mode, home, work, _n in kept["minutes"] for place in (home, work)})
    at = {place: number for number, place in enumerate(places)}
    minutes: dict[str, list[bytearray]] = {}
    for mode, home, work, taken in kept["minutes"]:
        rows = minutes.setdefault(
            mode, [bytearray([UNREACHABLE] * len(places)) for _place in places]
        )
        rows[at[home]][at[work]] = taken
    return Taxonomy(
        version=kept["vocabulary"],
        skills=_shares(kept["skills"], codes),
        occupations=_shares(kept["occupations"], codes),
        rarity={codes[number]: value for number, value in kept["rarity"]},
        travel=Travel(
            places=places,
            minutes={mode: [bytes(row) for row in rows] for mode, rows in minutes.items()},
        ),
    )


def _shares(rows: Iterable[Sequence[Any]], codes: list[str]) -> dict[str, dict[str, int]]:
    return {codes[at]: {codes[other]: share for other, share in near} for at, near in rows}


def _plain_hours(hours: Hours | None) -> list[int] | None:
    return None if hours is None else [hours.least, hours.most]


def _hours(plain: Plain) -> Hours | None:
    held = plain.get("hours")
    return None if held is None else Hours(*held)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _read_day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def _filled(plain: Plain) -> Plain:
    """Return without what says nothing."""
    return {key: value for key, value in plain.items() if value not in (None, "", [], {})}
