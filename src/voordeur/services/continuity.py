"""Who pays on when somebody moves or changes work: agreed once, so that nobody starts again."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, RefusedError, Verdict, require
from voordeur.domain.region.model import Region
from voordeur.records.money.models import ClaimRecord
from voordeur.records.references import new_reference
from voordeur.records.trajectories.models import LIVE, ContinuityRecord, TrajectoryRecord
from voordeur.services.acts import Act, Message, acting
from voordeur.services.context import Context
from voordeur.services.handover_letters import members, somebody_at
from voordeur.services.offices import BUDGET_OWNER, holds_office
from voordeur.services.ports import ports
from voordeur.services.region import current_region
from voordeur.services.trajectories import locked, record_event
from voordeur.services.trajectory_templates import entry

MOVES, STAYS, FOLLOWS = "moves", "stays", "follows"
ASKED, ACCEPTED, REFUSED = "asked", "accepted", "refused"
LONGEST_REASON = 2_000
INBOX_ADDRESS = "/werk/trajecten/doorbetalen/"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinuityLine:
    """A question who pays on, without a name: references, organisations, steps and cents left."""

    ref: str
    trajectory: str
    kind: str
    payer: str
    payer_name: str
    for_name: str
    reason: str
    state: str
    note: str
    asked_at: datetime
    answered_at: datetime | None
    steps_left: int
    cents_left: int


def payer_settled(row: TrajectoryRecord) -> Verdict:
    """Tell whether it is clear who pays from here on; AGREEMENT_NEEDED when it is not.

    It is as long as the payer is finally responsible for the person, or when an agreement was made
    for the organisation that is so now.
    """
    now = row.case.finally_responsible_id
    if row.payer_id == now:
        return ALLOWED
    agreed = row.agreements.filter(state=ACCEPTED, payer_id=row.payer_id, for_organisation_id=now)
    if agreed.exists():
        return ALLOWED
    return Refusal(Reason.AGREEMENT_NEEDED, {"payer": row.payer_id, "responsible": now})


def ask(context: Context, *, ref: str, kind: str, reason: str) -> str:
    """Ask who pays on: the organisation finally responsible now, or the payer until now.

    Kind 'follows' needs no answer: all money reserved so far must go along with the person by
    itself. Raises ``RefusedError``: REASON_NEEDED, INVALID_INPUT, AGREEMENT_NEEDED when some of the
    money does not go along, CHANGED_MEANWHILE when a question is open already.
    """
    if kind not in {MOVES, STAYS, FOLLOWS}:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "kind"}))
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise RefusedError(Refusal(Reason.REASON_NEEDED))
    with acting(context) as act:
        row = locked(context, ref)
        now = row.case.finally_responsible_id
        if row.state not in LIVE:
            raise RefusedError(Refusal(Reason.TRAJECTORY_NOT_IN_STATE, {"state": row.state}))
        if row.agreements.filter(state=ASKED).exists():
            raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
        if kind == FOLLOWS and not goes_along(row):
            raise RefusedError(Refusal(Reason.AGREEMENT_NEEDED, {"payer": row.payer_id}))
        made = ContinuityRecord.objects.create(
            ref=new_reference(),
            trajectory=row,
            kind=kind,
            payer_id=now if kind == MOVES else row.payer_id,
            for_organisation_id=now,
            reason=reason.strip(),
            state=ACCEPTED if kind == FOLLOWS else ASKED,
            asked_at=context.now,
            asked_by_id=context.account_id,
            answered_at=context.now if kind == FOLLOWS else None,
        )
        if made.state == ASKED:
            _tell_payer(act, context, made)
        record_event(
            act, "ContinuityAsked", row, agreement=made.ref, kind=kind, payer=made.payer_id
        )
    return made.ref


def answer(context: Context, *, agreement: str, yes: bool, note: str = "") -> None:
    """Answer for the organisation that is asked to pay on; a no needs a reason.

    With a yes the payer moves in this act; what was reserved, ordered and paid stays where it is.
    Raises ``RefusedError``: NOT_FOUND for another organisation, CONSENT_ANSWERED, REASON_NEEDED.
    """
    with acting(context) as act:
        known = _asked_for(agreement)
        if not _answers_for(context, known.payer_id):
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        require(_may_answer(known, yes=yes, note=note))
        _settle(context, act, known, yes=yes, note=note)


def record_said(context: Context, *, agreement: str, yes: bool, said_by: str) -> None:
    """Note what a payer said that has nobody in Voordeur who can answer; by who works the case.

    ``said_by`` tells who said it and when, without it there is nothing to hold anybody to. Raises
    ``RefusedError``: NOT_FOUND, ROLE_DOES_NOT_ALLOW when the payer can answer itself,
    CONSENT_ANSWERED, REASON_NEEDED.
    """
    with acting(context) as act:
        known = _asked_for(agreement)
        locked(context, known.trajectory.ref)
        require(_may_record(context, known, said_by))
        _settle(context, act, known, yes=yes, note=said_by, by_word=True)


def nobody_answers(context: Context, payer: str) -> bool:
    """Tell whether an organisation has nobody in Voordeur who may answer for its money."""
    return not members(payer, context.today, *BUDGET_OWNER)


def inbox(context: Context) -> tuple[ContinuityLine, ...]:
    """Return the open questions to the organisation of who asks (three queries at most)."""
    if not holds_office(context, BUDGET_OWNER):
        return ()
    rows = ContinuityRecord.objects.filter(state=ASKED, payer_id=context.organisation)
    return tuple(lines(context, rows.order_by("asked_at", "id")))


def lines(context: Context, rows: object) -> list[ContinuityLine]:
    """Return agreements as lines, with what is still planned behind each."""
    known = rows.select_related("trajectory").prefetch_related("trajectory__steps")  # type: ignore[attr-defined]
    region = current_region()
    return [_line(context, region, one) for one in known]


def goes_along(row: TrajectoryRecord) -> bool:
    """Tell whether every euro claimed for the trajectory goes along with the person by itself."""
    claimed = Q(reserved_cents__gt=0) | Q(committed_cents__gt=0)
    rows = ClaimRecord.objects.filter(claimed, cost__step__trajectory=row)
    sources = set(rows.values_list("budget__source", flat=True))
    found = (entry("funding_source", code) for code in sources)
    return bool(sources) and all(one is not None and one.flag("unpartitioned") for one in found)


def _asked_for(agreement: str) -> ContinuityRecord:
    """Lock and return a question who pays on, with its trajectory; NOT_FOUND without one."""
    rows = ContinuityRecord.objects.select_for_update(no_key=True)
    known = rows.filter(ref=agreement).select_related("trajectory__case").first()
    if known is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return known


def _settle(
    context: Context, act: Act, known: ContinuityRecord, *, yes: bool, note: str, **more: object
) -> None:
    """Write the answer; with a yes the payer of the trajectory moves in the same act."""
    known.state = ACCEPTED if yes else REFUSED
    known.note = note.strip()
    known.answered_at = context.now
    known.answered_by_id = context.account_id
    known.save(update_fields=["state", "note", "answered_at", "answered_by"])
    before = known.trajectory.payer_id
    if yes and before != known.payer_id:
        TrajectoryRecord.objects.filter(pk=known.trajectory.pk).update(payer=known.payer)
    record_event(
        act,
        "TrajectoryMoved" if yes else "ContinuityRefused",
        known.trajectory,
        agreement=known.ref,
        kind=known.kind,
        payer_before=before,
        payer=known.payer_id,
        **more,
    )


def _answers_for(context: Context, organisation: str) -> bool:
    if context.kind is ActorKind.SYSTEM:
        return True
    return holds_office(context, BUDGET_OWNER) and context.organisation == organisation


def _tell_payer(act: Act, context: Context, asked: ContinuityRecord) -> None:
    """Mail whoever may answer for the payer; the mail names no person, only the page."""
    found = members(asked.payer_id, context.today, Role.BUDGET_OWNER)
    for person in found or somebody_at(asked.payer_id, context.today, Role.CONTROLLER):
        prefix = "/en" if person.language == "en" else ""
        with translation.override(person.language):
            body = _("Hallo,\n\n%(sentence)s\n\n%(link)s\n\nVoordeur") % {
                "sentence": _(
                    "Er veranderde iets voor iemand met een traject. Spreek af wie verder betaalt."
                ),
                "link": f"{ports().public_address}{prefix}{INBOX_ADDRESS}",
            }
            act.send(
                Message(
                    key=f"continuity:{asked.ref}:{person.key}",
                    kind="continuity_asked",
                    recipient=person.email,
                    language=person.language,
                    subject=_("Wie betaalt een traject verder?"),
                    body=body,
                )
            )


def _may_record(context: Context, known: ContinuityRecord, said_by: str) -> Verdict:
    if not nobody_answers(context, known.payer_id):
        return Refusal(Reason.ROLE_DOES_NOT_ALLOW)
    if not said_by.strip() or len(said_by) > LONGEST_REASON:
        return Refusal(Reason.REASON_NEEDED)
    return _may_answer(known, yes=True, note=said_by)


def _may_answer(known: ContinuityRecord, *, yes: bool, note: str) -> Verdict:
    if known.state != ASKED:
        return Refusal(Reason.CONSENT_ANSWERED)
    if not yes and not note.strip():
        return Refusal(Reason.REASON_NEEDED)
    return ALLOWED


def _line(context: Context, region: Region, one: ContinuityRecord) -> ContinuityLine:
    left = [s for s in one.trajectory.steps.all() if s.state in {"planned", "ordered", "running"}]
    return ContinuityLine(
        ref=one.ref,
        trajectory=one.trajectory.ref,
        kind=one.kind,
        payer=one.payer_id,
        payer_name=region.organisation_name(one.payer_id, context.today, context.language),
        for_name=region.organisation_name(one.for_organisation_id, context.today, context.language),
        reason=one.reason,
        state=one.state,
        note=one.note,
        asked_at=one.asked_at,
        answered_at=one.answered_at,
        steps_left=len(left),
        cents_left=sum(s.cost_cents or 0 for s in left),
    )
