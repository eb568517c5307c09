"""Who acts, and in which role; a role says what one may do within a purpose."""

from enum import StrEnum


class ActorKind(StrEnum):
    """The kind of person or machine behind an act."""

    PROFESSIONAL = "professional"
    """Somebody with an account, acting for one organisation."""
    RESIDENT = "resident"
    """The person the case is about, in Mijn Voordeur."""
    LINK = "link"
    """Somebody of a receiving organisation who has no account and holds a signed link."""
    VISITOR = "visitor"
    """Anybody at the public front door; not known by name."""
    SYSTEM = "system"
    """The clock: reminders, escalations, retention."""


class Role(StrEnum):
    """A role a member has in an organisation (product.md, 'Who uses it')."""

    GIDS = "gids"
    PARTNER_PROFESSIONAL = "partner_professional"
    WSP_CONSULTANT = "wsp_consultant"
    TEAM_LEAD = "team_lead"
    COORDINATOR = "coordinator"
    PROGRAMME_TEAM = "programme_team"
    PROJECT_LEADER = "project_leader"
    SECRETARY = "secretary"
    CONTROLLER = "controller"
    BOARD_READER = "board_reader"
    PRIVACY_OFFICER = "privacy_officer"
    SYSTEM_MANAGER = "system_manager"
    BACK_OFFICE = "back_office"
    """Orders, invoices and attendance of trajectories."""
    BUDGET_OWNER = "budget_owner"
    """Says yes or no for the money of one organisation."""


CASE_WORK_ROLES: frozenset[Role] = frozenset(
    {Role.GIDS, Role.PARTNER_PROFESSIONAL, Role.WSP_CONSULTANT, Role.TEAM_LEAD}
)
"""Roles that may open a case their organisation holds a live grant for."""
