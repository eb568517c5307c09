"""The context of every act and read: who, on whose behalf, for which purpose, when."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from voordeur.domain.kernel.actors import ActorKind, Role

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True)
class Context:
    """Who acts, for which organisation, in which roles, for which purpose, and when.

    ``now`` is an aware UTC time read once at the edge; ``organisation`` is a pack code, empty for
    residents and visitors; ``purpose`` is empty when the access door may choose the fitting one.
    """

    kind: ActorKind
    now: datetime
    organisation: str = ""
    roles: frozenset[Role] = frozenset()
    account_id: int | None = None
    resident_id: int | None = None
    purpose: str = ""
    language: str = "nl"
    link_ref: str = ""
    """The one handover a signed link opens; empty for everybody else."""

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            message = "a context needs an aware time"
            raise ValueError(message)

    @property
    def today(self) -> date:
        """The day it is in the region."""
        return day_of(self.now)

    def has_role(self, *roles: Role) -> bool:
        """Tell whether the actor holds at least one of ``roles``."""
        return not self.roles.isdisjoint(roles)

    def at(self, now: datetime) -> "Context":
        """Return the same actor at another moment."""
        return replace(self, now=now.astimezone(UTC))


def day_of(moment: datetime) -> date:
    """Return the day it is in the region at an aware ``moment``."""
    return moment.astimezone(AMSTERDAM).date()


def system_context(now: datetime) -> Context:
    """Return the context in which the clock acts: reminders, escalations, retention."""
    return Context(kind=ActorKind.SYSTEM, now=now)


def visitor_context(now: datetime, language: str = "nl") -> Context:
    """Return the context of somebody at the public door."""
    return Context(kind=ActorKind.VISITOR, now=now, language=language)
