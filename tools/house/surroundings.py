"""The environment in which the program, its tests and its proofs are started."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / ".voordeur"
CLI = [sys.executable, "-m", "voordeur.cli"]


def demo_environment() -> dict[str, str]:
    """Return the variables of a demo on this machine; what is already set wins."""
    chosen = {"VOORDEUR_DEMO": "1", "VOORDEUR_DATA": str(DATA)}
    return {**chosen, **os.environ, "PYTHONUNBUFFERED": "1"}


def run_voordeur(arguments: list[str]) -> int:
    """Run the command line of the program with the demo's settings."""
    return subprocess.run([*CLI, *arguments], env=demo_environment(), check=False).returncode


def build_assets() -> bool:
    """Put styles, fonts and compiled translations where the pages find them."""
    steps = ([sys.executable, "tools/assets.py"], [*CLI, "messages", "compile"])
    for step in steps:
        if subprocess.run(step, env=demo_environment(), cwd=ROOT, check=False).returncode:
            print(f"This step failed: {' '.join(step[1:])}", file=sys.stderr)
            return False
    return True
