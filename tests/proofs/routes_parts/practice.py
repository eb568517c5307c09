"""Routes in practice: every order tried through the services, and with raw SQL on the wall."""

import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, Any
from unittest import mock

from tests.proofs.routes_parts.oracle import Judge, Row

if TYPE_CHECKING:
    from tests.governance import House
    from voordeur.domain.governance.proposals import Outcome

VELSEN = "gemeente-velsen"
TRIGGERS = ("proposal_step_update_guard", "proposal_update_guard")


@dataclass(frozen=True)
class Trial:
    """One proposal that is being tried."""

    house: "House"
    ref: str
    seen: Counter[str]


def stand_up() -> "House":
    """Make this process the program, with a database in memory and bodies and routes in it."""
    import tests.settings  # noqa: F401  sets the environment before Django starts

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.DATABASES["default"].update(
        ENGINE="django.db.backends.sqlite3",
        NAME=":memory:",
        OPTIONS={
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA foreign_keys=ON;PRAGMA recursive_triggers=ON",
        },
    )
    call_command("migrate", verbosity=0)
    from tests.governance import make_house
    from tests.people import NOW
    from voordeur.services.context import system_context
    from voordeur.services.ports import ports
    from voordeur.services.region import load_pack

    documents = ports().pack_reader.read_directory(ports().region_directory)
    load_pack(system_context(NOW), documents=documents)
    return make_house()


def _judge(route: str) -> Judge:
    from tests.governance import bodies, routes

    return Judge(routes()[route], bodies(), touches=True)


def _orders(rows: list[Row], draw: random.Random, most: int) -> Iterator[tuple[Row, ...]]:
    """Yield every order of ``rows``, or so many drawn ones when there are more."""
    if len(rows) <= 5:
        yield from permutations(rows)
        return
    for _time in range(most):
        yield tuple(draw.sample(rows, len(rows)))


def _yes(judge: Judge, row: Row) -> "Outcome":
    from voordeur.domain.governance.proposals import OUTCOMES
    from voordeur.domain.governance.routes import StepAct

    return OUTCOMES[StepAct(judge.steps[row[0]].act)][0]


def through_services(seed: int, most: int) -> dict[str, Any]:
    """Try every order of the route 'plan' and many of 'sharing'; then walk at random."""
    return _through(stand_up(), seed, most)


def without_guard_and_wall(seed: int) -> dict[str, Any]:
    """Do the same while the services do not ask and the database does not refuse."""
    house = stand_up()
    for name in TRIGGERS:
        _drop(name)
    from voordeur.domain.kernel.refusal import ALLOWED

    with mock.patch("voordeur.services.proposals.may_record", return_value=ALLOWED):
        return _through(house, seed, 5)


def _drop(trigger: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger}")


def _through(house: "House", seed: int, most: int) -> dict[str, Any]:
    draw = random.Random(seed)
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    for route in ("plan", "sharing", "adoptions"):
        judge = _judge(route)
        for order in _orders(judge.rows(), draw, most):
            seen["orders"] += 1
            wrong += _try_order(house, judge, order, seen)
    for _time in range(most):
        wrong += _walk(house, draw, seen)
    from voordeur.services import verify

    wrong += [str(one) for one in verify.verify().differences]
    return {"seen": seen, "wrong": wrong}


def _try_order(
    house: "House", judge: Judge, order: tuple[Row, ...], seen: Counter[str]
) -> list[str]:
    """Say yes in this order, again and again, until everything is said; returns what is wrong."""
    ref = house.submitted(judge.route.code, parties=(VELSEN,))
    trial = Trial(house, ref, seen)
    said: dict[Row, Any] = dict.fromkeys(judge.rows())
    wrong: list[str] = []
    while None in said.values():
        before = dict(said)
        for row in order:
            if said[row] is None:
                wrong += _attempt(trial, judge, said, row, _yes(judge, row))
        if said == before:
            return [*wrong, f"{judge.route.code} {order}: stuck"]
    return wrong + _right_state(judge, ref, said)


def _attempt(
    trial: Trial, judge: Judge, said: dict[Row, Any], row: Row, outcome: "Outcome"
) -> list[str]:
    from voordeur.domain.kernel.refusal import Reason, RefusedError

    right = _may(judge, said, row)
    try:
        trial.house.say(trial.ref, row[0], outcome, row[1])
    except RefusedError as refused:
        found = refused.refusal.reason
        trial.seen[f"refused: {found.value}"] += 1
        named = {Reason.OUT_OF_ORDER, Reason.STEP_REFUSED}
        if right or found not in named | {Reason.STEP_GIVEN, Reason.PROPOSAL_NOT_RUNNING}:
            return [f"{judge.route.code} {row}: {found.value}"]
        if found in named and not refused.refusal.facts.get("missing"):
            return [f"{judge.route.code} {row}: {found.value} without what is missing"]
        return []
    trial.seen["recorded"] += 1
    if not right:
        return [f"{judge.route.code} {row}: recorded out of order"]
    said[row] = outcome
    return []


