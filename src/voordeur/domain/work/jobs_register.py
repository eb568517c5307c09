"""The register of the jobs agreement (doelgroepregister) as far as Voordeur needs to know it."""

from collections.abc import Mapping
from datetime import date

from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict
from voordeur.domain.kernel.text import Text

STATUSES: Mapping[str, Text] = {
    "registered": Text("staat in het register", "in the register"),
    "asked": Text("aanvraag loopt", "applied for"),
    "practice_route": Text("praktijkroute loopt", "practice route runs"),
    "not_registered": Text("staat niet in het register", "not in the register"),
}
"""How somebody stands to the register; why is never written down."""
TOLD_BY: Mapping[str, Text] = {
    "person": Text("de persoon zelf", "the person"),
    "uwv": Text("UWV", "UWV"),
    "municipality": Text("de gemeente", "the municipality"),
}
"""Whose word it is: UWV keeps the register."""


def may_note(status: str, told_by: str, *, told_on: date, today: date) -> Verdict:
    """Judge a note: known words, and a day that is not ahead."""
    if status not in STATUSES:
        return Refusal(Reason.INVALID_INPUT, {"field": "status"})
    if told_by not in TOLD_BY:
        return Refusal(Reason.INVALID_INPUT, {"field": "told_by"})
    if told_on > today:
        return Refusal(Reason.DATE_IN_THE_FUTURE, {"field": "told_on"})
    return ALLOWED
