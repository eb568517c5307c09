"""``voordeur pack``: check a region pack, or start an empty one."""

import argparse
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from voordeur.cli.clock import context_of_now
from voordeur.cli.parsing import Subparsers
from voordeur.domain.region.differences import WORDS as KIND_WORDS
from voordeur.domain.region.differences import Difference
from voordeur.domain.region.model import PackProblem, Region, Severity
from voordeur.services.ports import ports
from voordeur.services.region import differences_with, load_pack
from voordeur.services.register_loading import load_register

MOST_LINES = 40
"""Changes that are still shown one by one."""


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("pack", help="region packs", description=__doc__)
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    explained = {
        "check": ("read a pack and name every mistake: file, line, what was expected", check),
        "new": ("make an empty pack that passes the check, with to-dos", new),
        "load": ("show what changes, then make the pack the region in force", load),
    }
    for name, (explanation, run) in explained.items():
        action = actions.add_parser(name, help=explanation, description=explanation)
        action.add_argument("directory", help="the directory (or zip file) of the pack")
        action.add_argument(
            "--language", choices=("nl", "en"), default="nl", help="of the messages"
        )
        if name == "load":
            action.add_argument("--dry-run", action="store_true", help="only show what changes")
        action.set_defaults(run=run)


def check(chosen: argparse.Namespace) -> int:
    """Print every problem and to-do; 0 when the pack can be loaded."""
    words = WORDS[chosen.language]
    try:
        found = _read(Path(chosen.directory))
    except OSError:
        print(words["unreadable"].format(place=chosen.directory))
        return 1
    problems = found if isinstance(found, list) else list(found.to_dos)
    for problem in problems:
        print(f"{words[problem.severity]} {problem.sentence(chosen.language)}")
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    words_end = words["wrong"] if errors else words["good"]
    print(words_end.format(errors=errors, to_dos=len(problems) - errors))
    return 1 if errors else 0


def new(chosen: argparse.Namespace) -> int:
    """Write an empty pack and show what must be filled in."""
    words = WORDS[chosen.language]
    try:
        ports().pack_reader.new_directory(chosen.directory)
    except FileExistsError:
        print(words["exists"].format(place=chosen.directory))
        return 1
    except OSError:
        print(words["unwritable"].format(place=chosen.directory))
        return 1
    print(words["made"].format(place=chosen.directory))
    return check(chosen)


def load(chosen: argparse.Namespace) -> int:
    """Show what changes and load the pack; a pack with an error changes nothing."""
    words = WORDS[chosen.language]
    try:
        documents = _documents(Path(chosen.directory))
    except OSError:
        print(words["unreadable"].format(place=chosen.directory))
        return 1
    parsed = documents if isinstance(documents, list) else ports().pack_reader.parse(documents)
    if isinstance(parsed, list) or isinstance(documents, list):
        return check(chosen)
    _show(differences_with(parsed), chosen.language)
    if chosen.dry_run:
        return 0
    context = context_of_now()
    report = load_pack(context, documents=documents)
    register = load_register(context)
    changed = report.changed or not register.idle
    print(words["loaded" if changed else "same"].format(region=parsed.name))
    counts = {name: len(getattr(register, name)) for name in ("added", "changed", "kept")}
    print(words["register"].format(**counts))
    return 0


def _show(found: list[Difference], language: str) -> None:
    """Print what changes: each entry, or per file how many when there are too many to read."""
    if len(found) <= MOST_LINES:
        for difference in found:
            print(difference.sentence(language))
        return
    for (file, kind), number in Counter((one.file, one.kind) for one in found).items():
        print(f"{file}: {number} {KIND_WORDS[kind].in_language(language)}")


def _documents(place: Path) -> Mapping[str, str] | list[PackProblem]:
    reader = ports().pack_reader
    if place.is_dir():
        return reader.read_directory(str(place))
    return reader.read_archive(place.read_bytes())


def _read(place: Path) -> Region | list[PackProblem]:
    documents = _documents(place)
    return documents if isinstance(documents, list) else ports().pack_reader.parse(documents)


WORDS = {
    "nl": {
        Severity.ERROR: "FOUT   ",
        Severity.TODO: "TE DOEN",
        "unreadable": "Hier staat geen leesbaar pakket: {place}",
        "unwritable": "Hier kan geen pakket komen: {place}",
        "exists": "Hier staat al iets; kies een nieuwe of lege map: {place}",
        "made": "Leeg pakket gemaakt in {place}.",
        "loaded": "Geladen: {region}.",
        "same": "Dit pakket was al geladen: {region}. Er is niets veranderd.",
        "register": "Register: {added} nieuw, {changed} gewijzigd, {kept} hier zelf veranderd.",
        "good": "Het pakket klopt. Nog in te vullen: {to_dos}.",
        "wrong": "Dit pakket laadt niet: {errors} fout(en), {to_dos} nog in te vullen.",
    },
    "en": {
        Severity.ERROR: "ERROR",
        Severity.TODO: "TO DO",
        "unreadable": "There is no readable pack here: {place}",
        "unwritable": "No pack can be made here: {place}",
        "exists": "Something is here already; choose a new or empty directory: {place}",
        "made": "Made an empty pack in {place}.",
        "loaded": "Loaded: {region}.",
        "same": "This pack was loaded already: {region}. Nothing changed.",
        "register": "Register: {added} new, {changed} changed, {kept} changed here and kept.",
        "good": "The pack is right. Still to fill in: {to_dos}.",
        "wrong": "The pack cannot be loaded: {errors} error(s), {to_dos} still to fill in.",
    },
}
