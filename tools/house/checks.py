"""The house rules in one command, each as one program with one verdict."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tools.house.surroundings import CLI, ROOT, demo_environment

PYTHON = sys.executable
CODE = ("src", "tests", "tools")


@dataclass(frozen=True)
class Check:
    """One program that must end with exit code 0."""

    name: str
    command: tuple[str, ...]


def all_checks() -> tuple[Check, ...]:
    """Return every check, the slow ones first."""
    module = (PYTHON, "-m")
    folders = tuple(folder for folder in CODE if (ROOT / folder).is_dir())
    return (
        Check("types (mypy)", (*module, "mypy", "-p", "voordeur", "-p", "tools")),
        Check("house rules (tests/tidy)", (*module, "pytest", "-q", "tests/tidy")),
        Check("templates (djlint)", (*module, "djlint", "src", "--lint", "--quiet")),
        Check("layers (import-linter)", (str(ROOT / ".venv/bin/lint-imports"), "--no-cache")),
        Check("migrations", (*module, "django", "makemigrations", "--check", "--dry-run")),
        Check("translations", (*CLI, "messages", "check")),
        Check("style (ruff)", (*module, "ruff", "check", "--quiet", *folders)),
        Check("layout (ruff format)", (*module, "ruff", "format", "--check", "--quiet", *folders)),
    )


def check(arguments: list[str]) -> int:
    """Run all checks, two at a time; print what failed in full and the rest in one line."""
    started = time.monotonic()
    wanted = [one for one in all_checks() if not arguments or _matches(one, arguments)]
    with ThreadPoolExecutor(max_workers=2) as pool:
        verdicts = list(pool.map(_run, wanted))
    failed = [name for name, ok in verdicts if not ok]
    print(f"\n{len(verdicts) - len(failed)} of {len(verdicts)} good, "
          f"{time.monotonic() - started:.0f} s")  # fmt: skip
    return 1 if failed else 0


def _matches(one: Check, words: list[str]) -> bool:
    return any(word in one.name for word in words)


def _run(one: Check) -> tuple[str, bool]:
    environment = {**demo_environment(), "DJANGO_SETTINGS_MODULE": "voordeur.config.settings"}
    if "pytest" in one.command:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("VOORDEUR_")}
    started = time.monotonic()
    done = subprocess.run(
        one.command, env=environment, cwd=ROOT, check=False, capture_output=True, text=True
    )
    good = done.returncode == 0
    lines = [f"{'good' if good else 'WRONG':6}{one.name}  {time.monotonic() - started:.1f} s"]
    if not good:
        lines += [done.stdout.strip(), done.stderr.strip()]
    print("\n".join(filter(None, lines)), flush=True)
    return one.name, good


def generate(_arguments: list[str]) -> int:
    """Write every generated page of docs and schema again; tests/tidy compares them."""
    for command in (["lifecycles"], ["reference"], ["schemas"]):
        code = subprocess.run([*CLI, *command], env=demo_environment(), cwd=ROOT, check=False)
        if code.returncode:
            return 1
    return 0


def lock(_arguments: list[str]) -> int:
    """Make the lock files again: newest versions the project allows, hashes, no addresses."""
    groups = {
        "requirements.lock": ("--group", "setup"),
        "requirements-fast.lock": ("--group", "setup", "--extra", "fast"),
        "requirements-national.lock": ("--group", "setup", "--extra", "national"),
        "requirements-dev.lock": ("--group", "dev"),
        "requirements-bench.lock": ("--group", "peers"),
    }
    for name, parts in groups.items():
        command = [
            *(str(ROOT / ".venv/bin/uv"), "pip", "compile", "--quiet", "--universal"),
            *("--generate-hashes", "--no-header", "--python-version", "3.11"),
            *(*parts, "pyproject.toml", "-o", name),
        ]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            return 1
    return 0
