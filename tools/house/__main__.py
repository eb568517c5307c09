"""Hand a command of ``./run`` to the module that does it."""

import sys
from collections.abc import Callable

from tools.house import checks, demo_server, suites, where
from tools.house.surroundings import run_voordeur

Command = Callable[[list[str]], int]

HELP = """\
./run                        set up, fill the demo, serve it; PORT chooses the port (8000);
                               --scale region adds 25,000 invented people and 8,000 vacancies
./run test [PYTEST …]        all tests that can run here, on SQLite and PostgreSQL
./run check                  the house rules: style, types, layers, licences, secrets
./run prove [NAME …]         the proofs: model simulation races hostile-sql routing routes
                               funding ledger matching
                               [--quick | --long] [--seed N] [--json FILE]
./run bench [NAME …]         speeds, as a table and [--json FILE]
./run where CAPABILITY       the files of one capability, over all layers
./run voordeur COMMAND …     what operators type; ./run voordeur --help lists it
./run generate               write the generated pages in docs again
./run lock                   make the lock files again from pyproject.toml
./run help                   this text
"""


def show_help(_arguments: list[str]) -> int:
    """Print what can be asked of ``./run``."""
    print(HELP, end="")
    return 0


COMMANDS: dict[str, Command] = {
    "serve": demo_server.serve,
    "test": suites.test,
    "prove": suites.prove,
    "bench": suites.bench,
    "check": checks.check,
    "generate": checks.generate,
    "lock": checks.lock,
    "where": where.show,
    "voordeur": run_voordeur,
    "help": show_help,
    "--help": show_help,
    "-h": show_help,
}


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    name, *rest = arguments or ["serve"]
    if name == "--scale":
        name, rest = "serve", arguments
    command = COMMANDS.get(name)
    if command is None:
        print(f"./run does not know '{name}'. It knows:\n\n{HELP}", end="", file=sys.stderr)
        return 2
    return command(rest)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
