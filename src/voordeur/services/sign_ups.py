"""Signing up for a gathering: an employer by link or by hand, a person by their own yes."""

from collections.abc import Sequence

from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.work.gatherings import (
    MOST_OF_ONE_EMPLOYER,
    SignUpState,
    may_sign_up,
    placed,
)
from voordeur.records.cases.models import CaseRecord
from voordeur.records.employer_service.models import GatheringRecord, SignUpRecord
from voordeur.records.references import new_reference
from voordeur.records.work.models import EmployerAccountRecord
from voordeur.services.access import subjects_of
from voordeur.services.acts import Act, acting
from voordeur.services.context import Context
from voordeur.services.gathering_letters import read_token, tell_came_in
from voordeur.services.gatherings import facts_of, locked_gathering, managed, move_up, told_of

LONGEST_SHARED = 300


def sign_up_by_link(context: Context, *, token: str, people: int) -> SignUpState:
    """Sign an employer up by its link; again changes how many come.

    Raises ``RefusedError``: LINK_INVALID, GATHERING_OVER, INVALID_INPUT (people).
    """
    invitation = read_token(context, token=token)
    with acting(context) as act:
        row = locked_gathering(invitation.gathering.ref)
        return _employer(act, context, row, invitation.employer, people)


def cancel_by_link(context: Context, *, token: str) -> None:
    """Cancel by the link; a second time changes nothing. Raises as above."""
    invitation = read_token(context, token=token)
    with acting(context) as act:
        row = locked_gathering(invitation.gathering.ref)
        _cancel(act, row, row.signups.filter(employer=invitation.employer).first())


def sign_up_employer(context: Context, *, ref: str, employer: str, people: int) -> SignUpState:
    """Sign an employer up that called.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND, GATHERING_OVER, INVALID_INPUT.
    """
    with acting(context) as act:
        row = managed(context, ref)
        found = EmployerAccountRecord.objects.filter(ref=employer).first()
        if found is None:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "employer"}))
        return _employer(act, context, row, found, people)


def cancel_sign_up(context: Context, *, ref: str, signup: str) -> None:
    """Take a sign-up out for who called to cancel. Raises as above."""
    with acting(context) as act:
        row = managed(context, ref)
        found = row.signups.filter(ref=signup).first()
        if found is None:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        _cancel(act, row, found)


def sign_up_self(context: Context, *, ref: str, shared: str) -> SignUpState:
    """Sign up as a person, with the words the organiser may read; again keeps the place.

    Raises ``RefusedError``: NOT_FOUND, GATHERING_OVER, INVALID_INPUT (shared).
    """
    said = shared.strip()
    if not said or len(said) > LONGEST_SHARED or "\0" in said:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "shared"}))
    with acting(context) as act:
        case = own_case(context)
        row = locked_gathering(ref)
        require(may_sign_up(facts_of(row), context.today, employer=False))
        held = row.signups.filter(case__resident_id=context.resident_id).first()
        state = _place(act, row, held, people=1, who={"case": case, "shared": said})
        told = {**told_of(row), "case": case.ref, "state": state.value}
        act.record("GatheringJoined", case_id=case.pk, subjects=subjects_of(case), payload=told)
    return state


def cancel_self(context: Context, *, ref: str) -> None:
    """Cancel as a person; the organiser reads nothing of them any more.

    Raises ``RefusedError``: NOT_FOUND, GATHERING_OVER.
    """
    with acting(context) as act:
        case = own_case(context)
        row = locked_gathering(ref)
        held = row.signups.filter(case__resident_id=context.resident_id).first()
        if held is None:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        came_in = _free(act, row, held)
        told = {**told_of(row), "case": case.ref, "came_in": came_in}
        act.record("GatheringLeft", case_id=case.pk, subjects=subjects_of(case), payload=told)


def own_case(context: Context) -> CaseRecord:
    """Return the case through which a person signs up: the newest open one, else the newest.

    Raises ``RefusedError`` (NOT_FOUND).
    """
    if context.kind is not ActorKind.RESIDENT:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    rows: Sequence[CaseRecord] = list(
        CaseRecord.objects.filter(resident_id=context.resident_id).order_by("-id")
    )
    if not rows:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return next((one for one in rows if one.state == "open"), rows[0])


def _employer(
    act: Act, context: Context, row: GatheringRecord, employer: EmployerAccountRecord, people: int
) -> SignUpState:
    require(may_sign_up(facts_of(row), context.today, employer=True))
    if not 1 <= people <= MOST_OF_ONE_EMPLOYER:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "people"}))
    held = row.signups.filter(employer=employer).first()
    state = _place(act, row, held, people=people, who={"employer": employer})
    told = {"employer": employer.ref, "people": people, "state": state.value}
    act.record("EmployerSignedUp", payload={**told_of(row), **told})
    return state


def _place(
    act: Act,
    row: GatheringRecord,
    held: SignUpRecord | None,
    *,
    people: int,
    who: dict[str, object],
) -> SignUpState:
    """Give a place or a spot on the waiting list; who has a place never loses it by asking more."""
    now = SignUpState(held.state) if held is not None else SignUpState.CANCELLED
    mine = held.people if held is not None and now is SignUpState.IN else 0
    state = placed(row.places - row.taken + mine, people)
    if mine and state is SignUpState.WAITING:
        raise RefusedError(Refusal(Reason.NO_PLACES_LEFT, {"field": "people"}))
    values: dict[str, object] = {"people": people, "state": state.value, "came": None, **who}
    if now is SignUpState.CANCELLED:
        values["asked_at"] = act.context.now
    row.taken += (people if state is SignUpState.IN else 0) - mine
    GatheringRecord.objects.filter(pk=row.pk).update(taken=row.taken)
    if held is None:
        SignUpRecord.objects.create(ref=new_reference(), gathering=row, **values)
    else:
        SignUpRecord.objects.filter(pk=held.pk).update(**values)
    _let_in(act, row)
    return state


def _cancel(act: Act, row: GatheringRecord, held: SignUpRecord | None) -> None:
    came_in = [] if held is None else _free(act, row, held)
    ref = held.ref if held is not None else ""
    act.record("SignUpCancelled", payload={**told_of(row), "signup": ref, "came_in": came_in})


def _free(act: Act, row: GatheringRecord, held: SignUpRecord) -> list[str]:
    """Take a sign-up out and let in who waits; employers that come in are told by mail."""
    require(may_sign_up(facts_of(row), act.context.today, employer=held.employer_id is not None))
    if held.state == SignUpState.IN.value:
        row.taken -= held.people
        GatheringRecord.objects.filter(pk=row.pk).update(taken=row.taken)
    SignUpRecord.objects.filter(pk=held.pk).update(state=SignUpState.CANCELLED.value, shared="")
    return _let_in(act, row)


def _let_in(act: Act, row: GatheringRecord) -> list[str]:
    """Let in who waits for places that are free; employers are told by mail."""
    came_in = move_up(row)
    for one in row.signups.filter(ref__in=came_in).select_related("employer", "case__resident"):
        tell_came_in(act, row, one)
    return came_in
