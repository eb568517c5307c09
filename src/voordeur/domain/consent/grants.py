"""A live grant is the one thing access comes from; a role says what one may do within a purpose."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict


class Purpose(StrEnum):
    """What data is used for; the region pack gives each its label and legal bases."""

    GUIDANCE = "guidance"
    HANDOVER = "handover"
    AFTERCARE = "aftercare"
    EMPLOYER_SERVICE = "employer_service"
    PRIVACY_SUPERVISION = "privacy_supervision"


class LegalBasis(StrEnum):
    """Why the law allows it (AVG, article 6)."""

    CONSENT = "consent"
    """The resident said yes, and may take it back (article 6, 1a)."""
    LEGAL_TASK = "legal_task"
    """A task the law gives the organisation; which law stands in the pack (article 6, 1c and e)."""
    REQUEST = "request"
    """The resident asked this organisation for something (article 6, 1b), until taken back."""


class FieldGroup(StrEnum):
    """The parts of a case that are shared or not.

    Health is none of them: only the resident tells about that.
    """

    NAME = "name"
    CONTACT = "contact"
    RESIDENCE = "residence"
    QUESTION = "question"
    SITUATION = "situation"
    PLAN = "plan"
    NOTES = "notes"
    DOCUMENTS = "documents"
    PROFILE = "profile"


class AccessAction(StrEnum):
    """What somebody may do with a case within a purpose."""

    SEE = "see"
    WORK = "work"
    """Plan, register results, close and reopen."""
    HAND_OVER = "hand_over"
    """Offer, withdraw and answer handovers."""
    SHARE = "share"
    """Record what the resident allows another organisation."""
    REASSIGN = "reassign"
    """Give the case to a colleague in the same organisation."""
    EXPORT = "export"
    SEE_LOG = "see_log"
    """See who looked."""


RESIDENT_FIELDS: frozenset[FieldGroup] = frozenset(FieldGroup)
"""What residents see of their own case: everything, whatever grants there are."""

_SEE_ONLY = frozenset({AccessAction.SEE})
_WORK = frozenset({AccessAction.SEE, AccessAction.WORK, AccessAction.EXPORT})
_GUIDE = _WORK | {AccessAction.HAND_OVER, AccessAction.SHARE}
_LEAD = _GUIDE | {AccessAction.REASSIGN}
_ANSWER = _SEE_ONLY | {AccessAction.HAND_OVER}
_SUPERVISE = frozenset({AccessAction.SEE, AccessAction.EXPORT, AccessAction.SEE_LOG})

_CASE_WORK: Mapping[Purpose, frozenset[AccessAction]] = {
    Purpose.GUIDANCE: _GUIDE,
    Purpose.HANDOVER: _ANSWER,
    Purpose.AFTERCARE: _WORK,
    Purpose.EMPLOYER_SERVICE: _GUIDE,
}

ROLE_PURPOSES: Mapping[Role, Mapping[Purpose, frozenset[AccessAction]]] = MappingProxyType(
    {
        Role.GIDS: _CASE_WORK,
        Role.PARTNER_PROFESSIONAL: _CASE_WORK,
        # Whoever's organisation took a question over can work on it, whatever desk they sit at.
        Role.WSP_CONSULTANT: _CASE_WORK,
        Role.TEAM_LEAD: {
            Purpose.GUIDANCE: _LEAD,
            Purpose.HANDOVER: _ANSWER,
            Purpose.AFTERCARE: _LEAD,
            Purpose.EMPLOYER_SERVICE: _LEAD,
        },
        Role.PRIVACY_OFFICER: {Purpose.PRIVACY_SUPERVISION: _SUPERVISE},
        # These work with counts, deadlines and money; no purpose of theirs needs a person.
        Role.COORDINATOR: {},
        Role.PROGRAMME_TEAM: {},
        Role.PROJECT_LEADER: {},
        Role.SECRETARY: {},
        Role.CONTROLLER: {},
        Role.BOARD_READER: {},
        Role.SYSTEM_MANAGER: {},
        Role.BACK_OFFICE: {},
        Role.BUDGET_OWNER: {},
    }
)
"""Per role the purposes it serves and the actions it may do there."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One permission: ``organisation`` may use ``fields`` of ``case`` for ``purpose``.

    Valid from ``valid_from`` up to, not including, ``valid_until`` (``None``: no end), and until
    ``withdrawn_at``. ``case`` and ``organisation`` are codes; moments carry a time zone.
    """

    case: str
    organisation: str
    purpose: Purpose
    basis: LegalBasis
    fields: frozenset[FieldGroup]
    valid_from: datetime
    valid_until: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody in ``role`` at ``organisation`` who wants to do ``action`` at ``now``."""

    organisation: str
    role: Role
    action: AccessAction
    now: datetime


def has_started(grant: Grant, look: Look) -> bool:
    """Tell whether the grant is already valid."""
    return grant.valid_from <= look.now


