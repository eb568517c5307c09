"""The access door: the only way to obtain a case, and the line in the log that goes before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voordeur.domain.cases.lifecycle import CaseFacts, CasePhase, CaseState
from voordeur.domain.consent.grants import (
    RESIDENT_FIELDS,
    AccessAction,
    FieldGroup,
    Grant,
    Purpose,
    live,
    may_do,
    visible_fields,
)
from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.records.cases.models import CaseRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.services import consent
from voordeur.services.audit import JournalEntry, Subject, record_view
from voordeur.services.context import Context

NOT_FOUND = Refusal(Reason.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case that went through the door: the row, and the field groups the actor may see."""

    case: CaseRecord
    fields: frozenset[FieldGroup]
    actions: frozenset[AccessAction]
    purpose: str

    def shows(self, group: FieldGroup) -> bool:
        """Tell whether ``group`` may be shown."""
        return group in self.fields

    def allows(self, action: AccessAction) -> bool:
        """Tell whether the actor may do ``action`` on this case."""
        return action in self.actions


def open_case(context: Context, *, ref: str, part: str) -> OpenCase:
    """Open a case to read ``part`` of it; the view is in the log before this returns.

    Raises ``RefusedError`` (NOT_FOUND) when there is no such case *or* no live grant: the two are
    the same answer.
    """
    case = (
        CaseRecord.objects.select_related("resident", "employer", "adviser", "accepted_handover")
        .filter(ref=ref)
        .first()
    )
    if case is None:
        raise RefusedError(NOT_FOUND)
    opened = _judge(context, case)
    if opened is None:
        raise RefusedError(NOT_FOUND)
    record_view(
        context,
        JournalEntry(
            kind="view",
            name="CaseSeen",
            payload={"part": part, "fields": sorted(opened.fields)},
            case_id=case.pk,
            subjects=subjects_of(case),
            purpose=opened.purpose,
        ),
    )
    return opened


def case_for_act(context: Context, *, ref: str, action: AccessAction) -> CaseRecord:
    """Lock and return a case to act on, inside the caller's act.

    Raises ``RefusedError``: NOT_FOUND without a live grant, ROLE_DOES_NOT_ALLOW when the role may
    see but not do this.
    """
    case = CaseRecord.objects.select_for_update(no_key=True).filter(ref=ref).first()
    if case is None:
        raise RefusedError(NOT_FOUND)
    if context.kind is ActorKind.SYSTEM:
        return case
    if context.kind is ActorKind.RESIDENT:
        if case.resident_id is not None and case.resident_id == context.resident_id:
            return case
        raise RefusedError(NOT_FOUND)
    opened = _judge(context, case)
    if opened is None:
        raise RefusedError(NOT_FOUND)
    if action not in opened.actions:
        raise RefusedError(Refusal(Reason.ROLE_DOES_NOT_ALLOW, {"action": action.value}))
    return case


def _judge(context: Context, case: CaseRecord) -> OpenCase | None:
    if context.kind is ActorKind.RESIDENT:
        if case.resident_id is None or case.resident_id != context.resident_id:
            return None
        return OpenCase(case, RESIDENT_FIELDS, frozenset({AccessAction.SEE}), "own_case")
    grants = consent.grants_on(context, [case.pk]).get(case.pk, [])
    organisation = context.organisation
    actions = frozenset(
        action
        for action in AccessAction
        for role in context.roles
        if may_do(grants, organisation, role, action, context.now)
    )
    if AccessAction.SEE not in actions:
        return None
    fields = frozenset[FieldGroup]().union(
        *(visible_fields(grants, organisation, role, context.now) for role in context.roles)
    )
    return OpenCase(case, fields, actions, _purpose(context, grants))


def _purpose(context: Context, grants: Iterable[Grant]) -> str:
    allowed = consent.purposes_of(context, AccessAction.SEE)
    held = {
        grant.purpose for grant in grants if grant.purpose in allowed and live(grant, context.now)
    }
    order = tuple(Purpose)
    return min(held, key=order.index).value if held else ""


def fields_per_case(
    context: Context, case_ids: Iterable[int]
) -> Mapping[int, frozenset[FieldGroup]]:
    """Return what the actor may see of each case on a list, in one query."""
    grants = consent.grants_on(context, case_ids)
    return {
        case_id: frozenset[FieldGroup]().union(
            *(
                visible_fields(held, context.organisation, role, context.now)
                for role in context.roles
            )
        )
        for case_id, held in grants.items()
    }


def log_list(context: Context, *, name: str, cases: Iterable[CaseRecord]) -> None:
    """Put in the log, before a list is shown, which people are on it."""
    shown = list(cases)
    if not shown:
        return
    record_view(
        context,
        JournalEntry(
            kind="view",
            name="ListSeen",
            payload={"list": name, "cases": [case.pk for case in shown]},
            subjects=tuple(subject for case in shown for subject in subjects_of(case)),
        ),
    )


def subjects_of(case: CaseRecord) -> tuple[Subject, ...]:
    """Return the resident a line about ``case`` concerns; employers are not natural persons."""
    if case.resident_id is None:
        return ()
    return (Subject(case.resident_id, case.pk),)


def facts_of(case: CaseRecord) -> CaseFacts:
    """Return what the domain needs to know of ``case``, read now."""
    offered = HandoverRecord.objects.filter(case_id=case.pk, state="offered").exists()
    return CaseFacts(
        state=CaseState(case.state),
        accountable=case.accountable_id,
        phase=CasePhase(case.phase),
        next_date=case.next_date,
        episode=case.episode,
        open_handover=offered,
    )
