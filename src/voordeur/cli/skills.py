"""``voordeur skills``: vocabularies of occupations and skills, in from their files."""

import argparse
import sys
from collections.abc import Iterable
from datetime import date

from voordeur.cli.clock import context_of_now
from voordeur.cli.parsing import Subparsers
from voordeur.domain.kernel.refusal import RefusedError
from voordeur.domain.skills.vocabulary import SOURCES, Part
from voordeur.services import vocabulary
from voordeur.services.vocabulary import VocabularyReport

MOST_SHOWN = 10
"""Names told per kind of change; more do not help."""


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "skills",
        help="occupations and skills: ESCO, CompetentNL or the own list",
        description=__doc__,
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    checking = actions.add_parser(
        "check",
        help="tell what a folder holds and would change",
        description="Read the files and tell what they hold and would change. Nothing is written.",
    )
    coming = actions.add_parser(
        "import",
        help="take a vocabulary in, after telling what it changes",
        description="Tell what changes, then take everything in; the same files again change"
        " nothing. A part whose file is not there stays as it is.",
    )
    for one in (checking, coming):
        one.add_argument("directory", help="the folder with the files, as downloaded")
        one.add_argument("--source", choices=sorted(SOURCES), required=True, help="whose files")
        one.add_argument("--version-name", default="", help="what the publisher calls this version")
        one.add_argument(
            "--dated", type=date.fromisoformat, help="the day of the publisher, as 2026-12-31"
        )
    coming.add_argument(
        "--yes", action="store_true", help="go on when something disappears that is still used"
    )
    checking.set_defaults(run=run_check)
    coming.set_defaults(run=run_import)


def run_check(chosen: argparse.Namespace) -> int:
    """Tell what would change; 1 when the files cannot be used."""
    report = _report(chosen)
    return 1 if report is None or report.problems else 0


def run_import(chosen: argparse.Namespace) -> int:
    """Tell what changes and take it in; 1 when nothing went in because of a problem."""
    report = _report(chosen)
    if report is None:
        return 1
    if report.problems:
        return _wrong("Nothing went in.")
    if report.changes.idle:
        print("Nothing changes: this is known already.")
        return 0
    try:
        vocabulary.load(context_of_now(), report=report, sure=chosen.yes)
    except RefusedError:
        return _wrong(
            "Nothing went in: profiles still use what disappears, or very much disappears."
            " Is the folder complete? Add --yes to go on."
        )
    print("Taken in.")
    return 0


def _report(chosen: argparse.Namespace) -> VocabularyReport | None:
    try:
        report = vocabulary.look(
            context_of_now(),
            directory=chosen.directory,
            source=chosen.source,
            version=chosen.version_name,
            dated=chosen.dated,
        )
    except OSError:
        _wrong(f"There is nothing readable here: {chosen.directory}")
        return None
    _tell(report)
    return report


def _tell(report: VocabularyReport) -> None:
    held, changes = report.vocabulary, report.changes
    dated = f", dated {held.dated_on}" if held.dated_on else ""
    print(f"{SOURCES[held.source].en}, version {held.version}{dated}")
    for part, number in held.counts().items():
        came, went = changes.relations.get(Part(part), (0, 0))
        print(f"  {part}: {number}" + (f" (+{came} -{went})" if came or went else ""))
    for name in report.missing:
        print(f"  not there: {name}; what was known of it stays")
    if report.left_out:
        print(f"  left out, because they point to nothing: {report.left_out} relations")
    for problem in report.problems:
        print(f"  {problem.sentence('en')}", file=sys.stderr)
    if report.problems:
        return
    _names("new", [one.label for one in changes.added])
    _names("renamed", [f"{one.before.label} → {one.after.label}" for one in changes.renamed])
    _names("other words around it", [one.label for one in changes.reworded])
    _names("gone", [one.label for one in changes.removed])
    _names("gone and still used", [f"{u.concept.label} ({u.profiles})" for u in report.used])


def _names(what: str, names: Iterable[str]) -> None:
    told = list(names)
    if told:
        more = f" and {len(told) - MOST_SHOWN} more" if len(told) > MOST_SHOWN else ""
        print(f"  {what}: {len(told)}: {', '.join(told[:MOST_SHOWN])}{more}")


def _wrong(words: str) -> int:
    print(words, file=sys.stderr)
    return 1
