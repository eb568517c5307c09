"""Judges the money on its own: adds the entries up again, and looks on while it moves."""

import multiprocessing
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

ACCOUNTS = ("available", "reserved", "committed", "paid")
OUTSIDE = "outside"
SUMS = ", ".join(
    f"coalesce(sum(CASE WHEN e.to_account = '{one}' THEN e.amount_cents "
    f"WHEN e.from_account = '{one}' THEN -e.amount_cents ELSE 0 END), 0) AS {one}"
    for one in ACCOUNTS
)
DIFFERS = " OR ".join(f"b.{one}_cents <> s.{one} OR b.{one}_cents < 0" for one in ACCOUNTS)
TORN = (  # one statement sees one moment
    f"SELECT count(*) FROM budget b JOIN (SELECT e.budget_id AS id, {SUMS} "
    f"FROM ledger_entry e GROUP BY e.budget_id) s ON s.id = b.id WHERE {DIFFERS}"
)


@dataclass(slots=True)
class Looks:
    """How often the watcher looked, and at how many moments a balance was not exact."""

    looks: int = 0
    torn: int = 0


@contextmanager
def watched() -> Iterator[Looks]:
    """Look at every balance again and again, from a process of its own, while this lasts."""
    from django.db import connections

    connections.close_all()  # a copy of this process must not use its connection
    fork = multiprocessing.get_context("fork")
    stop, answers = fork.Event(), fork.Queue()
    watcher = fork.Process(target=_watch, args=(stop, answers), daemon=True)
    watcher.start()
    found = Looks()
    try:
        yield found
    finally:
        stop.set()
        found.looks, found.torn = answers.get(timeout=120)
        watcher.join()


def _watch(stop: Any, answers: Any) -> None:
    from django.db import connection

    looks = torn = 0
    while not stop.is_set():
        with connection.cursor() as cursor:
            cursor.execute(TORN)
            torn += cursor.fetchone()[0]
        looks += 1
        stop.wait(0.05)
    answers.put((looks, torn))


@dataclass
class Verdict:
    """What is wrong, in words, and how many entries there are."""

    entries: int = 0
    wrong: list[str] = field(default_factory=list)


def judge() -> Verdict:
    """Add every entry up, one by one, and compare what then stands everywhere."""
    from voordeur.records.money.models import (
        BudgetRecord,
        ClaimRecord,
        CostRecord,
        LedgerEntryRecord,
    )

    found = Verdict()
    amounts = dict(CostRecord.objects.values_list("pk", "amount_cents"))
    budgets: Counter[tuple[str, int, str]] = Counter()
    claimed: Counter[int] = Counter()
    rows = LedgerEntryRecord.objects.select_related("claim").order_by("id")
    for one in rows.iterator():
        found.entries += 1
        holders = [("budget", one.budget_id)]
        if one.claim is not None:
            holders.append(("claim", one.claim.pk))
            claimed[one.claim.cost_id] += _claimed(one)
            if claimed[one.claim.cost_id] > amounts[one.claim.cost_id]:
                found.wrong.append(f"entry {one.pk}: a cost is claimed twice")
        for kind, number in holders:
            _take(budgets, found, one, kind, number)
    for budget in BudgetRecord.objects.all():
        _compare(budgets, found, "budget", budget, ACCOUNTS)
    for claim in ClaimRecord.objects.all():
        _compare(budgets, found, "claim", claim, ACCOUNTS[1:])
    return found


def _claimed(one: Any) -> int:
    inside = ACCOUNTS[1:]
    return int(one.amount_cents) * ((one.to_account in inside) - (one.from_account in inside))


def _take(
    held: Counter[tuple[str, int, str]], found: Verdict, one: Any, kind: str, number: int
) -> None:
    for account, sign in ((one.from_account, -1), (one.to_account, 1)):
        if account == OUTSIDE or (kind == "claim" and account == ACCOUNTS[0]):
            continue
        held[kind, number, account] += sign * one.amount_cents
        if held[kind, number, account] < 0:
            found.wrong.append(f"entry {one.pk}: {kind} below zero in {account}")


def _compare(
    held: Counter[tuple[str, int, str]],
    found: Verdict,
    kind: str,
    row: Any,
    accounts: tuple[str, ...],
) -> None:
    for account in accounts:
        stands = getattr(row, f"{account}_cents")
        if stands != held[kind, row.pk, account]:
            found.wrong.append(f"{kind} {row.pk}: {account} is not what the entries say")
