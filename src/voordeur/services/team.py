"""The team page: what a team carries, what waits, and what came of it; for the region as counts."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median_low
from typing import TypedDict

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.cases.lifecycle import CasePhase
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.calendar import working_days_between
from voordeur.domain.kernel.refusal import Reason, Refusal
from voordeur.domain.monitoring.disclosure import Share, shown_count, shown_median, shown_share
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import CaseRecord, ClosureRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.services import worklists
from voordeur.services.case_words import label_of, party_name
from voordeur.services.caseload import AdviserLine, advisers, require_lead
from voordeur.services.context import Context, day_of
from voordeur.services.region import current_region
from voordeur.services.worklists import NOBODY, NONE, CaseFilter

LOOK_BACK = timedelta(days=91)
"""A quarter: long enough for a figure, short enough to steer by."""
NOT_A_TEAM = Refusal(Reason.NOT_FOUND)
"""The answer to whoever leads the region, but no team."""
MOST_LISTED = 50
MOST_DEVIATIONS = 10

WAYS = {
    "table": gettext_noop("Bij de partij die de routetabel aanwijst"),
    "underway": gettext_noop("Aangeboden aan die partij, nog geen antwoord"),
    "refused": gettext_noop("Elders, omdat die partij nee zei"),
    "reasoned": gettext_noop("Elders, met een reden"),
    "to_do": gettext_noop("Nog bij een ander dan de routetabel aanwijst"),
    "unanswered": gettext_noop("Nog geen leidende partij: de situatie is niet compleet"),
}
"""How a case stands to the routing table, the lawful first."""
HELPED = frozenset({"work", "learning", "help"})
"""Kinds of outcome that are what the region is for."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How figures may be shown: as they are, or safe for readers without access to the cases."""

    count: Callable[[int], int | None]
    share: Callable[[int, int], Share | None]
    median: Callable[[list[int]], int | None]


AS_IT_IS = Measure(
    count=lambda number: number,
    share=lambda part, whole: Share(round(100 * part / whole)) if whole else None,
    median=lambda numbers: median_low(numbers) if numbers else None,
)
PROTECTED = Measure(shown_count, shown_share, shown_median)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingHandover:
    """An offer without an answer: a reference and two parties, no person."""

    ref: str
    other: str
    due_on: date
    working_days_late: int
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkQueue:
    """A step of the back office with how many cases wait there; ``filters`` finds just those."""

    name: str
    hint: str
    number: int
    filters: CaseFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A handover of ours to another party than the routing table gave."""

    ref: str
    receiver: str
    reason: str
    offered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Effectiveness next to legality; None stands for nothing, or too few to show."""

    closed: int | None
    per_outcome: tuple[tuple[str, int], ...]
    helped: Share | None
    contact_in_term: Share | None
    ways: tuple[tuple[str, int | None], ...]
    answered_in_term: Share | None
    informed: Share | None
    rejected: int | None
    """People of whom a benefit was refused, with a first contact since."""
    rejected_median_days: int | None
    """Working days from the refusal to the first contact."""
    rejected_waiting: int | None
    contact_term_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPage:
    """The team of one organisation."""

    organisation: str
    phases: tuple[str, ...]
    advisers: tuple[AdviserLine, ...]
    incoming: tuple[WaitingHandover, ...]
    outgoing: tuple[WaitingHandover, ...]
    queues: tuple[WorkQueue, ...]
    deviations: tuple[Deviation, ...]
    results: Results


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationLine:
    """What one organisation carries, as counts of work; nothing about people."""

    name: str
    phases: tuple[tuple[str, int], ...]
    open: int
    late: int
    unassigned: int
    to_answer: int
    answered_late: int
    """Offers to this organisation of which the term is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionPage:
    """Every organisation of the region, without names of people and safe for small counts."""

    phases: tuple[str, ...]
    organisations: tuple[OrganisationLine, ...]
    results: Results


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the reader leads: a team, the region, or both."""

    since: date
    team: TeamPage | None
    region: RegionPage | None


def overview(context: Context) -> Overview:
    """Return caseload, waiting and results of the last quarter for whoever leads.

    Raises ``RefusedError`` (NOT_FOUND) for whoever does not.
    """
    require_lead(context)
    region = current_region()
    since = context.now - LOOK_BACK
    leads_region = context.has_role(Role.COORDINATOR, Role.PROGRAMME_TEAM)
    return Overview(
        since=day_of(since),
        team=_team(context, region, since) if context.has_role(Role.TEAM_LEAD) else None,
        region=_region(context, region, since) if leads_region else None,
    )


