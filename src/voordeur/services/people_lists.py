"""Lists of people to keep in view for work: each with what is shared of them, never more."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.kernel.text import Text
from voordeur.domain.profile.profile import extra_hours
from voordeur.domain.profile.words import CEFR, CONDITIONS, EDUCATION, LANGUAGES
from voordeur.domain.region.entries import TargetGroup
from voordeur.domain.work.placements import months_later
from voordeur.records.cases.models import CaseRecord, MoveRecord
from voordeur.records.profiles.models import ProfileLineRecord, WorkProfileRecord
from voordeur.records.toolbox.models import ProfileRecord
from voordeur.records.work.models import PlacementRecord, VacancyRecord
from voordeur.services import consent
from voordeur.services.access import fields_per_case, log_list
from voordeur.services.context import Context
from voordeur.services.match_facts import EDUCATION as LEVEL
from voordeur.services.offices import require_office
from voordeur.services.region import current_region
from voordeur.services.work_lines import ShownWork, fitting_for, is_below, level_of, work_lines
from voordeur.services.work_pages import CASE_WORKERS

CASE_WORK = frozenset(CASE_WORKERS)
MOST_READ, MOST_SHOWN, WORK_EACH = 2000, 50, 3
DEEP = 100
"""So many of the best are looked at per person to put a list in order."""
MORE_HOURS, YOUNG, STATUS_HOLDERS, AGREEMENT = (
    "meer-uren",
    "jong-ontslagen",
    "statushouders",
    "banenafspraak",
)
TITLES: Mapping[str, Text] = {
    MORE_HOURS: Text("Wie meer uren wil", "Who wants more hours"),
    YOUNG: Text("Jong en net zonder werk", "Young and just out of work"),
    STATUS_HOLDERS: Text(
        "Statushouders en werk op niveau", "Status holders and work at their level"
    ),
    AGREEMENT: Text("Mensen van de banenafspraak", "People of the jobs agreement"),
}
MONTHS_RECENT = 3
"""Somebody is recently out of work up to so many months."""
YOUTH, TECHNOLOGY = "youth", "technology"
DISMISSED = ("dismissed", "contract_over")
STATUS_HOLDER = "status_holder"
ABROAD = "abroad"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One person with what the list is about as label and value, and work that fits."""

    case: str
    name: str
    facts: tuple[tuple[str, str], ...]
    work: tuple[ShownWork, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """One list. ``found``: how many there are; ``lines`` are the first of them."""

    which: str
    title: str
    lines: tuple[PersonLine, ...]
    found: int
    lists: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody on a list: the case, the profile with its lines, and the facts to show."""

    case: CaseRecord
    profile: WorkProfileRecord
    facts: tuple[tuple[str, str], ...]


def people_page(context: Context, *, which: str) -> PeoplePage:
    """Return a list of people this organisation may see; who is on it is in the log first.

    Raises ``RefusedError`` (NOT_FOUND) for an unknown list and for who has no work with people.
    The number of queries does not grow with the people.
    """
    require_office(context, CASE_WORK)
    if which not in CHOSEN:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    found = CHOSEN[which](context)
    shown = found[:MOST_SHOWN]
    log_list(context, name=which, cases=[one.case for one in shown])
    work = _work(context, which, [one.profile for one in shown])
    fields = fields_per_case(context, [one.case.pk for one in shown])
    return PeoplePage(
        which=which,
        title=_said(context, TITLES[which]),
        lines=tuple(
            PersonLine(
                case=one.case.ref,
                name=name_of(one.case, fields.get(one.case.pk, frozenset())),
                facts=one.facts,
                work=work.get(one.profile.pk, ()),
            )
            for one in shown
        ),
        found=len(found),
        lists=list_names(context),
    )


def list_names(context: Context) -> tuple[tuple[str, str], ...]:
    """Return every list with its name."""
    return tuple((code, _said(context, text)) for code, text in TITLES.items())


def open_cases(context: Context, *groups: FieldGroup) -> QuerySet[CaseRecord]:
    """Return open cases of people this organisation works on and whose ``groups`` it may see."""
    rows = CaseRecord.objects.select_related("resident").filter(
        consent.granted(context, AccessAction.WORK), state="open", resident__isnull=False
    )
    for group in groups:
        rows = rows.filter(consent.shown(context, group))
    return rows.order_by("opened_at", "pk")


def name_of(case: CaseRecord, fields: frozenset[FieldGroup]) -> str:
    """Return the name of a person where it is shared, else the number of the case."""
    resident = case.resident
    return resident.name if resident is not None and FieldGroup.NAME in fields else case.ref


def _said(context: Context, text: Text) -> str:
    return text.in_language(context.language)


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"


# ---- Work beside each person ----


def _work(
    context: Context, which: str, profiles: Sequence[WorkProfileRecord]
) -> Mapping[int, tuple[ShownWork, ...]]:
    pairs = [
        (one.profile, row)
        for one in fitting_for(context, profiles, DEEP)
        for row in _in_order(which, one.profile, one.rows)[:WORK_EACH]
    ]
    held: dict[int, list[ShownWork]] = {}
    for line in work_lines(context, pairs):
        held.setdefault(line.person, []).append(line)
    return {pk: tuple(lines) for pk, lines in held.items()}


def _in_order(
    which: str, profile: WorkProfileRecord, rows: Sequence[VacancyRecord]
) -> list[VacancyRecord]:
    """Return what fits in the order of this list; the order is all that a list may change."""
    match which:
        case "meer-uren":
            extra = extra_hours(profile.hours_now, profile.hours_most)
            return [row for row in rows if row.hours_from <= extra]
        case "jong-ontslagen":
            return sorted(rows, key=lambda row: row.sector != TECHNOLOGY)
        case "statushouders":
            highest = level_of(profile)
            return sorted(rows, key=lambda row: is_below(row.level, highest))
        case _:
            return list(rows)


# ---- Who is on which list ----


def _profiled(rows: QuerySet[CaseRecord]) -> list[tuple[CaseRecord, WorkProfileRecord]]:
    """Return cases with the profile of their person, each person once (two queries more)."""
    cases = {one.resident_id: one for one in reversed(rows[:MOST_READ])}
    profiles = WorkProfileRecord.objects.prefetch_related("lines")
    held = {one.resident_id: one for one in profiles.filter(resident_id__in=list(cases))}
    pairs = [(case, held[who]) for who, case in cases.items() if who in held]
    return sorted(pairs, key=lambda one: (one[0].opened_at, one[0].pk))


def _more_hours(context: Context) -> list[Kept]:
    wanting = WorkProfileRecord.objects.filter(more_hours=True).values("resident_id")
    rows = open_cases(context, FieldGroup.PROFILE).filter(resident_id__in=wanting)
    return [
        Kept(
            case,
            profile,
            (
                (_said(context, Text("Werkt nu", "Works now")), _hours(context, profile.hours_now)),
                (
                    _said(context, Text("Wil erbij", "Wants beside it")),
                    _hours(context, extra_hours(profile.hours_now, profile.hours_most)),
                ),
            ),
        )
        for case, profile in _profiled(rows)
    ]


def _hours(context: Context, hours: int | None) -> str:
    return _said(context, Text(f"{hours} uur per week", f"{hours} hours a week"))


def _young(context: Context) -> list[Kept]:
    since = months_later(context.today, -MONTHS_RECENT)
    band = current_region().target_groups.get(YOUTH)
    # The year of birth comes with the name, so that a list tells no age that was not shared.
    rows = open_cases(context, FieldGroup.PROFILE, FieldGroup.SITUATION, FieldGroup.NAME)
    pairs = [(case, profile) for case, profile in _profiled(rows) if _is_young(context, case, band)]
    reasons = _lost_work(context, [case for case, _profile in pairs], since)
    return [
        Kept(case, profile, ((_said(context, Text("Waarom hier", "Why here")), reasons[case.pk]),))
        for case, profile in pairs
        if case.pk in reasons
    ]


def _is_young(context: Context, case: CaseRecord, band: TargetGroup | None) -> bool:
    """Tell whether somebody is in the age band the region names for young people."""
    if band is None or band.age_from is None or band.age_below is None:
        return False
    told = case.situation.get("age")
    born = case.resident.birth_year if case.resident is not None else None
    age = told if isinstance(told, int) else context.today.year - born if born else None
    return age is not None and band.age_from <= age < band.age_below


def _lost_work(context: Context, cases: Sequence[CaseRecord], since: date) -> Mapping[int, str]:
    """Return of each case why its person counts as recently out of work (two queries)."""
    numbers = [case.pk for case in cases]
    found = {
        case.pk: _said(
            context,
            Text(
                f"WW, aangemeld op {_day(case.opened_at.date())}",
                f"unemployment benefit, registered on {_day(case.opened_at.date())}",
            ),
        )
        for case in cases
        if case.situation.get("work") == "no_work"
        and case.situation.get("benefit") == "ww"
        and case.opened_at.date() >= since
    }
    moves = MoveRecord.objects.filter(
        case__in=numbers, changed="work", to_value="no_work", start_date__gte=since
    )
    for case_id, day in moves.values_list("case_id", "start_date"):
        text = Text(f"geen werk meer sinds {_day(day)}", f"no work any more since {_day(day)}")
        found[case_id] = _said(context, text)
    ended = PlacementRecord.objects.filter(
        case__in=numbers,
        end_reason__in=DISMISSED,
        ends_on__gte=since,
        ends_on__lte=context.today,
    )
    for case_id, ends_on in ended.values_list("case_id", "ends_on"):
        if ends_on is not None:
            text = Text(f"baan stopte op {_day(ends_on)}", f"job ended on {_day(ends_on)}")
            found[case_id] = _said(context, text)
    return found


def _status_holders(context: Context) -> list[Kept]:
    told = ProfileRecord.objects.filter(facts__background=STATUS_HOLDER).values("case_id")
    rows = open_cases(context, FieldGroup.PROFILE, FieldGroup.SITUATION).filter(
        Q(target_group="status_holders") | Q(pk__in=told)
    )
    return [Kept(case, profile, _at_level(context, profile)) for case, profile in _profiled(rows)]


def _at_level(context: Context, profile: WorkProfileRecord) -> tuple[tuple[str, str], ...]:
    lines = list(profile.lines.all())
    needs = [
        _said(context, CONDITIONS[one])
        for one in profile.conditions
        if one in {"language", "culture", "guidance"}
    ]
    told = (
        (Text("Opleiding", "Education"), _education(context, lines)),
        (Text("Talen", "Languages"), _languages(context, lines)),
        (Text("Nodig in het werk", "Needed at work"), ", ".join(needs)),
    )
    not_known = _said(context, Text("niet bekend", "not known"))
    return tuple((_said(context, label), value or not_known) for label, value in told)


def _education(context: Context, lines: Sequence[ProfileLineRecord]) -> str:
    """Return the highest Dutch level, and apart what was learned elsewhere and not valued yet."""
    own = [one for one in lines if one.part == "education" and one.finished]
    known = sorted((one for one in own if one.degree in LEVEL), key=lambda one: LEVEL[one.degree])
    parts = [_said(context, EDUCATION[one.degree]) for one in known[-1:]]
    for one in own:
        if one.degree == ABROAD:
            words = Text(
                f"{one.words} (in een ander land; laat het niveau waarderen)",
                f"{one.words} (in another country; have the level valued)",
            )
            parts.append(_said(context, words))
    return ", ".join(parts)


def _languages(context: Context, lines: Sequence[ProfileLineRecord]) -> str:
    spoken = [one for one in lines if one.part == "languages" and one.speaking in CEFR]
    spoken.sort(key=lambda one: one.code != "nld")
    return ", ".join(
        f"{_said(context, LANGUAGES[one.code])} {one.speaking}"
        for one in spoken
        if one.code in LANGUAGES
    )


CHOSEN: Mapping[str, Callable[[Context], list[Kept]]] = {
    MORE_HOURS: _more_hours,
    YOUNG: _young,
    STATUS_HOLDERS: _status_holders,
}
"""Lists with work beside each person; that of the jobs agreement has a page of its own."""
