"""Who carries how much: colleagues, caseload per adviser, and giving cases to somebody else."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from django.db import transaction
from django.db.models import Count, Q

from voordeur.domain.cases.lifecycle import CasePhase
from voordeur.domain.consent.grants import AccessAction
from voordeur.domain.kernel.actors import CASE_WORK_ROLES, Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.records.accounts.models import MembershipRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.services import cases, consent
from voordeur.services.access import NOT_FOUND
from voordeur.services.context import Context

LEADS = frozenset({Role.TEAM_LEAD, Role.COORDINATOR, Role.PROGRAMME_TEAM})
"""Roles that look at teams, places and reach; as counts, without people."""
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
    phases: tuple[tuple[str, int], ...]
    open: int
    late: int
    share_percent: int
    new: int
    """Opened in the last quarter."""
    closed: int
    """Closed with an outcome in the last quarter."""


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


def reassign(context: Context, *, leaver_id: int | None, to: Sequence[int]) -> int:
    """Give every open case of a colleague who leaves to others in turn, all of them or none.

    ``leaver_id`` None hands out what is nobody's; an empty ``to`` makes them nobody's in
    particular. Returns how many moved; next steps and dates stay as they are. Only by a team lead.
    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, INVALID_INPUT (to oneself, or to somebody who
    does no case work here), CHANGED_MEANWHILE.
    """
    if not context.has_role(Role.TEAM_LEAD):
        raise RefusedError(Refusal(Reason.ROLE_DOES_NOT_ALLOW))
    takers: list[int | None] = list(dict.fromkeys(to)) or [None]
    known: set[int | None] = {one.account_id for one in colleagues(context)}
    if leaver_id in takers or not set(takers) - {None} <= known:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "to"}))
    with transaction.atomic():
        refs = list(
            consent.visible_to(context, AccessAction.REASSIGN)
            .filter(accountable_id=context.organisation, state="open", adviser_id=leaver_id)
            .order_by("next_date", "id")
            .values_list("ref", flat=True)
        )
        for number, ref in enumerate(refs):
            cases.assign(context, ref=ref, adviser_id=takers[number % len(takers)])
    return len(refs)


def require_lead(context: Context) -> None:
    """Refuse (NOT_FOUND) whoever has no role that looks at teams and places."""
    if not context.has_role(*LEADS):
        raise RefusedError(NOT_FOUND)


def advisers(
    context: Context, *, since: datetime, phases: Sequence[str]
) -> tuple[AdviserLine, ...]:
    """Return what each colleague carries: first who left, then by load (three queries).

    ``phases`` are the names of the phases, in their order.
    """
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
    names: dict[int | None, str] = {one.account_id: one.name for one in colleagues(context)}
    here = {None, *names}
    rows: dict[int | None, list[Mapping[str, object]]] = {one: [] for one in names}
    for row in open_cases:
        rows.setdefault(row["adviser_id"], []).append(row)
        names.setdefault(row["adviser_id"], row["adviser__name"] or "")
    whole = sum(_number(row) for found in rows.values() for row in found)
    lines = (
        AdviserLine(
            account_id=account_id,
            name=names[account_id],
            works_here=account_id in here,
            closed=closed.get(account_id, 0),
            **_load(found, whole, phases),
        )
        for account_id, found in rows.items()
    )
    return tuple(sorted(lines, key=lambda one: (one.works_here, -one.open, one.name)))


def _load(found: Iterable[Mapping[str, object]], whole: int, phases: Sequence[str]) -> "_Load":
    rows = list(found)
    per_phase = {str(row["phase"]): _number(row) for row in rows}
    number = sum(per_phase.values())
    return {
        "phases": tuple(
            (name, per_phase.get(one.value, 0)) for one, name in zip(CasePhase, phases, strict=True)
        ),
        "open": number,
        "late": sum(_number(row, "late") for row in rows),
        "share_percent": round(100 * number / whole) if whole else 0,
        "new": sum(_number(row, "fresh") for row in rows),
    }


class _Load(TypedDict):
    """The part of an adviser's line that is summed from open cases."""

    phases: tuple[tuple[str, int], ...]
    open: int
    late: int
    share_percent: int
    new: int


def _number(row: Mapping[str, object], name: str = "number") -> int:
    return int(str(row[name]))
