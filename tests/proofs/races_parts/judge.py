"""Judge a race from outside: what the actors were told against what the rows and the log say.

Reads with SQL of its own; knows nothing of the services.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import psycopg

from tests.proofs.races_parts.prepare import RECEIVER, SENDER

Words = Mapping[str, str]
"""Per part what its actor was told: 'ok', a refusal or an error."""
LOSES_BY: Mapping[str, frozenset[str]] = {
    "accept": frozenset({"handover_answered", "not_found"}),
    "withdraw": frozenset({"handover_answered", "not_found"}),
    "close": frozenset({"handover_open", "not_accountable", "not_found"}),
    "plan": frozenset({"not_accountable", "not_found"}),
}
"""What a loser may be told: a sentence about what happened, never 'try again' or an error."""
ENDINGS: Mapping[frozenset[str], tuple[str, str, str, tuple[str, ...]]] = {
    frozenset({"accept"}): ("accepted", "open", RECEIVER, ("HandoverAccepted",)),
    frozenset({"withdraw"}): ("withdrawn", "open", SENDER, ("HandoverWithdrawn",)),
    frozenset({"withdraw", "close"}): (
        "withdrawn",
        "closed",
        SENDER,
        ("HandoverWithdrawn", "CaseClosed"),
    ),
}
"""By who heard 'ok': state of the handover, of the case, who is accountable, the acts in order."""


@dataclass
class Found:
    """How the case of one race stands afterwards."""

    handovers: list[tuple[str, str]] = field(default_factory=list)
    case: tuple[str, str, bool, bool, bool] = ("", "", False, False, False)
    """State, accountable, moved by its handover, has step and date, has an ending."""
    acts: list[str] = field(default_factory=list)
    live: frozenset[tuple[str, str]] = frozenset()
    """Who holds a live grant, for which purpose."""


def look(address: str, letter: str) -> dict[int, Found]:
    """Read every prepared case of a kind."""
    found: dict[int, Found] = {}
    with psycopg.connect(address) as connection:
        for ref, *case in connection.execute(
            """SELECT c.ref, c.state, c.accountable_id, c.accepted_handover_id IS NOT NULL,
            c.next_step <> '' AND c.next_date IS NOT NULL,
            EXISTS (SELECT 1 FROM case_closure k WHERE k.case_id = c.id AND k.outcome = c.outcome),
            ARRAY(SELECT h.state || ' ' || h.receiver_id FROM handover h
              WHERE h.case_id = c.id ORDER BY h.id),
            ARRAY(SELECT j.name FROM journal j WHERE j.case_id = c.id ORDER BY j.sequence),
            ARRAY(SELECT g.organisation_id || ' ' || g.purpose FROM case_grant g
              WHERE g.case_id = c.id AND g.valid_until IS NULL AND g.withdrawn_at IS NULL)
            FROM case_file c WHERE c.ref LIKE %s""",
            [f"{letter}0%"],
        ):
            *columns, handovers, acts, live = case
            found[int(ref[1:])] = Found(
                handovers=[_two(text) for text in handovers],
                case=tuple(columns),
                acts=list(acts),
                live=frozenset(_two(text) for text in live),
            )
    return found


def _two(text: str) -> tuple[str, str]:
    first, second = text.split(" ")
    return first, second


def _wrong_words(words: Words) -> list[str]:
    return [
        f"{part} was told {word}"
        for part, word in words.items()
        if word != "ok" and word not in LOSES_BY.get(part, frozenset())
    ]


def settled(words: Words, found: Found) -> list[str]:
    """Judge accept / withdraw / close: exactly one of the first two, close only after withdraw."""
    wrong = _wrong_words(words)
    ending = ENDINGS.get(frozenset(part for part, word in words.items() if word == "ok"))
    if ending is None:
        return [*wrong, f"impossible winners: {dict(words)}"]
    handover, state, accountable, acts = ending
    closed = state == "closed"
    expected = (state, accountable, handover == "accepted", not closed, closed)
    if found.case != expected:
        wrong.append(f"the case stands as {found.case}, not {expected}")
    if [one for one, _receiver in found.handovers] != [handover]:
        wrong.append(f"the handover stands as {found.handovers}, not {handover}")
    if found.acts != list(acts):
        wrong.append(f"the log says {found.acts}, not {acts}")
    if any(purpose == "handover" for _organisation, purpose in found.live):
        wrong.append("what was shown to judge the offer is still shared")
    if (accountable, "guidance") not in found.live:
        wrong.append("who is accountable may not look")
    return wrong


def offered(words: Words, found: Found) -> list[str]:
    """Judge three offers of one case: one stands, the others hear that it does."""
    winners = [part for part, word in words.items() if word == "ok"]
    wrong = [
        f"{part} was told {word}"
        for part, word in words.items()
        if word not in {"ok", "handover_open"}
    ]
    if len(winners) != 1:
        wrong.append(f"{len(winners)} offers stand at once")
    if found.handovers != [("offered", part) for part in winners]:
        wrong.append(f"the handovers are {found.handovers}")
    if found.acts != ["HandoverOffered"] or found.case[:2] != ("open", SENDER):
        wrong.append(f"the log says {found.acts}, the case {found.case}")
    return wrong


def crossed(words: Words, found: Found) -> list[str]:
    """Judge accept / escalate / plan: the acceptance always counts, the rest when it came first."""
    wrong = [
        problem for problem in _wrong_words(words) if not problem.startswith("escalate was told ok")
    ]
    expected = {"HandoverAccepted"} | ({"NextStepPlanned"} if words["plan"] == "ok" else set())
    if words["accept"] != "ok" or set(found.acts) - {"HandoverEscalated"} != expected:
        wrong.append(f"accept was told {words['accept']}; the log says {found.acts}")
    if found.case != ("open", RECEIVER, True, True, False):
        wrong.append(f"the case stands as {found.case}")
    if found.acts and found.acts[-1] != "HandoverAccepted" and words["accept"] == "ok":
        wrong.append(f"something was done after the acceptance: {found.acts}")
    return wrong


def seated(words: Words, booked: int) -> list[str]:
    """Judge three bookings of one seat: one sits, the others hear that it is taken."""
    wrong = [
        f"{part} was told {word}"
        for part, word in words.items()
        if word not in {"ok", "slot_taken"}
    ]
    winners = sum(word == "ok" for word in words.values())
    if (winners, booked) != (1, 1):
        wrong.append(f"{winners} were told they have the seat, {booked} have it")
    return wrong


def seats(address: str) -> dict[tuple[str, str], int]:
    """Return how many booked appointments each place and moment has."""
    with psycopg.connect(address) as connection:
        rows = connection.execute(
            "SELECT location, (starts_at AT TIME ZONE 'UTC')::text, count(*) FROM appointment "
            "WHERE state = 'booked' GROUP BY 1, 2"
        ).fetchall()
    return {(str(place), str(moment)): int(number) for place, moment, number in rows}