def has_not_ended(grant: Grant, look: Look) -> bool:
    """Tell whether the end of the grant lies ahead, or there is none."""
    return grant.valid_until is None or look.now < grant.valid_until


def is_not_withdrawn(grant: Grant, look: Look) -> bool:
    """Tell whether nobody took the grant back; taking back works from that very moment."""
    return grant.withdrawn_at is None or look.now < grant.withdrawn_at


def is_for_organisation(grant: Grant, look: Look) -> bool:
    """Tell whether the grant is for the organisation that looks."""
    return grant.organisation == look.organisation


def role_serves_purpose(grant: Grant, look: Look) -> bool:
    """Tell whether the role may do the action for the purpose of the grant."""
    return look.action in ROLE_PURPOSES[look.role].get(grant.purpose, frozenset())


Condition = Callable[[Grant, Look], bool]

LIVE_CONDITIONS: tuple[Condition, ...] = (has_started, has_not_ended, is_not_withdrawn)
"""What makes a grant live."""

CONDITIONS: tuple[Condition, ...] = (*LIVE_CONDITIONS, is_for_organisation, role_serves_purpose)
"""What makes a grant count for one look; all must hold, and no test passes without each."""


def live(grant: Grant, now: datetime) -> bool:
    """Tell whether ``grant`` is valid at ``now``: started, not ended, not withdrawn."""
    look = Look(grant.organisation, Role.GIDS, AccessAction.SEE, now)
    return all(condition(grant, look) for condition in LIVE_CONDITIONS)


def counts(grant: Grant, look: Look, *, conditions: tuple[Condition, ...] = CONDITIONS) -> bool:
    """Tell whether ``grant`` allows ``look``. ``conditions`` is only replaced by its own tests."""
    return all(condition(grant, look) for condition in conditions)


def visible_fields(
    grants: Iterable[Grant],
    organisation: str,
    role: Role,
    now: datetime,
    *,
    conditions: tuple[Condition, ...] = CONDITIONS,
) -> frozenset[FieldGroup]:
    """Return what ``role`` at ``organisation`` sees of the one case all ``grants`` belong to."""
    look = Look(organisation, role, AccessAction.SEE, now)
    counting = (grant.fields for grant in grants if counts(grant, look, conditions=conditions))
    return frozenset[FieldGroup]().union(*counting)


def may_do(
    grants: Iterable[Grant], organisation: str, role: Role, action: AccessAction, now: datetime
) -> Verdict:
    """Judge an action on the one case all ``grants`` belong to.

    ``NO_GRANT`` must reach a person as 'not found'; ``ROLE_DOES_NOT_ALLOW`` only comes when the
    organisation does hold a live grant.
    """
    look = Look(organisation, role, action, now)
    own = [grant for grant in grants if grant.organisation == organisation and live(grant, now)]
    if not own:
        return Refusal(Reason.NO_GRANT)
    if any(counts(grant, look) for grant in own):
        return ALLOWED
    return Refusal(Reason.ROLE_DOES_NOT_ALLOW, {"role": role.value, "action": action.value})


def may_see(
    grants: Iterable[Grant], organisation: str, role: Role, now: datetime, *, field: FieldGroup
) -> Verdict:
    """Judge seeing one field group of the one case all ``grants`` belong to."""
    held = tuple(grants)
    verdict = may_do(held, organisation, role, AccessAction.SEE, now)
    if not verdict or field in visible_fields(held, organisation, role, now):
        return verdict
    return Refusal(Reason.NO_GRANT, {"field": field.value})


def may_withdraw(grant: Grant, now: datetime) -> Verdict:
    """Judge taking a grant back by the resident: always, except what rests on a legal task.

    That refusal names the organisation and the purpose, so the page can name the law.
    """
    facts = {"organisation": grant.organisation, "purpose": grant.purpose.value}
    if grant.basis is LegalBasis.LEGAL_TASK:
        return Refusal(Reason.LEGAL_TASK_STAYS, facts)
    ended = grant.valid_until is not None and grant.valid_until <= now
    if ended or grant.withdrawn_at is not None:
        return Refusal(Reason.ALREADY_WITHDRAWN, facts)
    return ALLOWED


def may_grant(
    basis: LegalBasis,
    fields: AbstractSet[FieldGroup],
    *,
    purpose_fields: AbstractSet[FieldGroup],
    has_legal_task: bool,
    consent_given: bool,
) -> Verdict:
    """Judge a new grant: default not shared, so its basis must be there and its fields needed.

    ``purpose_fields`` are the field groups the pack allows for the purpose; ``has_legal_task``
    whether it names a law for this kind of organisation.
    """
    if basis is LegalBasis.LEGAL_TASK and not has_legal_task:
        return Refusal(Reason.NO_LEGAL_BASIS)
    if basis is not LegalBasis.LEGAL_TASK and not consent_given:
        return Refusal(Reason.NO_CONSENT)
    beyond = sorted(field.value for field in fields - purpose_fields)
    return Refusal(Reason.INVALID_INPUT, {"fields": ",".join(beyond)}) if beyond else ALLOWED
