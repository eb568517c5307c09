"""Every kind of entry the register knows, in the order in which they build on each other."""

from collections.abc import Mapping

from voordeur.domain.register.fields import Kind
from voordeur.domain.register.kinds import (
    agenda,
    employer_service,
    governance,
    knowledge,
    matching,
    money,
    paths,
    plan,
    toolbox,
)

KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        *agenda.KINDS,
        *plan.KINDS,
        *governance.KINDS,
        *knowledge.KINDS,
        *toolbox.KINDS,
        *money.KINDS,
        *paths.KINDS,
        *matching.KINDS,
        *employer_service.KINDS,
    )
}
"""From code to kind."""