def _team(context: Context, region: Region, since: datetime) -> TeamPage:
    return TeamPage(
        organisation=party_name(context, region, context.organisation),
        phases=_phases(context, region),
        advisers=advisers(context, since=since, phases=_phases(context, region)),
        incoming=_waiting(context, region, Q(receiver_id=context.organisation)),
        outgoing=_waiting(context, region, Q(sender_id=context.organisation)),
        queues=_queues(context),
        deviations=_deviations(context, region, since),
        results=_results(context, region, since, context.organisation, AS_IT_IS),
    )


def _phases(context: Context, region: Region) -> tuple[str, ...]:
    return tuple(label_of(context, region.phases, one.value) for one in CasePhase)


def _waiting(context: Context, region: Region, whose: Q) -> tuple[WaitingHandover, ...]:
    rows = HandoverRecord.objects.filter(whose, state="offered").order_by("due_on", "id")
    return tuple(
        WaitingHandover(
            ref=row.ref,
            other=party_name(
                context,
                region,
                row.sender_id if row.receiver_id == context.organisation else row.receiver_id,
            ),
            due_on=row.due_on,
            working_days_late=working_days_between(row.due_on, context.today),
            late=row.due_on < context.today,
        )
        for row in rows[:MOST_LISTED]
    )


def _queues(context: Context) -> tuple[WorkQueue, ...]:
    steps = (
        (
            _("Nieuw, van niemand"),
            _("Verdeel ze over collega’s."),
            CaseFilter(adviser=NOBODY, phase=CasePhase.NEW.value),
        ),
        (
            _("Controle: geen doelgroep"),
            _("Vul de situatie aan."),
            CaseFilter(target_group=NONE, lies_with="ours"),
        ),
        (
            _("Controle: geen leidende partij"),
            _("Vul de situatie aan, dan wijst de routetabel iemand aan."),
            CaseFilter(lies_with="unrouted"),
        ),
        (
            _("Controle: een ander moet leiden"),
            _("Draag over, of schrijf op waarom niet."),
            CaseFilter(lies_with="misplaced"),
        ),
        (
            _("Afronden"),
            _("Het werk is klaar: leg de uitkomst vast."),
            CaseFilter(phase=CasePhase.AFTERCARE.value, lies_with="ours"),
        ),
    )
    return tuple(
        WorkQueue(
            name=name,
            hint=hint,
            number=worklists.filtered(context, filters).count(),
            filters=filters,
        )
        for name, hint, filters in steps
    )


def _deviations(context: Context, region: Region, since: datetime) -> tuple[Deviation, ...]:
    rows = (
        HandoverRecord.objects.filter(sender_id=context.organisation, offered_at__gte=since)
        .exclude(deviation="")
        .order_by("-offered_at", "-id")
    )
    return tuple(
        Deviation(
            ref=row.ref,
            receiver=party_name(context, region, row.receiver_id),
            reason=label_of(context, region.reasons, row.reason),
            offered_at=row.offered_at,
        )
        for row in rows[:MOST_DEVIATIONS]
    )


def _region(context: Context, region: Region, since: datetime) -> RegionPage:
    return RegionPage(
        phases=_phases(context, region),
        organisations=_organisations(context, region),
        results=_results(context, region, since, "", PROTECTED),
    )


def _organisations(context: Context, region: Region) -> tuple[OrganisationLine, ...]:
    late = Count("id", filter=Q(next_date__lt=context.today))
    nobody = Count("id", filter=Q(adviser__isnull=True))
    carried = list(
        CaseRecord.objects.filter(state="open")
        .order_by()
        .values_list("accountable_id", "phase")
        .annotate(number=Count("id"), late=late, nobody=nobody)
    )
    overdue = Count("id", filter=Q(due_on__lt=context.today))
    offers = {
        code: (waiting, over)
        for code, waiting, over in HandoverRecord.objects.filter(state="offered")
        .order_by()
        .values_list("receiver_id")
        .annotate(number=Count("id"), overdue=overdue)
    }
    phases, lines = _phases(context, region), []
    for code in {row[0] for row in carried} | set(offers):
        own = [row for row in carried if row[0] == code]
        per_phase = {row[1]: row[2] for row in own}
        waiting, over = offers.get(code, (0, 0))
        lines.append(
            OrganisationLine(
                name=party_name(context, region, code),
                phases=tuple(
                    (name, per_phase.get(one.value, 0))
                    for one, name in zip(CasePhase, phases, strict=True)
                ),
                open=sum(row[2] for row in own),
                late=sum(row[3] for row in own),
                unassigned=sum(row[4] for row in own),
                to_answer=waiting,
                answered_late=over,
            )
        )
    return tuple(sorted(lines, key=lambda one: (-one.open, one.name)))


