"""``voordeur serve``: answer requests on one address of this machine."""

import argparse
import os
import sys

from voordeur.cli.parsing import Subparsers


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("serve", help="answer requests", description=__doc__)
    port = int(os.environ.get("PORT", "8000"))
    parser.add_argument("--port", type=int, default=port, help="the port (PORT, else 8000)")
    parser.add_argument("--address", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--processes", type=int, default=1, help="processes; more needs PostgreSQL")
    parser.add_argument("--threads", type=int, default=8, help="threads per process")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Become the web server; returns only when that fails."""
    settings = {
        "bind": f"{chosen.address}:{chosen.port}",
        "workers": chosen.processes,
        "threads": chosen.threads,
        "worker-class": "gthread",
        "timeout": 60,
        "graceful-timeout": 8,
        "log-level": "warning",
    }
    options = [text for name, value in settings.items() for text in (f"--{name}", str(value))]
    program = [sys.executable, "-m", "gunicorn", *options, "voordeur.config.wsgi:application"]
    os.execv(sys.executable, program)  # noqa: S606 (our own program, no shell)
