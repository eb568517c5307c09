"""``voordeur lifecycles``: draw the lifecycle tables of the domain as pages in docs."""

import argparse
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from voordeur.cli.parsing import Subparsers
from voordeur.domain.appointments import lifecycle as appointments
from voordeur.domain.cases import lifecycle as cases
from voordeur.domain.funding import broker_consents as consents
from voordeur.domain.governance import proposals
from voordeur.domain.handover import lifecycle as handover
from voordeur.domain.kernel.lifecycle import Transition, final_states
from voordeur.domain.trajectories import lifecycle as trajectories

Row = Transition[StrEnum, StrEnum, StrEnum]

TABLES: dict[str, Iterable[Row]] = {
    "case": cases.TRANSITIONS,  # type: ignore[dict-item]
    "handover": handover.TRANSITIONS,  # type: ignore[dict-item]
    "appointment": appointments.TRANSITIONS,  # type: ignore[dict-item]
    "proposal": proposals.TRANSITIONS,  # type: ignore[dict-item]
    "trajectory": trajectories.TRANSITIONS,  # type: ignore[dict-item]
    "trajectory-step": trajectories.STEP_TRANSITIONS,  # type: ignore[dict-item]
    "mix": consents.TRANSITIONS,  # type: ignore[dict-item]
}


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "lifecycles", help="write docs/lifecycles from the domain", description=__doc__
    )
    parser.add_argument("--out", type=Path, default=Path("docs/lifecycles"), help="the folder")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write one page per lifecycle."""
    chosen.out.mkdir(parents=True, exist_ok=True)
    for name, page in pages().items():
        path = chosen.out / name
        path.write_text(page, encoding="utf-8")
        print(f"Written: {path}")
    return 0


def pages() -> dict[str, str]:
    """Return the text of each page by file name."""
    return {f"{name}.md": _page(name, tuple(rows)) for name, rows in TABLES.items()}


def _page(name: str, rows: tuple[Row, ...]) -> str:
    arrows: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        start = row.state.value if row.state else "[*]"
        arrows.setdefault((start, row.target.value, row.action.value), []).append(row.party.value)
    lines = [
        f"# Lifecycle of a {name}",
        "",
        "Written by `voordeur lifecycles` from the table in the domain that also guards the acts.",
        "",
        "```mermaid",
        "stateDiagram-v2",
    ]
    for (start, target, action), parties in arrows.items():
        lines.append(f"    {start} --> {target}: {action} ({', '.join(parties)})")
    lines += [f"    {state.value} --> [*]" for state in sorted(final_states(rows))]
    lines += [
        "```",
        "",
        "| state | act | by | becomes | what must also hold |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        state = row.state.value if row.state else "(new)"
        cells = (state, row.action.value, row.party.value, row.target.value, row.rule)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])
