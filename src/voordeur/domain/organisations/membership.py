"""For which organisation somebody may act, and in which roles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.period import ALWAYS, Period
from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict
from voordeur.domain.kernel.text import Text

ROLE_LABELS: dict[Role, Text] = {
    Role.GIDS: Text("Gids", "Guide"),
    Role.PARTNER_PROFESSIONAL: Text("Medewerker van een partner", "Partner professional"),
    Role.WSP_CONSULTANT: Text("Adviseur werkgevers", "Employer consultant"),
    Role.TEAM_LEAD: Text("Teamleider", "Team lead"),
    Role.COORDINATOR: Text("Coördinator", "Coordinator"),
    Role.PROGRAMME_TEAM: Text("Programmateam", "Programme team"),
    Role.PROJECT_LEADER: Text("Projectleider", "Project leader"),
    Role.SECRETARY: Text("Secretaris", "Secretary"),
    Role.CONTROLLER: Text("Controller", "Controller"),
    Role.BOARD_READER: Text("Lezer voor het bestuur", "Board reader"),
    Role.PRIVACY_OFFICER: Text("Privacyfunctionaris", "Privacy officer"),
    Role.SYSTEM_MANAGER: Text("Systeembeheerder", "System manager"),
    Role.BACK_OFFICE: Text("Backoffice", "Back office"),
    Role.BUDGET_OWNER: Text("Budgethouder", "Budget owner"),
}
"""What a role is called on screen."""


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody's role in an organisation (a code) during a period."""

    organisation: str
    role: Role
    valid: Period = ALWAYS


def roles_in(memberships: Iterable[Membership], organisation: str, today: date) -> frozenset[Role]:
    """Return the roles somebody has in ``organisation`` on ``today``."""
    return frozenset(
        held.role
        for held in memberships
        if held.organisation == organisation and today in held.valid
    )


def may_act_for(
    memberships: Iterable[Membership], organisation: str, role: Role, today: date
) -> Verdict:
    """Judge acting for ``organisation`` in ``role``.

    Who has no role there gets ``NOT_FOUND``: it says nothing about the organisation.
    """
    roles = roles_in(memberships, organisation, today)
    if not roles:
        return Refusal(Reason.NOT_FOUND)
    return ALLOWED if role in roles else Refusal(Reason.ROLE_DOES_NOT_ALLOW, {"role": role.value})
