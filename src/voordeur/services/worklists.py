"""The lists of the desk: what needs me today, and every case with filters."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Lower

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.kernel.actors import CASE_WORK_ROLES
from voordeur.domain.kernel.refusal import RefusedError
from voordeur.domain.region.model import Region
from voordeur.records.appointments.models import AppointmentRecord
from voordeur.records.cases.models import AftercareRecord, CaseRecord, EntryRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.services import consent
from voordeur.services.access import NOT_FOUND
from voordeur.services.case_lines import CaseLine, case_lines
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.own_work import plan_known
from voordeur.services.region import current_region

PAGE_ROWS = 50
MINE, EVERYBODY, NOBODY = "mijn", "iedereen", "niemand"
"""Whose cases: mine and nobody's in particular, the whole organisation, only nobody's."""
NONE = "geen"
"""As a target group: people of whom nobody noted one yet."""
GROUPS = ("overdue", "today", "silence")
ACCOUNT = re.compile(r"[0-9]{1,18}")
"""An account's id as it stands in an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """What somebody filters on; '' leaves a field out. ``order`` may start with '-'.

    ``adviser`` is one of MINE, EVERYBODY, NOBODY or an account id; ``lies_with`` ours, other,
    resident, unrouted (nobody leads by the routing table yet) or misplaced (another leads, and no
    handover was offered); ``late`` keeps only what is overdue.
    """

    search: str = ""
    municipality: str = ""
    phase: str = ""
    adviser: str = EVERYBODY
    target_group: str = ""
    distance_class: str = ""
    state: str = "open"
    lies_with: str = ""
    late: bool = False
    order: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the filters offer: code → label."""

    municipalities: Mapping[str, str]
    phases: Mapping[str, str]
    target_groups: Mapping[str, str]
    distance_classes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayPage:
    """What needs somebody today; ``counts`` per group over the whole list, not just this page."""

    day: date
    groups: Mapping[str, tuple[CaseLine, ...]]
    counts: Mapping[str, int]
    total: int
    page: int
    choices: Choices


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesPage:
    """A page of cases and how many there are in all."""

    lines: tuple[CaseLine, ...]
    total: int
    page: int
    choices: Choices


@dataclass
class _Chosen:
    """Case ids per group of Today, each case once, the most urgent group first."""

    groups: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in GROUPS})
    seen: set[int] = field(default_factory=set)

    def put(self, group: str, case_ids: Iterable[int]) -> None:
        for case_id in case_ids:
            if case_id not in self.seen:
                self.seen.add(case_id)
                self.groups[group].append(case_id)


