"""The cast, made by the real services; everybody is invented.

Alice owns, Bob receives, Charlie must see nothing, Dagmar is the resident, Eva supervises.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.region.model import Region
from voordeur.services import accounts
from voordeur.services.context import Context, system_context
from voordeur.services.ports import ports
from voordeur.services.region import current_region, load_pack

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning in the region (10:00), without holidays near it."""


@dataclass(frozen=True)
class Person:
    """Somebody with an account, and the Context in which they act at ``NOW``."""

    name: str
    email: str
    context: Context


@dataclass(frozen=True)
class Resident:
    """What Dagmar would tell about herself."""

    name: str = "Dagmar Voorbeeld"
    email: str = "dagmar@example.nl"
    phone: str = "0612345678"
    postcode: str = "1971"
    question: str = "Ik wil weer aan het werk, maar ik weet niet waar ik moet beginnen."


@dataclass(frozen=True)
class Cast:
    """Everybody in a test, by name."""

    alice: Person
    bob: Person
    charlie: Person
    eva: Person
    dagmar: Resident = field(default_factory=Resident)


@pytest.fixture
def region(db: Any) -> Region:
    """The region pack of the example, loaded."""
    documents = ports().pack_reader.read_directory(ports().region_directory)
    load_pack(system_context(NOW), documents=documents)
    return current_region()


@pytest.fixture
def cast(region: Region) -> Cast:
    """Alice and Eva at the Werkcentrum, Bob and Charlie each at a municipality, with accounts."""
    return Cast(
        alice=hire("Alice Proefpersoon", "werkcentrum", Role.GIDS),
        bob=hire("Bob Proefpersoon", "gemeente-velsen", Role.PARTNER_PROFESSIONAL),
        charlie=hire("Charlie Proefpersoon", "gemeente-haarlem", Role.PARTNER_PROFESSIONAL),
        eva=hire("Eva Proefpersoon", "werkcentrum", Role.TEAM_LEAD),
    )


def hire(name: str, organisation: str, *roles: Role) -> Person:
    """Give an invented person an account with these roles; returns how they act at ``NOW``."""
    first = name.partition(" ")[0].lower()
    email = f"{first}@{organisation}.example.nl"
    account = accounts.NewAccount(
        email=email,
        name=name,
        organisation=organisation,
        roles=frozenset(roles),
        slug=f"{first}-{organisation}",
    )
    identity = accounts.make_account(system_context(NOW), account=account)
    context = Context(
        kind=ActorKind.PROFESSIONAL,
        now=NOW,
        organisation=organisation,
        roles=frozenset(roles),
        account_id=identity,
    )
    return Person(name, email, context)