def _may(judge: Judge, said: dict[Row, Any], row: Row) -> bool:
    informs = judge.steps[row[0]].act == "information"
    return (
        said[row] is None
        and judge.in_turn(row, said)
        and informs == judge.decided(said)
        and "rejected" not in said.values()
    )


def _right_state(judge: Judge, ref: str, said: dict[Row, Any]) -> list[str]:
    from voordeur.records.governance.models import ProposalRecord

    row = ProposalRecord.objects.get(ref=ref)
    right = "submitted"
    if "rejected" in said.values():
        right = "rejected"
    elif judge.decided(said):
        right = "decided"
    return [] if row.state == right else [f"{ref} is {row.state} instead of {right}"]


def _walk(house: "House", draw: random.Random, seen: Counter[str]) -> list[str]:
    """Take a proposal along at random: any step, any outcome that fits, revised, withdrawn."""
    from voordeur.domain.governance.proposals import OUTCOMES
    from voordeur.domain.governance.routes import StepAct
    from voordeur.domain.kernel.refusal import RefusedError
    from voordeur.services import proposals

    judge = _judge(draw.choice(("plan", "sharing")))
    ref = house.submitted(judge.route.code, parties=(VELSEN,))
    trial = Trial(house, ref, seen)
    said: dict[Row, Any] = dict.fromkeys(judge.rows())
    wrong: list[str] = []
    for _time in range(25):
        row = draw.choice(list(said))
        outcome = draw.choice(OUTCOMES[StepAct(judge.steps[row[0]].act)])
        wrong += _attempt(trial, judge, said, row, outcome)
        wrong += _right_state(judge, ref, said)
        running = "rejected" not in said.values() and not judge.decided(said)
        try:
            if running and draw.random() < 0.08:
                proposals.revise(house.team, ref=ref, reason="anders")
                proposals.submit(house.team, ref=ref)
                said = dict.fromkeys(judge.rows())
                seen["revised"] += 1
            elif running and draw.random() < 0.02:
                proposals.withdraw(house.team, ref=ref, reason="klaar")
                seen["withdrawn"] += 1
                return wrong
        except RefusedError as refused:
            return [*wrong, f"{ref} runs, and going back is {refused.refusal.reason.value}"]
    return wrong


def against_the_wall(seed: int, missing: str = "") -> dict[str, Any]:
    """Write steps with raw SQL in every order; with a trigger ``missing`` this must be noticed."""
    house = stand_up()
    if missing:
        _drop(missing)
    draw = random.Random(seed)
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    for route in ("plan", "sharing"):
        judge = _judge(route)
        for order in _orders(judge.rows(), draw, 100):
            ref = house.submitted(route, parties=(VELSEN,))
            for row in order:
                seen[_write(ref, row, _yes(judge, row).value)] += 1
                seen[_decide(ref)] += 1
                wrong += illegal(ref)
    from voordeur.services import verify

    return {"seen": seen, "wrong": wrong, "told": not verify.verify().ok}


def _write(ref: str, row: Row, outcome: str) -> str:
    """Say something in a step behind the back of the services."""
    return _raw(
        """UPDATE proposal_step SET state = 'given', outcome = %s, given_on = '2026-03-02',
        given_at = '2026-03-02 09:00:00' WHERE code = %s AND organisation = %s
        AND proposal_id = (SELECT id FROM proposal WHERE ref = %s)""",
        [outcome, *row, ref],
    )


def _decide(ref: str) -> str:
    return _raw(
        "UPDATE proposal SET state = 'decided', settled_on = '2026-03-02' WHERE ref = %s", [ref]
    )


def _raw(statement: str, values: list[str]) -> str:
    from django.db import DatabaseError, connection, transaction

    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError:
        return "refused"
    return "taken"


def illegal(ref: str) -> list[str]:
    """Return what is wrong with the rows of a proposal, by looking at nothing but the rows."""
    from voordeur.records.governance.models import ProposalRecord, ProposalStepRecord

    proposal = ProposalRecord.objects.get(ref=ref)
    rows = list(ProposalStepRecord.objects.filter(proposal=proposal, round=proposal.round))
    open_ = [row for row in rows if row.state == "awaiting"]
    given = [row for row in rows if row.state == "given"]
    found = [
        f"{row.code} before {first.code}"
        for row in given
        for first in open_
        if first.position < row.position
    ]
    deciding = [row for row in open_ if row.act in {"decision", "adoption"}]
    if proposal.state == "decided" and deciding:
        found.append(f"decided without {deciding[0].code}")
    return found
