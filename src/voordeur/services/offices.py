"""Who may come behind which door of the governance pages; for anybody else there is no door."""

from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, RefusedError, Verdict
from voordeur.services.context import Context

LIST_READERS = frozenset({Role.PRIVACY_OFFICER, Role.TEAM_LEAD})
"""Who may make a shown list again: a team lead those of the own organisation only."""
MANAGER = frozenset({Role.SYSTEM_MANAGER})
PRIVACY = frozenset({Role.PRIVACY_OFFICER})
READERS_OF_THE_PACK = frozenset(
    {Role.SYSTEM_MANAGER, Role.PRIVACY_OFFICER, Role.COORDINATOR, Role.PROGRAMME_TEAM}
)
TAKERS_OF_POSITIONS = frozenset({Role.SYSTEM_MANAGER, Role.COORDINATOR, Role.PROGRAMME_TEAM})
MOVERS_OF_DATA = frozenset({Role.SYSTEM_MANAGER, Role.TEAM_LEAD})
SECRETARY = frozenset({Role.SECRETARY})
SECRETARIAT = frozenset({Role.SECRETARY, Role.PROGRAMME_TEAM})
CONTROLLER = frozenset({Role.CONTROLLER})
BUDGET_OWNER = frozenset({Role.BUDGET_OWNER, Role.CONTROLLER})
BACK_OFFICE = frozenset({Role.BACK_OFFICE, Role.CONTROLLER})
MONEY = frozenset({Role.CONTROLLER, Role.BUDGET_OWNER, Role.BACK_OFFICE})
ANYBODY = READERS_OF_THE_PACK | MOVERS_OF_DATA


def require_office(context: Context, roles: frozenset[Role]) -> None:
    """Let through who holds one of ``roles``, and the system itself; NOT_FOUND for anybody else.

    Forbidden answers exactly as unknown, so that nobody learns which pages there are.
    """
    if context.kind is ActorKind.SYSTEM or holds_office(context, roles):
        return
    raise RefusedError(Refusal(Reason.NOT_FOUND))


def holds_office(context: Context, roles: frozenset[Role]) -> bool:
    """Tell whether a logged-in professional holds one of ``roles``."""
    return context.kind is ActorKind.PROFESSIONAL and context.has_role(*roles)


def may_by_office(context: Context, roles: frozenset[Role]) -> Verdict:
    """Judge an act on what every professional may read and only some may write."""
    if context.kind is ActorKind.SYSTEM or holds_office(context, roles):
        return ALLOWED
    professional = context.kind is ActorKind.PROFESSIONAL
    return Refusal(Reason.ROLE_DOES_NOT_ALLOW if professional else Reason.NOT_FOUND)


def require_own_data(context: Context, organisation: str) -> None:
    """Let a system manager work for any organisation, and a team lead for their own only."""
    require_office(context, MOVERS_OF_DATA)
    if context.kind is ActorKind.SYSTEM or context.has_role(Role.SYSTEM_MANAGER):
        return
    if organisation != context.organisation:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