def today(context: Context, *, filters: CaseFilter) -> TodayPage:
    """Return first what is overdue, then what is for today, then who has been silent too long.

    Offers to answer count as today's work; offers of ours are silent from their reminder day.
    Raises ``RefusedError`` (NOT_FOUND) for whoever does no case work.
    """
    require_case_work(context)
    region = current_region()
    chosen, moments = _for_today(context, filters)
    flat = [(group, case_id) for group in GROUPS for case_id in chosen.groups[group]]
    page = _page_within(filters.page, len(flat))
    part = flat[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    lines = case_lines(context, region, name="today", case_ids=[case_id for _, case_id in part])
    group_of = {case_id: group for group, case_id in part}
    shown: dict[str, list[CaseLine]] = {group: [] for group in GROUPS}
    for line in lines:
        shown[group_of[line.id]].append(_at(line, moments.get(line.id)))
    return TodayPage(
        day=context.today,
        groups={group: tuple(found) for group, found in shown.items()},
        counts={group: len(chosen.groups[group]) for group in GROUPS},
        total=len(flat),
        page=page,
        choices=choices(context, region),
    )


def _at(line: CaseLine, moment: datetime | None) -> CaseLine:
    if moment is None:
        return line
    return replace(line, at=moment)


def _for_today(context: Context, filters: CaseFilter) -> tuple[_Chosen, Mapping[int, datetime]]:
    base = _narrowed(context, consent.visible_to(context), replace(filters, state=""))
    visible = set(base.values_list("pk", flat=True))
    own = list(
        _of_adviser(context, base, filters.adviser)
        .filter(accountable_id=context.organisation, state="open", next_date__lte=context.today)
        .order_by("next_date", "id")
        .values_list("pk", "next_date")
    )
    offers = list(
        HandoverRecord.objects.filter(
            Q(sender_id=context.organisation, reminder_on__lte=context.today)
            | Q(receiver_id=context.organisation),
            state="offered",
        )
        .order_by("due_on", "id")
        .values_list("case_id", "sender_id", "due_on", "offered_by_id")
    )
    silent = [row for row in offers if row[1] == context.organisation and row[0] in visible]
    mine = {row[0] for row in silent if _is_whose(context, filters.adviser, row[3])}
    incoming = [row for row in offers if row[1] != context.organisation and row[0] in visible]
    moments = _appointments_today(context, visible)
    waiting = {row[0] for row in silent}
    chosen = _Chosen()
    overdue = [(row[2], row[0]) for row in incoming if row[2] < context.today]
    overdue += [(day, pk) for pk, day in own if day and day < context.today and pk not in waiting]
    chosen.put("overdue", (pk for _day, pk in sorted(overdue)))
    chosen.put("today", sorted(moments, key=lambda pk: moments[pk]))
    chosen.put("today", (row[0] for row in incoming))
    chosen.put("today", _signals(context, visible))
    chosen.put("today", _aftercare(context, visible))
    chosen.put("today", (pk for pk, _day in own if pk not in waiting))
    chosen.put("silence", (row[0] for row in silent if row[0] in mine))
    return chosen, moments


def _is_whose(context: Context, wanted: str, account_id: int | None) -> bool:
    if wanted == EVERYBODY:
        return True
    if wanted == NOBODY:
        return account_id is None
    if ACCOUNT.fullmatch(wanted):
        return str(account_id) == wanted
    return account_id in {None, context.account_id}


def _appointments_today(context: Context, visible: set[int]) -> Mapping[int, datetime]:
    start = datetime.combine(context.today, time.min, tzinfo=AMSTERDAM)
    end = datetime.combine(context.today, time.max, tzinfo=AMSTERDAM)
    rows = AppointmentRecord.objects.filter(
        organisation_id=context.organisation,
        state="booked",
        starts_at__gte=start,
        starts_at__lte=end,
        case__isnull=False,
    ).values_list("case_id", "starts_at")
    return {case_id: at for case_id, at in rows if case_id in visible}


def _signals(context: Context, visible: set[int]) -> list[int]:
    """Return the cases with a signal to us that nobody picked up."""
    rows = EntryRecord.objects.filter(
        kind="signal", to_organisation_id=context.organisation, read_at__isnull=True
    ).order_by("happened_at")
    return [pk for pk in rows.values_list("case_id", flat=True) if pk in visible]


def _aftercare(context: Context, visible: set[int]) -> list[int]:
    """Return the closed cases of ours of which an after-care day has come."""
    rows = AftercareRecord.objects.filter(
        due_date__lte=context.today,
        done_at__isnull=True,
        case__accountable_id=context.organisation,
        case__state="closed",
    ).order_by("due_date", "id")
    return [pk for pk in rows.values_list("case_id", flat=True) if pk in visible]


def cases(context: Context, *, filters: CaseFilter) -> CasesPage:
    """Return the cases somebody works on or follows, filtered and ordered, 50 on a page."""
    require_case_work(context)
    region = current_region()
    found = filtered(context, filters)
    total = found.count()
    page = _page_within(filters.page, total)
    case_ids = list(found.values_list("pk", flat=True)[(page - 1) * PAGE_ROWS : page * PAGE_ROWS])
    lines = case_lines(context, region, name="cases", case_ids=case_ids)
    return CasesPage(lines=tuple(lines), total=total, page=page, choices=choices(context, region))


def filtered(context: Context, filters: CaseFilter) -> QuerySet[CaseRecord]:
    """Return the cases behind a list, in its order; what may be exported is what is listed."""
    found = consent.visible_to(context, AccessAction.EXPORT)
    found = _of_adviser(context, _narrowed(context, found, filters), filters.adviser)
    return _ordered(context, found, filters.order)


def require_case_work(context: Context) -> None:
    """Refuse (NOT_FOUND) whoever has no role that opens cases."""
    if not context.has_role(*CASE_WORK_ROLES):
        raise RefusedError(NOT_FOUND)


def choices(context: Context, region: Region) -> Choices:
    """Return what one can filter on, in the language of the page."""
    language = context.language
    return Choices(
        municipalities={one.slug: one.name for one in region.municipalities.values()},
        phases={one.code: one.label.in_language(language) for one in region.phases.values()},
        target_groups={
            one.code: one.label.in_language(language) for one in region.target_groups.values()
        },
        distance_classes={
            one.code: one.label.in_language(language) for one in region.distance_classes.values()
        },
    )


def _page_within(page: int, total: int) -> int:
    return max(1, min(page, -(-total // PAGE_ROWS)))


FILTERED: tuple[tuple[str, FieldGroup], ...] = (
    ("municipality", FieldGroup.RESIDENCE),
    ("phase", FieldGroup.PLAN),
    ("target_group", FieldGroup.SITUATION),
    ("distance_class", FieldGroup.SITUATION),
)
"""A filter finds only cases of which the reader may see what is filtered on."""
NO_TARGET_GROUP = Q(target_group="", resident__isnull=False)


def _narrowed(
    context: Context, found: QuerySet[CaseRecord], filters: CaseFilter
) -> QuerySet[CaseRecord]:
    for name, group in FILTERED:
        wanted = getattr(filters, name)
        if name == "target_group" and wanted == NONE:
            found = found.filter(consent.shown(context, group), NO_TARGET_GROUP)
        elif wanted:
            plan = group is FieldGroup.PLAN
            known = plan_known(context) if plan else Q(consent.shown(context, group))
            found = found.filter(known, **{name: wanted})
    if filters.state in {"open", "closed"}:
        found = found.filter(state=filters.state)
    if filters.late:
        found = found.filter(plan_known(context), next_date__lt=context.today)
    if filters.search.strip():
        found = found.filter(_matches(context, filters.search.strip()))
    return _lying_with(context, found, filters.lies_with)


def _matches(context: Context, search: str) -> Q:
    name = Q(resident__name__icontains=search) | Q(employer__name__icontains=search)
    return (
        (Q(consent.shown(context, FieldGroup.NAME)) & name)
        | (plan_known(context) & Q(next_step__icontains=search))
        | Q(ref__iexact=search)
    )


def _lying_with(
    context: Context, found: QuerySet[CaseRecord], lies_with: str
) -> QuerySet[CaseRecord]:
    ours = Q(accountable_id=context.organisation)
    offered = Exists(
        HandoverRecord.objects.filter(case_id=OuterRef("pk"), state="offered").exclude(
            receiver_id=context.organisation
        )
    )
    match lies_with:
        case "ours":
            return found.filter(ours, ~offered, next_party="organisation")
        case "resident":
            return found.filter(ours, ~offered, next_party="resident")
        case "other":
            return found.filter(~ours | offered)
        case "unrouted":
            return found.filter(ours, ~offered, proposed__isnull=True)
        case "misplaced":
            elsewhere = found.filter(ours, ~offered, proposed__isnull=False)
            return elsewhere.exclude(proposed_id=context.organisation)
        case _:
            return found


def _of_adviser(context: Context, found: QuerySet[CaseRecord], wanted: str) -> QuerySet[CaseRecord]:
    if wanted == MINE:
        return found.filter(
            Q(adviser_id=context.account_id) | Q(adviser__isnull=True),
            accountable_id=context.organisation,
        )
    if wanted == NOBODY:
        return found.filter(adviser__isnull=True, accountable_id=context.organisation)
    if ACCOUNT.fullmatch(wanted):
        return found.filter(adviser_id=int(wanted), accountable_id=context.organisation)
    return found


def _shown_name(context: Context) -> Case:
    name = Lower(Coalesce("resident__name", "employer__name", Value("")))
    return Case(When(consent.shown(context, FieldGroup.NAME), then=name), output_field=CharField())


def _shown_plan(column: str) -> Callable[[Context], Case]:
    return lambda context: Case(When(plan_known(context), then=F(column)))


ORDERS: Mapping[str, Callable[[Context], Case | F]] = {
    "datum": _shown_plan("next_date"),
    "fase": _shown_plan("phase"),
    "naam": _shown_name,
    "laatst": lambda _context: F("last_act_at"),
    "open": lambda _context: F("opened_at"),
}
"""What one can order on; what is not shared with the reader comes last and tells nothing."""


def _ordered(context: Context, found: QuerySet[CaseRecord], order: str) -> QuerySet[CaseRecord]:
    column = ORDERS.get(order.removeprefix("-"))
    if column is None:
        found = found.annotate(ordered_on=ORDERS["datum"](context))
        return found.order_by("-state", F("ordered_on").asc(nulls_last=True), "id")
    on = found.annotate(ordered_on=column(context))
    place = F("ordered_on")
    down = order.startswith("-")
    return on.order_by(
        place.desc(nulls_last=True) if down else place.asc(nulls_last=True), "-id" if down else "id"
    )
