"""Proof 'simulation': whatever careful and careless people do through the services, the laws hold.

Every act goes through the real services on a real database. After each one the case it touched is
compared with a model that knows nothing of the code, and every so often all cases are. A run
whose marks were not all reached proves nothing and fails.
"""

import gc
import os
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from multiprocessing import get_context
from unittest import mock

from tests.proofs import ProofLine

LENGTHS = {"quick": 20_000, "normal": 100_000, "long": 1_000_000}
CONTROL_ACTS = 4_000
MARKS = frozenset(
    {
        "register:ok",
        "offer:ok",
        "offer:handover_open",
        "offer:same_organisation",
        "offer:reason_needed",
        "offer:case_closed",
        "offer:not_found",
        "offer:no_consent",
        "offer:invalid_input",
        "accept:ok",
        "accept:handover_answered",
        "accept:not_receiver",
        "return:ok",
        "return:reason_needed",
        "redirect:ok",
        "redirect:same_organisation",
        "withdraw:ok",
        "withdraw:handover_answered",
        "withdraw:not_sender",
        "plan:ok",
        "plan:date_in_the_past",
        "plan:next_step_needed",
        "plan:not_found",
        "close:ok",
        "close:handover_open",
        "close:outcome_needed",
        "close:resident_not_informed",
        "close:case_closed",
        "reopen:ok",
        "reopen:case_open",
        "move:ok",
        "stop_sharing:ok",
        "stop_sharing:legal_task_stays",
        "stop_sharing:not_found",
        "look:ok",
        "look:not_found",
        "clock:reminder",
        "clock:escalation_1",
        "clock:escalation_2",
        "clock:slept_for_weeks",
    }
)
"""What a run must have met to be evidence."""


def run(mode: str, seed: int) -> list[ProofLine]:
    """Simulate ``LENGTHS[mode]`` acts, one process per core, and the control."""
    started = time.perf_counter()
    processes = 1 if mode == "quick" else min(os.cpu_count() or 1, 4)
    share = LENGTHS[mode] // processes
    with get_context("spawn").Pool(processes) as pool:
        parts = pool.starmap(simulate, [(share, seed + number) for number in range(processes)])
        broken = pool.apply(simulate, (CONTROL_ACTS, seed, "silent_owner"))
    acts = sum(part["acts"] for part in parts)
    violations = sum(part["violations"] for part in parts)
    reached = set().union(*(part["marks"] for part in parts))
    missing = sorted(MARKS - reached)
    control_ok = broken["violations"] > 0
    seconds = time.perf_counter() - started
    control = f"an acceptance that moves no owner: found {broken['violations']} times"
    return [
        ProofLine(
            name="simulation: acts through the services",
            figure=acts,
            unit="acts",
            limit=LENGTHS[mode],
            ok=acts >= LENGTHS[mode],
            control=control,
            control_ok=control_ok,
            seed=seed,
            seconds=seconds,
        ),
        ProofLine(
            name="simulation: cases without one owner, a step and a date",
            figure=violations,
            unit="violations",
            limit=0,
            ok=violations == 0,
            control=control,
            control_ok=control_ok,
            seed=seed,
            seconds=seconds,
        ),
        ProofLine(
            name="simulation: marks not reached" + (f" ({', '.join(missing)})" if missing else ""),
            figure=len(missing),
            unit=f"of {len(MARKS)} marks",
            limit=0,
            ok=not missing,
            control="a run of 50 acts reaches too few marks",
            control_ok=len(MARKS - pool_marks(seed)) > 0,
            seed=seed,
            seconds=seconds,
        ),
    ]


def pool_marks(seed: int) -> set[str]:
    """Return the marks that a run far too short reaches; the control of the marks."""
    with get_context("spawn").Pool(1) as pool:
        return set(pool.apply(simulate, (50, seed))["marks"])


def simulate(acts: int, seed: int, broken: str = "") -> dict[str, object]:
    """Run one simulation in a process of its own, with a database of its own in memory."""
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
    gc.freeze()  # what Django made at the start stays for ever; do not look at it again and again
    from tests.simulation.world import World

    with ExitStack() as stack:
        for patch in _broken(broken):
            stack.enter_context(patch)
        world = World(seed, broken=broken)
        world.run(acts)
    return {
        "acts": world.acts,
        "violations": len(world.violations),
        "marks": set(world.marks),
        "first": world.violations[:3],
        "counts": Counter(world.marks),
    }


def _broken(variant: str) -> list["mock._patch[Callable[..., object]]"]:
    """Return the patches that make the program wrong on purpose."""
    if variant != "silent_owner":
        return []
    return [mock.patch("voordeur.services.handover._receive", _forget_to_move)]


def _forget_to_move(context: object, region: object, row: object, answer: object) -> object:
    """Accept without a next step for the new owner, as a careless programmer would."""
    from django.db import connection

    from voordeur.records.cases.models import CaseRecord

    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS case_update_guard")
    case = CaseRecord.objects.get(pk=row.case_id)  # type: ignore[attr-defined]
    CaseRecord.objects.filter(pk=case.pk).update(
        accountable_id=row.sender_id,
        accepted_handover=None,  # type: ignore[attr-defined]
    )
    return case.next_date
