"""``voordeur worker``: send messages, remind and escalate; without it silence stays silent."""

import argparse
import logging
import signal
import threading
from collections.abc import Callable

from django.db import close_old_connections

from voordeur.cli.clock import context_of_now
from voordeur.cli.parsing import Subparsers
from voordeur.services import attempts, batch_work, clock, consents, outbox, vacancy_imports
from voordeur.services.context import Context

log = logging.getLogger(__name__)

TASKS: tuple[Callable[[Context], object], ...] = (
    clock.tick,
    consents.tick,
    outbox.send_due,
    attempts.forget,
    vacancy_imports.expire,
    batch_work.reckon_prices,
    batch_work.tick,
)
"""What is done in each round. Each task may be done twice, on two machines, at any moment."""


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "worker", help="send messages, remind and escalate", description=__doc__
    )
    parser.add_argument("--every", type=float, default=10, help="seconds between rounds (10)")
    parser.add_argument("--once", action="store_true", help="do one round and stop")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Do rounds until asked to stop; with ``--once`` return 1 when a task failed."""
    if chosen.once:
        return 0 if one_round() else 1
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    while not stop.wait(chosen.every):
        one_round()
    return 0


def one_round() -> bool:
    """Do every task; one that fails is logged and does not stop the others."""
    close_old_connections()
    good = True
    for task in TASKS:
        try:
            task(context_of_now())
        except Exception as error:  # noqa: BLE001 (a worker that stops escalates nothing)
            # The kind of the error only: its text may hold what people wrote.
            log.error("%s failed: %s", task.__name__, type(error).__name__)  # noqa: TRY400
            good = False
    close_old_connections()
    return good
