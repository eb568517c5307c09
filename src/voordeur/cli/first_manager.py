"""``voordeur first-manager``: make the very first system manager, who makes all other accounts."""

import argparse
import sys

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from voordeur.cli.clock import context_of_now
from voordeur.cli.parsing import Subparsers
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.services import members
from voordeur.services.accounts import NewAccount


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "first-manager", help="make the first system manager", description=__doc__
    )
    parser.add_argument("email", type=_address, help="where the link to choose a password goes")
    parser.add_argument("name", type=_name, help="name of the person, in quotes")
    parser.add_argument(
        "--organisation",
        required=True,
        metavar="CODE",
        help="code of an organisation of the region pack, for example werkcentrum",
    )
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Make the account, or send its link once more; return 1 when it is not made."""
    new = NewAccount(
        email=chosen.email,
        name=chosen.name,
        organisation=chosen.organisation,
        roles=frozenset({Role.SYSTEM_MANAGER}),
    )
    try:
        members.invite_first_manager(context_of_now(), new=new)
    except RefusedError as error:
        print(_sentence(error.refusal), file=sys.stderr)
        return 1
    print("The worker mails a link to choose a password. It works for three days.")
    return 0


def _sentence(refusal: Refusal) -> str:
    if refusal.reason is Reason.ROLE_DOES_NOT_ALLOW:
        return (
            "Nothing was made: there is a system manager already, who makes accounts under "
            "Beheer, Mensen met toegang."
        )
    if refusal.facts.get("field") == "email":
        return "Nothing was made: there is an account with this address already."
    return (
        "Nothing was made: there is no organisation with this code. "
        "`voordeur pack load` loads those of the region."
    )


def _address(typed: str) -> str:
    try:
        validate_email(typed)
    except ValidationError as wrong:
        raise argparse.ArgumentTypeError(f"{typed!r} is no e-mail address") from wrong
    return typed


def _name(typed: str) -> str:
    if not typed.strip():
        raise argparse.ArgumentTypeError("the name is empty")
    return typed
