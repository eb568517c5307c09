"""The clock of a journey: the program reads it here, so that a week can pass within a test.

Nothing of this is in the program. Its two places that read the clock (one for the web, one for the
command line) are replaced from outside: by a hook of the web server, and by starting a command as
``python -m tests.journeys.clock``.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

VARIABLE = "VOORDEUR_TEST_CLOCK"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""Where every journey begins: a Monday, ten in the morning in the region."""


def really() -> datetime:
    """Return the moment on this machine."""
    return datetime.now(tz=UTC)  # noqa: TID251 (the clock of this machine moves the other)


def put(file: Path, moment: datetime) -> None:
    """Let the program's clock go on from ``moment``."""
    file.write_text(str((moment - really()).total_seconds()), encoding="utf-8")


def now(file: Path | None = None) -> datetime:
    """Return the moment it is for the program."""
    kept = file or Path(os.environ[VARIABLE])
    return really() + timedelta(seconds=float(kept.read_text(encoding="utf-8")))


def post_worker_init(_worker: object) -> None:
    """Hook of gunicorn: replace the clock once the program is loaded."""
    from voordeur.web import contexts

    contexts.now = now


def main() -> int:
    """Run a command of ``voordeur`` at the moment of this clock."""
    import django

    django.setup()
    from voordeur.cli import __main__, clock

    clock.now = now
    return __main__.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
