"""``voordeur schemas``: write the JSON schemas of the register files from the kinds of entries."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

from voordeur.cli.parsing import Subparsers
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.schemas import schema_of


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "schemas", help="write regions/schema/register from the kinds", description=__doc__
    )
    parser.add_argument(
        "--out", type=Path, default=Path("regions/schema/register"), help="the folder"
    )
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write a schema per kind."""
    chosen.out.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (chosen.out / name).write_text(text, encoding="utf-8")
    print(f"Written: {len(KINDS)} schemas in {chosen.out}")
    return 0


def pages() -> Mapping[str, str]:
    """Return the schema files by name."""
    return {
        f"{kind.code}.schema.json": json.dumps(schema_of(kind), indent=2, ensure_ascii=False) + "\n"
        for kind in KINDS.values()
    }
