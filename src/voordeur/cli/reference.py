"""``voordeur reference``: write the reference pages of the commands from the code."""

import argparse
from pathlib import Path

from voordeur.cli.parsing import Subparsers


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "reference", help="write docs/operations/cli.md", description=__doc__
    )
    parser.add_argument("--out", type=Path, default=Path("docs/operations/cli.md"), help="the file")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write the page of commands."""
    from voordeur.cli.__main__ import build_parser  # noqa: PLC0415 (it imports this module)

    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(commands_page(build_parser()), encoding="utf-8")
    print(f"Written: {chosen.out}")
    return 0


def commands_page(parser: argparse.ArgumentParser) -> str:
    """Return the page that describes every command with its arguments."""
    lines = [
        "# Commands",
        "",
        "Written by `voordeur reference` from the code. In a checkout: `./run voordeur COMMAND`.",
    ]
    for command, child in sorted(_leaves(parser).items()):
        lines += _lines(command, child)
    return "\n".join([*lines, ""])


def subcommands(parser: argparse.ArgumentParser) -> list[str]:
    """Return the names of all subcommands, 'pack check' as two words, in order of the alphabet."""
    return sorted(_leaves(parser))


def _leaves(
    parser: argparse.ArgumentParser, before: str = ""
) -> dict[str, argparse.ArgumentParser]:
    nested = [action for action in parser._actions if isinstance(action.choices, dict)]  # noqa: SLF001 (argparse offers no public list)
    if not nested:
        return {before.strip(): parser}
    found: dict[str, argparse.ArgumentParser] = {}
    for action in nested:
        for name, child in dict(action.choices or {}).items():
            found |= _leaves(child, f"{before} {name}")
    return found


def _lines(command: str, parser: argparse.ArgumentParser) -> list[str]:
    """Describe one command; not by argparse's own text, which differs per Python release."""
    lines = ["", f"## `voordeur {command}`", "", _sentence(parser.description or "")]
    rows = []
    for action in parser._actions:  # noqa: SLF001 (argparse offers no public list)
        if action.dest == "help":
            continue
        name = " ".join(filter(None, [", ".join(action.option_strings), _value(action)]))
        rows.append(f"| `{name}` | {action.help or ''} |")
    if rows:
        lines += ["", "| argument | meaning |", "|---|---|", *rows]
    return lines


def _sentence(text: str) -> str:
    first = text.strip().split("\n\n", maxsplit=1)[0].replace("\n", " ")
    return first.split("``: ", maxsplit=1)[-1].replace("``", "`")


def _value(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    name = action.metavar or action.dest.upper()
    return str(name) if action.option_strings else str(name).upper()