def _results(
    context: Context, region: Region, since: datetime, organisation: str, measure: Measure
) -> Results:
    """Measure one organisation, or the whole region for ''."""
    found = CaseRecord.objects.all()
    closures = ClosureRecord.objects.filter(closed_at__gte=since)
    answers = HandoverRecord.objects.filter(answered_at__gte=since)
    if organisation:
        found = found.filter(accountable_id=organisation)
        closures = closures.filter(organisation_id=organisation)
        answers = answers.filter(receiver_id=organisation)
    return Results(
        **_closings(context, region, closures, measure),
        **_rejections(found.filter(rejected_on__gte=day_of(since)), measure),
        ways=_ways(found.filter(opened_at__gte=since), measure),
        contact_in_term=_contact(context, region, found.filter(opened_at__gte=since), measure),
        answered_in_term=_share(
            (
                day_of(at) <= due
                for at, due in answers.values_list("answered_at", "due_on")
                if at is not None
            ),
            measure,
        ),
        contact_term_days=region.term_days("first_contact", organisation),
    )


class _Closings(TypedDict):
    closed: int | None
    per_outcome: tuple[tuple[str, int], ...]
    helped: Share | None
    informed: Share | None


def _closings(
    context: Context, region: Region, closures: QuerySet[ClosureRecord], measure: Measure
) -> _Closings:
    rows = list(closures.values_list("outcome", "informed_by"))
    counts = Counter(outcome for outcome, _by in rows)
    helped = sum(number for code, number in counts.items() if is_help(region, code))
    return {
        "closed": measure.count(len(rows)),
        "per_outcome": tuple(
            (label_of(context, region.outcomes, code), shown)
            for code, number in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
            if (shown := measure.count(number)) is not None  # a line would tell it happened
        ),
        "helped": measure.share(helped, len(rows)),
        "informed": measure.share(sum(bool(by) for _outcome, by in rows), len(rows)),
    }


def is_help(region: Region, outcome: str) -> bool:
    """Tell whether an outcome is one of :data:`HELPED`."""
    entry = region.outcome(outcome) if outcome else None
    return entry is not None and entry.kind in HELPED


class _Rejections(TypedDict):
    rejected: int | None
    rejected_median_days: int | None
    rejected_waiting: int | None


def _rejections(found: QuerySet[CaseRecord], measure: Measure) -> _Rejections:
    rows = list(found.values_list("rejected_on", "first_contact_at", "state"))
    days = [
        working_days_between(start, day_of(at))
        for start, at, _state in rows
        if start is not None and at is not None
    ]
    waiting = sum(at is None and state == "open" for _start, at, state in rows)
    return {
        "rejected": measure.count(len(days)),
        "rejected_median_days": measure.median(days),
        "rejected_waiting": measure.count(waiting),
    }


def _ways(found: QuerySet[CaseRecord], measure: Measure) -> tuple[tuple[str, int | None], ...]:
    handovers = HandoverRecord.objects.filter(case_id=OuterRef("pk"))
    to_leader = handovers.filter(receiver_id=OuterRef("proposed_id"))
    refused = Exists(to_leader.filter(state__in=("returned", "redirected")))
    reasoned = Exists(handovers.filter(state__in=("accepted", "offered")).exclude(deviation=""))
    way = Case(
        When(proposed__isnull=True, then=Value("unanswered")),
        When(proposed_id=F("accountable_id"), then=Value("table")),
        When(Exists(to_leader.filter(state="offered")), then=Value("underway")),
        When(reasoned, then=Value("reasoned")),
        When(refused, then=Value("refused")),
        default=Value("to_do"),
        output_field=CharField(),
    )
    counts = dict(
        found.order_by().annotate(way=way).values_list("way").annotate(number=Count("id"))
    )
    return tuple((_(label), measure.count(counts.get(code, 0))) for code, label in WAYS.items())


def _contact(
    context: Context, region: Region, found: QuerySet[CaseRecord], measure: Measure
) -> Share | None:
    rows = found.values_list("opened_at", "first_contact_at", "accountable_id")
    spans = Counter(
        (day_of(opened), day_of(contact) if contact else None, code)
        for opened, contact, code in rows
    )
    within = judged = 0
    for (opened, contact, code), number in spans.items():
        term = region.term_days("first_contact", code)
        answer = _in_term(opened, contact, context.today, term)
        if answer is not None:
            judged += number
            within += number * answer
    return measure.share(within, judged)


def in_term(
    context: Context, opened: datetime, contact: datetime | None, term_days: int
) -> bool | None:
    """Tell whether the first contact came within so many working days; None while it still can."""
    reached = day_of(contact) if contact else None
    return _in_term(day_of(opened), reached, context.today, term_days)


def _in_term(opened: date, contact: date | None, today: date, term_days: int) -> bool | None:
    within = working_days_between(opened, contact or today) <= term_days
    return None if within and contact is None else within


def _share(judged: Iterable[bool], measure: Measure) -> Share | None:
    found = list(judged)
    return measure.share(sum(found), len(found))
