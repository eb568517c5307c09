"""Who carries how much: colleagues, the team page, and giving cases to somebody else."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from voordeur.domain.cases.lifecycle import CasePhase
from voordeur.domain.consent.grants import AccessAction
from voordeur.domain.kernel.actors import CASE_WORK_ROLES, Role
from voordeur.domain.kernel.calendar import working_days_between
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.region.model import Region
from voordeur.records.accounts.models import MembershipRecord
from voordeur.records.cases.models import CaseRecord, ClosureRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.services import cases, consent
from voordeur.services.access import NOT_FOUND
from voordeur.services.case_words import party_name
from voordeur.services.context import Context
from voordeur.services.region import current_region

LEADS = frozenset({Role.TEAM_LEAD, Role.COORDINATOR, Role.PROGRAMME_TEAM})
"""Roles that look at teams, places and reach; as counts, without people."""
LOOK_BACK = timedelta(days=91)
MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who does case work in one's own organisation today."""

    account_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviserLine:
    """The caseload of one colleague; ``account_id`` None stands for nobody in particular."""

    account_id: int | None
    name: str
    works_here: bool
    per_phase: tuple[int, ...]
    open: int
    late: int
    share_percent: int
    new: int
    """Opened in the last quarter."""
    closed: int
    """Closed with an outcome in the last quarter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LateHandover:
    """An offer nobody answered within the term; a reference, no person."""

    ref: str
    sender: str
    receiver: str
    due_on: date
    working_days_late: int
    ours: bool
    """We sent it and are still accountable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Effectiveness next to legality over the last quarter, as counts and shares in percent."""

    closed: int
    per_outcome: tuple[tuple[str, int], ...]
    helped_percent: int | None
    answered_in_term_percent: int | None
    first_contact_in_term_percent: int | None
    informed_percent: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPage:
    """The team of one organisation; every figure about cases is a count."""

    organisation: str
    phases: tuple[str, ...]
    advisers: tuple[AdviserLine, ...]
    late_handovers: tuple[LateHandover, ...]
    effect: Effect
    since: date
    may_reassign: bool


def colleagues(context: Context) -> tuple[Colleague, ...]:
    """Return who can carry a case here today, by name (one query)."""
    rows = MembershipRecord.objects.select_related("account").filter(
        Q(end_date__isnull=True) | Q(end_date__gt=context.today),
        organisation_id=context.organisation,
        start_date__lte=context.today,
        account__is_active=True,
    )
    found = {
        row.account_id: row.account.name
        for row in rows
        if not CASE_WORK_ROLES.isdisjoint(row.roles)
    }
    by_name = sorted(found.items(), key=lambda one: one[1].casefold())
    return tuple(Colleague(account_id, name) for account_id, name in by_name)


def give(context: Context, *, ref: str, adviser_id: int | None) -> None:
    """Give one case to a colleague of one's own organisation, or to nobody in particular.

    Raises ``RefusedError``: INVALID_INPUT for somebody who does no case work here, and as
    :func:`voordeur.services.cases.assign`.
    """
    _require_colleague(context, adviser_id)
    cases.assign(context, ref=ref, adviser_id=adviser_id)


def _require_colleague(context: Context, adviser_id: int | None) -> None:
    known = {one.account_id for one in colleagues(context)}
    if adviser_id is not None and adviser_id not in known:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "adviser"}))


@dataclass(frozen=True, slots=True)
class Done:
    """What an act on many cases did; each case is its own act, so some may succeed and some not."""

    done: int
    refused: tuple[tuple[str, Reason], ...] = ()


def give_many(context: Context, *, refs: Sequence[str], adviser_id: int | None) -> Done:
    """Give several cases to one colleague; a case that cannot go is left and named."""
    _require_colleague(context, adviser_id)
    return _each(refs, lambda ref: cases.assign(context, ref=ref, adviser_id=adviser_id))


def plan_many(context: Context, *, refs: Sequence[str], next_date: date) -> Done:
    """Give several cases another date; each keeps its own next step."""
    steps = {
        ref: (step, party)
        for ref, step, party in consent.visible_to(context, AccessAction.WORK)
        .filter(ref__in=list(refs)[:MOST_AT_ONCE])
        .values_list("ref", "next_step", "next_party")
    }

    def plan(ref: str) -> None:
        if ref not in steps:
            raise RefusedError(NOT_FOUND)
        step, party = steps[ref]
        cases.plan_next(context, ref=ref, next_step=step, next_date=next_date, next_party=party)

    return _each(refs, plan)


def _each(refs: Sequence[str], act: Callable[[str], None]) -> Done:
    done, refused = 0, []
    for ref in dict.fromkeys(list(refs)[:MOST_AT_ONCE]):
        try:
            act(ref)
            done += 1
        except RefusedError as error:
            refused.append((ref, error.refusal.reason))
    return Done(done, tuple(refused))


def hand_out(context: Context, *, leaver_id: int | None, to: Sequence[int]) -> Done:
    """Spread the open cases of somebody who leaves over colleagues, one by one in turn.

    ``leaver_id`` None hands out what is nobody's. Only by a team lead. Raises ``RefusedError``:
    ROLE_DOES_NOT_ALLOW, INVALID_INPUT.
    """
    if not context.has_role(Role.TEAM_LEAD):
        raise RefusedError(Refusal(Reason.ROLE_DOES_NOT_ALLOW))
    takers = [one for one in dict.fromkeys(to) if one != leaver_id]
    if not takers:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "adviser"}))
    for taker in takers:
        _require_colleague(context, taker)
    refs = list(
        consent.visible_to(context, AccessAction.REASSIGN)
        .filter(accountable_id=context.organisation, state="open", adviser_id=leaver_id)
        .order_by("next_date", "id")
        .values_list("ref", flat=True)[:MOST_AT_ONCE]
    )
    turn = {ref: takers[number % len(takers)] for number, ref in enumerate(refs)}
    return _each(refs, lambda ref: cases.assign(context, ref=ref, adviser_id=turn[ref]))


def require_lead(context: Context) -> None:
    """Refuse (NOT_FOUND) whoever has no role that looks at teams and places."""
    if not context.has_role(*LEADS):
        raise RefusedError(NOT_FOUND)


def team(context: Context) -> TeamPage:
    """Return caseload per colleague and phase, what is late, and what came of it.

    Raises ``RefusedError`` (NOT_FOUND) for whoever does not lead.
    """
    require_lead(context)
    region = current_region()
    since = context.now - LOOK_BACK
    return TeamPage(
        organisation=party_name(context, region, context.organisation),
        phases=tuple(
            region.phases[one.value].label.in_language(context.language)
            for one in CasePhase
            if one.value in region.phases
        ),
        advisers=_advisers(context, since),
        late_handovers=_late_handovers(context, region),
        effect=_effect(context, region, since),
        since=context.at(since).today,
        may_reassign=context.has_role(Role.TEAM_LEAD),
    )


def _advisers(context: Context, since: datetime) -> tuple[AdviserLine, ...]:
    own = CaseRecord.objects.filter(accountable_id=context.organisation)
    open_cases = (
        own.filter(state="open")
        .order_by()
        .values("adviser_id", "adviser__name", "phase")
        .annotate(
            number=Count("id"),
            late=Count("id", filter=Q(next_date__lt=context.today)),
            fresh=Count("id", filter=Q(opened_at__gte=since)),
        )
    )
    closed = dict(
        own.filter(state="closed", closed_at__gte=since)
        .order_by()
        .values_list("adviser_id")
        .annotate(number=Count("id"))
    )
    here = {one.account_id: one.name for one in colleagues(context)}
    rows: dict[int | None, list[Mapping[str, object]]] = {one: [] for one in here}
    names: dict[int | None, str] = {}
    names.update(here.items())
    for row in open_cases:
        rows.setdefault(row["adviser_id"], []).append(row)
        names.setdefault(row["adviser_id"], row["adviser__name"] or "")
    whole = sum(int(str(row["number"])) for found in rows.values() for row in found)
    lines = [
        _adviser_line(account_id, names[account_id], found, whole, closed.get(account_id, 0))
        for account_id, found in rows.items()
    ]
    known = [
        line
        if line.account_id in here or line.account_id is None
        else replace(line, works_here=False)
        for line in lines
    ]
    return tuple(sorted(known, key=lambda one: (one.works_here, -one.open, one.name)))


def _adviser_line(
    account_id: int | None,
    name: str,
    found: Iterable[Mapping[str, object]],
    whole: int,
    closed: int,
) -> AdviserLine:
    rows = list(found)
    per_phase = {str(row["phase"]): int(str(row["number"])) for row in rows}
    number = sum(per_phase.values())
    return AdviserLine(
        account_id=account_id,
        name=name,
        works_here=True,
        per_phase=tuple(per_phase.get(one.value, 0) for one in CasePhase),
        open=number,
        late=sum(int(str(row["late"])) for row in rows),
        share_percent=round(100 * number / whole) if whole else 0,
        new=sum(int(str(row["fresh"])) for row in rows),
        closed=closed,
    )


def _late_handovers(context: Context, region: Region) -> tuple[LateHandover, ...]:
    rows = HandoverRecord.objects.filter(
        Q(sender_id=context.organisation) | Q(receiver_id=context.organisation),
        state="offered",
        due_on__lte=context.today,
    ).order_by("due_on", "id")
    return tuple(
        LateHandover(
            ref=row.ref,
            sender=party_name(context, region, row.sender_id),
            receiver=party_name(context, region, row.receiver_id),
            due_on=row.due_on,
            working_days_late=working_days_between(row.due_on, context.today),
            ours=row.sender_id == context.organisation,
        )
        for row in rows[:50]
    )


def _effect(context: Context, region: Region, since: datetime) -> Effect:
    closures = list(
        ClosureRecord.objects.filter(
            organisation_id=context.organisation, closed_at__gte=since
        ).values_list("outcome", "informed_by")
    )
    counts: dict[str, int] = {}
    helped = 0
    for outcome, _informed in closures:
        entry = region.outcome(outcome)
        label = entry.label.in_language(context.language) if entry else outcome
        counts[label] = counts.get(label, 0) + 1
        helped += bool(entry and entry.kind in {"work", "learning", "help"})
    answers = HandoverRecord.objects.filter(
        receiver_id=context.organisation, answered_at__gte=since
    ).values_list("answered_at", "due_on")
    contacts = CaseRecord.objects.filter(
        accountable_id=context.organisation, opened_at__gte=since, first_contact_at__isnull=False
    ).values_list("opened_at", "first_contact_at")
    term = region.term_days("first_contact", context.organisation)
    return Effect(
        closed=len(closures),
        per_outcome=tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0]))),
        helped_percent=percent(helped, len(closures)),
        answered_in_term_percent=_share(
            context.at(at).today <= due for at, due in answers if at is not None
        ),
        first_contact_in_term_percent=_share(
            working_days_between(context.at(start).today, context.at(at).today) <= term
            for start, at in contacts
            if at is not None
        ),
        informed_percent=percent(sum(bool(by) for _outcome, by in closures), len(closures)),
    )


def _share(within: Iterable[bool]) -> int | None:
    found = list(within)
    return percent(sum(found), len(found))


def percent(part: int, whole: int) -> int | None:
    """Return a share in whole percent; None when there is nothing to take a share of."""
    return round(100 * part / whole) if whole else None
