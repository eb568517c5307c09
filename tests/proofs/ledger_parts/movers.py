"""Processes that move money at the same moment, at random, through the service or naively."""

import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voordeur.domain.funding.ledger import Posting

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BUDGETS, COSTS, CLAIMS_EACH = 5, 12, 3
START_CENTS, COST_CENTS, MOST_CENTS = 300_000, 90_000, 30_000
SHARED_KEYS = 40
"""So many keys are used by everybody, so that the same effect is asked for more than once."""
WEIGHTS = {
    "reserve": 40,
    "release": 14,
    "commit": 22,
    "uncommit": 8,
    "pay": 16,
    "return": 8,
    "allot": 3,
    "cut": 6,
}
OK, ERROR = "ok", "error"
MAKER = "proof-owner"


@dataclass(frozen=True, slots=True)
class Task:
    """How many movements each process makes, and whether it does so without care."""

    each: int
    seed: int
    naive: bool


def prepare() -> None:
    """Make budgets with money in them, costs, and three claims on each."""
    from voordeur.domain.funding.ledger import Movement, Posting
    from voordeur.records.money.models import BudgetRecord
    from voordeur.records.region.models import OrganisationRecord
    from voordeur.services import ledger
    from voordeur.services.acts import acting
    from voordeur.services.context import system_context

    context = system_context(NOW)
    owner = OrganisationRecord.objects.create(code=MAKER, kind="municipality")
    with acting(context) as act:
        for number in range(BUDGETS):
            BudgetRecord.objects.create(
                code=f"budget-{number}",
                source=f"source-{number}",
                sort="work",
                owner=owner,
                start_date=date(2026, 1, 1),
                end_date=date(2027, 1, 1),
            )
        codes = [f"budget-{number}" for number in range(BUDGETS)]
        postings = [Posting(Movement.ALLOT, code, START_CENTS) for code in codes]
        told = ledger.post(context, postings=postings, decision="start", key="start")
        for number in range(COSTS):
            cost = ledger.open_cost(
                context,
                what="Iets",
                amount_cents=COST_CENTS,
                due_on=NOW.date() + timedelta(days=30),
                project=f"project-{number}",
            )
            for place in range(CLAIMS_EACH):
                code = codes[(number + place) % BUDGETS]
                ledger.open_claim(context, cost, code, decision="proof")
        act.record("BudgetAllotted", payload={"postings": told})


def move(processes: int, each: int, seed: int, *, naive: bool) -> tuple[Counter[str], int]:
    """Let processes move money at once; return what they were told, and the postings made."""
    from django.db import connections

    connections.close_all()
    fork = multiprocessing.get_context("fork")
    answers: Any = fork.Queue()
    barrier = fork.Barrier(processes)
    movers = [
        fork.Process(
            target=_mover, args=(place, Task(each, seed, naive), barrier, answers), daemon=True
        )
        for place in range(processes)
    ]
    for one in movers:
        one.start()
    said: Counter[str] = Counter()
    made = 0
    for _ in movers:
        words, postings = answers.get(timeout=3_600)
        said += words
        made += postings
    for one in movers:
        one.join()
    return said, made


def _mover(place: int, task: Task, barrier: Any, answers: Any) -> None:
    from voordeur.records.money.models import ClaimRecord

    random = Random(f"{task.seed} {place}")
    rows = ClaimRecord.objects.select_related("budget").order_by("id")
    claims = [(row.ref, row.budget.code, row.cost_id) for row in rows]
    act: Callable[[Sequence[Posting], str], None] = _naively if task.naive else _through_service
    said: Counter[str] = Counter()
    made = 0
    barrier.wait(60)
    for number in range(task.each):
        postings = _draw(random, claims)
        shared = random.randrange(10) == 0
        key = f"shared-{random.randrange(SHARED_KEYS)}" if shared else f"{place}-{number}"
        word = _told(act, postings, key)
        said[word] += 1
        made += len(postings) if word == OK else 0
    answers.put((said, made))


def _draw(random: Random, claims: list[tuple[str, str, int]]) -> list["Posting"]:
    """Return one movement, or one of two budgets that pay the same cost together."""
    from voordeur.domain.funding.ledger import Movement, Posting

    name = random.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))[0]
    cents = random.randint(1, MOST_CENTS)
    ref, budget, cost = random.choice(claims)
    if name in {"allot", "cut"}:
        return [Posting(Movement(name), budget, cents)]
    together = [one for one in claims if one[2] == cost and one[0] != ref]
    chosen = [(ref, budget, cost), *random.sample(together, random.choice((0, 0, 0, 1)))]
    return [Posting(Movement(name), code, cents, claim) for claim, code, _cost in chosen]


def _told(act: Callable[[Sequence["Posting"], str], None], asked: list["Posting"], key: str) -> str:
    from voordeur.domain.kernel.refusal import RefusedError

    try:
        act(asked, key)
    except RefusedError as refused:
        return str(refused.refusal.reason)
    except Exception as fell:  # noqa: BLE001 (whatever reaches somebody counts against the proof)
        return f"{ERROR}: {type(fell).__name__} {fell}"[:200]
    return OK


def _through_service(postings: Sequence["Posting"], key: str) -> None:
    from voordeur.services import ledger
    from voordeur.services.acts import acting
    from voordeur.services.context import system_context

    context = system_context(NOW)
    with acting(context) as act:
        told = ledger.post(context, postings=postings, decision="proof", key=key)
        act.record("MoneyMoved", payload={"postings": told})


def _naively(postings: Sequence["Posting"], key: str) -> None:
    """Read, judge, wait a moment as a program does, and write what was read plus the movement."""
    from voordeur.domain.funding.ledger import MOVES, may_move
    from voordeur.domain.kernel.refusal import require
    from voordeur.records.money.models import BudgetRecord, ClaimRecord, LedgerEntryRecord
    from voordeur.services.ledger import balance_of

    for number, one in enumerate(postings):
        row = BudgetRecord.objects.get(code=one.budget)
        require(may_move(balance_of(row), one.movement, one.amount_cents))
        after = balance_of(row).moved(one.movement, one.amount_cents)
        time.sleep(0.001)
        leaves, reaches = MOVES[one.movement]
        claim = ClaimRecord.objects.get(ref=one.claim) if one.claim else None
        LedgerEntryRecord.objects.create(
            budget=row,
            claim=claim,
            movement=one.movement.value,
            from_account=leaves.value,
            to_account=reaches.value,
            amount_cents=one.amount_cents,
            day=NOW.date(),
            key=f"{key}:{number}:{time.perf_counter_ns()}",
            made_at=NOW,
        )
        BudgetRecord.objects.filter(pk=row.pk).update(
            allotted_cents=after.allotted_cents,
            available_cents=after.available_cents,
            reserved_cents=after.reserved_cents,
            committed_cents=after.committed_cents,
            paid_cents=after.paid_cents,
        )
