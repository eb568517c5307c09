"""``voordeur demo``: play invented people through the services, so that every page has life."""

import argparse
import sys
import time

from voordeur.cli import clock
from voordeur.cli.parsing import Subparsers


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("demo", help="play invented people", description=__doc__)
    parser.add_argument("--people", type=int, help="how many (default: 1,175 a year, as in 2024)")
    parser.add_argument("--months", type=int, default=3, help="how long a time is played")
    parser.add_argument("--seed", type=int, default=1, help="the same seed plays the same story")
    parser.add_argument(
        "--scale",
        choices=("small", "region"),
        help="add invented people who look for work, and vacancies, as many as a region has"
        " (25,000 and 8,000; small is 200 and 80); goes on where it stopped",
    )
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Play once into an empty database; a database with cases is left as it is."""
    played = _play(chosen)
    return played or (_fill(chosen) if chosen.scale else 0)


def _play(chosen: argparse.Namespace) -> int:
    from voordeur.services.demo import begin  # noqa: PLC0415  after Django is set up

    people = chosen.people or round(1175 * chosen.months / 12)
    started = time.perf_counter()
    counts = begin(
        now=clock.now(),
        people=people,
        months=chosen.months,
        seed=chosen.seed,
        progress=_show if sys.stderr.isatty() else None,
    )
    if counts is None:
        print("There are cases already; the demo only plays into an empty database.")
        return 0
    seconds = time.perf_counter() - started
    played = f"Played {people} people over {chosen.months} months"
    print(f"{played} in {seconds:.0f} s (seed {chosen.seed}).")
    for name, number in sorted(counts.items()):
        print(f"  {name:32} {number:6}")
    return 0


def _fill(chosen: argparse.Namespace) -> int:
    from voordeur.services.demo.market_story import SCALES, fill_market  # noqa: PLC0415  the same

    scale = SCALES[chosen.scale]
    print(f"Inventing {scale.people} people who look for work, and {scale.vacancies} vacancies …")
    started = time.perf_counter()
    made = fill_market(
        now=clock.now(),
        scale=scale,
        seed=chosen.seed,
        progress=_show_made if sys.stderr.isatty() else None,
    )
    seconds = time.perf_counter() - started
    print(f"Invented {made['people']} people and {made['vacancies']} vacancies in {seconds:.0f} s.")
    print("All of it is invented; their names, employers and questions say so.")
    return 0


def _show_made(done: int, whole: int) -> None:
    _bar("", done, whole)


def _show(done: int, whole: int) -> None:
    _bar("day ", done, whole)


def _bar(what: str, done: int, whole: int) -> None:
    width = 30
    filled = width * done // whole
    end = "\n" if done >= whole else ""
    print(
        f"\r  [{'#' * filled}{'.' * (width - filled)}] {what}{done} of {whole}",
        end=end,
        file=sys.stderr,
    )
