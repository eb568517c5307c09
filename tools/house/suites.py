"""Run the tests, the proofs and the measurements with all that can be found on this machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.house import postgres
from tools.house.surroundings import ROOT, build_assets

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_POSTGRES = ("tests/services", "tests/records")
NO_TESTS_COLLECTED = 5


def find_chromium() -> str | None:
    """Return the browser for the journeys: the one given, or the first on the PATH."""
    given = os.environ.get("VOORDEUR_TEST_CHROMIUM")
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return given or found


def test(arguments: list[str]) -> int:
    """Run pytest; without arguments everything, and the rows' tests again on PostgreSQL.

    ``--on-postgres`` runs only the named tests, with the program's own database on PostgreSQL.
    """
    if not build_assets():
        return 1
    chromium = find_chromium()
    if chromium is None:
        print("Skipped: journeys in a browser. To get it: apt-get install chromium")
    with postgres.server() as address:
        if address is None:
            print(f"Skipped: tests on PostgreSQL. To get it: {postgres.HOW_TO_GET}")
        environment = _test_environment(address, chromium)
        only_postgres = "--on-postgres" in arguments
        rest = [argument for argument in arguments if argument != "--on-postgres"]
        first = 0 if only_postgres else _pytest(rest, environment)
        if address is None or (rest and not only_postgres):
            return first
        again = rest or [folder for folder in ON_POSTGRES if (ROOT / folder).is_dir()]
        print("\nThe same on PostgreSQL:")
        second = _pytest(again, {**environment, "VOORDEUR_DATABASE_URL": address}) if again else 0
        return first or second


def _test_environment(address: str | None, chromium: str | None) -> dict[str, str]:
    # Nothing of the machine's own settings reaches the tests.
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("VOORDEUR_") or name.startswith("VOORDEUR_TEST_")
    }
    found = {"VOORDEUR_TEST_POSTGRES": address, "VOORDEUR_TEST_CHROMIUM": chromium}
    kept |= {name: value for name, value in found.items() if value}
    return kept


def _pytest(arguments: list[str], environment: dict[str, str]) -> int:
    alone = any(text.startswith(("-n", "-p", "--pdb")) for text in arguments)
    # Who is done takes over what waits at another: journeys last a hundred times a unit test. One
    # more than there are cores, for a journey waits for its browser a quarter of the time.
    count = (os.cpu_count() or 1) + 1
    workers = [] if alone else [f"-n{count}", "--dist=worksteal"]
    command = [sys.executable, "-m", "pytest", *workers, *arguments]
    code = subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode
    return 0 if code == NO_TESTS_COLLECTED and not arguments else code


def prove(arguments: list[str]) -> int:
    """Run the proofs, with a PostgreSQL server when there is one."""
    return _module("tests.proofs", arguments)


def bench(arguments: list[str]) -> int:
    """Run the measurements."""
    if not build_assets():
        return 1
    return _module("tests.bench", arguments)


def _module(name: str, arguments: list[str]) -> int:
    with postgres.server() as address:
        if address is None:
            print(f"No PostgreSQL here. To get it: {postgres.HOW_TO_GET}", file=sys.stderr)
        environment = _test_environment(address, find_chromium())
        command = [sys.executable, "-m", name, *_from_the_callers_folder(arguments)]
        return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode


def _from_the_callers_folder(arguments: list[str]) -> list[str]:
    """Make the path after ``--json`` mean what it means where the person typed it."""
    folder = Path(os.environ.get("VOORDEUR_CALLED_FROM", "."))
    made = list(arguments)
    for index, text in enumerate(made):
        if index and made[index - 1] == "--json":
            made[index] = str(folder / text)
        elif text.startswith("--json="):
            made[index] = f"--json={folder / text.removeprefix('--json=')}"
    return made
