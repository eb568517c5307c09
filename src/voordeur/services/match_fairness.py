"""Whether lists and placements turn out evenly: exposure and success per group, as safe figures."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.monitoring.evenness import Experience, GroupLine, Measure, compared
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import CaseRecord
from voordeur.records.matching.models import MatchListRecord
from voordeur.records.profiles.models import WorkProfileRecord
from voordeur.records.work.models import PlacementRecord, ReferralRecord
from voordeur.services.case_words import label_of, municipality_name
from voordeur.services.context import Context
from voordeur.services.match_lists import PEOPLE
from voordeur.services.offices import LIST_READERS, require_office
from voordeur.services.region import current_region

LOOK_BACK = timedelta(days=365)
BANDS = ((27, gettext_noop("jonger dan 27")), (50, gettext_noop("27 tot 50")))
"""Below which age a band ends, and how it is called."""
GROUPS = ("channel", "municipality", "target_group")
OLDEST = gettext_noop("50 en ouder")
AGES = (*(name for _most, name in BANDS), OLDEST)
MEASURES: Mapping[Measure, str] = {
    Measure.LISTED: gettext_noop("Stond op een lijst"),
    Measure.FIRST: gettext_noop("Stond bij de eerste tien"),
    Measure.INTRODUCED: gettext_noop("Voorgesteld bij een werkgever"),
    Measure.PLACED: gettext_noop("Aan het werk"),
}
STATISTICS = gettext_noop(
    "Dit staat al in het dossier, voor hulp naar werk. Tellen voor statistiek mag (AVG, artikelen"
    " 5 lid 1b en 89), zolang niemand te herkennen is."
)
SENSITIVE = gettext_noop(
    "Een doelgroep kan iets zeggen over gezondheid. Daarom alleen aantallen, zonder vergelijking"
    " (AVG, artikel 9 lid 2j; UAVG, artikel 24). De privacyfunctionaris van de regio bevestigt dat"
    " dit mag."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """Groups by one thing: what it is, on which ground it is counted, and a line per group."""

    title: str
    ground: str
    counts_only: bool
    lines: tuple[GroupLine, ...]
    stands_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FairnessPage:
    """The report of a year: each dimension, and how many lists stand behind it."""

    dimensions: tuple[Dimension, ...]
    lists: int
    measures: tuple[str, ...]
    whole_region: bool


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody with a profile: the groups they are in, and what happened to them."""

    age: str
    channel: str
    municipality: str
    target_group: str
    experience: Experience


def report(context: Context) -> FairnessPage:
    """Return exposure and success per group over the last year (six queries).

    A team lead gets people of the own organisation and its lists; a privacy officer the region.
    Raises ``RefusedError`` (NOT_FOUND).
    """
    require_office(context, LIST_READERS)
    whole = context.kind is ActorKind.SYSTEM or context.has_role(Role.PRIVACY_OFFICER)
    people, lists = _people(context, whole=whole)
    region = current_region()
    unknown = _("niet bekend")

    def named(labels: Callable[[str], str]) -> Callable[[str], str]:
        return lambda code: labels(code) if code else unknown

    return FairnessPage(
        dimensions=(
            _dimension(_("Leeftijd"), people, lambda one: one.age, named(_), always=AGES),
            _dimension(
                _("Hoe iemand binnenkwam"),
                people,
                lambda one: one.channel,
                named(lambda code: label_of(context, region.channels, code)),
                always=region.channels,
            ),
            _dimension(
                _("Gemeente"),
                people,
                lambda one: one.municipality,
                named(lambda code: _place(region, code)),
                always=region.municipalities,
            ),
            _dimension(
                _("Doelgroep"),
                people,
                lambda one: one.target_group,
                named(lambda code: label_of(context, region.target_groups, code)),
                always=region.target_groups,
                counts_only=True,
            ),
        ),
        lists=lists,
        measures=tuple(_(label) for label in MEASURES.values()),
        whole_region=whole,
    )


def _place(region: Region, code: str) -> str:
    return municipality_name(region, code)


def _dimension(
    title: str,
    people: Sequence[_Person],
    group_of: Callable[[_Person], str],
    named: Callable[[str], str],
    *,
    always: Iterable[str],
    counts_only: bool = False,
) -> Dimension:
    lines = compared(
        ((named(group_of(one)), one.experience) for one in people),
        always=[named(code) for code in always] if people else (),
        counts_only=counts_only,
    )
    return Dimension(
        title=title,
        ground=_(SENSITIVE) if counts_only else _(STATISTICS),
        counts_only=counts_only,
        lines=lines,
        stands_out=any(one.stands_out for line in lines for one in line.outcomes),
    )


def _people(context: Context, *, whole: bool) -> tuple[list[_Person], int]:
    """Return one person per resident with a profile, by the newest case, and how many lists."""
    since = context.now - LOOK_BACK
    profiles = WorkProfileRecord.objects.order_by().values("resident_id")
    cases = CaseRecord.objects.filter(resident_id__in=profiles).order_by("id")
    lists = MatchListRecord.objects.filter(sort=PEOPLE, at__gte=since)
    if not whole:
        cases = cases.filter(accountable_id=context.organisation)
        lists = lists.filter(organisation_id=context.organisation)
    told = list(lists.order_by("id").values_list("shown", flat=True))
    places = _places(told)
    referred = ReferralRecord.objects.filter(introduced_at__gte=since).order_by()
    introduced = set(referred.values_list("case_id", flat=True))
    made = PlacementRecord.objects.filter(made_at__gte=since).order_by()
    placed = set(made.values_list("case_id", flat=True))
    found: dict[int, _Person] = {}
    columns = ("pk", "resident_id", "resident__birth_year", *GROUPS)
    for case, resident, born, channel, municipality, group in cases.values_list(*columns):
        before = found.get(resident)
        happened = Experience(
            places=(*(before.experience.places if before else ()), *places.get(case, ())),
            introduced=case in introduced or bool(before and before.experience.introduced),
            placed=case in placed or bool(before and before.experience.placed),
        )
        age = _band(born, context.today.year)
        found[resident] = _Person(age, channel, municipality, group, happened)
    return list(found.values()), len(told)


def _places(lists: Iterable[str]) -> dict[int, tuple[int, ...]]:
    """Return per case the places where it stood on a list as somebody who fits."""
    found: dict[int, list[int]] = {}
    for shown in lists:
        for place, (case, _number, _total, possible) in enumerate(json.loads(shown), 1):
            if possible:
                found.setdefault(case, []).append(place)
    return {case: tuple(held) for case, held in found.items()}


def _band(born: int | None, year: int) -> str:
    if born is None:
        return ""
    return next((name for most, name in BANDS if year - born < most), OLDEST)
