"""``voordeur lists``: lists of people and work as they were shown, made again."""

import argparse
import sys

from voordeur.cli.clock import context_of_now
from voordeur.cli.parsing import Subparsers
from voordeur.domain.kernel.refusal import RefusedError
from voordeur.services import match_lists


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "lists",
        help="lists of people and work as they were shown",
        description=__doc__,
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    showing = actions.add_parser(
        "show", help="tell the newest lists", description="Tell the newest lists."
    )
    showing.set_defaults(run=run_show)
    making = actions.add_parser(
        "rebuild",
        help="make one list again and tell what differs",
        description="Make a list again from the facts kept with it, and tell what differs from what"
        " was shown. 1 when order or scores differ or the row does not fit the log.",
    )
    making.add_argument("number", type=int, help="the number of the list")
    making.set_defaults(run=run_rebuild)


def run_show(_chosen: argparse.Namespace) -> int:
    """Tell the newest lists."""
    for one in match_lists.lists(context_of_now()):
        print(f"{one.number}  {one.at:%Y-%m-%d %H:%M}  {one.sort}  {one.rows}  {one.about}")
    return 0


def run_rebuild(chosen: argparse.Namespace) -> int:
    """Make a list again; 1 when it differs, or there is none with this number."""
    try:
        page = match_lists.rebuilt(context_of_now(), number=chosen.number)
    except RefusedError:
        print(f"There is no list {chosen.number}.", file=sys.stderr)
        return 1
    for one in page.lines:
        made = "gone" if one.made is None else f"{one.made} at place {one.made_place}"
        mark = "" if one.same else "  DIFFERS"
        print(f"{one.place}  {one.what}  shown {one.shown}  again {made}{mark}")
    print(f"weights {page.weights}, vocabulary {page.vocabulary}, facts gone of {page.gone} rows")
    if page.sealed is False:
        print("The row does not fit the log: it was changed outside Voordeur.", file=sys.stderr)
    if not page.in_order:
        print("The order differs.", file=sys.stderr)
    same = page.same and page.sealed is not False
    print("The same order and scores." if same else "This list differs from what was shown.")
    return 0 if same else 1
